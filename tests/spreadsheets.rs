//! What was recorded here is mended in a spreadsheet program, and comes back.

use std::fs;

use anyhow::ensure;
use journeys::{NETWORK, Person, button, field, file_field, heading, item, journey, link, main_part};

#[test]
fn achievements_go_out_as_a_spreadsheet_and_a_changed_cell_comes_back_and_is_undone() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory(NETWORK).await?;
        person.adds_group("Kenosha Assembly", "Kenosha").await?;
        records_achievement(person, "A garden behind the library", "40 beds").await?;
        records_achievement(person, "A vote on the water", "1,200 signatures").await?;
        person.goes_to("Settings").await?;
        person.presses(button("Achievements as CSV")).await?;
        let (name, bytes) = person.takes_download().await?;
        ensure!(name.contains("achievements") && name.ends_with(".csv"), "the export is called {name}");
        let text = String::from_utf8(bytes)?;
        // Unchanged, it says nothing new.
        let file = person.scratch().join("achievements.csv");
        fs::write(&file, &text)?;
        looks_at(person, &file).await?;
        ensure!(person.tally().await? == ["2 unchanged rows"], "it counts {:?}", person.tally().await?);
        person.presses(button("Choose another file")).await?;
        person.reads("Cancelled. Nothing was changed.").await?;
        // One cell is mended, one row is spoiled, and one is new.
        let rows: Vec<String> = text
            .lines()
            .map(|row| match row {
                row if row.contains("A vote") => row.replacen(",,", ",last spring,", 1),
                row => row.replace("40 beds", "52 beds"),
            })
            .chain(["A third,2024".to_owned()])
            .collect();
        let mended = rows.join("\r\n");
        ensure!(mended.contains("52 beds") && mended.contains("last spring"), "the file is {text}");
        fs::write(&file, mended)?;
        looks_at(person, &file).await?;
        person.reads("Achievements: recognized by the headings.").await?;
        let tally = person.tally().await?;
        ensure!(tally == ["1 new row", "1 changed row", "1 row not imported"], "it counts {tally:?}");
        person.sees(item("").holding("In figures").holding("40 beds").holding("52 beds")).await?;
        person.reads("last spring").await?;
        let findings = person.asks_axe().await?;
        ensure!(findings.is_empty(), "axe finds {findings:?}");
        person.presses(button("Import 2 rows")).await?;
        person.sees(heading("The import is done")).await?;
        ensure!(person.tally().await? == tally, "it counts {:?}", person.tally().await?);
        // All of it is taken back at once.
        person.presses(button("Undo the import")).await?;
        person.sees(heading("The import was undone")).await?;
        person.presses(link("Achievements").within(main_part(""))).await?;
        person.sees(heading("Achievements")).await?;
        person.reads("40 beds").await?;
        person.reads_no("A third").await?;
        person.reloads().await?;
        person.reads("40 beds").await?;
        person.reads_no("52 beds").await?;
        // And comes in again.
        looks_at(person, &file).await?;
        person.presses(button("Import 2 rows")).await?;
        person.sees(heading("The import is done")).await?;
        person.presses(link("Achievements").within(main_part(""))).await?;
        person.sees(heading("Achievements")).await?;
        person.reads("52 beds").await?;
        person.reads("A third").await
    })
}

async fn records_achievement(person: &Person, name: &str, figures: &str) -> anyhow::Result<()> {
    person.opens("/achievements/new").await?;
    person.types(field("What was done"), name).await?;
    person.types(field("In figures (optional)"), figures).await?;
    person.saves(name).await
}

/// Chooses a file, which leads to what would come of it without any question about its columns.
async fn looks_at(person: &Person, file: &std::path::Path) -> anyhow::Result<()> {
    person.goes_to("Settings").await?;
    person.presses(link("Import a spreadsheet").within(main_part(""))).await?;
    person.sees(heading("Choose your spreadsheet")).await?;
    person.hands(file_field("").starting("Choose a spreadsheet"), file).await?;
    person.sees_eventually(heading("").starting("Preview: ")).await
}
