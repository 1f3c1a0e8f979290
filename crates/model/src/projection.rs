//! Projections: what a page needs to paint its lists, stored beside the document so that it is there before the
//! document is. One for what is painted first, and one for each kind of record beside it, so that a start reads
//! little and a change writes little.

mod bytes;
mod first;
pub(crate) mod section;
mod stamped;
mod stored;

pub use bytes::DecodeError;
pub use first::Projection;
pub use section::{Changes, Section};
pub use stored::{Index, StoredProjections};

use crate::{Delta, DeviceId, Id, Kind, PersonCard, Reach, RecordCard, Ref};
use bytes::{bytes_of, of_bytes};
use std::collections::{BTreeMap, BTreeSet};

/// All projections of a directory.
#[derive(Clone, Debug, Default)]
pub struct Projections {
    /// [`Section::First`].
    pub first: Projection,
    /// A card for every person.
    pub people: BTreeMap<Id, PersonCard>,
    /// The cards of all other records, by kind.
    pub cards: BTreeMap<Kind, BTreeMap<Id, RecordCard>>,
    /// Names of devices, as members gave them.
    pub devices: BTreeMap<DeviceId, String>,
    /// [`Section::Reach`].
    pub reach: BTreeMap<Ref, Reach>,
}

impl Projections {
    /// Brings a change in.
    pub fn apply(&mut self, delta: &Delta) {
        self.first.take_in(&delta.listed());
        section::apply(&mut self.people, delta.people());
        for kind in Section::all().filter_map(Section::card_kind) {
            let changes = delta.cards_of(kind);
            if !changes.is_empty() {
                section::apply(self.cards.entry(kind).or_default(), changes);
            }
        }
        section::apply(&mut self.devices, delta.named_devices());
        section::apply(&mut self.reach, delta.reach());
    }

    /// The sections that show something else once this change is brought in.
    #[must_use]
    pub fn changed_by(&self, delta: &Delta) -> BTreeSet<Section> {
        let mut sections = delta.sections();
        // Most changes are none of how a record is reached.
        if delta.reach().iter().all(|(of, reach)| self.reach.get(of) == reach.as_ref()) {
            sections.remove(&Section::Reach);
        }
        sections
    }

    /// The cards of a kind, in the order of their ids.
    pub fn cards_of(&self, kind: Kind) -> impl DoubleEndedIterator<Item = &RecordCard> {
        self.cards.get(&kind).into_iter().flat_map(BTreeMap::values)
    }

    /// Whether a section shows the same here and there. Of what is painted first that is not looked into: no two are
    /// the same.
    #[must_use]
    pub fn is_same(&self, other: &Self, section: Section) -> bool {
        match section {
            Section::First => false,
            Section::Records(Kind::Person) => self.people == other.people,
            Section::Records(kind) => self.cards_of(kind).eq(other.cards_of(kind)),
            Section::Devices => self.devices == other.devices,
            Section::Reach => self.reach == other.reach,
        }
    }

    /// A section as bytes, as messages and the storage carry it: without what names its form.
    #[must_use]
    pub fn encode(&self, section: Section) -> Vec<u8> {
        match section {
            Section::First => bytes_of(&self.first),
            Section::Records(Kind::Person) => bytes_of(&self.people),
            Section::Records(kind) => match self.cards.get(&kind) {
                Some(cards) => bytes_of(cards),
                None => bytes_of(&BTreeMap::<Id, RecordCard>::new()),
            },
            Section::Devices => bytes_of(&self.devices),
            Section::Reach => bytes_of(&self.reach),
        }
    }

    /// Reads a section's bytes in its place.
    fn read(&mut self, section: Section, bytes: &[u8]) -> Result<(), DecodeError> {
        match section {
            Section::First => self.first = Projection::read(bytes)?,
            Section::Records(Kind::Person) => self.people = of_bytes(bytes)?,
            Section::Records(kind) => {
                self.cards.insert(kind, of_bytes(bytes)?);
            }
            Section::Devices => self.devices = of_bytes(bytes)?,
            Section::Reach => self.reach = of_bytes(bytes)?,
        }
        Ok(())
    }
}
