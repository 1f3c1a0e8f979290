use super::super::{Contents, Parsed, Source, has, parse};
use super::*;
use crate::{Author, migrations};
use automerge::{
    ActorId, ExpandedChange, ObjId, ObjType, ROOT, ReadDoc as _,
    transaction::{CommitOptions, Transactable as _},
};
use groundswell_model::{DeviceId, Id, Kind, Part, Timestamp};
use std::collections::{HashMap, HashSet};

const PART: Part = Part::Public;
const KEY: &str = "trials";

fn author(number: u8) -> Author {
    Author { device: DeviceId([number; 8]), session: [number; 8] }
}

fn of_part(part: Part, device: u8, keys: &[&'static str]) -> Document {
    Document::with_maps(Id::from_bytes([9; 12]), part, author(device), keys.iter().copied()).unwrap()
}

fn new(device: u8) -> Document {
    of_part(PART, device, &[KEY])
}

/// As an older version of the app has it, which does not know the map.
fn old(device: u8) -> Document {
    of_part(PART, device, &[])
}

fn write(doc: &mut Document, map: &ObjId, key: &str) -> Change {
    doc.put_map(map, key, HashMap::new()).unwrap();
    doc.commit(Timestamp(5_000)).unwrap().0
}

/// Makes a record; the changes of it.
fn create(doc: &mut Document, key: &str) -> Vec<Change> {
    let mut changes = doc.make_maps(&[KEY]).unwrap().changes;
    let map = doc.kinds[KEY].clone();
    changes.push(write(doc, &map, key));
    changes
}

fn edit(doc: &mut Document, key: &str) -> Change {
    let map = doc.map(Kind::Group).clone();
    write(doc, &map, key)
}

fn records(doc: &Document) -> Vec<String> {
    doc.range(&doc.kinds[KEY]).map(|item| item.key.into_owned()).collect()
}

fn groups(doc: &Document) -> Vec<String> {
    doc.range(doc.map(Kind::Group)).map(|item| item.key.into_owned()).collect()
}

fn arrive(doc: &mut Document, changes: &[Change]) -> Arrived {
    doc.arrive(changes.iter().cloned().enumerate().collect())
}

/// All of a document, saved and opened anew.
fn opened(doc: &Document, keys: &[&'static str], source: Source) -> Document {
    let saved = doc.save();
    doc.read_back(&saved).unwrap();
    let mut again = of_part(PART, 99, keys);
    let Contents { parsed, damage } = parse(&saved, source).unwrap();
    assert_eq!(damage, None);
    let mut changes = Vec::new();
    for parsed in parsed {
        match parsed {
            Parsed::Document(whole) if source == Source::Stored => again.replace(*whole, author(99)),
            Parsed::Document(whole) => {
                changes.extend(again.begin_with(*whole, author(99)).err().unwrap_or_default());
            }
            Parsed::Change(change) => changes.push(*change),
        }
    }
    let arrived = again.arrive_again(changes.into_iter().enumerate().collect());
    assert_eq!(arrived.refused, []);
    again.displace_impostors();
    again
}

fn assert_same(one: &Document, other: &Document) {
    assert_eq!(one.heads(), other.heads());
    assert_eq!((records(one), groups(one)), (records(other), groups(other)));
}

#[test]
fn every_device_makes_the_same_map_and_no_two_maps_are_alike() {
    let mut actors = HashSet::new();
    let mut count = 0;
    for part in Part::ALL {
        for key in [KEY, "others"].into_iter().chain(migrations::later::keys(part)) {
            let [mut one, mut other] = [1, 2].map(|device| of_part(part, device, &[key]));
            edit(&mut other, "before");
            let [made, again] = [&mut one, &mut other].map(|doc| doc.make_maps(&[key]).unwrap());
            let [change] = &made.changes[..] else { panic!("{made:?}") };
            assert_eq!(change.raw_bytes(), again.changes[0].raw_bytes());
            assert_eq!((change.seq(), change.timestamp(), change.len()), (1, 0, 1));
            assert_eq!(change.message().unwrap(), &format!("map {key}"));
            assert_eq!(change.deps(), [one.first.unwrap()]);
            assert_eq!(migrations::version_of(change), None);
            // As everybody reads it.
            assert!(parse(change.raw_bytes(), Source::Outside).is_ok());
            let doc = one.resting();
            assert_eq!(doc.object_type(&one.kinds[key]).unwrap(), ObjType::Map);
            assert_eq!(doc.get_all(ROOT, key).unwrap().last().unwrap().1, one.kinds[key]);
            actors.insert(change.actor_id().clone());
            count += 1;
        }
    }
    assert_eq!(actors.len(), count);
}

/// Bytes that never change: else devices that made the map before and after would not understand each other.
#[test]
fn the_change_is_the_same_for_ever() {
    let change = new(1).make_maps(&[KEY]).unwrap().changes.remove(0);
    let hex: String = change.raw_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        hex,
        "856f4a83a1e817b8015c01a420776ed548444bfb1a3d79c1929a35722179c2185ce53b4534278a5ac1ce871100000000000000\
         00b14453af4675a5f8000113000a6d617020747269616c730005150834014202560270027f06747269616c73017f007f007f00"
    );
}

#[test]
fn a_map_that_is_not_there_is_empty() {
    let doc = new(1);
    let map = &doc.kinds[KEY];
    assert_eq!((doc.range(map).count(), doc.length(map)), (0, 0));
    assert_eq!(doc.range_of(map, "a").count(), 0);
    assert_eq!((doc.values(map, "a"), doc.choices(map, "a")), (Vec::new(), Vec::new()));
    assert_eq!((doc.path(map), doc.text_at(map, "a")), (Vec::new(), None));
    assert_eq!(doc.change_count(), 1);
}

#[test]
fn two_who_make_it_at_once_make_one() {
    let (mut one, mut two) = (new(1), new(2));
    let (of_one, of_two) = (create(&mut one, "1"), create(&mut two, "2"));
    assert_eq!(of_one[0].hash(), of_two[0].hash());
    arrive(&mut one, &of_two);
    arrive(&mut two, &of_one);
    assert_same(&one, &two);
    assert_eq!(records(&one), ["1", "2"]);
    assert_eq!(one.make_maps(&[KEY]).unwrap().changes, [], "it is there");
    for source in [Source::Stored, Source::Outside] {
        assert_same(&one, &opened(&one, &[KEY], source));
    }
}

#[test]
fn what_comes_before_its_map_waits_for_it() {
    let (mut one, mut two) = (new(1), new(2));
    let of_one = create(&mut one, "1");
    let arrived = arrive(&mut two, &of_one[1..]);
    assert_eq!((arrived.applied.len(), arrived.new.len(), two.missing()), (0, 1, 1));
    assert_eq!(records(&two), [""; 0]);
    let made = two.make_maps(&[KEY]).unwrap();
    assert_eq!((made.changes.len(), made.applied.len(), two.missing()), (1, 2, 0));
    assert_same(&one, &two);
    two.unmake_maps(made);
    assert_eq!((two.missing(), records(&two).len()), (1, 0));
    arrive(&mut two, &of_one[..1]);
    assert_same(&one, &two);
}

#[test]
fn what_is_given_up_leaves_nothing() {
    let mut one = new(1);
    edit(&mut one, "before");
    let before = (one.heads(), one.save());
    let made = one.make_maps(&[KEY]).unwrap();
    assert_ne!(one.heads(), before.0);
    one.unmake_maps(made);
    assert_eq!((one.heads(), one.save()), before);
    // The device goes on under its own name.
    let mut two = new(2);
    arrive(&mut two, &one.resting().get_changes(&[]));
    let mut changes = vec![edit(&mut one, "after")];
    changes.extend(create(&mut one, "1"));
    arrive(&mut two, &changes);
    assert_same(&one, &two);
}

/// An older version of the app takes the map and what is in it as it takes anything, and keeps it.
#[test]
fn an_older_version_keeps_what_is_in_it() {
    let (mut one, mut two) = (new(1), old(2));
    edit(&mut one, "before");
    create(&mut one, "1");
    let changes = one.resting().get_changes(&[]);
    let arrived = arrive(&mut two, &changes);
    assert_eq!((arrived.refused.len(), two.missing()), (0, 0));
    assert_eq!(two.heads(), one.heads());
    let edited = edit(&mut two, "by the older one");
    arrive(&mut one, &[edited]);
    assert_eq!(records(&one), ["1"]);
    assert_eq!(groups(&one), ["before", "by the older one"]);
    // And as a whole, stored by the older one and opened by the newer one.
    for source in [Source::Stored, Source::Outside] {
        assert_eq!(opened(&one, &[], source).heads(), one.heads());
        assert_same(&one, &opened(&two, &[KEY], source));
    }
}

#[test]
fn another_map_under_the_same_key_hides_nothing() {
    let mut one = new(1);
    create(&mut one, "1");
    let mut hostile = one.resting().clone().with_actor(ActorId::from([255; 16]));
    hostile.transact(|tx| tx.put_object(ROOT, KEY, ObjType::Map)).unwrap();
    arrive(&mut one, &[hostile.get_last_local_change().unwrap()]);
    assert_eq!(records(&one), ["1"]);
    create(&mut one, "2");
    assert_eq!(records(&one), ["1", "2"]);
    assert_eq!(records(&opened(&one, &[KEY], Source::Stored)), ["1", "2"]);
}

/// Somebody's change under the map's name, made on top of this document, and what an older version of the app, which
/// takes it in, writes on top of that.
fn impostor(doc: &Document, salt: u8) -> Vec<Change> {
    let fixed = &doc.later[0].change;
    let mut hostile = doc.resting().clone().with_actor(fixed.actor_id().clone());
    let mut tx = hostile.transaction();
    let kind = [ObjType::Map, ObjType::Text, ObjType::List][usize::from(salt % 3)];
    tx.put_object(ROOT, KEY, kind).unwrap();
    tx.put(ROOT, "salt", u64::from(salt)).unwrap();
    tx.commit_with(CommitOptions::default().with_time(0));
    let change = hostile.get_last_local_change().unwrap();
    let mut third = old(3);
    arrive(&mut third, &doc.resting().get_changes(&[]));
    let arrived = arrive(&mut third, std::slice::from_ref(&change));
    assert_eq!((arrived.refused.len(), third.missing()), (0, 0), "an older version takes it");
    vec![change, edit(&mut third, "by a third")]
}

#[test]
fn nobody_takes_its_name() {
    let mut hashes = HashSet::new();
    for salt in 0..12 {
        for is_later in [false, true] {
            let mut one = new(1);
            if is_later {
                edit(&mut one, "before");
            }
            let before = one.resting().get_changes(&[]);
            let impostors = impostor(&one, salt);
            let fixed = one.later[0].change.hash();
            hashes.insert(impostors[0].hash() < fixed);
            let own = create(&mut one, "1");
            let mut first: Option<Document> = None;
            let sets = [&own[..1], &own[1..], &impostors[..1], &impostors[1..]];
            for order in [[0, 1, 2, 3], [2, 3, 0, 1], [3, 2, 1, 0], [2, 0, 3, 1], [0, 2, 1, 3], [1, 3, 0, 2]]
            {
                let mut doc = new(9);
                arrive(&mut doc, &before);
                for at in order {
                    assert_eq!(arrive(&mut doc, sets[at]).refused, []);
                }
                assert_eq!((doc.missing(), records(&doc)), (0, vec!["1".to_owned()]), "{order:?}");
                assert!(groups(&doc).contains(&"by a third".to_owned()), "nobody is cut off");
                assert!(has(doc.resting(), fixed) && !has(doc.resting(), impostors[0].hash()));
                for source in [Source::Stored, Source::Outside] {
                    assert_same(&doc, &opened(&doc, &[KEY], source));
                }
                let first = first.get_or_insert_with(|| opened(&doc, &[KEY], Source::Stored));
                assert_same(first, &doc);
                create(&mut doc, "2");
                assert_eq!(records(&doc), ["1", "2"]);
            }
        }
    }
    assert_eq!(hashes.len(), 2, "some come before it, and some after");
}

/// An older version of the app may have taken one in: what it stored is put right when it is opened.
#[test]
fn who_took_its_name_in_a_stored_document_loses_it() {
    for salt in 0..6 {
        let mut two = old(2);
        let impostors = impostor(&new(1), salt);
        arrive(&mut two, &impostors);
        edit(&mut two, "by the older one");
        let mut alone = new(4);
        arrive(&mut alone, &two.resting().get_changes(&[]));
        for source in [Source::Stored, Source::Outside] {
            let mut doc = opened(&two, &[KEY], source);
            assert_same(&doc, &alone);
            assert_eq!((records(&doc).len(), groups(&doc)), (0, groups(&two)));
            let mut one = new(1);
            let own = create(&mut one, "1");
            create(&mut doc, "2");
            arrive(&mut doc, &own);
            assert_eq!(records(&doc), ["1", "2"]);
        }
    }
}

#[test]
fn what_goes_on_under_its_name_changes_nothing() {
    let mut one = new(1);
    create(&mut one, "1");
    let fixed = one.later[0].change.clone();
    let mut hostile = one.resting().clone().with_actor(fixed.actor_id().clone());
    hostile.transact(|tx| tx.put_object(ROOT, KEY, ObjType::Map)).unwrap();
    let next = hostile.get_last_local_change().unwrap();
    assert_eq!(next.seq(), 2);
    let mut first = ExpandedChange::from(&next);
    first.seq = 1;
    for (change, refused) in [(next, 0), (Change::from(first), 1)] {
        assert_eq!(arrive(&mut one, &[change]).refused.len(), refused);
        assert_eq!(records(&one), ["1"]);
    }
}
