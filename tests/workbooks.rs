//! More than CSV: workbooks of Excel and LibreOffice, cells copied out of a program, and contacts.

use std::{fs, path::PathBuf};

use anyhow::ensure;
use journeys::{Person, button, field, file_field, heading, journey, link, main_part, radio, until};
use serde_json::json;

/// Files that programs wrote: see `crates/workbook/tests/workbooks.rs`.
fn workbook(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../crates/workbook/tests/data").join(name)
}

/// The import's first page.
async fn begins(person: &Person) -> anyhow::Result<()> {
    person.goes_to("Settings").await?;
    person.presses(link("Import a spreadsheet").within(main_part(""))).await?;
    person.sees(heading("Choose your spreadsheet")).await
}

async fn hands(person: &Person, file: &str) -> anyhow::Result<()> {
    person.hands(file_field("").starting("Choose a spreadsheet"), &workbook(file)).await
}

/// From the columns to the end.
async fn finishes(person: &Person) -> anyhow::Result<()> {
    person.sees_eventually(heading("What does each column mean?")).await?;
    person.presses(button("Preview the rows")).await?;
    person.sees_eventually(heading("").starting("Preview: ")).await?;
    person.presses(button("").starting("Import ")).await?;
    person.sees_eventually(heading("The import is done")).await
}

async fn sees_tally(person: &Person, wanted: &[&str]) -> anyhow::Result<()> {
    until(&format!("for the preview to count {wanted:?}"), || async {
        let tally = person.tally().await?;
        ensure!(tally == wanted, "it counts {tally:?}");
        Ok(())
    })
    .await
}

#[test]
fn workbooks_come_in_also_without_a_network_once_one_has() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory("Grassroots").await?;
        person.has_the_app_offline().await?;
        begins(person).await?;
        hands(person, "calculated.xlsx").await?;
        // Of its sheets those without rows, and the one that was hidden, are no choice.
        person.sees_eventually(heading("Which sheet of calculated.xlsx?")).await?;
        person.sees(radio("").starting("Members")).await?;
        person.presses(button("Use this sheet")).await?;
        person.sees_eventually(heading("What does each column mean?")).await?;
        person.reads("Groups (calculated.xlsx): 3 rows.").await?;
        finishes(person).await?;
        person.goes_to("Groups").await?;
        person.opens_group("Agawam Neighbors").await?;
        person.reads("(413) 555-0102").await?;
        // What reads them was kept.
        person.server.stop().await;
        begins(person).await?;
        hands(person, "groups.ods").await?;
        person.sees_eventually(heading("Which sheet of groups.ods?")).await?;
        person.presses(button("Use this sheet")).await?;
        person.sees_eventually(heading("What does each column mean?")).await?;
        person.presses(button("Choose another file")).await?;
        // A workbook with one sheet asks nothing.
        hands(person, "one-sheet.xlsx").await?;
        finishes(person).await?;
        person.goes_to("Groups").await?;
        person.sees_groups(4).await
    })
}

#[test]
fn what_reads_workbooks_is_missed_without_a_network_and_said_so() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory("Grassroots").await?;
        person.has_the_app_offline().await?;
        person.server.stop().await;
        begins(person).await?;
        hands(person, "one-sheet.xlsx").await?;
        person.reads("What opens Excel and LibreOffice files is not on this device yet.").await?;
        person.server.start().await?;
        hands(person, "one-sheet.xlsx").await?;
        finishes(person).await
    })
}

#[test]
fn hostile_and_locked_workbooks_are_refused_and_everything_goes_on() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        begins(person).await?;
        // A hundred million cells in less than a kilobyte.
        hands(person, "far-too-much.ods").await?;
        person.reads("This file needs more memory or time than there is here.").await?;
        hands(person, "locked.xlsx").await?;
        person.reads("This file is locked with a password.").await?;
        // What is no workbook at all is named by the engine, which is as it was.
        let file = person.scratch().join("picture.zip");
        fs::write(&file, b"PK\x03\x04 nothing")?;
        person.hands(file_field("").starting("Choose a spreadsheet"), &file).await?;
        person.reads("(zip)").await?;
        hands(person, "one-sheet.xlsx").await?;
        finishes(person).await?;
        person.goes_to("Groups").await?;
        person.sees_groups(27).await
    })
}

#[test]
fn cells_copied_out_of_a_spreadsheet_program_come_in() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory("Grassroots").await?;
        begins(person).await?;
        person.presses(button("Use this table")).await?;
        person.reads("Paste a table first.").await?;
        // As Excel and LibreOffice put it there: tabs, and quotes around what has lines of its own.
        let copied = "Group\tTown\tPhone\tNotes\r\n\
            Baraboo Neighbors\tBaraboo\t(608) 555-0105\t\"Brings \"\"soup\"\"\nand bread\"\r\n\
            Arena Assembly\tArena\t\t5\" snow\r\n";
        person.presses(field("Or paste a table")).await?;
        person.devtools("Input.insertText", json!({ "text": copied })).await?;
        person.presses(button("Use this table")).await?;
        finishes(person).await?;
        person.goes_to("Groups").await?;
        person.opens_group("Baraboo Neighbors").await?;
        person.reads("Brings \"soup\"").await?;
        person.reads("and bread").await
    })
}

#[test]
fn contacts_become_people_whom_members_alone_see() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory("Grassroots").await?;
        let file = person.scratch().join("contacts.vcf");
        fs::write(
            &file,
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Martínez;Rosa;;;\r\nFN:Rosa Martínez\r\nTEL;type=CELL:(262) 555-0143\r\n\
             EMAIL;type=INTERNET:rosa@example.org\r\nEND:VCARD\r\n\
             BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ana N=C3=BA=C3=B1ez\r\n\
             TEL;HOME:608-555-0100\r\nEND:VCARD\r\n",
        )?;
        let previews = async || {
            begins(person).await?;
            person.hands(file_field("").starting("Choose a spreadsheet"), &file).await?;
            person.sees_eventually(heading("").starting("Preview: ")).await
        };
        previews().await?;
        sees_tally(person, &["2 new rows"]).await?;
        person.presses(button("").starting("Import ")).await?;
        person.sees_eventually(heading("The import is done")).await?;
        person.goes_to("People").await?;
        person.presses(link("Ana Núñez")).await?;
        person.reads("(608) 555-0100").await?;
        // Again: nobody is there twice.
        previews().await?;
        sees_tally(person, &["2 unchanged rows"]).await
    })
}
