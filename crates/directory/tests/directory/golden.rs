//! What earlier versions of the app left: `tests/golden/<when>/`, each made once by the version of then with
//! `cargo run -p groundswell-testkit --example golden`, and never written again. It opens, looks the same and merges
//! with devices of either version.

use crate::replica::{assert_same, author, create, everything, save};
use automerge::{Automerge, ObjId, ROOT, ReadDoc};
use groundswell_directory::{Directory, Part};
use groundswell_model::{Id, Kind, Projection, Record, Timestamp};
use groundswell_testkit::{arb_record, seen};
use proptest::{strategy::Strategy as _, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::{Map, Value, json};

macro_rules! golden {
    ($name:literal) => {
        include_bytes!(concat!("../golden/2026-11/", $name))
    };
}

type Chunks = Vec<(Part, Vec<u8>)>;

fn documents() -> Chunks {
    vec![
        (Part::Public, golden!("public.automerge").to_vec()),
        (Part::Members, golden!("members.automerge").to_vec()),
    ]
}

/// Single changes, each led by its length.
fn split(part: Part, mut bytes: &[u8]) -> Chunks {
    let mut chunks = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let (change, rest) = rest.split_at(u32::from_le_bytes(*length) as usize);
        chunks.push((part, change.to_vec()));
        bytes = rest;
    }
    chunks
}

fn changes() -> Chunks {
    [split(Part::Public, golden!("public.changes")), split(Part::Members, golden!("members.changes"))]
        .concat()
}

/// What the version of then wrote after all that.
fn later() -> Chunks {
    [split(Part::Public, golden!("public.later")), split(Part::Members, golden!("members.later"))].concat()
}

fn expected(json: &[u8]) -> Value {
    serde_json::from_slice(json).unwrap()
}

fn directory_id() -> Id {
    groundswell_directory::identify(golden!("public.automerge")).unwrap().0
}

fn opened(number: u8, chunks: &[(Part, Vec<u8>)]) -> Directory {
    let (directory, quarantined) = Directory::open(directory_id(), author(number), chunks).unwrap();
    assert_eq!(quarantined, []);
    assert_eq!(directory.pending_dependencies(), 0);
    directory
}

fn plain(chunks: Vec<groundswell_directory::Chunk>) -> Chunks {
    chunks.into_iter().map(|chunk| (chunk.part, chunk.bytes)).collect()
}

/// All that is seen of the kinds that there were then.
fn shown(directory: &Directory, like: &Value) -> Value {
    let mut kinds = Map::new();
    for kind in Kind::ALL {
        let map = kind.declaration().map;
        if like["kinds"].get(map).is_some() {
            kinds.insert(map.to_owned(), json!({}));
        }
    }
    for view in everything(directory) {
        if let Some(of_kind) = kinds.get_mut(view.record.kind().declaration().map) {
            of_kind[view.record.id().to_string()] = seen(&view);
        }
    }
    let devices = directory.projection().devices.into_iter();
    let devices: Map<String, Value> = devices.map(|(id, name)| (id.to_string(), json!(name))).collect();
    json!({ "kinds": kinds, "devices": devices })
}

#[track_caller]
fn assert_shown(directory: &Directory, like: &[u8]) {
    let like = expected(like);
    let shown = shown(directory, &like);
    for (map, records) in like["kinds"].as_object().unwrap() {
        for (id, record) in records.as_object().unwrap() {
            assert_eq!(&shown["kinds"][map][id], record, "{map}/{id}");
        }
    }
    assert_eq!(shown, like);
}

#[test]
fn documents_and_single_changes_open_and_look_the_same() {
    let mut first = opened(5, &documents());
    assert_shown(&first, golden!("seen.json"));
    let mut backwards = changes();
    backwards.reverse();
    for chunks in [changes(), backwards, [documents(), changes()].concat()] {
        assert_same(&first, &opened(6, &chunks));
        // As a neighbor sends them.
        let mut merged = opened(7, &[]);
        let (_, quarantined, _) = merged.merge(&chunks).unwrap();
        assert_eq!(quarantined, []);
        assert_same(&first, &merged);
    }
    let (checked, quarantined) = Directory::open_checked(directory_id(), author(8), &documents()).unwrap();
    assert_eq!(quarantined, []);
    assert_same(&first, &checked);
    // What this version stores of it is the same again.
    let saved = Part::ALL.map(|part| (part, first.save(part)));
    for (part, bytes) in &saved {
        first.read_back(*part, bytes).unwrap();
    }
    assert_same(&first, &opened(9, &saved));
}

#[test]
fn what_the_version_of_then_wrote_later_merges() {
    let mut first = opened(5, &documents());
    let (_, quarantined, _) = first.merge(&later()).unwrap();
    assert_eq!(quarantined, []);
    assert_shown(&first, golden!("seen-later.json"));
    assert_same(&first, &opened(6, &[later(), changes()].concat()));
}

/// Edits every record as this version does, makes records of every kind, the new ones too; what it stored.
fn write_on(directory: &mut Directory) -> Chunks {
    let mut runner = TestRunner::deterministic();
    let mut stored = Vec::new();
    let mut now = 1_793_900_000_000;
    let mut run = |directory: &mut Directory, command| {
        now += 1_000;
        stored.extend(plain(directory.apply(&command, Timestamp(now)).unwrap().chunks));
    };
    let there: Vec<Record> = Kind::ALL.into_iter().flat_map(|kind| directory.records(kind)).collect();
    for before in there {
        let mut after = before.clone();
        let declaration = before.kind().declaration();
        let wish = arb_record(before.kind(), before.id(), Vec::new(), Vec::new());
        let wish = wish.new_tree(&mut runner).unwrap().current();
        declaration.fields().filter(|spec| spec.key == "notes").for_each(|spec| spec.copy(&wish, &mut after));
        if before != after {
            run(directory, save(before, after));
        }
    }
    for (number, kind) in (200_u8..).zip(Kind::ALL).filter(|(_, kind)| *kind != Kind::Network) {
        let id = Id::from_bytes([number; 12]);
        let record = arb_record(kind, id, Vec::new(), Vec::new()).new_tree(&mut runner).unwrap().current();
        run(directory, create(record));
    }
    stored
}

#[test]
fn both_versions_write_on_and_come_to_the_same() {
    let mut one = opened(5, &documents());
    let own = write_on(&mut one);
    let made: Vec<Record> = Kind::ALL
        .into_iter()
        .flat_map(|kind| one.records(kind))
        .filter(|record| record.id().as_bytes()[1..].iter().all(|byte| *byte >= 200))
        .collect();
    assert_eq!(made.len(), Kind::ALL.len() - 1);
    one.merge(&later()).unwrap();
    let mut two = opened(6, &changes());
    two.merge(&later()).unwrap();
    let before = shown(&two, &expected(golden!("seen-later.json")));
    let (_, quarantined, _) = two.merge(&own).unwrap();
    assert_eq!(quarantined, []);
    assert_same(&one, &two);
    for record in &made {
        assert_eq!(one.read(record.kind(), record.id()).unwrap().record, *record);
    }
    // What the other wrote is there, wherever this one did not write too.
    let after = shown(&one, &before);
    for (map, records) in before["kinds"].as_object().unwrap() {
        for (id, record) in records.as_object().unwrap() {
            let mut record = record.clone();
            let mut now = after["kinds"][map][id].clone();
            for key in ["notes", "updated", "conflicts", "deleted"] {
                record.as_object_mut().unwrap().remove(key);
                now.as_object_mut().unwrap().remove(key);
            }
            assert_eq!(now, record, "{map}/{id}");
        }
    }
    let saved = Part::ALL.map(|part| (part, one.save(part)));
    assert_same(&one, &opened(7, &saved));
}

/// What a newer version than that of then had written.
#[test]
fn what_was_unknown_then_is_kept() {
    let mut one = opened(5, &documents());
    write_on(&mut one);
    one.merge(&later()).unwrap();
    for part in Part::ALL {
        let doc = Automerge::load(&one.save(part)).unwrap();
        let before =
            Automerge::load(&documents().into_iter().find(|(of, _)| *of == part).unwrap().1).unwrap();
        let of = |doc: &Automerge, key: &str| doc.get(ROOT, key).unwrap().unwrap().1;
        for map in ["barters", "stories"] {
            let (_, entry) = before
                .map_range(of(&before, map), ..)
                .map(|item| (item.key.clone(), item.id()))
                .next()
                .unwrap();
            let values = |doc: &Automerge| -> Vec<_> {
                doc.map_range(&entry, ..).map(|item| (item.key.to_string(), item.id())).collect()
            };
            assert!(!values(&before).is_empty());
            let now = values(&doc);
            assert!(values(&before).iter().all(|value| now.contains(value)), "{map}: {now:?}");
        }
        let way = Id::from_bytes([0xd1; 12]);
        let keys = ["wheelchair".to_owned(), "keyholder".to_owned(), "languages/es".to_owned()];
        let keys = [&keys[..], &[format!("contacts/{way}/kind"), format!("contacts/{way}/value")]].concat();
        let unknown = |doc: &Automerge| -> Vec<(String, String, ObjId)> {
            let groups = doc.map_range(of(doc, "groups"), ..).flat_map(|group| {
                let of_group =
                    doc.map_range(group.id(), ..).filter(|item| keys.iter().any(|key| *key == item.key));
                of_group
                    .map(|item| (group.key.to_string(), item.key.to_string(), item.id()))
                    .collect::<Vec<_>>()
            });
            groups.collect()
        };
        assert_eq!(unknown(&before).len(), if part == Part::Public { 4 } else { 1 });
        assert_eq!(unknown(&doc), unknown(&before));
    }
}

/// A stored projection of another version is refused, to be made anew; one of this version shows what the documents do.
#[test]
fn a_stored_projection_is_either_right_or_refused() {
    let fresh = opened(5, &documents()).projection().encode();
    let stored: &[u8] = golden!("projection.bin");
    match Projection::decode(stored) {
        Ok(projection) => assert_eq!((projection.encode(), stored[0]), (fresh.clone(), fresh[0])),
        Err(_) => assert_ne!(stored[0], fresh[0], "a projection of another form needs another version"),
    }
}
