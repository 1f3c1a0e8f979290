//! What changed, for those who show it.

use crate::{
    DeviceId, Group, Id, Kind, Network, PersonCard, Reach, Record, RecordCard, RecordView, Ref, Region,
    projection::section::{Changes, Section},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The records that a change touched, as they are now. A local and a remote change report alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Delta {
    /// Records that are there, new or changed.
    pub changed: Vec<RecordView>,
    /// The cards of those among them whose kind has cards of this form.
    pub cards: Vec<RecordCard>,
    /// Records that left: deleted, or withdrawn.
    pub gone: Vec<(Kind, Id)>,
    /// Devices whose name is new: device -> name, empty where it was taken away.
    pub devices: Vec<(DeviceId, String)>,
}

impl Delta {
    /// Whether nothing changed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty() && self.devices.is_empty()
    }

    /// What is painted first of it.
    #[must_use]
    pub fn listed(&self) -> Listed {
        let mut listed = Listed { gone: self.gone.clone(), ..Listed::default() };
        for view in &self.changed {
            let disputed = !view.conflicts.is_empty();
            if let Record::Network(network) = &view.record {
                listed.network = Some(network.clone());
            } else if let Record::Region(region) = &view.record {
                listed.regions.push(region.clone());
            } else if let Record::Group(group) = &view.record {
                listed.groups.push((group.clone(), disputed));
            }
        }
        listed
    }

    /// The sections that show something else after it.
    #[must_use]
    pub fn sections(&self) -> BTreeSet<Section> {
        let changed = self.changed.iter().map(|view| view.record.kind());
        let gone = self.gone.iter().map(|(kind, _)| *kind);
        let devices = (!self.devices.is_empty()).then_some(Section::Devices);
        let reach = changed.clone().chain(gone.clone()).any(|kind| kind != Kind::Network);
        let reach = reach.then_some(Section::Reach);
        changed.chain(gone).map(Section::of).chain(devices).chain(reach).collect()
    }

    /// What changes of the cards of people.
    pub(crate) fn people(&self) -> Changes<Id, PersonCard> {
        let person = |view: &RecordView| {
            let Record::Person(person) = &view.record else { return None };
            Some((person.id, Some(PersonCard::of(person, !view.conflicts.is_empty()))))
        };
        self.changed.iter().filter_map(person).chain(self.gone_of(Kind::Person)).collect()
    }

    /// What changes of the cards of a kind that has cards of this form.
    pub(crate) fn cards_of(&self, kind: Kind) -> Changes<Id, RecordCard> {
        let cards = self.cards.iter().filter(|card| card.of.kind == kind);
        cards.map(|card| (card.id(), Some(card.clone()))).chain(self.gone_of(kind)).collect()
    }

    /// What changes of the names of devices.
    pub(crate) fn named_devices(&self) -> Changes<DeviceId, String> {
        let name =
            |(device, name): &(DeviceId, String)| (*device, Some(name.clone()).filter(|it| !it.is_empty()));
        self.devices.iter().map(name).collect()
    }

    /// What changes of what searches go through beside the cards.
    pub(crate) fn reach(&self) -> Changes<Ref, Reach> {
        let changed = self
            .changed
            .iter()
            .map(|RecordView { record, .. }| (Ref::new(record.kind(), record.id()), Reach::of(record)));
        let gone = self.gone.iter().map(|(kind, id)| (Ref::new(*kind, *id), None));
        changed.chain(gone).filter(|(of, _)| of.kind != Kind::Network).collect()
    }

    fn gone_of<T>(&self, kind: Kind) -> impl Iterator<Item = (Id, Option<T>)> {
        self.gone.iter().filter(move |(of, _)| *of == kind).map(|(_, id)| (*id, None))
    }
}

/// What is painted first of a [`Delta`], and which records left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// The network, where it changed.
    pub network: Option<Network>,
    /// Regions that are there, new or changed.
    pub regions: Vec<Region>,
    /// Such groups, and whether something of them is in dispute.
    pub groups: Vec<(Group, bool)>,
    /// [`Delta::gone`].
    pub gone: Vec<(Kind, Id)>,
}

impl Listed {
    /// Whether it changes what is painted first.
    #[must_use]
    pub fn is_for_first(&self) -> bool {
        let gone = self.gone.iter().any(|(kind, _)| Section::of(*kind) == Section::First);
        gone || self.network.is_some() || !self.regions.is_empty() || !self.groups.is_empty()
    }
}
