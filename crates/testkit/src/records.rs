use crate::{arb_long, arb_name, arb_short, arb_topic};
use groundswell_model::{
    Audience, Awg, ContactKind, ContactWay, Group, Id, Kind, Level, Membership, Meta, Network, Person, Place,
    Record, Region, Role, Status, Target,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Any id but the network's.
pub fn arb_id() -> impl Strategy<Value = Id> {
    any::<[u8; 12]>().prop_filter("the network's id", |bytes| *bytes != [0; 12]).prop_map(Id::from_bytes)
}

fn arb_status() -> impl Strategy<Value = Status> {
    prop::sample::select(&Status::ALL[..])
}

fn arb_audience() -> impl Strategy<Value = Audience> {
    prop::sample::select(&[Audience::Public, Audience::Members][..])
}

/// A contact way in the uniform form of its kind. Ids are few, so that edits meet.
pub fn arb_contact() -> impl Strategy<Value = ContactWay> {
    let value = prop_oneof![
        "[a-z]{2,8}@example\\.org".prop_map(|value| (ContactKind::Email, value)),
        "\\+1608555[0-9]{4}".prop_map(|value| (ContactKind::Phone, value)),
        "https://[a-z]{2,8}\\.example\\.org/[a-z]{0,4}".prop_map(|value| (ContactKind::Web, value)),
        "[A-Z][a-z]{2,8} (Ave|St), Racine".prop_map(|value| (ContactKind::Post, value)),
        "Signal: [a-z]{2,8}".prop_map(|value| (ContactKind::Other, value)),
    ];
    let label = prop_oneof![Just(""), Just("office"), Just("after 6 pm"), Just("después de las 18")];
    (1..=4_u8, value, label, arb_audience()).prop_map(|(id, (kind, value), label, audience)| ContactWay {
        id: Id::from_bytes([id; 12]),
        kind,
        entered: if kind == ContactKind::Email { value.to_uppercase() } else { String::new() },
        value,
        label: label.to_owned(),
        audience,
    })
}

/// Contact ways, each with an id of its own, in the order in which a directory gives them.
pub fn arb_contacts() -> impl Strategy<Value = Vec<ContactWay>> {
    prop::collection::vec(arb_contact(), 0..4).prop_map(|ways| {
        let by_id: BTreeMap<Id, ContactWay> = ways.into_iter().map(|way| (way.id, way)).collect();
        let mut ways: Vec<_> = by_id.into_values().collect();
        ways.sort_by_key(|way| (way.kind, way.id));
        ways
    })
}

fn arb_meta() -> impl Strategy<Value = Meta> {
    let source = prop_oneof![Just(""), Just("groups.csv"), Just("vecinos ñ.csv")];
    let external = prop::collection::btree_map("[a-z]{1,6}(/[a-z]{1,3})?", "[0-9]{1,6}", 0..2);
    (source, external).prop_map(|(source, external)| Meta {
        source: source.to_owned(),
        external,
        ..Meta::default()
    })
}

fn arb_zone() -> impl Strategy<Value = String> {
    prop::sample::select(&["", "America/Chicago", "America/New_York", "America/Argentina/Ushuaia"][..])
        .prop_map(str::to_owned)
}

fn arb_place() -> impl Strategy<Value = Place> {
    let position = prop::option::of((-90.0..90.0_f64, -180.0..180.0_f64));
    (arb_short(), arb_short(), prop_oneof![Just(""), Just("WI"), Just("Jalisco")], "([0-9]{5})?", position)
        .prop_map(|(town, county, state, county_fips, position)| Place {
            town,
            county,
            state: state.to_owned(),
            county_fips,
            latitude: position.map(|(latitude, _)| latitude),
            longitude: position.map(|(_, longitude)| longitude),
        })
}

/// A network.
pub fn arb_network() -> impl Strategy<Value = Network> {
    (arb_name(), arb_long(), arb_zone(), arb_contacts(), arb_long(), arb_meta()).prop_map(
        |(name, about, time_zone, contacts, notes, meta)| Network {
            name,
            about,
            time_zone,
            contacts,
            notes,
            meta,
        },
    )
}

/// A region of this id, within one of these.
pub fn arb_region(id: Id, parents: Vec<Id>) -> impl Strategy<Value = Region> {
    let level = prop::sample::select(&Level::ALL[..]);
    (arb_name(), level, arb_one_of(parents), arb_long(), arb_long(), arb_meta()).prop_map(
        move |(name, level, parent, about, notes, meta)| Region {
            id,
            name,
            level,
            parent: parent.filter(|parent| *parent != id),
            about,
            notes,
            meta,
        },
    )
}

/// A group of this id, in one of these regions.
pub fn arb_group(id: Id, regions: Vec<Id>) -> impl Strategy<Value = Group> {
    let first = (arb_name(), arb_status(), arb_place(), arb_one_of(regions), arb_zone());
    let topics = prop::collection::btree_set(arb_topic(), 0..4);
    let second = (topics, arb_short(), arb_short(), arb_long(), arb_long(), arb_contacts(), arb_meta());
    (first, second).prop_map(
        move |(
            (name, status, place, region, time_zone),
            (topics, founded, meets, about, notes, contacts, meta),
        )| Group {
            id,
            name,
            status,
            place,
            region,
            time_zone,
            topics,
            founded,
            meets,
            about,
            notes,
            contacts,
            meta,
        },
    )
}

/// An AWG of this id.
pub fn arb_awg(id: Id) -> impl Strategy<Value = Awg> {
    let first = (arb_name(), arb_status(), arb_topic(), arb_short(), arb_short());
    (first, arb_long(), arb_long(), arb_contacts(), arb_meta()).prop_map(
        move |((name, status, topic, founded, meets), about, notes, contacts, meta)| Awg {
            id,
            name,
            status,
            topic,
            founded,
            meets,
            about,
            notes,
            contacts,
            meta,
        },
    )
}

/// A person of this id, with roles in the network and in these.
pub fn arb_person(id: Id, targets: Vec<Target>) -> impl Strategy<Value = Person> {
    let targets = targets.into_iter().chain([Target::Network]).collect::<Vec<_>>();
    let role = (prop::sample::select(targets), prop::sample::select(&Role::ALL[..]))
        .prop_map(|(of, role)| Membership { of, role });
    let roles = prop::collection::btree_set(role, 0..3);
    (arb_name(), any::<bool>(), roles, arb_contacts(), arb_long(), arb_meta()).prop_map(
        move |(name, public, roles, contacts, notes, meta): (_, _, BTreeSet<_>, _, _, _)| Person {
            id,
            name,
            public,
            roles,
            contacts,
            notes,
            meta,
        },
    )
}

/// A record of this kind and id; the network's id is its own.
pub fn arb_record(kind: Kind, id: Id, regions: Vec<Id>, groups: Vec<Id>) -> BoxedStrategy<Record> {
    match kind {
        Kind::Network => arb_network().prop_map(Record::Network).boxed(),
        Kind::Region => arb_region(id, regions).prop_map(Record::Region).boxed(),
        Kind::Group => arb_group(id, regions).prop_map(Record::Group).boxed(),
        Kind::Awg => arb_awg(id).prop_map(Record::Awg).boxed(),
        Kind::Person => {
            let targets = groups.into_iter().map(Target::Group).collect();
            arb_person(id, targets).prop_map(Record::Person).boxed()
        }
    }
}

fn arb_one_of(ids: Vec<Id>) -> BoxedStrategy<Option<Id>> {
    if ids.is_empty() { Just(None).boxed() } else { prop::option::of(prop::sample::select(ids)).boxed() }
}
