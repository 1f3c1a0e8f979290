//! Writes a backup of a directory with a long history: a spreadsheet imported as the app imports it, then so
//! many changes of one field each, every one an action of its own.
//!
//! `cargo run -p groundswell-testkit --example long_history -- SPREADSHEET CHANGES BACKUP`

#![allow(clippy::print_stdout, reason = "an example tells what it did")]

use anyhow::{Context as _, ensure};
use groundswell_directory::{Author, Directory};
use groundswell_interchange::{
    Existing, Planner, Table,
    backup::{self, Backup, Sharing},
};
use groundswell_model::{
    Command, ContactKind, ContactWay, DeviceId, Group, Id, Kind, Network, Part, Record, Timestamp,
};
use std::sync::Arc;

/// 2024-01-01T00:00:00Z; a change follows each minute.
const BEGIN: i64 = 1_704_067_200_000;
const MINUTE: i64 = 60_000;
const NAME: &str = "Ten Thousand Groups";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [spreadsheet, changes, to] = arguments.as_slice() else {
        anyhow::bail!("needs three arguments: the spreadsheet, how many changes, the backup to write");
    };
    let changes: usize = changes.parse().context("how many changes")?;
    let bytes = std::fs::read(spreadsheet).with_context(|| spreadsheet.clone())?;
    let mut directory = import(&bytes)?;
    let mut groups = groups(&directory);
    ensure!(!groups.is_empty(), "no groups in {spreadsheet}");
    for index in 0..changes {
        let (place, round) = (index * 7919 % groups.len(), index / groups.len());
        let group = groups.get_mut(place).context("a group's place")?;
        change(&mut directory, group, index, round)?;
    }
    let recorded = usize::try_from(directory.change_count())?;
    ensure!(recorded >= changes, "only {recorded} of {changes} changes are in the history");
    let parts = Part::ALL.map(|part| (part, directory.save(part)));
    println!(
        "{} groups, {recorded} changes: {} bytes",
        groups.len(),
        parts.iter().map(|(_, bytes)| bytes.len()).sum::<usize>()
    );
    let backup = Backup {
        directory: directory.id(),
        name: NAME.to_owned(),
        created: moment(changes)?,
        parts: parts.into(),
        seed: Some([7; 32]),
        sharing: Sharing::NotShared,
        json: directory.to_json().to_string(),
    };
    std::fs::write(to, backup::write(&backup)?).with_context(|| to.clone())
}

fn import(bytes: &[u8]) -> anyhow::Result<Directory> {
    let table = Arc::new(Table::read("groups.csv", bytes)?);
    let columns = table.opened().guess;
    let mut count = 0_u64;
    let new_id = move || {
        count += 1;
        id(count)
    };
    let plan = Planner::new(table, &columns, Existing::default(), Box::new(new_id))?.finish();
    let network = Network { name: NAME.to_owned(), ..Network::default() };
    let author = Author { device: DeviceId([1; 8]), session: [1; 8] };
    let (mut directory, _) = Directory::create(id(0), &network, author, Timestamp(BEGIN))?;
    directory.begin(Timestamp(BEGIN));
    for command in &plan.commit(&[]).commands {
        directory.step(command)?;
    }
    directory.finish()?;
    Ok(directory)
}

/// An id as random as they are in use (SplitMix64), for an id's bytes are most of what does not pack.
fn id(number: u64) -> Id {
    let mix = |seed: u64| {
        let mut bits = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)).to_be_bytes()
    };
    let [a, b, c, d, e, f, g, h] = mix(2 * number + 1);
    let [i, j, k, l, ..] = mix(2 * number + 2);
    Id::from_bytes([a, b, c, d, e, f, g, h, i, j, k, l])
}

fn groups(directory: &Directory) -> Vec<Group> {
    let records = directory.records(Kind::Group).into_iter();
    records.filter_map(|record| Group::try_from(record).ok()).collect()
}

/// The `index`-th change, of when the group meets or of its phone number, in turns.
fn change(directory: &mut Directory, group: &mut Group, index: usize, round: usize) -> anyhow::Result<()> {
    let before = Box::new(Record::Group(group.clone()));
    // In each round every group changes once, and never to what it already has.
    let turn = index + round;
    if turn.is_multiple_of(2) {
        group.meets = format!("Every month on the {}th", 1 + turn % 28);
    } else {
        let number = format!("+1608555{:04}", (turn + 37 * round) % 10_000);
        match group.contacts.iter_mut().find(|way| way.kind == ContactKind::Phone) {
            Some(ContactWay { value, entered, .. }) => {
                *value = number;
                entered.clear();
            }
            None => anyhow::bail!("{} has no phone number", group.name),
        }
    }
    let after = Box::new(Record::Group(group.clone()));
    directory.apply(&Command::Save { before: Some(before), after }, moment(index)?)?;
    Ok(())
}

fn moment(index: usize) -> anyhow::Result<Timestamp> {
    Ok(Timestamp(BEGIN + MINUTE * i64::try_from(index)?))
}
