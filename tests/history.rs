//! Who changed what, having back what was there, and undoing what one device did.

use anyhow::ensure;
use journeys::{
    Browser, For, Person, button, dialog, field, heading, item, journey, link, main_part, menu_summary, part,
};

const GROUP: &str = "Stanley Community Assembly";

#[test]
fn a_value_comes_back_and_what_one_device_did_is_undone_after_a_preview() -> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        let invitation = ada.shares(For::Editors).await?;
        ada.sees_it_synced().await?;
        let ben = ada.next_door().await?;
        let walked = look_back(ada, &ben, &invitation).await;
        ben.leaves().await;
        walked
    })
}

async fn look_back(ada: &Person, ben: &Person, invitation: &str) -> anyhow::Result<()> {
    ben_changes(ben, invitation).await?;
    ada.goes_to("Groups").await?;
    ada.sees_groups(27).await?;
    ada.opens_group(GROUP).await?;
    ada.reads("Last Sunday 4 pm").await?;
    ada.edits().await?;
    ada.types(field("Since (optional)"), "2010").await?;
    ada.saves(GROUP).await?;

    // Who changed which field, and one value back.
    ada.presses(menu_summary("More")).await?;
    ada.presses(link("History").within(main_part(""))).await?;
    ada.sees(heading(&format!("History of {GROUP}"))).await?;
    ada.sees(item("").holding("this device").holding("2010")).await?;
    ada.sees(item("").holding("Ben’s tablet").holding("Last Sunday 4 pm")).await?;
    for_everyone(ada).await?;
    ada.chooses(field("Show changes of"), "Meets").await?;
    ada.sees_no(item("").holding("2010")).await?;
    let back = button("").starting("Put this back").within(item("").holding("Ben’s tablet"));
    ada.presses(back).await?;
    ada.reads("Meets: put back").await?;
    ada.sees_so_many(2, item("").holding("Last Sunday 4 pm")).await?;

    // What changed in the whole directory, and what one device did back.
    ada.goes_to("Settings").await?;
    ada.presses(link("What changed")).await?;
    ada.sees(heading("What changed")).await?;
    for_everyone(ada).await?;
    ada.chooses(field("Device"), "Ben’s tablet").await?;
    ada.sees(item("").holding("Cornell Neighbors")).await?;
    ada.presses(button("").starting("Undo everything this device did").within(item("").holding(GROUP)))
        .await?;
    let asked = || dialog("").starting("Undo what Ben’s tablet did");
    ada.sees(asked()).await?;
    ada.reads("2 records would change").await?;
    ada.sees(item("").holding("Cornell Neighbors").holding("is deleted").within(asked())).await?;
    ada.sees(item("").holding(GROUP).holding("Cadott").within(asked())).await?;
    // What was changed since is left alone, and said.
    ada.reads("Since stays: this device changed it later").await?;
    for_everyone(ada).await?;
    ada.presses(button("Undo all of this").within(asked())).await?;
    ada.reads("What Ben’s tablet did is undone").await?;
    ada.sees_no(asked()).await?;
    ada.sees_it_synced().await?;
    for person in [ada, ben] {
        person.goes_to("Groups").await?;
        person.sees_groups(26).await?;
        person.opens_group(GROUP).await?;
        person.reads("2010").await?;
        person.reads_no("Cadott").await?;
        person.reads_no("Last Sunday 4 pm").await?;
    }
    Ok(())
}

async fn ben_changes(ben: &Person, invitation: &str) -> anyhow::Result<()> {
    ben.joins_as("Ben’s tablet", invitation).await?;
    ben.sees_groups(26).await?;
    ben.opens_group(GROUP).await?;
    ben.edits().await?;
    ben.types(field("Meets (optional)"), "Last Sunday 4 pm").await?;
    ben.types(field("Since (optional)"), "2008").await?;
    ben.types(field("Town (optional)"), "Cadott").await?;
    ben.saves(GROUP).await?;
    ben.goes_to("Groups").await?;
    ben.adds_group("Cornell Neighbors", "Cornell").await?;
    ben.sees_it_synced().await
}

/// Nothing is found by axe-core, and on a narrow phone nothing is wider than the page, in light and dark.
async fn for_everyone(person: &Person) -> anyhow::Result<()> {
    if person.browser != Browser::Chromium {
        return Ok(());
    }
    for scheme in ["light", "dark"] {
        person.prefers(scheme).await?;
        // Colours fade from one to the other.
        let still = "getComputedStyle(document.body).color; return document.getAnimations().every((it) => it.playState !== 'running' || it.effect?.getComputedTiming().iterations === Infinity);";
        person.waits_until_page("for the colours to stand", still).await?;
        let found = person.asks_axe().await?;
        ensure!(found.is_empty(), "axe-core holds against it in {scheme}: {found:#?}");
    }
    for width in [360, 1280] {
        person.holds_device(width, 800).await?;
        let wide = person.sticks_out().await?;
        ensure!(wide.is_empty(), "wider than a page of {width}: {wide:#?}");
    }
    person.prefers("light").await
}

#[test]
fn a_record_comes_back_as_it_was_then() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group(GROUP).await?;
        person.edits().await?;
        person.types(field("Name"), "Stanley Neighbors").await?;
        person.types(field("Since (optional)"), "1999").await?;
        person.saves("Stanley Neighbors").await?;
        person.presses(menu_summary("More")).await?;
        person.presses(link("History").within(main_part(""))).await?;
        person.sees(heading("History of Stanley Neighbors")).await?;
        person.presses(menu_summary("").starting("The record as it was then").first()).await?;
        person.presses(button("Put the record back as it was then")).await?;
        person.reads("is as it was then").await?;
        person.sees(heading(&format!("History of {GROUP}"))).await?;
        person.presses(button("Undo")).await?;
        person.sees(heading("History of Stanley Neighbors")).await?;
        person.presses(link("").starting("Back to")).await?;
        person.sees(heading("Stanley Neighbors").within(part("Group"))).await?;
        person.reads("1999").await
    })
}
