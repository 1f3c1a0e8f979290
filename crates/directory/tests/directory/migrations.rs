//! Documents of earlier and later versions of the app.

use crate::replica::{DIRECTORY, author, everything, id, replicas, save};
use automerge::{ActorId, Automerge, ObjType, ROOT, ReadDoc, transaction::Transactable};
use groundswell_directory::{Directory, OpenError, Part};
use groundswell_model::{Group, Kind, Record};

const V1: [(Part, &[u8]); 2] = [
    (Part::Public, include_bytes!("../data/v1.public.automerge")),
    (Part::Members, include_bytes!("../data/v1.members.automerge")),
];

fn v1() -> Vec<(Part, Vec<u8>)> {
    V1.map(|(part, bytes)| (part, bytes.to_vec())).to_vec()
}

#[test]
fn a_stored_file_of_version_1_opens_and_can_be_edited() {
    let (mut directory, quarantined) = Directory::open(DIRECTORY, author(4), &v1()).unwrap();
    assert_eq!(quarantined, []);
    let expect: serde_json::Value = serde_json::from_str(include_str!("../data/v1.json")).unwrap();
    assert_eq!(directory.to_json(), expect);
    let views = everything(&directory);
    assert_eq!(views.len(), 6);
    let Record::Group(before) = directory.read(Kind::Group, id(2)).unwrap().record else { panic!() };
    assert_eq!(
        (before.name.as_str(), before.topics.len(), before.contacts.len()),
        ("Driftless Neighbors", 2, 2)
    );
    let after = Group { name: "Driftless".to_owned(), ..before.clone() };
    let command = save(Record::Group(before), Record::Group(after));
    directory.apply(&command, groundswell_model::Timestamp(9)).unwrap();
    assert_eq!(directory.records(Kind::Group)[0].name(), "Driftless");
}

/// The form's own change is the same bytes for ever: else devices with an old file and a new one would not
/// understand each other.
#[test]
fn every_device_begins_alike() {
    let beginning = |part| {
        let doc = Automerge::load(V1.iter().find(|(it, _)| *it == part).unwrap().1).unwrap();
        let changes = doc.get_changes(&[]);
        changes.into_iter().find(|change| change.deps().is_empty()).unwrap().raw_bytes().to_vec()
    };
    let one = replicas(1).remove(0);
    for part in Part::ALL {
        let first = &one.chunks.iter().find(|(it, _)| *it == part).unwrap().1;
        let first = automerge::Change::try_from(first.as_slice()).unwrap();
        assert_eq!(first.raw_bytes(), beginning(part));
    }
}

/// The change by which a later version of the app would bring its form.
fn version_2(document: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut doc = Automerge::load(document).unwrap();
    let actor = [[0; 8], 2_u64.to_be_bytes()].concat();
    doc.set_actor(ActorId::from(actor));
    let mut tx = doc.transaction();
    tx.put(ROOT, "schema", 2).unwrap();
    tx.put_object(ROOT, "barters", ObjType::Map).unwrap();
    tx.commit();
    let change = doc.get_last_local_change().unwrap().raw_bytes().to_vec();
    (doc.save(), change)
}

#[test]
fn what_is_newer_is_refused_and_nothing_is_touched() {
    let (document, change) = version_2(V1[0].1);
    let newer = OpenError::Newer { schema: 2 };
    for chunk in [document, change] {
        let mut chunks = v1();
        chunks.push((Part::Public, chunk.clone()));
        assert_eq!(Directory::open(DIRECTORY, author(4), &chunks).unwrap_err(), newer);

        let (mut open, _) = Directory::open(DIRECTORY, author(4), &v1()).unwrap();
        let before = (everything(&open), open.heads(), open.save(Part::Public));
        assert_eq!(open.merge(&[(Part::Public, chunk)]).unwrap_err(), newer);
        assert_eq!((everything(&open), open.heads(), open.save(Part::Public)), before);
    }
}

/// What a later version of the app keeps beside what this one knows is still there after this one's edits.
#[test]
fn unknown_fields_and_kinds_survive_edits() {
    let mut doc = Automerge::load(V1[0].1).unwrap();
    doc.set_actor(ActorId::from([42; 16]));
    let mut tx = doc.transaction();
    let (_, groups) = tx.get(ROOT, "groups").unwrap().unwrap();
    let (_, entry) = tx.get(&groups, id(2).to_string()).unwrap().unwrap();
    tx.put(&entry, "wheelchair", "ramp at the back door").unwrap();
    tx.put(&entry, "status", "dormant").unwrap();
    tx.put(&entry, format!("contacts/{}/verified", id(3)), true).unwrap();
    let hours = tx.put_object(&entry, "hours", ObjType::List).unwrap();
    tx.insert(&hours, 0, "9-5").unwrap();
    let (_, stories) = tx.get(ROOT, "stories").unwrap().unwrap();
    let story = tx.put_object(&stories, id(77).to_string(), ObjType::Map).unwrap();
    tx.put(&story, "title", "How we saved the creek").unwrap();
    tx.put_object(ROOT, "barters", ObjType::Map).unwrap();
    tx.commit();
    let chunks = [(Part::Public, doc.save()), v1()[1].clone()];
    let (mut directory, quarantined) = Directory::open(DIRECTORY, author(4), &chunks).unwrap();
    assert_eq!(quarantined, []);

    let Record::Group(before) = directory.read(Kind::Group, id(2)).unwrap().record else { panic!() };
    let mut after = before.clone();
    after.name = "Driftless".to_owned();
    after.notes.push_str(" More.");
    after.topics.clear();
    after.contacts.iter_mut().for_each(|way| way.label = "new label".to_owned());
    directory
        .apply(&save(Record::Group(before), Record::Group(after)), groundswell_model::Timestamp(9))
        .unwrap();

    let json = directory.to_json();
    let group = &json["public"]["groups"][id(2).to_string()];
    assert_eq!(group["name"], "Driftless");
    assert_eq!(group["wheelchair"], "ramp at the back door");
    assert_eq!(group["status"], "dormant");
    assert_eq!(group["hours"], serde_json::json!(["9-5"]));
    assert_eq!(group["contacts"][id(3).to_string()]["verified"], true);
    assert_eq!(group["contacts"][id(3).to_string()]["label"], "new label");
    assert_eq!(json["public"]["stories"][id(77).to_string()]["title"], "How we saved the creek");
    assert_eq!(json["public"]["barters"], serde_json::json!({}));
}

#[test]
#[ignore = "writes the stored files of the current version; run it once when a version is new"]
fn write_the_stored_files() {
    let mut directory = crate::saving::sample();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    std::fs::create_dir_all(&folder).unwrap();
    for part in Part::ALL {
        std::fs::write(folder.join(format!("v1.{}.automerge", part.label())), directory.save(part)).unwrap();
    }
    let json = serde_json::to_string_pretty(&directory.to_json()).unwrap();
    std::fs::write(folder.join("v1.json"), json + "\n").unwrap();
}
