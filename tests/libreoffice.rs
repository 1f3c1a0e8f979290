//! The exported spreadsheet is what other programs take it for, and comes back as it went.

use std::fs;

use anyhow::{Context as _, ensure};
use journeys::{Person, button, data, journey, libreoffice};

#[test]
fn an_export_opens_in_libreoffice_and_comes_back_the_same() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.adds_group("=SUM(1;2) of Ñandú", "Arena").await?;
        let export = exports(person).await?;
        let file = person.scratch().join("groups.csv");
        fs::write(&file, &export)?;
        ensure!(export.starts_with(b"\xef\xbb\xbf"), "Excel knows UTF-8 by its mark");
        let text = libreoffice(&file, person.scratch())?;
        let rows = rows(&text);
        ensure!(rows.len() == 28, "LibreOffice read {} rows", rows.len());
        let names: Vec<_> = rows.iter().flat_map(|row| row.iter()).collect();
        for name in ["Kenosha Community Assembly", "Grassroots Manitowoc"] {
            ensure!(names.iter().any(|cell| cell.as_str() == name), "{name} is not in {text}");
        }
        // No cell became a formula.
        ensure!(
            names.iter().any(|cell| cell.contains("=SUM(1;2) of Ñandú")),
            "the name that looks like a formula: {text}"
        );
        // Back in: nothing is new, here and in a directory of its own.
        person.previews_import(&file).await?;
        ensure!(person.tally().await? == ["27 unchanged rows"], "it counts {:?}", person.tally().await?);
        person.gives_import_up().await?;
        let neighbour = person.neighbour().await?;
        neighbour.opens("/").await?;
        neighbour.starts_directory("Another").await?;
        neighbour.imports(&file).await?;
        neighbour.goes_to("Groups").await?;
        neighbour.sees_groups(27).await?;
        let again = exports(&neighbour).await?;
        neighbour.leaves().await;
        let (one, other) = (String::from_utf8(export)?, String::from_utf8(again)?);
        ensure!(facts(&one)? == facts(&other)?, "exported again it says\n{other}\nnot\n{one}");
        // The original of the main job says nothing new either.
        person.previews_import(&data("wisconsin-groups.csv")).await?;
        person.sees(button("Import 0 rows")).await?;
        Ok(())
    })
}

async fn exports(person: &Person) -> anyhow::Result<Vec<u8>> {
    person.goes_to("Settings").await?;
    person.presses(button("Groups as CSV")).await?;
    let (name, bytes) = person.takes_download().await?;
    ensure!(name.ends_with(".csv"), "the export is called {name}");
    Ok(bytes)
}

/// What an export says of the groups, without what is of its own directory: ids and days.
fn facts(text: &str) -> anyhow::Result<Vec<Vec<String>>> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let own: Vec<_> = reader.headers()?.iter().map(is_own).collect();
    ensure!(own.contains(&false), "the export has columns");
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.context("a row of an export")?;
        rows.push(row.iter().zip(&own).filter(|(_, own)| !**own).map(|(cell, _)| cell.to_owned()).collect());
    }
    rows.sort();
    Ok(rows)
}

fn is_own(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    ["id", "verified", "checked", "updated", "created", "source"]
        .iter()
        .any(|own| heading.split(' ').any(|word| word == *own))
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    reader.records().flatten().map(|row| row.iter().map(str::to_owned).collect()).collect()
}
