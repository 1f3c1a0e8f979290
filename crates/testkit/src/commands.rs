use crate::{arb_name, arb_record};
use groundswell_model::{Command, DeviceId, Group, Id, Kind, Record};
use proptest::prelude::*;

/// The few ids that a history is about, so that its commands meet.
#[derive(Clone, Debug)]
pub struct Ids {
    /// Regions.
    pub regions: Vec<Id>,
    /// Groups.
    pub groups: Vec<Id>,
    /// AWGs.
    pub awgs: Vec<Id>,
    /// People.
    pub people: Vec<Id>,
}

impl Ids {
    /// Every record, the network included.
    #[must_use]
    pub fn all(&self) -> Vec<(Kind, Id)> {
        let of = |kind, ids: &[Id]| ids.iter().map(move |id| (kind, *id)).collect::<Vec<_>>();
        [
            vec![(Kind::Network, Id::NETWORK)],
            of(Kind::Region, &self.regions),
            of(Kind::Group, &self.groups),
            of(Kind::Awg, &self.awgs),
            of(Kind::Person, &self.people),
        ]
        .concat()
    }
}

/// Three regions, three groups, an AWG and two people.
pub fn arb_ids() -> impl Strategy<Value = Ids> {
    any::<[u8; 11]>().prop_map(|random| {
        let ids = |kind: u8, count: u8| {
            (0..count)
                .map(|number| {
                    let mut bytes = [kind + number; 12];
                    bytes[..11].copy_from_slice(&random);
                    Id::from_bytes(bytes)
                })
                .collect()
        };
        Ids { regions: ids(1, 3), groups: ids(11, 3), awgs: ids(21, 1), people: ids(31, 2) }
    })
}

/// Any command but a batch, on any of these records, there or not. What a save starts from is an arbitrary
/// record too: see [`arb_edit`] for edits such as people make.
pub fn arb_command(ids: &Ids) -> BoxedStrategy<Command> {
    let Ids { regions, groups, .. } = ids.clone();
    let any_of = prop::sample::select(ids.all());
    let record =
        any_of.clone().prop_flat_map(move |(kind, id)| arb_record(kind, id, regions.clone(), groups.clone()));
    let device = any::<[u8; 8]>().prop_map(DeviceId);
    prop_oneof![
        6 => record.prop_map(|after| Command::Save { before: None, after: Box::new(after) }),
        1 => any_of.clone().prop_map(|(kind, id)| Command::Delete { kind, id }),
        1 => any_of.clone().prop_map(|(kind, id)| Command::Restore { kind, id }),
        1 => any_of.prop_map(|(kind, id)| Command::Verify { kind, id }),
        1 => (device, arb_name()).prop_map(|(device, name)| Command::NameDevice { device, name }),
    ]
    .boxed()
}

/// What one edit makes of a record: some of its fields are those of another record of its kind.
#[must_use]
pub fn arb_edit(before: &Record, wish: &Record, fields: u16) -> Record {
    let take = |bit: u16| fields & (1 << bit) != 0;
    let mut after = before.clone();
    macro_rules! take {
        ($after:ident, $wish:ident, $($bit:literal $($field:ident).+),+) => {
            $(if take($bit) { $after.$($field).+ = $wish.$($field).+.clone(); })+
        };
    }
    match (&mut after, wish) {
        (Record::Network(it), Record::Network(wish)) => {
            take!(it, wish, 0 name, 1 about, 2 time_zone, 3 contacts, 4 notes, 5 meta.source);
        }
        (Record::Region(it), Record::Region(wish)) => {
            take!(it, wish, 0 name, 1 about, 2 level, 3 parent, 4 notes, 5 meta.external);
        }
        (Record::Group(it), Record::Group(wish)) => edit_group(it, wish, take),
        (Record::Awg(it), Record::Awg(wish)) => {
            take!(it, wish, 0 name, 1 about, 2 status, 3 contacts, 4 notes, 5 topic, 6 founded, 7 meets);
        }
        (Record::Person(it), Record::Person(wish)) => {
            take!(it, wish, 0 name, 1 public, 2 roles, 3 contacts, 4 notes, 5 meta.external);
        }
        _ => {}
    }
    after
}

fn edit_group(it: &mut Group, wish: &Group, take: impl Fn(u16) -> bool) {
    if take(0) {
        it.name.clone_from(&wish.name);
    }
    if take(1) {
        it.about.clone_from(&wish.about);
    }
    if take(2) {
        it.status = wish.status;
    }
    if take(3) {
        it.contacts.clone_from(&wish.contacts);
    }
    if take(4) {
        it.notes.clone_from(&wish.notes);
    }
    if take(5) {
        it.place.clone_from(&wish.place);
    }
    if take(6) {
        it.region = wish.region;
    }
    if take(7) {
        it.topics.clone_from(&wish.topics);
    }
    if take(8) {
        it.meets.clone_from(&wish.meets);
    }
    if take(9) {
        it.meta.source.clone_from(&wish.meta.source);
        it.meta.external.clone_from(&wish.meta.external);
    }
    if take(10) {
        it.time_zone.clone_from(&wish.time_zone);
        it.founded.clone_from(&wish.founded);
    }
}
