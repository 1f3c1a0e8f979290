//! Without a network: the server is really gone, the browser was closed, and everything is there.

use journeys::{Person, button, field, heading, journey, link, main_part, part, status};

#[test]
fn the_directory_opens_and_is_edited_with_the_server_gone_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.has_the_app_offline().await?;
        person.server.stop().await;
        opens_again(person, "/").await?;
        person.sees_groups(26).await?;
        person.sees_it_saved().await?;
        // Everything can be done.
        person.opens_group("Stanley Community Assembly").await?;
        person.edits().await?;
        person.types(field("Meets (optional)"), "First Friday 7 pm").await?;
        person.saves("Stanley Community Assembly").await?;
        person.goes_to("Groups").await?;
        person.adds_group("Cornell Neighbors", "Cornell").await?;
        person.goes_to("Action groups").await?;
        person.presses(link("Add an action group").first()).await?;
        person.types(field("Name"), "Rural broadband now").await?;
        person.saves("Rural broadband now").await?;
        // And stays, whatever address it is opened at.
        opens_again(person, "/awgs").await?;
        person.sees(link("Rural broadband now")).await?;
        person.goes_to("Groups").await?;
        person.sees_groups(27).await?;
        person.opens_group("Stanley Community Assembly").await?;
        person.reads("First Friday 7 pm").await?;
        // A page that was never looked at opens too.
        person.opens("/settings").await?;
        person.sees(heading("Settings").within(main_part(""))).await?;
        person.reads("It works without internet.").await?;
        // With the server back all goes on.
        person.server.start().await?;
        person.reloads().await?;
        person.goes_to("Groups").await?;
        person.sees_groups(27).await
    })
}

#[test]
fn a_browser_that_ends_unprepared_has_kept_what_it_said_is_saved_in_chromium_and_firefox()
-> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.has_the_app_offline().await?;
        person.opens_group("Mosinee Neighbors").await?;
        person.edits().await?;
        person.types(field("Meets (optional)"), "Last Sunday 4 pm").await?;
        person.presses(button("Save")).await?;
        person.reads("Mosinee Neighbors saved").await?;
        person.loses_browser()?;
        person.server.stop().await;
        person.opens_browser().await?;
        person.opens("/").await?;
        // Which directory was open is the browser's to forget; what is in it is not.
        if !person.finds_soon(part("Groups")).await? {
            person.presses(button("Open Wisconsin Grassroots Network")).await?;
        }
        person.sees_groups(26).await?;
        person.opens_group("Mosinee Neighbors").await?;
        person.reads("Last Sunday 4 pm").await
    })
}

#[test]
fn being_offline_is_said_and_is_no_error() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        person.sees_it_saved().await?;
        // What the browser tells a page when the device loses its network.
        let lose = "Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false }); dispatchEvent(new Event('offline')); return true;";
        person.waits_until_page("to lose the network", lose).await?;
        person.sees(status("").holding("Offline: everything is saved here")).await?;
        let back = "delete navigator.onLine; dispatchEvent(new Event('online')); return true;";
        person.waits_until_page("to find the network", back).await?;
        person.sees_it_saved().await
    })
}

/// Closes the browser and opens it again, or, where it keeps nothing beyond a session, loads the page again.
async fn opens_again(person: &mut Person, path: &str) -> anyhow::Result<()> {
    if person.browser.keeps_profile() {
        person.closes_browser().await?;
        person.opens_browser().await?;
        person.opens(path).await
    } else {
        person.opens(path).await?;
        person.reloads().await
    }
}
