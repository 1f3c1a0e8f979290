//! The whole of it without a mouse, seeing at every step where the focus is.

use std::fmt::Write as _;
use std::fs;

use anyhow::ensure;
use journeys::{
    Key, NETWORK, Person, button, dialog, field, heading, item, journey, link, main_part, menu_summary,
    navigation, part,
};

/// Not in Firefox and WebKitGTK, where Save is not reached by Space in this journey: why is not known yet.
#[test]
fn a_directory_is_started_and_a_group_added_found_and_corrected_by_keyboard() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person
            .waits_until_page("to be the app's", "return Boolean(document.querySelector('.app:not([data-snapshot]) .start') && !document.querySelector('[data-snapshot]'));")
            .await?;
        person.sees(button("").starting("Start a directory")).await?;
        // The first stop is the way past the frame.
        person.key(Key::Tab).await?;
        person.has_focus_on(link("Skip to the content")).await?;
        person.key(Key::Enter).await?;
        person.has_focus_on(main_part("")).await?;
        person.tabs_to(button("").starting("Start a directory")).await?;
        person.key(Key::Enter).await?;
        let asked = || dialog("Start a directory");
        person.has_focus_on(field("Name of the network").within(asked())).await?;
        // Escape leaves the question, and the focus is back where it was.
        person.key(Key::Escape).await?;
        person.sees_no(asked()).await?;
        person.has_focus_on(button("").starting("Start a directory")).await?;
        person.key(Key::Enter).await?;
        person.has_focus_on(field("Name of the network").within(asked())).await?;
        person.writes(NETWORK).await?;
        person.key(Key::Enter).await?;
        person.sees(heading("No groups yet")).await?;
        person.has_focus_on(main_part("")).await?;
        // A group is added; a field left empty is told and found.
        person.tabs_to(link("Add a group").first()).await?;
        person.key(Key::Enter).await?;
        person.has_focus_on(heading("New group")).await?;
        person.tabs_to(field("Town (optional)")).await?;
        person.writes("Baraboo").await?;
        person.key(Key::Enter).await?;
        person.sees(heading("Fix these to save")).await?;
        person.tabs_to(link("Name: Fill this in.")).await?;
        person.key(Key::Enter).await?;
        person.has_focus_on(field("Name")).await?;
        ensure!(person.description_of(field("Name")).await?.contains("Fill this in."), "the field says why");
        person.writes("Baraboo Neighbors").await?;
        person.key(Key::Enter).await?;
        person.reads("Baraboo Neighbors saved").await?;
        person.sees(heading("Baraboo Neighbors").within(part("Group"))).await?;
        // It is found and corrected.
        person.tabs_to(field("Search name, town, issue or region")).await?;
        person.writes("barab").await?;
        person.sees_just(&["Baraboo Neighbors"]).await?;
        person.tabs_to(link("Baraboo Neighbors").within(item("").within(part("Groups")))).await?;
        person.key(Key::Enter).await?;
        person.has_focus_on(heading("Baraboo Neighbors").within(part("Group"))).await?;
        // From there calling, writing and finding the way come first, then changing it.
        person.key(Key::Tab).await?;
        person.has_focus_on(link("Directions")).await?;
        person.key(Key::Tab).await?;
        person.has_focus_on(link("Edit")).await?;
        person.key(Key::Enter).await?;
        person.has_focus_on(heading("Edit Baraboo Neighbors")).await?;
        person.tabs_to(field("Meets (optional)")).await?;
        person.writes("1st Tuesday 7 pm").await?;
        person.tabs_to(button("Save")).await?;
        person.key(Key::Space).await?;
        person.reads("1st Tuesday 7 pm").await?;
        // And taken back: the undo of what was said in passing is reached too.
        person.tabs_to(button("Undo")).await?;
        person.key(Key::Enter).await?;
        person.reads_no("1st Tuesday 7 pm").await?;
        person.sees(heading("Baraboo Neighbors").within(part("Group"))).await
    })
}

#[test]
fn every_room_is_reached_and_the_focus_goes_to_its_content() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        for room in ["Action groups", "People", "Regions", "Settings", "Groups"] {
            person.tabs_to(link(room).within(navigation("Main"))).await?;
            person.key(Key::Enter).await?;
            // The page has room for the whole name.
            let title = if room == "Action groups" { "Action Work Groups" } else { room };
            person.sees(heading(title).within(main_part(""))).await?;
            person.has_focus_on(main_part("")).await?;
        }
        Ok(())
    })
}

#[test]
fn a_record_begins_at_its_top_wherever_what_was_there_before_was_read_to() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Grassroots Manitowoc").await?;
        person.presses(link("Edit")).await?;
        person.sees(field("Name")).await?;
        let read_on = "const pane = document.querySelector('section[aria-label=Group]'); pane.scrollTo(0, 9999); return pane.scrollTop > 0;";
        let at_top = "return document.querySelector('section[aria-label=Group]').scrollTop === 0;";
        person.waits_until_page("a form that goes on below", read_on).await?;
        person.presses(button("Save")).await?;
        person.sees(heading("Grassroots Manitowoc").within(part("Group"))).await?;
        person.waits_until_page("the group from its top", at_top).await
    })
}

#[test]
fn a_form_with_something_typed_asks_before_it_is_left_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        person.tabs_to(link("Add a group").first()).await?;
        person.key(Key::Enter).await?;
        person.sees(heading("New group")).await?;
        person.tabs_to(field("Name")).await?;
        person.writes("Half").await?;
        person.tabs_to(link("Cancel")).await?;
        person.key(Key::Enter).await?;
        let asked = || dialog("Leave without saving what you typed?");
        person.sees(asked()).await?;
        person.key(Key::Escape).await?;
        person.sees_no(asked()).await?;
        person.sees_value(field("Name"), "Half").await?;
        person.has_focus_on(link("Cancel")).await?;
        person.key(Key::Enter).await?;
        person.tabs_to(button("Leave").within(asked())).await?;
        person.key(Key::Enter).await?;
        person.sees_no(field("Name")).await?;
        person.sees_groups(26).await
    })
}

/// Not in Firefox, where the list still goes on loading ahead of the Tab key.
#[test]
fn a_list_that_goes_on_loading_traps_nobody() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory("United States").await?;
        let mut sheet = "Name,Town\n".to_owned();
        for number in 100..260 {
            writeln!(sheet, "Neighbors {number},Baraboo")?;
        }
        let file = person.scratch().join("many.csv");
        fs::write(&file, sheet)?;
        person.imports(&file).await?;
        person.goes_to("Groups").await?;
        person.sees_groups(160).await?;
        // An opened record is read at once, wherever its row is.
        person.tabs_to(link("Neighbors 102")).await?;
        person.key(Key::Enter).await?;
        person.has_focus_on(heading("Neighbors 102").within(part("Group"))).await?;
        // Row by row, the list has an end, and a button for more.
        person.tabs_to(field("Search name, town, issue or region")).await?;
        person.tabs_to(button("").starting("Show ").within(part("Groups"))).await
    })
}

/// Waits until the focus is on something of the page, not on the page as a whole.
async fn has_a_place(person: &Person) -> anyhow::Result<()> {
    person
        .waits_until_page(
            "for the focus to be somewhere",
            "return ![null, document.body, document.documentElement].includes(document.activeElement);",
        )
        .await
}

#[test]
fn the_focus_is_nowhere_lost_after_something_was_done_to_a_record_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Saukville Neighbors").await?;
        let title = || heading("Saukville Neighbors").within(part("Group"));
        person.has_focus_on(title()).await?;
        person.tabs_to(button("Mark as checked")).await?;
        person.key(Key::Enter).await?;
        person.reads("Saukville Neighbors: checked today").await?;
        person.reads("by this device").await?;
        person.has_focus_on(button("Mark as checked")).await?;
        person.tabs_to(button("Undo")).await?;
        person.key(Key::Enter).await?;
        person.reads("Undone").await?;
        has_a_place(person).await?;
        person.tabs_to(menu_summary("More")).await?;
        person.key(Key::Enter).await?;
        person.tabs_to(button("Delete")).await?;
        person.key(Key::Enter).await?;
        person.sees(button("Restore")).await?;
        person.has_focus_on(title()).await?;
        person.tabs_to(button("Restore")).await?;
        person.key(Key::Enter).await?;
        person.sees(link("Edit")).await?;
        person.has_focus_on(title()).await
    })
}

#[test]
fn a_menu_closes_by_escape_and_by_a_press_elsewhere_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Saukville Neighbors").await?;
        let more = || menu_summary("More");
        person.tabs_to(more()).await?;
        person.key(Key::Enter).await?;
        person.tabs_to(button("Delete")).await?;
        person.key(Key::Escape).await?;
        person.sees_no(button("Delete")).await?;
        person.has_focus_on(more()).await?;
        person.presses(more()).await?;
        person.sees(button("Delete")).await?;
        person.presses(heading("Saukville Neighbors").within(part("Group"))).await?;
        person.sees_no(button("Delete")).await
    })
}

#[test]
fn what_to_fix_is_in_the_order_of_the_form_and_opens_what_is_folded_away() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        person.presses(link("Add a group").first()).await?;
        person.presses(menu_summary("Exact place")).await?;
        person.types(field("Latitude (optional)"), "north").await?;
        person.presses(menu_summary("Exact place")).await?;
        person.types(field("Time zone (optional)"), "Here").await?;
        person.presses(button("Save")).await?;
        person.sees(heading("Fix these to save")).await?;
        let fixes = "return [...document.querySelectorAll('[role=alert] a')].map((it) => it.innerText);";
        let fixes: Vec<String> = person.asks_page(fixes).await?;
        let first: Vec<_> = fixes.iter().filter_map(|fix| fix.split(':').next()).collect();
        ensure!(first == ["Name", "Time zone", "Latitude"], "they are {fixes:?}");
        person.presses(menu_summary("Exact place")).await?;
        person.presses(link("").starting("Latitude")).await?;
        person.has_focus_on(field("Latitude (optional)")).await
    })
}
