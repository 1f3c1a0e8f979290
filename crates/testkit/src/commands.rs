use crate::{arb_name, arb_record};
use groundswell_model::{Command, DeviceId, Field, Id, Kind, Meta, Record};
use proptest::prelude::*;

/// The few ids that a history is about, so that its commands meet.
#[derive(Clone, Debug)]
pub struct Ids {
    /// Regions.
    pub regions: Vec<Id>,
    /// Groups.
    pub groups: Vec<Id>,
    /// Of every other kind some.
    pub others: Vec<(Kind, Id)>,
}

/// The kinds of which [`Ids`] has a list of its own.
const LISTED: [Kind; 3] = [Kind::Network, Kind::Region, Kind::Group];

impl Ids {
    /// Every record, the network included.
    #[must_use]
    pub fn all(&self) -> Vec<(Kind, Id)> {
        let of = |kind, ids: &[Id]| ids.iter().map(move |id| (kind, *id)).collect::<Vec<_>>();
        [
            vec![(Kind::Network, Id::NETWORK)],
            of(Kind::Region, &self.regions),
            of(Kind::Group, &self.groups),
            self.others.clone(),
        ]
        .concat()
    }
}

/// Three regions, three groups, and two records of every other kind.
pub fn arb_ids() -> impl Strategy<Value = Ids> {
    any::<[u8; 11]>().prop_map(|random| {
        let ids = |kind: u8, count: u8| -> Vec<Id> {
            (0..count)
                .map(|number| {
                    let mut bytes = [kind + number; 12];
                    bytes[..11].copy_from_slice(&random);
                    Id::from_bytes(bytes)
                })
                .collect()
        };
        let others = (21..).step_by(10).zip(Kind::ALL).filter(|(_, kind)| !LISTED.contains(kind));
        let others =
            others.flat_map(|(base, kind)| ids(base, 2).into_iter().map(move |id| (kind, id))).collect();
        Ids { regions: ids(1, 3), groups: ids(11, 3), others }
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

/// What one edit makes of a record: some of its fields, a bit each, are those of another record of its kind, and
/// with the highest bit where it came from.
#[must_use]
pub fn arb_edit(before: &Record, wish: &Record, fields: u32) -> Record {
    let mut after = before.clone();
    if before.kind() != wish.kind() {
        return after;
    }
    let is_taken = |bit: usize| fields & (1 << bit) != 0;
    let kind = before.kind().declaration();
    let place_of = |field| kind.fields().position(|spec| spec.field == field);
    for (bit, spec) in kind.fields().enumerate() {
        // The two of a position belong together.
        let bit = if spec.field == Field::Longitude { place_of(Field::Latitude) } else { Some(bit) };
        if bit.is_some_and(is_taken) {
            spec.copy(wish, &mut after);
        }
    }
    if fields >> 31 != 0 {
        let Meta { source, external, .. } = wish.meta().clone();
        let meta = after.meta_mut();
        (meta.source, meta.external) = (source, external);
    }
    after
}
