//! Two tabs of one browser are one directory.

use journeys::{button, dialog, field, heading, journey, link, part};

#[test]
fn two_tabs_edit_at_once_and_both_show_both_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        let first = person.this_tab().await?;
        let second = person.opens_in_new_tab("/groups").await?;
        person.sees_groups(26).await?;
        person.adds_group("Baraboo Neighbors", "Baraboo").await?;
        // The other tab shows it without being loaded again, and adds one more.
        person.turns_to(&first).await?;
        person.sees_groups(27).await?;
        person.adds_group("Portage Neighbors", "Portage").await?;
        person.turns_to(&second).await?;
        person.sees_groups(28).await?;
        person.searches("baraboo").await?;
        person.sees_just(&["Baraboo Neighbors"]).await
    })
}

#[test]
fn a_tab_that_nobody_looks_at_opens_the_directory_too_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        let behind = person.opens_behind("/groups").await?;
        person.reads_behind(&behind, "Saved on this device").await?;
        person.reads_behind(&behind, "26 groups").await?;
        person.adds_group("Baraboo Neighbors", "Baraboo").await?;
        person.reads_behind(&behind, "27 groups").await
    })
}

#[test]
fn two_tabs_edit_one_group_at_once_and_nothing_of_either_is_lost() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Saukville Neighbors").await?;
        let first = person.this_tab().await?;
        let address = person.address().await?;
        // Both forms are open before either is saved.
        person.edits().await?;
        person.types(field("Meets (optional)"), "2nd Monday 7 pm").await?;
        person.types_on(field("Notes (optional)"), " First tab was here.").await?;
        let second = person.opens_in_new_tab(&address).await?;
        person.edits().await?;
        person.types(field("Since (optional)"), "2008").await?;
        person.types_on(field("Notes (optional)"), " Second tab too.").await?;
        person.saves("Saukville Neighbors").await?;
        person.turns_to(&first).await?;
        // What is typed here stays as it is under one's hands.
        person.sees_value(field("Meets (optional)"), "2nd Monday 7 pm").await?;
        person.saves("Saukville Neighbors").await?;
        for tab in [&first, &second] {
            person.turns_to(tab).await?;
            person.sees(heading("Saukville Neighbors").within(part("Group"))).await?;
            for words in ["2nd Monday 7 pm", "2008", "First tab was here.", "Second tab too."] {
                person.reads(words).await?;
            }
        }
        Ok(())
    })
}

#[test]
fn a_form_asks_before_it_overwrites_what_another_tab_wrote() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        let first = person.this_tab().await?;
        for (keep, theirs, kept) in [
            ("Leave it as it is now", "2nd Monday 7 pm", "2nd Monday 7 pm"),
            ("Save what I wrote", "Last Sunday 4 pm", "3rd Friday 6 pm"),
        ] {
            person.turns_to(&first).await?;
            person.opens_group("Saukville Neighbors").await?;
            let address = person.address().await?;
            person.edits().await?;
            // Before anything is typed: otherwise the other tab would go on with the draft.
            let second = person.opens_in_new_tab(&address).await?;
            person.edits().await?;
            person.turns_to(&first).await?;
            person.types(field("Meets (optional)"), "3rd Friday 6 pm").await?;
            person.types(field("Since (optional)"), "2008").await?;
            person.turns_to(&second).await?;
            person.types(field("Meets (optional)"), theirs).await?;
            person.saves("Saukville Neighbors").await?;
            person.turns_to(&first).await?;
            person.presses(button("Save")).await?;
            person.has_focus_on(heading("Somebody changed this while you were typing")).await?;
            person.reads(theirs).await?;
            person.reads("3rd Friday 6 pm").await?;
            let findings = person.asks_axe().await?;
            anyhow::ensure!(findings.is_empty(), "{findings:#?}");
            // What is typed after the question counts too: it is asked again about all of it.
            person.types_on(field("Since (optional)"), " or so").await?;
            person.reads_no("Somebody changed this while you were typing").await?;
            person.presses(button("Save")).await?;
            person.presses(button(keep)).await?;
            person.sees(heading("Saukville Neighbors").within(part("Group"))).await?;
            person.reads(kept).await?;
            person.reads("2008 or so").await?;
        }
        Ok(())
    })
}

#[test]
fn a_form_does_not_bring_back_in_silence_what_another_tab_deleted() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Saukville Neighbors").await?;
        let first = person.this_tab().await?;
        let address = person.address().await?;
        person.edits().await?;
        person.types(field("Since (optional)"), "2008").await?;
        person.opens_in_new_tab(&address).await?;
        person.deletes("Saukville Neighbors").await?;
        person.turns_to(&first).await?;
        person.presses(button("Save")).await?;
        person.reads("This was deleted while you were typing").await?;
        person.presses(button("Restore it and save")).await?;
        person.sees(heading("Saukville Neighbors").within(part("Group"))).await?;
        person.reads("2008").await?;
        person.sees_groups(26).await
    })
}

#[test]
fn who_is_on_a_group_of_the_list_stays_on_it_while_another_tab_changes_it() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.searches("saukville").await?;
        person.sees_just(&["Saukville Neighbors"]).await?;
        let on_it = || link("Saukville Neighbors");
        person.tabs_to(on_it()).await?;
        let first = person.this_tab().await?;
        person.opens_in_new_tab("/groups").await?;
        person.opens_group("Saukville Neighbors").await?;
        person.edits().await?;
        person.types(field("Meets (optional)"), "2nd Monday 7 pm").await?;
        person.saves("Saukville Neighbors").await?;
        person.turns_to(&first).await?;
        person.reads("2nd Monday 7 pm").await?;
        person.has_focus_on(on_it()).await
    })
}

#[test]
fn what_one_tab_deletes_or_erases_the_other_does_not_go_on_showing() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Saukville Neighbors").await?;
        let first = person.this_tab().await?;
        let address = person.address().await?;
        person.opens_in_new_tab(&address).await?;
        person.deletes("Saukville Neighbors").await?;
        let second = person.this_tab().await?;
        person.turns_to(&first).await?;
        person.reads("It no longer shows in the lists.").await?;
        person.presses(button("Restore")).await?;
        person.turns_to(&second).await?;
        person.reads_no("It no longer shows in the lists.").await?;
        person.sees_groups(26).await?;
        // One tab erases the whole directory.
        person.goes_to("Settings").await?;
        person.presses(button("").starting("Erase it")).await?;
        let asked = || dialog("Erase this directory");
        person.types(field("To erase it, type its name:").within(asked()), journeys::NETWORK).await?;
        person.presses(button("Erase it for good").within(asked())).await?;
        person.sees(button("").starting("Start a directory")).await?;
        person.turns_to(&first).await?;
        person.reads_no("Saukville").await
    })
}
