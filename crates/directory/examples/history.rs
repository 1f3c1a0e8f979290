//! Measures histories in a directory of so many groups (default 10,000) and so many edits (default 100,000) on this
//! machine: `cargo run --release -p groundswell-directory --example history -- 10000 100000`.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)]

use groundswell_directory::{Author, Directory, Part};
use groundswell_model::{
    Command, DeviceId, Group, Id, Kind, Network, Record, Timestamp,
    history::{ChangesWanted, PutBack, Wanted},
};
use groundswell_testkit::timed;
use std::{
    hint::black_box,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

const BEGIN: i64 = 1_700_000_000_000;

fn author(device: u8) -> Author {
    Author { device: DeviceId([device; 8]), session: [device; 8] }
}

fn edit(directory: &mut Directory, id: Id, number: usize, now: Timestamp) {
    let Record::Group(group) = directory.read(Kind::Group, id).unwrap().record else { panic!("no group") };
    let mut after = Group { meets: format!("On the {number}th"), ..group.clone() };
    if number.is_multiple_of(5) {
        after.about = format!("We meet at the library, and bring soup. Round {number}.");
    }
    let (before, after) = (Box::new(Record::Group(group)), Box::new(Record::Group(after)));
    directory.apply(&Command::Save { before: Some(before), after }, now).unwrap();
}

/// Makes the index in steps, as an engine does beside all else, and tells how long the longest were.
fn prepare(directory: &mut Directory) {
    for part in Part::ALL {
        let from = Instant::now();
        let making = directory.begin_history(part).unwrap();
        println!("{part:?}: {} ms before the first step", from.elapsed().as_millis());
        let (mut step, mut longest, mut steps) = (Instant::now(), Duration::ZERO, 0);
        let pause = async || {
            longest = longest.max(step.elapsed());
            (step, steps) = (Instant::now(), steps + 1);
            true
        };
        let made = {
            let mut made = std::pin::pin!(making.finish(pause));
            made.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        };
        let Poll::Ready(made) = made else { panic!("it waits for nothing") };
        println!("  {steps} steps, the longest {longest:?}, {} ms in all", from.elapsed().as_millis());
        directory.take_history(made.unwrap());
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<usize>().unwrap());
    let count = arguments.next().unwrap_or(10_000);
    let edits = arguments.next().unwrap_or(100_000);
    let groups = groundswell_testkit::groups(count, 1);
    let id = Id::from_bytes([7; 12]);
    let network = Network { name: "Measured".to_owned(), ..Network::default() };
    let (mut directory, _) = Directory::create(id, &network, author(1), Timestamp(BEGIN)).unwrap();
    directory.begin(Timestamp(BEGIN));
    for group in &groups {
        let after = Box::new(Record::Group(group.clone()));
        directory.step(&Command::Save { before: None, after }).unwrap();
    }
    directory.finish().unwrap();
    // A tenth of the edits is of one group.
    let busy = groups[0].id;
    for number in 0..edits {
        if number.is_multiple_of(1000) {
            directory.set_author(author(2 + (number / 1000 % 20) as u8));
        }
        let of = if number.is_multiple_of(10) { busy } else { groups[number % groups.len()].id };
        edit(&mut directory, of, number, Timestamp(BEGIN + 60_000 * number as i64));
    }
    let saved = Part::ALL.map(|part| (part, directory.save(part)));
    let (mut directory, _) = Directory::open(id, author(99), &saved).unwrap();
    println!("{} groups, {} changes", groups.len(), directory.change_count());

    let (mut prepared, _) = Directory::open(id, author(98), &saved).unwrap();
    prepare(&mut prepared);
    timed("history of a record, the index made before", || {
        black_box(prepared.history(Kind::Group, groups[1].id, None, 50));
    });

    let calm = groups[1].id;
    let mut read = |name: &str, id| {
        let history = timed(name, || directory.history(Kind::Group, id, None, 50)).unwrap();
        println!("  {} entries, more: {}", history.entries.len(), history.next.is_some());
        history
    };
    read("history of a record, the index made for it", calm);
    let history = read("history of a record", calm);
    read("history of a record", groups[2].id);
    let long = read("history of the record with a tenth of all changes", busy);
    let after = long.next;
    timed("  its next entries", || directory.history(Kind::Group, busy, after, 50));
    let entry = history.entries.last().unwrap().entry;
    timed("a record as it was", || black_box(directory.record_then(Kind::Group, calm, entry)).unwrap());
    let what = Wanted::Field(groundswell_model::Field::Meets, None);
    let entry = history.entries[0].entry;
    timed("one value put back", || {
        directory
            .put_back(&PutBack { kind: Kind::Group, id: calm, entry, what })
            .map(drop)
            .unwrap_or_default();
    });
    edit(&mut directory, calm, 1, Timestamp(BEGIN));
    timed("history after one more change", || directory.history(Kind::Group, calm, None, 50));
    let wanted = ChangesWanted::default();
    let recent = timed("the last 200 changes", || directory.recent_changes(&wanted, 200));
    let wanted = ChangesWanted { after: recent.next, ..wanted };
    timed("the 200 before them", || black_box(directory.recent_changes(&wanted, 200)));
    let wanted = ChangesWanted { device: Some(DeviceId([3; 8])), ..ChangesWanted::default() };
    timed("the last 200 of one device", || black_box(directory.recent_changes(&wanted, 200)));
    let device = DeviceId([2 + ((edits.saturating_sub(1)) / 1000 % 20) as u8; 8]);
    let since = Timestamp(BEGIN + 60_000 * (edits as i64 - 1_000));
    let preview = timed("what undoing a device's last day would change", || {
        directory.preview_device_undo(device, since)
    });
    println!("  {} changes of {} records", preview.changes, preview.changing);
    timed("undoing it", || directory.undo_device(device, since, preview.token, Timestamp(BEGIN))).unwrap();
}
