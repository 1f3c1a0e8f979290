//! Ten thousand groups are a directory like any other.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::ensure;
use journeys::{button, heading, item, journey, part, progress, shared_data};

const MANY: usize = 10_000;

#[test]
fn ten_thousand_groups_are_taken_in_found_and_paged_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory("United States").await?;
        let sheet = match shared_data("us-groups-10k.csv") {
            Some(sheet) => sheet,
            None => invented(person.scratch())?,
        };
        person.previews_import(&sheet).await?;
        ensure!(person.tally().await? == ["10,000 new groups"], "it counts {:?}", person.tally().await?);
        // The preview is paged.
        person.reads("Rows 1 to 50 of 10,000").await?;
        person.presses(button("Next rows")).await?;
        person.reads("Rows 51 to 100 of 10,000").await?;
        person.presses(button("").starting("Import 10")).await?;
        // How far it is, and done.
        if person.finds_soon(progress("")).await? {
            person.sees(button("Cancel")).await?;
        }
        person.sees_eventually(heading("The import is done")).await?;
        person.sees_it_saved().await?;
        person.goes_to("Groups").await?;
        person.reads("10,000 groups").await?;
        // The page holds what is looked at, and more when asked.
        let rows = async || person.counts(item("").holding("").within(part("Groups"))).await;
        let first = rows().await?;
        ensure!(first < 500, "{first} rows are in the page at once");
        person.presses(button("").starting("Show ")).await?;
        journeys::until("for more rows", || async {
            let now = rows().await?;
            ensure!(now > first, "there are {now} rows still");
            Ok(())
        })
        .await?;
        // Each letter of a search is heard.
        let name = person.listed_groups().await?.into_iter().nth(7).unwrap_or_default();
        person.searches(&name).await?;
        person.reads("10,000 groups, ").await?;
        person.opens_group(&name).await?;
        person.searches("").await?;
        person.reads("10,000 groups").await?;
        // It opens so again.
        person.reloads().await?;
        person.reads("10,000 groups").await?;
        person.sees_it_saved().await
    })
}

#[test]
fn a_large_import_is_given_up_midway_and_leaves_nothing() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory("United States").await?;
        let sheet = match shared_data("us-groups-10k.csv") {
            Some(sheet) => sheet,
            None => invented(person.scratch())?,
        };
        person.previews_import(&sheet).await?;
        person.presses(button("").starting("Import 10")).await?;
        person.presses(button("Cancel")).await?;
        person.reads("Cancelled. Nothing was changed.").await?;
        person.goes_to("Groups").await?;
        person.sees_groups(0).await?;
        person.reloads().await?;
        person.sees_groups(0).await
    })
}

/// A spreadsheet of ten thousand invented groups, for where the shared one is not at hand.
fn invented(within: &Path) -> anyhow::Result<PathBuf> {
    let issues = ["Clean water", "Housing", "Fair maps", "Education", "Labor"];
    let mut text = "name,town,state,email,topics,meets\r\n".to_owned();
    for number in 0..MANY {
        let (town, issue) = (number / 3, issues.get(number % issues.len()).copied().unwrap_or_default());
        write!(
            text,
            "Neighbors {number} of Town {town},Town {town},WI,group{number}@example.org,{issue},Every Monday at 7 pm\r\n"
        )?;
    }
    let file = within.join("invented.csv");
    fs::write(&file, text)?;
    Ok(file)
}
