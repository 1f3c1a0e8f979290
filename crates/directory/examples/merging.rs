//! Measures what merging takes on this machine: an import of so many groups (default 10,000) that was made elsewhere,
//! what so many devices (default 100) wrote apart from each other, and the first document of a history of so many
//! changes (default 20,000) that forks and joins:
//! `cargo run --release -p groundswell-directory --example merging -- 10000 100 20000`.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)]

use groundswell_directory::{Applied, Author, Directory, Part};
use groundswell_model::{Command, DeviceId, Group, Id, Kind, Network, Record, Timestamp};
use groundswell_testkit::timed;

const DIRECTORY: Id = Id::from_bytes([7; 12]);
const NOW: Timestamp = Timestamp(1_700_000_000_000);

type Chunks = Vec<(Part, Vec<u8>)>;

fn author(number: usize) -> Author {
    let [a, b, ..] = number.to_le_bytes();
    Author { device: DeviceId([a, b, 0, 0, 0, 0, 0, 1]), session: [1; 8] }
}

fn open(number: usize, chunks: &Chunks) -> Directory {
    Directory::open(DIRECTORY, author(number), chunks).unwrap().0
}

fn chunks(applied: Applied) -> Chunks {
    applied.chunks.into_iter().map(|chunk| (chunk.part, chunk.bytes)).collect()
}

fn save(directory: &mut Directory) -> Chunks {
    Part::ALL.iter().map(|part| (*part, directory.save(*part))).collect()
}

/// Changes when a group meets.
fn edit(directory: &mut Directory, group: Id, number: usize) -> Chunks {
    let Record::Group(before) = directory.read(Kind::Group, group).unwrap().record else { panic!() };
    let after = Group {
        meets: format!("At {number}"),
        about: format!("{} {number}", before.about),
        ..before.clone()
    };
    let command = Command::Save {
        before: Some(Box::new(Record::Group(before))),
        after: Box::new(Record::Group(after)),
    };
    chunks(directory.apply(&command, Timestamp(NOW.0 + 1_000 * number as i64)).unwrap())
}

fn import(groups: &[Group]) -> Directory {
    let network = Network { name: "Measured".to_owned(), ..Network::default() };
    let (mut directory, _) = Directory::create(DIRECTORY, &network, author(0), NOW).unwrap();
    let before = save(&mut directory);
    directory.begin(NOW);
    for group in groups {
        let command = Command::Save { before: None, after: Box::new(Record::Group(group.clone())) };
        directory.step(&command).unwrap();
    }
    let applied = directory.finish().unwrap();
    let mut other = open(1, &before);
    let made = chunks(applied);
    timed(&format!("an import of {} groups, merged", groups.len()), || {
        let (_, quarantined, new) = other.merge(&made).unwrap();
        assert!(quarantined.is_empty() && new.len() == made.len());
    });
    assert_eq!(other.heads(), directory.heads());
    directory
}

/// What many wrote who had the same.
fn apart(directory: &mut Directory, groups: &[Group], devices: usize) {
    let saved = save(directory);
    let mut other = open(1, &saved);
    let mut made = Vec::new();
    let mut own = open(2, &saved);
    for device in 0..devices {
        own = if device == 0 { own } else { open(2 + device, &saved) };
        for round in 0..4 {
            made.extend(edit(&mut own, groups[(device * 7 + round) % groups.len()].id, round));
        }
    }
    timed(&format!("{} changes of {devices} who wrote apart, merged", made.len()), || {
        let (_, quarantined, new) = other.merge(&made).unwrap();
        assert!(quarantined.is_empty() && new.len() == made.len());
    });
}

/// A history of devices that write apart, two changes each, and then hear of each other.
fn first(groups: &[Group], devices: usize, changes: usize) {
    let few = &groups[..groups.len().min(200)];
    let network = Network { name: "Measured".to_owned(), ..Network::default() };
    let (mut all, _) = Directory::create(DIRECTORY, &network, author(0), NOW).unwrap();
    for group in few {
        let command = Command::Save { before: None, after: Box::new(Record::Group(group.clone())) };
        all.apply(&command, NOW).unwrap();
    }
    let begun = save(&mut all);
    let mut people: Vec<_> = (0..devices).map(|number| open(1 + number, &begun)).collect();
    let mut number = 0;
    let mut history = Vec::new();
    while number < changes {
        let mut made = Vec::new();
        for one in &mut people {
            for _ in 0..2 {
                made.extend(edit(one, few[number * 7 % few.len()].id, number));
                number += 1;
            }
        }
        people.iter_mut().for_each(|one| drop(one.merge(&made).unwrap()));
        history.extend(made);
    }
    let saved = save(&mut people[0]);
    for (part, bytes) in &saved {
        let mut newcomer = open(999, &Vec::new());
        let taken = timed(&format!("first document of {number} changes by {devices}, {part:?}"), || {
            newcomer.merge_items(*part, vec![bytes.clone()], &[]).unwrap()
        });
        assert!(taken.quarantined.is_empty());
    }
    let mut other = open(999, &begun);
    timed(&format!("{} changes by {devices}, merged one by one", history.len()), || {
        let (_, quarantined, new) = other.merge(&history).unwrap();
        assert!(quarantined.is_empty() && new.len() == history.len());
    });
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<usize>().unwrap());
    let count = arguments.next().unwrap_or(10_000);
    let devices = arguments.next().unwrap_or(100);
    let changes = arguments.next().unwrap_or(20_000);
    let groups = groundswell_testkit::groups(count, 1);
    let mut directory = import(&groups);
    apart(&mut directory, &groups, devices);
    first(&groups, 2, changes);
    first(&groups, 10, changes);
}
