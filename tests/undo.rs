//! Whatever was done can be taken back, and whatever was deleted brought back.

use journeys::{button, dialog, field, heading, item, journey, link, main_part, part};

#[test]
fn what_is_deleted_comes_back_by_undo_and_from_the_deleted_records() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        let name = person.listed_groups().await?.into_iter().next().unwrap_or_default();
        person.opens_group(&name).await?;
        person.deletes(&name).await?;
        person.sees_groups(25).await?;
        person.presses(button("Undo")).await?;
        person.sees_groups(26).await?;
        person.reads_no("It no longer shows in the lists.").await?;
        // Deleted once more, and brought back later from the list of what was deleted.
        person.deletes(&name).await?;
        person.sees_groups(25).await?;
        person.reads("It no longer shows in the lists. You can restore it.").await?;
        person.goes_to("Settings").await?;
        person.presses(link("Deleted records")).await?;
        person.sees(item("").holding(&name).holding("Deleted").holding("this device")).await?;
        person.presses(button(&format!("Restore {name}"))).await?;
        person.reads(&format!("{name} restored")).await?;
        person.sees(heading("Nothing is deleted")).await?;
        person.goes_to("Groups").await?;
        person.sees_groups(26).await
    })
}

#[test]
fn an_edit_and_an_addition_are_taken_back() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Racine County Grassroots").await?;
        person.edits().await?;
        person.types(field("Name"), "Racine Neighbors").await?;
        person.types(field("Since (optional)"), "1999").await?;
        person.saves("Racine Neighbors").await?;
        person.sees(heading("Racine Neighbors").within(part("Group"))).await?;
        person.presses(button("Undo")).await?;
        person.sees(heading("Racine County Grassroots").within(part("Group"))).await?;
        person.reads_no("1999").await?;
        // What was undone can be done again, under its own name, and undone again.
        person.presses(button("Redo")).await?;
        person.sees(heading("Racine Neighbors").within(part("Group"))).await?;
        person.presses(button("Undo")).await?;
        person.sees(heading("Racine County Grassroots").within(part("Group"))).await?;
        person.adds_group("Baraboo Neighbors", "Baraboo").await?;
        person.sees_groups(27).await?;
        person.presses(button("Undo")).await?;
        person.sees_groups(26).await?;
        // What is taken back stays so.
        person.reloads().await?;
        person.sees_groups(26).await
    })
}

#[test]
fn a_check_is_noted_with_its_day_and_can_be_taken_back() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Grassroots Manitowoc").await?;
        person.reads("Never checked").await?;
        person.presses(button("Mark as checked")).await?;
        person.reads("Grassroots Manitowoc: checked today").await?;
        person.reads("by this device").await?;
        let day: String = person
            .asks_page("return new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(new Date());")
            .await?;
        person.sees(part("Group").holding(&format!("Checked {day}"))).await?;
        person.presses(button("Undo")).await?;
        person.sees(part("Group").holding("Never checked")).await?;
        // As every record, the network itself says since when it is there.
        person.opens("/network").await?;
        person.reads(&format!("Added {day}")).await
    })
}

#[test]
fn a_sample_that_somebody_added_to_asks_before_it_is_deleted() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        person.adds_group("Baraboo Neighbors", "Baraboo").await?;
        person.presses(button("Delete sample")).await?;
        let asked = || dialog("").starting("Delete the sample?");
        person.sees(asked().holding("You added or changed 1 record in it.")).await?;
        person.presses(button("Cancel").within(asked())).await?;
        person.goes_to("Groups").await?;
        person.sees_groups(27).await?;
        person.presses(button("Delete sample")).await?;
        person.presses(button("Delete sample").within(asked())).await?;
        person.reads("Sample deleted").await?;
        person.sees(button("").starting("Start a directory").within(main_part(""))).await
    })
}

#[test]
fn the_sample_is_marked_and_deleted() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        person.reads("This is a sample network. Its groups and people are made up.").await?;
        person.presses(button("Delete sample")).await?;
        person.reads("Sample deleted").await?;
        person.sees(button("").starting("Start a directory").within(main_part(""))).await?;
        person.reloads().await?;
        person.sees(button("").starting("Explore a sample")).await
    })
}
