//! Measures a directory of so many groups (default 10,000) and so many edits (default 0) on this machine:
//! `cargo run --release -p groundswell-directory --example measure -- 10000 100000`.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)]

use groundswell_directory::{Author, Directory, Part};
use groundswell_model::{Command, DeviceId, Group, Id, Kind, Network, Record, Timestamp};
use groundswell_testkit::timed;
use std::hint::black_box;

fn author(session: u8) -> Author {
    Author { device: DeviceId([session; 8]), session: [session; 8] }
}

fn create(record: Record) -> Command {
    Command::Save { before: None, after: Box::new(record) }
}

fn rename(group: &Group, name: &str) -> Command {
    let after = Group { name: name.to_owned(), ..group.clone() };
    Command::Save {
        before: Some(Box::new(Record::Group(group.clone()))),
        after: Box::new(Record::Group(after)),
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<usize>().unwrap());
    let count = arguments.next().unwrap_or(10_000);
    let edits = arguments.next().unwrap_or(0);
    let groups = groundswell_testkit::groups(count, 1);
    let id = Id::from_bytes([7; 12]);
    let now = Timestamp(1_700_000_000_000);
    let network = Network { name: "Measured".to_owned(), ..Network::default() };
    let (mut directory, _) = Directory::create(id, &network, author(200), now).unwrap();
    directory.apply(&create(Record::Region(groundswell_testkit::region(1))), now).unwrap();

    let begun = Part::ALL.map(|part| (part, directory.save(part)));
    timed("import: begin", || directory.begin(now));
    timed("import: steps", || {
        for group in &groups {
            directory.step(&create(Record::Group(group.clone()))).unwrap();
        }
    });
    let applied = timed("import: finish", || directory.finish().unwrap());
    let (mut other, _) = Directory::open(id, author(4), &begun).unwrap();
    let chunks: Vec<_> = applied.chunks.iter().map(|chunk| (chunk.part, chunk.bytes.clone())).collect();
    timed("import: merge of it elsewhere", || {
        let (_, quarantined, new) = other.merge(&chunks).unwrap();
        assert!(quarantined.is_empty() && new.len() == chunks.len());
    });
    println!(
        "  {} changed, chunks of {:?} bytes",
        applied.delta.changed.len(),
        applied.chunks.iter().map(|chunk| chunk.bytes.len()).collect::<Vec<_>>()
    );
    if edits > 0 {
        timed(&format!("{edits} edits"), || {
            for edit in 0..edits {
                let group = &groups[edit % groups.len()];
                let Some(view) = directory.read(Kind::Group, group.id) else { continue };
                let Record::Group(group) = view.record else { continue };
                let now = Timestamp(now.0 + edit as i64 * 1000);
                directory.apply(&rename(&group, &format!("Name {edit}")), now).unwrap();
            }
        });
    }
    let saved: Vec<(Part, Vec<u8>)> =
        Part::ALL.iter().map(|part| (*part, timed("save", || directory.save(*part)))).collect();
    println!("  public {} bytes, members {} bytes", saved[0].1.len(), saved[1].1.len());

    for round in 1..=2 {
        println!("round {round}");
        let (mut newcomer, _) = Directory::open(id, author(3), &[]).unwrap();
        for (part, bytes) in &saved {
            let taken = timed("first document, checked", || {
                newcomer.merge_items(*part, vec![bytes.clone()], &[]).unwrap()
            });
            assert!(taken.quarantined.is_empty() && taken.document.is_some());
            timed("read back", || newcomer.read_back(*part, bytes).unwrap());
        }
        let (mut directory, _) = timed("open", || Directory::open(id, author(1), &saved).unwrap());
        let mut other = Directory::open(id, author(2), &saved).unwrap().0;
        let projection = timed("projection", || directory.projection());
        println!("  {} groups, {} bytes", projection.groups.len(), projection.encode().len());
        timed("records", || black_box(directory.records(Kind::Group)));
        for edit in ["first edit", "next edit", "next edit", "next edit"] {
            let group = &groups[edit.len()];
            let Record::Group(group) = directory.read(Kind::Group, group.id).unwrap().record else {
                panic!()
            };
            let command = rename(&group, &format!("{} again", group.name));
            let applied =
                timed(edit, || directory.apply(&command, Timestamp(now.0 + 9_000_000_000)).unwrap());
            let chunks: Vec<_> =
                applied.chunks.iter().map(|chunk| (chunk.part, chunk.bytes.clone())).collect();
            timed("  undo", || directory.undo(&applied.undo.unwrap(), now).unwrap());
            timed("  merge of it elsewhere", || other.merge(&chunks).unwrap());
        }
        timed("read", || black_box(directory.read(Kind::Group, groups[5].id)));
        timed("heads", || black_box(directory.heads()));
        timed("save public", || black_box(directory.save(Part::Public)));
        timed("begin (a copy)", || directory.begin(now));
        timed("roll back", || directory.roll_back());
        timed("change count", || black_box(directory.change_count()));
    }
}
