//! What is stored, and what other tools make of it.

use crate::replica::{DIRECTORY, Replica, assert_same, author, create, id, replicas, save};
use automerge::{Automerge, ROOT, ReadDoc};
use groundswell_directory::{Directory, Part};
use groundswell_model::{
    Audience, Awg, Command, ContactKind, ContactWay, DeviceId, Field, Group, Id, Kind, Level, Membership,
    Meta, Network, Person, Place, Record, Ref, Region, Role, Stamp, Status, Timestamp, command::CommandError,
};

/// One of everything.
pub(crate) fn sample() -> Directory {
    let network = Network {
        name: "Wisconsin Grassroots Network".to_owned(),
        about: "Groups across the state.".to_owned(),
        time_zone: "America/Chicago".to_owned(),
        ..Network::default()
    };
    let (mut directory, _) = Directory::create(DIRECTORY, &network, author(1), Timestamp(1_000)).unwrap();
    let way = |number, kind, value: &str, audience| ContactWay {
        id: id(number),
        kind,
        value: value.to_owned(),
        audience,
        ..ContactWay::default()
    };
    let region =
        Region { id: id(1), name: "Driftless".to_owned(), level: Level::Region, ..Region::default() };
    let group = Group {
        id: id(2),
        name: "Driftless Neighbors".to_owned(),
        status: Status::Forming,
        place: Place {
            town: "Viroqua".to_owned(),
            county: "Vernon".to_owned(),
            state: "WI".to_owned(),
            county_fips: "55123".to_owned(),
            latitude: Some(43.5569),
            longitude: Some(-90.8887),
        },
        region: Some(id(1)),
        time_zone: "America/Chicago".to_owned(),
        topics: ["Education".to_owned(), "Clean water / creeks".to_owned()].into(),
        founded: "2011".to_owned(),
        meets: "1st and 3rd Tuesday, 7:00 pm".to_owned(),
        about: "Neighbors in the hills.".to_owned(),
        notes: "Ring twice.".to_owned(),
        contacts: vec![
            way(3, ContactKind::Email, "driftless@example.org", Audience::Public),
            way(4, ContactKind::Phone, "+16085550100", Audience::Members),
        ],
        meta: Meta {
            source: "groups.csv".to_owned(),
            external: [("murmurations".to_owned(), "17".to_owned())].into(),
            ..Meta::default()
        },
    };
    let awg = Awg {
        id: id(5),
        name: "Move to Amend".to_owned(),
        topic: "Move to Amend".to_owned(),
        ..Awg::default()
    };
    let person = |number, name: &str, public| Person {
        id: id(number),
        name: name.to_owned(),
        public,
        roles: [Membership { of: Ref::new(Kind::Group, id(2)), role: Role::Contact }].into(),
        contacts: vec![way(8, ContactKind::Email, "rosa@example.org", Audience::Public)],
        ..Person::default()
    };
    let command = Command::Batch(vec![
        create(Record::Region(region)),
        create(Record::Group(group)),
        create(Record::Awg(awg)),
        create(Record::Person(person(6, "Rosa", true))),
        create(Record::Person(person(7, "Carl", false))),
        Command::NameDevice { device: DeviceId([1; 8]), name: "Rosa's phone".to_owned() },
    ]);
    directory.apply(&command, Timestamp(2_000)).unwrap();
    directory.apply(&Command::Verify { kind: Kind::Group, id: id(2) }, Timestamp(3_000)).unwrap();
    directory
}

#[test]
fn what_is_created_reads_back_with_its_dates() {
    let directory = sample();
    let Record::Group(group) = directory.read(Kind::Group, id(2)).unwrap().record else { panic!() };
    assert_eq!(group.meta.created.at, Timestamp(2_000));
    assert_eq!(group.meta.created.by, DeviceId([1; 8]));
    assert_eq!(group.meta.updated, group.meta.created);
    assert_eq!(group.meta.verified.unwrap().at, Timestamp(3_000));
    assert_eq!(group.meta.external["murmurations"], "17");
    assert_eq!(directory.projection().devices[&DeviceId([1; 8])], "Rosa's phone");
}

#[test]
fn other_automerge_tools_open_a_part() {
    let mut directory = sample();
    let doc = Automerge::load(&directory.save(Part::Public)).unwrap();
    let (groups, entry) = (doc.get(ROOT, "groups").unwrap().unwrap().1, id(2).to_string());
    let (_, entry) = doc.get(groups, entry).unwrap().unwrap();
    assert_eq!(doc.get(&entry, "name").unwrap().unwrap().0.as_str(), Some("Driftless Neighbors"));
    let (_, about) = doc.get(&entry, "about").unwrap().unwrap();
    assert_eq!(doc.text(about).unwrap(), "Neighbors in the hills.");
    assert_eq!(doc.get(ROOT, "schema").unwrap().unwrap().0.as_u64(), Some(1));
    assert_eq!(doc.get(ROOT, "directory").unwrap().unwrap().0.as_str(), Some(DIRECTORY.to_string().as_str()));
    assert_eq!(doc.get(ROOT, "part").unwrap().unwrap().0.as_str(), Some("public"));
}

#[test]
fn a_whole_document_and_single_changes_mix() {
    let mut one = replicas(1).remove(0);
    let group = |number: u8| Group { id: id(number), name: format!("Group {number}"), ..Group::default() };
    one.must(&create(Record::Group(group(1))));
    let early = Part::ALL.map(|part| (part, one.directory.save(part)));
    one.must(&create(Record::Group(group(2))));
    let late = Part::ALL.map(|part| (part, one.directory.save(part)));
    one.must(&create(Record::Group(group(3))));
    let mut mixed = one.chunks.clone();
    mixed.extend(early);
    mixed.extend(late);
    mixed.reverse();
    let (opened, quarantined) = Directory::open(DIRECTORY, author(2), &mixed).unwrap();
    assert_eq!(quarantined, []);
    assert_same(&opened, &one.directory);
    assert_eq!(opened.change_count(), one.directory.change_count());
    // A session that opens its own history goes on in it.
    let (mut again, _) = Directory::open(DIRECTORY, author(1), &mixed).unwrap();
    let applied = again.apply(&create(Record::Group(group(4))), Timestamp(9)).unwrap();
    one.receive(&applied.chunks.into_iter().map(|chunk| (chunk.part, chunk.bytes)).collect::<Vec<_>>());
    assert_same(&again, &one.directory);
}

#[test]
fn saving_what_did_not_change_makes_no_change() {
    let mut directory = sample();
    let heads = directory.heads();
    for kind in Kind::ALL {
        for record in directory.records(kind) {
            let applied = directory.apply(&save(record.clone(), record), Timestamp(9_000)).unwrap();
            assert!(applied.chunks.is_empty() && applied.delta.is_empty() && applied.undo.is_none());
        }
    }
    assert_eq!(directory.heads(), heads);
}

#[test]
fn an_edit_for_members_makes_no_public_change() {
    let mut directory = sample();
    let Record::Group(before) = directory.read(Kind::Group, id(2)).unwrap().record else { panic!() };
    let after = Group { notes: "Ring three times.".to_owned(), ..before.clone() };
    let applied =
        directory.apply(&save(Record::Group(before), Record::Group(after)), Timestamp(9_000)).unwrap();
    let parts: Vec<_> = applied.chunks.iter().map(|chunk| chunk.part).collect();
    assert_eq!(parts, [Part::Members]);
    assert_eq!(applied.delta.changed[0].record.meta().updated.at, Timestamp(9_000));
}

#[test]
fn what_does_not_hold_is_refused() {
    let mut directory = sample();
    let heads = directory.heads();
    let now = Timestamp(9_000);
    let nameless = Record::Group(Group { id: id(40), ..Group::default() });
    let Err(CommandError::Invalid(errors)) = directory.apply(&create(nameless.clone()), now) else {
        panic!()
    };
    assert_eq!(errors[0].field, Field::Name);
    let Record::Group(group) = directory.read(Kind::Group, id(2)).unwrap().record else { panic!() };
    let missing = Record::Group(Group { id: id(40), ..group.clone() });
    let refused = |directory: &mut Directory, command| directory.apply(&command, now).unwrap_err();
    assert_eq!(refused(&mut directory, create(Record::Group(group.clone()))), CommandError::AlreadyThere);
    assert_eq!(refused(&mut directory, save(missing.clone(), missing.clone())), CommandError::NotFound);
    assert_eq!(refused(&mut directory, save(Record::Group(group), missing)), CommandError::Mismatch);
    let delete = Command::Delete { kind: Kind::Awg, id: id(40) };
    assert_eq!(refused(&mut directory, delete), CommandError::NotFound);
    let verify = Command::Verify { kind: Kind::Person, id: id(40) };
    assert_eq!(refused(&mut directory, verify), CommandError::NotFound);
    let again = create(Record::Network(Network { name: "Again".to_owned(), ..Network::default() }));
    assert_eq!(refused(&mut directory, again), CommandError::AlreadyThere);
    let nameless = Command::NameDevice { device: DeviceId([1; 8]), name: "  ".to_owned() };
    let Err(CommandError::Invalid(_)) = directory.apply(&nameless, now) else { panic!() };
    assert_eq!(directory.heads(), heads);
    assert!(directory.read(Kind::Network, Id::from_bytes([1; 12])).is_none());
}

#[test]
fn a_network_says_when_and_by_whom_it_was_begun() {
    let begun = Stamp { at: Timestamp(1_000), by: author(1).device };
    let network = |replica: &Replica| replica.directory.records(Kind::Network).pop().unwrap();
    let [one, mut other] = <[_; 2]>::try_from(replicas(2)).unwrap();
    assert_eq!(network(&one).meta().created, begun);
    assert_eq!(network(&one).meta().updated, begun);
    let before = network(&other);
    let mut after = before.clone();
    if let Record::Network(it) = &mut after {
        it.time_zone = "America/Chicago".to_owned();
    }
    other.must(&save(before.clone(), after));
    assert_eq!(network(&other).meta().created, begun);
    assert!(network(&other).meta().updated > begun);
    // It is there from the beginning, and is not made a second time.
    assert_eq!(other.run(&create(before)).unwrap_err(), CommandError::AlreadyThere);
}
