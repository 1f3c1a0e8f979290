//! Changes that are not as Automerge writes them, with checksums that are right: made by somebody who holds an edit
//! link. They stay out, and whatever was damaged by them before opens again.

use crate::replica::{DIRECTORY, Replica, assert_same, author, create, everything, group, id, replicas};
use automerge::{Automerge, Change, ReadDoc};
use groundswell_directory::{Directory, News, Part};
use groundswell_model::{Group, Kind, Record};
use groundswell_testkit::automerge_bytes::{RawChange, RawDocument, signed, unsigned};

fn with_groups() -> Replica {
    let mut one = replicas(1).remove(0);
    for number in 1..4 {
        one.must(&create(Record::Group(Group { notes: "By ear".into(), ..group(number, "Racine") })));
    }
    one
}

/// A change of one operation, `ROOT.x = "y"`, as Automerge writes it.
fn honest(replica: &mut Replica, part: Part) -> RawChange {
    use automerge::transaction::Transactable;
    let mut doc = Automerge::load(&replica.directory.save(part)).unwrap();
    doc.set_actor(automerge::ActorId::from([77; 16]));
    let mut tx = doc.transaction();
    tx.put(automerge::ROOT, "x", "y").unwrap();
    tx.commit();
    RawChange::read(doc.get_last_local_change().unwrap().raw_bytes()).unwrap()
}

/// The same with a run of one in place of a literal: 0x7f is a literal of one, 0x01 a run of one.
fn odd(replica: &mut Replica) -> RawChange {
    let mut change = honest(replica, Part::Public);
    let action = change.column_mut(0x42);
    assert_eq!(action.as_slice(), [0x7f, 1]);
    *action = vec![1, 1];
    change
}

/// What the document does with a change that nobody looked at.
fn applied_unchecked(replica: &mut Replica, change: &[u8]) -> Automerge {
    let mut doc = Automerge::load(&replica.directory.save(Part::Public)).unwrap();
    doc.apply_changes([Change::try_from(change).unwrap()]).unwrap();
    doc
}

#[track_caller]
fn assert_refused(replica: &mut Replica, bytes: Vec<u8>) {
    let before = (everything(&replica.directory), replica.directory.heads());
    let (news, quarantined, new) = replica.directory.merge(&[(Part::Public, bytes.clone())]).unwrap();
    assert_eq!((quarantined.len(), new.len(), news), (1, 0, News::default()), "{quarantined:?}");
    assert_eq!((everything(&replica.directory), replica.directory.heads()), before);
    let chunks: Vec<_> = replica.chunks.iter().cloned().chain([(Part::Public, bytes)]).collect();
    let (opened, quarantined) = Directory::open(DIRECTORY, author(7), &chunks).unwrap();
    assert_eq!(
        quarantined.iter().map(|quarantined| quarantined.index).collect::<Vec<_>>(),
        [chunks.len() - 1]
    );
    assert_same(&opened, &replica.directory);
    let number = replica.group(id(1)).meets.len();
    replica.edit(id(1), |group| group.meets = "x".repeat(number + 1));
}

#[test]
fn a_change_that_automerge_would_write_otherwise_stays_out() {
    let mut one = with_groups();
    let change = odd(&mut one).write();
    assert!(change.len() < 130, "{} bytes", change.len());
    let doc = applied_unchecked(&mut one, &change);
    let error = Automerge::load(&doc.save()).unwrap_err().to_string();
    assert!(error.contains("mismatching heads"), "{error}");
    assert_refused(&mut one, change);
}

#[test]
fn a_change_as_automerge_writes_it_is_taken() {
    let mut one = with_groups();
    let change = honest(&mut one, Part::Public).write();
    let (_, quarantined, new) = one.directory.merge(&[(Part::Public, change)]).unwrap();
    assert_eq!((quarantined.as_slice(), new.len()), (&[][..], 1));
}

/// As earlier versions left it: they took the change in, went on writing on top of it, and saved the document.
#[test]
fn a_directory_that_was_damaged_before_opens_from_its_changes() {
    let mut one = with_groups();
    let change = odd(&mut one).write();
    let mut doc = applied_unchecked(&mut one, &change);
    doc.set_actor(automerge::ActorId::from([78; 16]));
    use automerge::transaction::Transactable;
    let (_, groups) = doc.get(automerge::ROOT, "groups").unwrap().unwrap();
    let (_, entry) = doc.get(&groups, id(2).to_string()).unwrap().unwrap();
    let mut tx = doc.transaction();
    tx.put(&entry, "meets", "written after the damage").unwrap();
    tx.commit();
    let damaged = doc.save();
    assert!(Automerge::load(&damaged).is_err());

    let chunks = [(Part::Public, damaged), (Part::Members, one.directory.save(Part::Members))];
    let (mut opened, quarantined) = Directory::open(DIRECTORY, author(7), &chunks).unwrap();
    assert_eq!(
        quarantined.iter().map(|quarantined| quarantined.index).collect::<Vec<_>>(),
        [0],
        "it is said"
    );
    assert_eq!(opened.records(Kind::Group).len(), 3);
    let Record::Group(second) = opened.read(Kind::Group, id(2)).unwrap().record else { panic!() };
    assert_eq!(second.meets, "written after the damage", "nothing that people wrote is lost");
    // What is stored in its place opens as the same, with nothing to say.
    let recovered = opened.take_recovered();
    assert!(opened.take_recovered().is_empty(), "once");
    let stored: Vec<_> =
        recovered.into_iter().map(|chunk| (chunk.part, chunk.bytes)).chain(chunks[1..].to_vec()).collect();
    let (again, quarantined) = Directory::open(DIRECTORY, author(7), &stored).unwrap();
    assert_eq!(quarantined, []);
    assert_same(&again, &opened);
    let saved = Part::ALL.map(|part| (part, opened.save(part)));
    let (saved, quarantined) = Directory::open(DIRECTORY, author(7), &saved).unwrap();
    assert_eq!(quarantined, []);
    assert_same(&saved, &opened);
}

/// The same as bytes, for tests of those who store them.
const DAMAGED: &[u8] = include_bytes!("../data/damaged.public.automerge");

#[test]
fn the_damaged_document_in_the_tests_data_opens() {
    assert!(Automerge::load(DAMAGED).is_err());
    let chunks = [(Part::Public, DAMAGED.to_vec())];
    let (mut opened, quarantined) = Directory::open(DIRECTORY, author(7), &chunks).unwrap();
    assert_eq!(quarantined.len(), 1);
    assert_eq!(opened.records(Kind::Group).len(), 3);
    assert!(!opened.take_recovered().is_empty());
}

#[test]
#[ignore = "writes the damaged document; run it once"]
fn write_the_damaged_document() {
    let mut one = with_groups();
    let change = odd(&mut one).write();
    let bytes = applied_unchecked(&mut one, &change).save();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    std::fs::write(folder.join("damaged.public.automerge"), bytes).unwrap();
}

#[test]
fn numbers_at_their_ends_stay_out() {
    let mut one = with_groups();
    let change = honest(&mut one, Part::Public);
    let first = change.first;
    for wrong in
        [u64::from(u32::MAX) - 1, u64::from(u32::MAX), i32::MAX as u64, first + 1, first - 1, 1, u64::MAX]
    {
        assert_refused(&mut one, RawChange { first: wrong, ..change.clone() }.write());
    }
    for wrong in [0, 2, u64::from(u32::MAX), u64::MAX] {
        assert_refused(&mut one, RawChange { number: wrong, ..change.clone() }.write());
    }
    for wrong in [i64::MIN, i64::MAX, 1 << 43] {
        assert_refused(&mut one, RawChange { time: wrong, ..change.clone() }.write());
    }
    for wrong in [vec![], vec![1; 8], vec![1; 15], vec![1; 18], vec![1; 300]] {
        let mut change = change.clone();
        change.actors[0] = wrong;
        assert_refused(&mut one, change.write());
    }
}

/// A directory whose document an earlier version saved with a change that left no numbers for others.
#[test]
fn a_directory_without_numbers_left_opens_without_the_change_that_took_them() {
    let mut one = with_groups();
    let change = RawChange { first: u64::from(u32::MAX) - 1, ..honest(&mut one, Part::Public) }.write();
    let damaged = applied_unchecked(&mut one, &change).save();
    let chunks = [(Part::Public, damaged), (Part::Members, one.directory.save(Part::Members))];
    let (opened, quarantined) = Directory::open(DIRECTORY, author(7), &chunks).unwrap();
    assert_eq!(quarantined.len(), 1);
    let mut replica = with_groups();
    replica.directory = opened;
    assert_eq!(everything(&replica.directory), everything(&one.directory));
    replica.edit(id(1), |group| group.meets = "still".to_owned());
}

/// So many operations in a run: 102 bytes or so.
fn run(change: &RawChange, count: i64, action: u64) -> RawChange {
    let mut change = change.clone();
    let all = |value: &[u8]| [signed(count), value.to_vec()].concat();
    *change.column_mut(0x15) = all(b"\x01x");
    *change.column_mut(0x34) = unsigned(count as u64);
    *change.column_mut(0x42) = all(&unsigned(action));
    *change.column_mut(0x56) = all(&[0]);
    change.columns.retain(|(specification, _)| *specification != 0x57);
    *change.column_mut(0x70) = all(&[0]);
    change
}

#[test]
fn little_bytes_do_not_stand_for_much_work() {
    let mut one = with_groups();
    let change = honest(&mut one, Part::Public);
    for count in [1 << 13, 1 << 20, 1 << 24, 1 << 40, i64::MAX] {
        for action in [0, 1, 2, 3, 4, 5, 7] {
            let bytes = run(&change, count, action).write();
            assert!(bytes.len() < 160);
            assert_refused(&mut one, bytes);
        }
    }
    // Many of them in a row are no better.
    let deletions = run(&change, 1 << 20, 3).write();
    assert_refused(&mut one, deletions.repeat(50));
}

/// Why a newcomer leaves out what comes from outside.
fn reason(bytes: Vec<u8>) -> String {
    let (mut newcomer, _) = Directory::open(DIRECTORY, author(8), &[]).unwrap();
    let before = newcomer.heads();
    let mut merged = newcomer.merge_items(Part::Public, vec![bytes], &[]).unwrap();
    assert_eq!((merged.quarantined.len(), newcomer.heads()), (1, before));
    merged.quarantined.remove(0).reason
}

#[test]
fn one_operation_does_not_write_over_millions() {
    let mut one = with_groups();
    let mut change = honest(&mut one, Part::Public);
    for count in [1 << 14, 1 << 20] {
        change.first = 1 << 29;
        let all = |value: u8| [signed(count), vec![value]].concat();
        *change.column_mut(0x70) = [vec![0x7f], unsigned(count as u64)].concat();
        *change.column_mut(0x71) = all(0);
        *change.column_mut(0x73) = all(1);
        let bytes = change.write();
        assert!(bytes.len() < 160);
        // It is not even read so far as to find out that its number is wrong.
        let reason = reason(bytes.clone());
        assert!(reason.contains("so many bytes may stand for"), "{reason}");
        assert_refused(&mut one, bytes);
    }
}

#[test]
fn a_change_in_a_document_does_not_build_on_millions() {
    let mut one = with_groups();
    for number in 10..60 {
        one.must(&create(Record::Group(group(number, "Racine"))));
    }
    let saved = one.directory.save(Part::Public);
    let changes = Automerge::load(&saved).unwrap().get_changes(&[]).len() as i64;
    let document = RawDocument::read(&saved).unwrap();
    // Each builds on the one before; the last one so often.
    let with_last = |count: i64, steps: &[u8]| {
        let mut document = document.clone();
        for (specification, bytes) in &mut document.changes {
            match specification {
                0x40 => {
                    let last = [signed(1), unsigned(count as u64)].concat();
                    *bytes = [&[1, 0][..], &signed(changes - 2), &[1], &last].concat();
                }
                0x43 => *bytes = [&[1, 0][..], &signed(changes - 2), &[1], steps].concat(),
                _ => {}
            }
        }
        document.write()
    };
    let (mut newcomer, _) = Directory::open(DIRECTORY, author(8), &[]).unwrap();
    let as_it_was = newcomer.merge_items(Part::Public, vec![with_last(1, &[])], &[]).unwrap();
    assert_eq!(as_it_was.quarantined, [], "as it was, in runs");
    for (count, why) in [(1 << 20, "so many bytes may stand for"), (2, "twice")] {
        let reason = reason(with_last(count, &[signed(count - 1), vec![0]].concat()));
        assert!(reason.contains(why), "{reason}");
    }
}

#[test]
fn deflated_bytes_in_a_document_do_not_stand_for_more_work() {
    use std::io::Read as _;
    let mut one = with_groups();
    let mut document = RawDocument::read(&one.directory.save(Part::Public)).unwrap();
    let zeros = std::io::BufReader::new(std::io::repeat(0).take(1 << 20));
    let mut deflated = Vec::new();
    flate2::bufread::DeflateEncoder::new(zeros, flate2::Compression::best())
        .read_to_end(&mut deflated)
        .unwrap();
    for (specification, bytes) in &mut document.operations {
        match *specification {
            0x57 => (*specification, *bytes) = (0x5f, deflated.clone()),
            0x80 => *bytes = [signed(1), unsigned(20 << 20)].concat(),
            _ => {}
        }
    }
    let bytes = document.write();
    assert!(bytes.len() < 4_000, "{} bytes", bytes.len());
    let reason = reason(bytes);
    assert!(reason.contains("so many bytes may stand for"), "{reason}");
}

#[test]
fn columns_that_do_not_fit_together_stay_out() {
    let mut one = with_groups();
    let change = honest(&mut one, Part::Public);
    let harms: [&dyn Fn(&mut RawChange); 14] = [
        &|it| *it.column_mut(0x56) = vec![0x7f, 0x26],
        &|it| it.column_mut(0x57).push(0),
        &|it| *it.column_mut(0x34) = unsigned(2),
        &|it| it.columns.push((0x94, vec![1])),
        &|it| it.columns.push((0xa5, vec![0x7f, 1, b'x'])),
        &|it| it.columns.push((0x1007, vec![1, 2, 3])),
        &|it| it.columns.swap(0, 1),
        &|it| it.columns.insert(0, (0x01, vec![0x7f, 0])),
        &|it| it.rest.push(7),
        &|it| it.actors.push(vec![9; 16]),
        &|it| it.actors.push(it.actors[0].clone()),
        &|it| *it.column_mut(0x15) = vec![0x7f, 0],
        &|it| *it.column_mut(0x70) = vec![0x7f, 1],
        &|it| it.deps.push(it.deps[0].clone()),
    ];
    for harm in harms {
        let mut harmed = change.clone();
        harm(&mut harmed);
        assert_refused(&mut one, harmed.write());
    }
}

#[test]
fn what_is_not_there_is_not_written_to() {
    let mut one = with_groups();
    let change = honest(&mut one, Part::Public);
    // An object, an element, and a value that nobody made; an object that is none.
    for (counter, actor) in [(1, 0_u64), (5, 1), (u64::from(u32::MAX), 1)] {
        let mut harmed = change.clone();
        harmed.actors.push([&[0; 8][..], &1_u64.to_be_bytes()].concat());
        harmed.columns.insert(0, (0x02, [vec![0x7f], unsigned(counter)].concat()));
        harmed.columns.insert(0, (0x01, [vec![0x7f], unsigned(actor)].concat()));
        if actor == 0 {
            harmed.actors.pop();
        }
        if counter != 5 {
            assert_refused(&mut one, harmed.write());
        }
    }
    let mut harmed = change.clone();
    harmed.columns.retain(|(specification, _)| *specification != 0x15);
    harmed.columns.insert(0, (0x13, vec![0x7f, 0]));
    assert_refused(&mut one, harmed.write());
    let mut harmed = change;
    *harmed.column_mut(0x70) = vec![0x7f, 1];
    harmed.columns.push((0x71, vec![0x7f, 0]));
    harmed.columns.push((0x73, vec![0x7f, 1]));
    assert_refused(&mut one, harmed.write());
}

#[test]
fn a_document_with_a_change_that_does_not_hold_stays_out() {
    let mut one = with_groups();
    let change = RawChange { first: 4_000, ..honest(&mut one, Part::Public) }.write();
    let bytes = applied_unchecked(&mut one, &change).save();
    assert!(Automerge::load(&bytes).is_ok());
    let (mut newcomer, _) = Directory::open(DIRECTORY, author(8), &[]).unwrap();
    let before = newcomer.heads();
    let merged = newcomer.merge_items(Part::Public, vec![bytes], &[]).unwrap();
    assert_eq!((merged.quarantined.len(), merged.document), (1, None));
    assert_eq!(newcomer.heads(), before);
}

/// It says that it is beside what stands there, of which its author knew.
fn beside(replica: &mut Replica) -> Vec<u8> {
    let mut change = honest(replica, Part::Public);
    *change.column_mut(0x15) = b"\x7f\x06schema".to_vec();
    change.write()
}

#[test]
fn a_change_that_overlooks_what_its_author_saw_stays_out() {
    let mut one = with_groups();
    let change = beside(&mut one);
    assert_refused(&mut one, change);
}

#[test]
fn a_document_with_such_a_change_brings_the_others() {
    let mut one = with_groups();
    let change = beside(&mut one);
    let bytes = applied_unchecked(&mut one, &change).save();
    let (mut newcomer, _) = Directory::open(DIRECTORY, author(8), &[]).unwrap();
    let merged = newcomer.merge_items(Part::Public, vec![bytes.clone()], &[]).unwrap();
    assert_eq!(
        merged.quarantined.iter().map(|quarantined| quarantined.index).collect::<Vec<_>>(),
        [0],
        "it is said"
    );
    assert_eq!(newcomer.heads_of(Part::Public), one.directory.heads_of(Part::Public));
    let stored = merged.document.unwrap();
    assert_ne!(stored, bytes);
    let (opened, quarantined) = Directory::open(DIRECTORY, author(8), &[(Part::Public, stored)]).unwrap();
    assert_eq!((opened.heads(), quarantined), (newcomer.heads(), vec![]));
}
