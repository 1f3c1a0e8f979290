//! Each spreadsheet of the public reports comes in through the app as the planner of imports says: what the app then
//! writes out is what the planner's own directory writes out.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

#[path = "../crates/interchange/tests/cases/expected.rs"]
#[allow(dead_code, reason = "what must hold is tested beside the planner")]
mod expected;
#[path = "../crates/interchange/tests/cases/seen.rs"]
#[allow(dead_code, reason = "what must hold is tested beside the planner")]
mod seen;

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use expected::CASES;
use groundswell_interchange::export;
use groundswell_model::Language;
use journeys::{Person, button, heading, journey};
use seen::Seen;

/// Where the spreadsheets are.
fn spreadsheets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/interchange/tests/data/spreadsheets")
}

#[test]
fn each_comes_in_with_the_defaults_accepted() -> anyhow::Result<()> {
    journey(async |person| {
        let mut wrong = Vec::new();
        for case in CASES {
            person.opens("/start").await?;
            person.starts_directory(&format!("Case {}", case.number)).await?;
            for file in case.files {
                imports(person, file).await.with_context(|| format!("case {}: {file}", case.number))?;
            }
            let app = exports(person).await?;
            let Seen { directory, .. } = Seen::import(case.files);
            let planned =
                export::groups(&directory.groups, &directory.regions, &directory.people, Language::English);
            let (app, planned) = (facts(&app)?, facts(&planned)?);
            if app != planned {
                wrong.push(format!("case {}: the app has {app:#?}, the planner {planned:#?}", case.number));
            }
        }
        ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    })
}

async fn imports(person: &Person, file: &str) -> anyhow::Result<()> {
    person.previews_import(&spreadsheets().join(file)).await?;
    if person.finds(button("Import 0 rows")).await? {
        return person.gives_import_up().await;
    }
    person.presses(button("").starting("Import ")).await?;
    person.sees(heading("The import is done")).await
}

async fn exports(person: &Person) -> anyhow::Result<Vec<u8>> {
    person.goes_to("Settings").await?;
    person.presses(button("Groups as CSV")).await?;
    Ok(person.takes_download().await?.1)
}

/// What an export says of the groups, without what each directory draws for itself: ids, and by these the order of the
/// ways of one kind, which stand in numbered columns.
fn facts(export: &[u8]) -> anyhow::Result<Vec<Vec<(String, String)>>> {
    let mut reader = csv::Reader::from_reader(export);
    let headings = reader.headers()?.clone();
    ensure!(headings.len() > 10, "the export has columns");
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row?;
        let named = headings.iter().zip(&row).filter(|(heading, _)| *heading != "Id");
        let is_letter = |letter: &char| !letter.is_ascii_digit();
        let mut cells: Vec<(String, String)> = named
            .map(|(heading, cell)| (heading.chars().filter(is_letter).collect(), cell.to_owned()))
            .map(|(heading, cell): (String, String)| (heading.replace("  ", " "), cell))
            .collect();
        cells.sort();
        rows.push(cells);
    }
    rows.sort();
    Ok(rows)
}
