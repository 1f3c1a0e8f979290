//! A spreadsheet that is kept outside comes in again and again, and the directory is edited in between.

use std::fs;

use anyhow::ensure;
use journeys::{
    NETWORK, Person, button, checkbox, data, field, file_field, heading, item, journey, radio, until,
};

#[test]
fn what_was_edited_deleted_or_left_out_here_stays_so_when_the_file_comes_again() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory(NETWORK).await?;
        let file = person.scratch().join("list.csv");
        let text = "Group,Town,Meets,Phone,Color\n\
            Racine Neighbors,Racine,Mondays,608-555-0100,red\n\
            Madison Gardeners,Madison,Fridays,608-555-0101,blue\n\
            Kenosha Readers,Kenosha,Sundays,608-555-0102,green\n";
        fs::write(&file, text)?;
        person.previews_import(&file).await?;
        person.reads("Skipped columns: Color.").await?;
        person.checks(checkbox("").about("Kenosha Readers"), false).await?;
        person.presses(button("Import 2 rows")).await?;
        person.sees(heading("The import is done")).await?;
        // What was not taken is said here too.
        person.reads("Columns that were not imported: Color.").await?;
        person.reads("1 row was not imported").await?;
        person.goes_to("Groups").await?;
        edits_meets(person, "Racine Neighbors", "Tuesdays").await?;
        person.goes_to("Groups").await?;
        person.opens_group("Madison Gardeners").await?;
        person.deletes("Madison Gardeners").await?;

        person.previews_import(&file).await?;
        let row = |name: &str| item("").holding(name);
        person.sees(row("Racine Neighbors").holding("What was changed here since stays.")).await?;
        person.sees(row("Madison Gardeners").holding("This group was deleted here")).await?;
        person.sees(row("Kenosha Readers").holding("You skipped this row the last time")).await?;
        person.sees(button("Import 0 rows")).await?;

        // The file changes as well: both values are shown, and the one here stays unless somebody says otherwise.
        person.gives_import_up().await?;
        fs::write(&file, text.replace("Mondays", "Wednesdays").replace("0100", "0199"))?;
        person.previews_import(&file).await?;
        let changed = row("Racine Neighbors").holding("Tuesdays").holding("Wednesdays");
        person.sees(changed.holding("This group was changed here")).await?;
        person.checks(checkbox("").about("Racine Neighbors"), true).await?;
        person.presses(button("Import 1 row")).await?;
        person.sees(heading("The import is done")).await?;
        person.presses(button("Undo the import")).await?;
        person.sees(heading("The import was undone")).await?;
        person.sees_no(button("Undo the import")).await?;
        person.goes_to("Groups").await?;
        person.opens_group("Racine Neighbors").await?;
        person.reads("Tuesdays").await
    })
}

#[test]
fn a_row_is_another_group_where_somebody_says_so() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory(NETWORK).await?;
        person.adds_group("Block Club", "Racine").await?;
        let file = person.scratch().join("list.csv");
        fs::write(&file, "Group,Town,Meets\nBlock Club,Racine,Mondays\nReaders,Kenosha,Sundays\n")?;
        person.previews_import(&file).await?;
        ensure!(person.tally().await? == ["1 new group", "1 changed group"]);
        person.checks(checkbox("").about("Readers"), false).await?;
        person.presses(button("It is another group").about("Block Club")).await?;
        until("for the row to be new", || async {
            ensure!(person.tally().await? == ["1 new group", "1 row not imported"]);
            Ok(())
        })
        .await?;
        // What was chosen of another row stays, and so does the focus.
        person.sees(button("Import 1 row")).await?;
        let focused: String = person.asks_page("return document.activeElement.textContent").await?;
        ensure!(focused.contains("Block Club"), "the focus is on {focused}");
        person.presses(button("It is the same group after all").about("Block Club")).await?;
        person.sees(item("").holding("Block Club").holding("Changed")).await?;
        person.presses(button("It is another group").about("Block Club")).await?;
        person.sees(item("").holding("You said that this is another group.")).await?;
        person.presses(button("Import 1 row")).await?;
        person.sees(heading("The import is done")).await?;
        person.goes_to("Groups").await?;
        person.sees_just(&["Block Club", "Block Club"]).await
    })
}

#[test]
fn headings_and_encoding_are_chosen_where_the_guess_is_wrong() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory(NETWORK).await?;
        let file = person.scratch().join("list.csv");
        // What is not in the first row, or no UTF-8, is shown for somebody to look at.
        let mut bytes = b"Wer,Wo\nName,Town,Farbe\nCaf".to_vec();
        bytes.extend(b"\x8e Neighbors,Racine,red\n");
        fs::write(&file, bytes)?;
        person.chooses_spreadsheet(&file).await?;
        person.presses(radio("The file has no headings")).await?;
        person.sees(field("Meaning of Column 3")).await?;
        person.presses(radio("Headings are in Row 2")).await?;
        person.sees_value(field("Meaning of Town"), "Town").await?;
        let encoding = || field("").starting("Characters look wrong?");
        person.chooses(encoding(), "Windows-1252").await?;
        person.reads("CafŽ Neighbors").await?;
        person.chooses(encoding(), "macintosh").await?;
        person.reads("Café Neighbors").await?;
        person.reads("1 column would be skipped").await?;
        person.chooses(field("Meaning of Farbe"), "Notes for members").await?;
        person.presses(button("Preview the rows")).await?;
        person.presses(button("Import 1 row")).await?;
        person.sees(heading("The import is done")).await?;
        // The next time the columns mean what was said.
        person.presses(button("Import another spreadsheet")).await?;
        person.hands(file_field("").starting("Choose a spreadsheet"), &file).await?;
        person.reads("These columns are set as you set them last time.").await?;
        person.sees_value(field("Meaning of Farbe"), "Notes for members").await
    })
}

#[test]
fn a_change_made_while_somebody_looks_at_the_preview_is_not_overwritten() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        let text = fs::read_to_string(data("wisconsin-groups.csv"))?;
        let file = person.scratch().join("changed.csv");
        fs::write(&file, text.replace("\"1st and 3rd Tuesday, 7:00 pm\"", "Second Sunday at 3 pm"))?;
        person.previews_import(&file).await?;
        let first = person.this_tab().await?;
        person.opens_in_new_tab("/groups").await?;
        edits_meets(person, "Racine County Grassroots", "Every Saturday").await?;
        person.turns_to(&first).await?;
        person.presses(button("").starting("Import ")).await?;
        person.reads("Something in the directory changed while you were looking").await?;
        let row = item("").holding("Racine County Grassroots");
        person.sees(row.holding("Every Saturday").holding("Second Sunday at 3 pm")).await
    })
}

#[test]
fn an_import_of_which_something_was_changed_since_says_that_it_can_not_be_undone() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory(NETWORK).await?;
        let file = person.scratch().join("list.csv");
        fs::write(&file, "Group,Town,Meets\nBlock Club,Racine,Mondays\n")?;
        person.imports(&file).await?;
        let first = person.this_tab().await?;
        person.opens_in_new_tab("/groups").await?;
        edits_meets(person, "Block Club", "Tuesdays").await?;
        person.turns_to(&first).await?;
        person.presses(button("Undo the import")).await?;
        person.reads("It was changed again since then, so it stays as it is now.").await?;
        // What came of the import is still there to be read.
        person.sees(heading("The import is done")).await?;
        person.sees(button("Undo the import")).await
    })
}

async fn edits_meets(person: &Person, group: &str, meets: &str) -> anyhow::Result<()> {
    person.opens_group(group).await?;
    person.edits().await?;
    person.types(field("Meets (optional)"), meets).await?;
    person.saves(group).await
}
