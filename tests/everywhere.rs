//! Somebody who is in several networks looks for a group and need not know which of them it is in.

use anyhow::ensure;
use journeys::{
    For, NETWORK, Person, button, data, field, heading, item, journey, link, part, status, warning,
};

const OTHER: &str = "Driftless Water Network";
const SEARCH: &str = "Find groups in all directories";

#[test]
fn one_search_finds_groups_in_every_directory_and_opens_them_there() -> anyhow::Result<()> {
    journey(async |person| {
        has_two_directories(person).await?;
        // By name and by place, in whichever of them.
        person.types(field(SEARCH), "neighbors").await?;
        person.sees(link("Arena Neighbors").within(part(OTHER))).await?;
        person.sees(link("Mosinee Neighbors").within(part(NETWORK))).await?;
        person.types(field(SEARCH), "arena").await?;
        person.sees(item("").holding("Arena Neighbors").holding("Arena").within(part(OTHER))).await?;
        person.sees_no(part(NETWORK)).await?;
        person.sees(status("").holding("1 group found")).await?;
        // By issue; what is found is in the directory that is not open.
        person.types(field(SEARCH), "stanley fair maps").await?;
        person.sees(item("").holding("Stanley Community Assembly").within(part(NETWORK))).await?;
        person.sees_no(part(OTHER)).await?;
        person.presses(link("Stanley Community Assembly")).await?;
        person.arrives_at("the group", |address| address.starts_with("/groups/")).await?;
        person.sees(heading("Stanley Community Assembly").within(part("Group"))).await?;
        person.sees_groups(26).await?;
        // Going back is to what was looked for, and from there into the other directory.
        person.goes_back().await?;
        person.sees_value(field(SEARCH), "stanley fair maps").await?;
        person.sees(link("Stanley Community Assembly").within(part(NETWORK))).await?;
        person.types(field(SEARCH), "arena").await?;
        person.presses(link("Arena Neighbors")).await?;
        person.sees(heading("Arena Neighbors").within(part("Group"))).await?;
        person.sees_groups(1).await
    })
}

#[test]
fn what_was_looked_for_is_in_the_address_and_nothing_found_is_said() -> anyhow::Result<()> {
    journey(async |person| {
        has_two_directories(person).await?;
        person.opens("/start?q=arena").await?;
        person.sees_value(field(SEARCH), "arena").await?;
        person.sees(link("Arena Neighbors").within(part(OTHER))).await?;
        let way = person.attribute_of(link("Arena Neighbors"), "href").await?.unwrap_or_default();
        person.types(field(SEARCH), "xylophone").await?;
        person.sees(heading("No group matches in any directory")).await?;
        person.presses(button("Clear the search").first()).await?;
        person.sees_value(field(SEARCH), "").await?;
        person.sees_no(heading("No group matches in any directory")).await?;
        person.arrives_at("the start page without words", |address| address == "/start").await?;
        // More than fit are in the list of their directory.
        person.types(field(SEARCH), "wi").await?;
        person.presses(link("").starting("Show all 26 in").within(part(NETWORK))).await?;
        person.arrives_at("the list", |address| address == "/groups?q=wi").await?;
        person.sees_groups(26).await?;
        // A result opens in a tab of its own, whichever directory is open.
        // WebKitGTK tells a link's whole address, whatever is written in it.
        let way = way.strip_prefix(&person.server.origin()).unwrap_or(&way);
        person.opens_in_new_tab(way).await?;
        person.sees(heading("Arena Neighbors").within(part("Group"))).await?;
        // A directory that is not on this device any more is said not to be.
        person.opens("/start?directory=aaaaaaaaaaaaaaaaaaa0&q=arena").await?;
        person.sees(warning("")).await?;
        let address = person.arrives_at("the search", |address| address == "/start?q=arena").await?;
        ensure!(!address.contains("directory"), "it would be opened again: {address}");
        Ok(())
    })
}

#[test]
fn the_search_over_all_directories_works_without_a_network() -> anyhow::Result<()> {
    journey(async |person| {
        has_two_directories(person).await?;
        person.has_the_app_offline().await?;
        person.server.stop().await;
        person.opens("/start").await?;
        person.types(field(SEARCH), "stanley").await?;
        person.presses(link("Stanley Community Assembly").within(part(NETWORK))).await?;
        person.sees(heading("Stanley Community Assembly").within(part("Group"))).await
    })
}

#[test]
fn what_waits_in_a_directory_that_is_not_open_is_said_and_is_sent() -> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        let invitation = ada.shares(For::Editors).await?;
        ada.sees_it_synced().await?;
        let ben = ada.next_door().await?;
        let walked = goes_elsewhere(ada, &ben, &invitation).await;
        ben.leaves().await;
        walked
    })
}

async fn goes_elsewhere(ada: &mut Person, ben: &Person, invitation: &str) -> anyhow::Result<()> {
    ben.joins(invitation).await?;
    ben.sees_groups(26).await?;
    ada.has_the_app_offline().await?;
    ada.server.stop().await;
    ada.goes_to("Groups").await?;
    ada.adds_group("Cornell Neighbors", "Cornell").await?;
    ada.opens("/start").await?;
    ada.starts_directory(OTHER).await?;
    ada.opens("/start").await?;
    ada.sees(item("").holding(NETWORK).holding("to be sent")).await?;
    ada.server.start().await?;
    ben.sees_groups(27).await?;
    ada.opens("/start").await?;
    ada.sees(button(&format!("Open {NETWORK}"))).await?;
    ada.sees_no(item("").holding(NETWORK).holding("to be sent")).await
}

#[test]
fn a_device_with_one_directory_has_no_search_over_several() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory(OTHER).await?;
        person.opens("/start").await?;
        person.sees(link("").starting("Continue in")).await?;
        ensure!(!person.finds(field(SEARCH)).await?, "there is a search");
        Ok(())
    })
}

#[test]
fn the_search_over_all_directories_is_for_everybody() -> anyhow::Result<()> {
    journey(async |person| {
        has_two_directories(person).await?;
        person.holds_device(320, 640).await?;
        for scheme in ["light", "dark"] {
            person.prefers(scheme).await?;
            person.types(field(SEARCH), "xylophone").await?;
            person.sees(heading("No group matches in any directory")).await?;
            is_for_everybody(person).await?;
            person.types(field(SEARCH), "wi").await?;
            person.sees(link("").starting("Show all 26 in").within(part(NETWORK))).await?;
            is_for_everybody(person).await?;
        }
        Ok(())
    })
}

async fn is_for_everybody(person: &Person) -> anyhow::Result<()> {
    let findings = person.asks_axe().await?;
    ensure!(findings.is_empty(), "axe-core holds against it: {findings:#?}");
    let wide = person.sticks_out().await?;
    ensure!(wide.is_empty(), "wider than the page: {wide:#?}");
    let mut low = person.targets().await?;
    // 44 CSS pixels in height; half a pixel is lost to rounding.
    low.retain(|target| target.height < 43.5);
    ensure!(low.is_empty(), "too small for a finger: {low:#?}");
    Ok(())
}

/// The spreadsheet's directory, and a small one, which is open.
async fn has_two_directories(person: &Person) -> anyhow::Result<()> {
    person.opens("/").await?;
    person.starts_directory(NETWORK).await?;
    person.imports(&data("wisconsin-groups.csv")).await?;
    person.opens("/start").await?;
    person.starts_directory(OTHER).await?;
    person.adds_group("Arena Neighbors", "Arena").await?;
    person.opens("/start").await?;
    person.sees(button(&format!("Open {NETWORK}"))).await
}
