//! The whole of it without a mouse, seeing at every step where the focus is.

use anyhow::ensure;
use journeys::{
    Key, NETWORK, button, dialog, field, heading, item, journey, link, main_part, navigation, part,
};

#[test]
fn a_directory_is_started_and_a_group_added_found_and_corrected_by_keyboard_in_every_engine()
-> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
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
        person.sees(heading("New group")).await?;
        person.has_focus_on(main_part("")).await?;
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
        person.sees(heading("Baraboo Neighbors").within(part("Group"))).await?;
        person.tabs_to(link("Edit")).await?;
        person.key(Key::Enter).await?;
        person.sees(heading("Edit Baraboo Neighbors")).await?;
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
