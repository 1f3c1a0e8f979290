//! A backup is a file that others can open, and brings a directory back or two together.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use journeys::{
    For, NETWORK, Person, button, data, dialog, field, file_field, heading, item, journey, link, node, part,
};
use serde_json::Value;

#[test]
fn a_backup_opens_elsewhere_and_brings_an_erased_directory_back_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.goes_to("Settings").await?;
        person.reads("No backup of this directory has been made on this device yet.").await?;
        let backup = makes_backup(person).await?;
        person.reads("Last backup: ").await?;
        // Automerge's own library for Node.js reads both parts.
        let found: Value = serde_json::from_str(&node("read-backup.mjs", &[&backup])?)?;
        let count = |part: &str, kind: &str| {
            let records = found.get(part).and_then(|part| part.get(kind)).and_then(Value::as_object);
            records.map_or(0, serde_json::Map::len)
        };
        ensure!(
            count("public", "groups") == 26,
            "the public part holds {} groups",
            count("public", "groups")
        );
        ensure!(count("public", "people") == 0, "the public part holds people");
        ensure!(count("members", "people") > 0, "the members part holds no people");
        let names = found.pointer("/json/names").and_then(Value::as_array).context("names")?;
        ensure!(names.len() == 26, "directory.json names {} groups", names.len());
        let leaks = found.get("leaks").and_then(Value::as_array).context("leaks")?;
        ensure!(leaks.is_empty(), "the public part's history holds {leaks:?}");
        let secrets = found.get("secrets").and_then(Value::as_u64).unwrap_or_default();
        ensure!(secrets > 40, "only {secrets} values are for members");

        // Erased only when its name is typed.
        person.presses(button("").starting("Erase it")).await?;
        let asked = || dialog("Erase this directory");
        let name = || field("To erase it, type its name:").within(asked());
        person.types(name(), "Wisconsin").await?;
        person.presses(button("Erase it for good").within(asked())).await?;
        person.reads("That is not the directory's name. Nothing was erased.").await?;
        person.types(name(), NETWORK).await?;
        person.presses(button("Erase it for good").within(asked())).await?;
        person.reads(&format!("{NETWORK} was erased from this device")).await?;
        person.reloads().await?;
        person.sees(button("").starting("Start a directory")).await?;
        person.reads_no(NETWORK).await?;

        // And back.
        person.presses(button("").starting("Restore a backup")).await?;
        looks_into(person, &backup).await?;
        person.reads("26 groups, 0 action groups and").await?;
        person.reads("This directory is not on this device yet.").await?;
        person.presses(button("Restore it")).await?;
        person.arrives_at("the groups", |address| address == "/groups").await?;
        person.sees_groups(26).await?;
        // Equal: the same backup again brings nothing.
        person.goes_to("Settings").await?;
        person.presses(button("Restore a backup")).await?;
        looks_into(person, &backup).await?;
        person.reads("the file has nothing new").await?;
        person.presses(button("Close").within(dialog("Restore a backup"))).await?;
        // And the spreadsheet again has nothing to say.
        person.previews_import(&data("wisconsin-groups.csv")).await?;
        person.sees(button("Import 0 rows")).await?;
        Ok(())
    })
}

#[test]
fn two_neighbours_who_edited_the_same_group_meet_by_backup() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.goes_to("Settings").await?;
        let backup = makes_backup(person).await?;
        let neighbour = person.neighbour().await?;
        neighbour.opens("/").await?;
        neighbour.presses(button("").starting("Restore a backup")).await?;
        looks_into(&neighbour, &backup).await?;
        neighbour.presses(button("Restore it")).await?;
        neighbour.sees_groups(26).await?;
        // Each corrects the same time otherwise, and adds something.
        meets(&neighbour, "Kenosha Community Assembly", "Every Friday 6 pm").await?;
        neighbour.goes_to("Groups").await?;
        neighbour.adds_group("Salem Neighbors", "Salem").await?;
        meets(person, "Kenosha Community Assembly", "Every Sunday 3 pm").await?;
        person.goes_to("Groups").await?;
        person.adds_group("Portage Neighbors", "Portage").await?;
        neighbour.goes_to("Settings").await?;
        let theirs = makes_backup(&neighbour).await?;
        person.goes_to("Settings").await?;
        person.presses(button("Restore a backup")).await?;
        looks_into(person, &theirs).await?;
        person.reads("2 records differ and will be merged. Nothing here is lost.").await?;
        person.presses(button("Restore it")).await?;
        person.sees_groups(28).await?;
        // Both times are kept until somebody chooses; the choice can be undone.
        person.opens_group("Kenosha Community Assembly").await?;
        let dispute = || part("Meets: Two people changed this");
        person.sees(dispute().holding("Every Friday 6 pm").holding("Every Sunday 3 pm")).await?;
        // The other one than stands now.
        let stands = person.words_of(part("Group")).await?.join(" ").contains("Meets Every Friday 6 pm");
        let (stood, other) = if stands {
            ("Every Friday 6 pm", "Every Sunday 3 pm")
        } else {
            ("Every Sunday 3 pm", "Every Friday 6 pm")
        };
        person.presses(button("").about(other).within(dispute())).await?;
        person.sees_no(dispute()).await?;
        person.sees(part("Group").holding(&format!("Meets {other}"))).await?;
        person.presses(button("Undo")).await?;
        person.sees(dispute().holding("Every Friday 6 pm").holding("Every Sunday 3 pm")).await?;
        person.sees(part("Group").holding(&format!("Meets {stood}"))).await?;
        // What was open again is chosen for good.
        person.presses(button("").about(stood).within(dispute())).await?;
        person.sees_no(dispute()).await?;
        person.sees(part("Group").holding(&format!("Meets {stood}"))).await?;
        Ok(())
    })
}

#[test]
fn a_file_that_is_no_backup_changes_nothing() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        person.goes_to("Settings").await?;
        let backup = makes_backup(person).await?;
        let mut bytes = std::fs::read(&backup)?;
        let middle = bytes.len() / 2;
        bytes.truncate(middle);
        let damaged = person.scratch().join("damaged.zip");
        std::fs::File::create(&damaged)?.write_all(&bytes)?;
        person.presses(button("Restore a backup")).await?;
        for file in [damaged, data("wisconsin-groups.csv")] {
            person.hands(file_field("").starting("Choose a backup"), &file).await?;
            person
                .reads("This file is not a backup of a directory, or it is damaged. Nothing was changed.")
                .await?;
            person.sees_no(button("Restore it")).await?;
        }
        looks_into(person, &backup).await
    })
}

async fn makes_backup(person: &Person) -> anyhow::Result<PathBuf> {
    person.presses(button("Make a backup")).await?;
    person.reads("is in your downloads").await?;
    let (name, bytes) = person.takes_download().await?;
    ensure!(name.ends_with(".zip"), "the backup is called {name}");
    let file = person.scratch().join(name);
    std::fs::write(&file, bytes)?;
    Ok(file)
}

async fn looks_into(person: &Person, backup: &std::path::Path) -> anyhow::Result<()> {
    let asked = || dialog("Restore a backup");
    person.hands(file_field("").starting("Choose a backup").within(asked()), backup).await?;
    person.sees(button("Restore it").within(asked())).await
}

async fn meets(person: &Person, group: &str, when: &str) -> anyhow::Result<()> {
    person.goes_to("Groups").await?;
    person.presses(link(group).within(item("").within(part("Groups")))).await?;
    person.sees(heading(group).within(part("Group"))).await?;
    person.edits().await?;
    person.types(field("Meets (optional)"), when).await?;
    person.saves(group).await
}

#[test]
fn whoever_only_reads_has_a_backup_to_read_on_from() -> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        let invitation = ada.shares(For::Members).await?;
        ada.sees_it_synced().await?;
        let reader = ada.next_door().await?;
        let walked = reads_on(ada, &reader, &invitation).await;
        reader.leaves().await;
        walked
    })
}

async fn reads_on(ada: &Person, reader: &Person, invitation: &str) -> anyhow::Result<()> {
    reader.joins(invitation).await?;
    reader.sees_it_synced().await?;
    reader.goes_to("Settings").await?;
    reader.reads("can read what this device can read, but not change it").await?;
    let backup = makes_backup(reader).await?;
    reader.presses(button("").starting("Erase it")).await?;
    let asked = || dialog("Erase this directory");
    reader.types(field("To erase it, type its name:").within(asked()), NETWORK).await?;
    reader.presses(button("Erase it for good").within(asked())).await?;
    reader.reads(&format!("{NETWORK} was erased from this device")).await?;
    reader.presses(button("").starting("Restore a backup")).await?;
    looks_into(reader, &backup).await?;
    reader.reads("you can read this directory, but not change it").await?;
    reader.presses(button("Restore it")).await?;
    reader.sees_groups(26).await?;
    reader.sees_it_synced().await?;
    // It goes on: what others write comes in, and nothing can be written.
    ada.goes_to("Groups").await?;
    ada.adds_group("Baraboo Neighbors", "Baraboo").await?;
    reader.sees_groups(27).await?;
    reader.opens("/groups/new").await?;
    reader.reads("This device can read this directory but not change it.").await?;
    ensure!(!reader.finds(button("Save")).await?, "there is a form");
    Ok(())
}
