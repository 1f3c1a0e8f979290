use crate::{arb_long, arb_name, arb_short, arb_topic};
use groundswell_model::{
    Audience, ContactKind, ContactWay, Field, Id, Kind, Membership, Meta, Record, Ref, Role,
    record::{Access, FieldSpec},
};
use proptest::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

/// Any id but the network's.
pub fn arb_id() -> impl Strategy<Value = Id> {
    any::<[u8; 12]>().prop_filter("the network's id", |bytes| *bytes != [0; 12]).prop_map(Id::from_bytes)
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

/// A record of this kind and id, in all of whose fields there may be something: in one of these regions, a person
/// with roles in these groups. The network's id is its own.
pub fn arb_record(kind: Kind, id: Id, regions: Vec<Id>, groups: Vec<Id>) -> BoxedStrategy<Record> {
    let targets: Vec<Ref> =
        groups.into_iter().map(|id| Ref::new(Kind::Group, id)).chain([Ref::NETWORK]).collect();
    let others: Vec<Id> = regions.into_iter().filter(|region| *region != id).collect();
    let fields: Vec<_> = kind.declaration().fields().map(|spec| arb_field(spec, &others, &targets)).collect();
    (fields, arb_position(), arb_meta())
        .prop_map(move |(fields, (latitude, longitude), meta)| {
            let mut record = (kind.declaration().empty)(id);
            fields.into_iter().for_each(|set| set.0(&mut record));
            for (field, degrees) in [(Field::Latitude, latitude), (Field::Longitude, longitude)] {
                if let Some(FieldSpec { value: Access::Degrees { set, .. }, .. }) =
                    kind.declaration().field(field)
                {
                    set(&mut record, degrees);
                }
            }
            *record.meta_mut() = meta;
            record
        })
        .boxed()
}

/// Sets a field of a record.
#[derive(Clone)]
struct Set(Arc<dyn Fn(&mut Record)>);

impl std::fmt::Debug for Set {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Set")
    }
}

fn arb_field(spec: &'static FieldSpec, regions: &[Id], targets: &[Ref]) -> BoxedStrategy<Set> {
    fn with<T: Clone + std::fmt::Debug + 'static>(
        values: impl Strategy<Value = T> + 'static,
        set: impl Fn(&mut Record, T) + Clone + 'static,
    ) -> BoxedStrategy<Set> {
        values
            .prop_map(move |value| {
                let set = set.clone();
                Set(Arc::new(move |record| set(record, value.clone())))
            })
            .boxed()
    }
    match spec.value {
        Access::Line(text) if spec.options.required => with(arb_name(), text.set),
        Access::Line(text) if spec.field == Field::Topic => with(arb_topic(), text.set),
        Access::Line(text) => with(arb_short(), text.set),
        Access::Date(text) => {
            with("((19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?)?", text.set)
        }
        // In one order, whichever is first: an announcement ends after it begins.
        Access::Day(text) if spec.options.until => {
            with("2031-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])", text.set)
        }
        Access::Day(text) => with("(20[12][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8]))?", text.set),
        Access::TimeZone(text) => with(arb_zone(), text.set),
        Access::CountyCode(text) => with("([0-9]{5})?", text.set),
        Access::Long(_, text) => with(arb_long(), text.set),
        Access::Choice { keys, set, .. } => with(prop::sample::select(keys()), set),
        // The two of a position belong together.
        Access::Degrees { .. } => Just(Set(Arc::new(|_| {}))).boxed(),
        Access::Reference { set, .. } => with(arb_one_of(regions.to_vec()), set),
        Access::Flag { set, .. } => with(any::<bool>(), set),
        Access::Set(members) => with(prop::collection::vec(arb_topic(), 0..4), move |record, topics| {
            topics.iter().for_each(|topic| (members.insert)(record, topic));
        }),
        Access::Refs(kinds, members) => {
            let of: Vec<Ref> = targets.iter().copied().filter(|of| kinds.contains(&of.kind)).collect();
            with(prop::sample::subsequence(of.clone(), 0..=of.len().min(3)), move |record, of| {
                of.iter().for_each(|of| (members.insert)(record, &of.to_string()));
            })
        }
        Access::Roles(members) => {
            let role = (prop::sample::select(targets.to_vec()), prop::sample::select(&Role::ALL[..]))
                .prop_map(|(of, role)| Membership { of, role });
            with(prop::collection::vec(role, 0..3), move |record, roles| {
                roles.iter().for_each(|role| (members.insert)(record, &role.to_string()));
            })
        }
        Access::Contacts { set, .. } => with(arb_contacts(), set),
    }
}

fn arb_position() -> impl Strategy<Value = (Option<f64>, Option<f64>)> {
    prop::option::of((-90.0..90.0_f64, -180.0..180.0_f64)).prop_map(Option::unzip)
}

fn arb_one_of(ids: Vec<Id>) -> BoxedStrategy<Option<Id>> {
    if ids.is_empty() { Just(None).boxed() } else { prop::option::of(prop::sample::select(ids)).boxed() }
}
