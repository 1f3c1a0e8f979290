//! What pages paint their lists from.

use crate::{Directory, reading::Texts};
use groundswell_model::{
    Id, Kind, PersonCard, Projection, Projections, Reach, Record, RecordCard, Ref, projection::Section,
};

impl Directory {
    /// All projections, as the document is now.
    #[must_use]
    pub fn projections(&self) -> Projections {
        let mut projections = Projections::default();
        Section::all().for_each(|section| self.project(&mut projections, section));
        projections
    }

    /// Makes a section anew, as the document is now.
    pub fn project(&self, projections: &mut Projections, section: Section) {
        match section {
            Section::First => projections.first = self.first_projection(),
            Section::Records(kind) if RecordCard::is_for(kind) => {
                let cards = projections.cards.entry(kind).or_default();
                cards.clear();
                self.each(kind, Texts::Read, |found| {
                    let card = RecordCard::of(&found.record, !found.disputes.is_empty());
                    cards.insert(card.id(), card);
                });
            }
            Section::Records(kind) => {
                projections.people.clear();
                self.each(kind, Texts::Leave, |found| {
                    if let Record::Person(person) = &found.record {
                        let card = PersonCard::of(person, !found.disputes.is_empty());
                        projections.people.insert(person.id, card);
                    }
                });
            }
            Section::Devices => projections.devices = self.devices().collect(),
            Section::Reach => {
                projections.reach.clear();
                for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Network) {
                    self.each(kind, Texts::Read, |found| {
                        if let Some(reach) = Reach::of(&found.record) {
                            projections.reach.insert(Ref::new(kind, found.record.id()), reach);
                        }
                    });
                }
            }
        }
    }

    fn first_projection(&self) -> Projection {
        let mut first = Projection { directory: self.id, heads: self.heads(), ..Projection::default() };
        self.each(Kind::Region, Texts::Read, |found| {
            if let Record::Region(region) = found.record {
                first.regions.insert(region.id, region);
            }
        });
        self.each(Kind::Group, Texts::Leave, |found| {
            if let Record::Group(group) = &found.record {
                let region = group.region.and_then(|id| first.regions.get(&id));
                let region = region.map_or("", |region| region.name.as_str());
                first.groups.put(group, region, !found.disputes.is_empty());
            }
        });
        first.groups.sort();
        if let Some(Record::Network(network)) = self.found(Kind::Network, Id::NETWORK) {
            first.network = network;
        }
        first
    }
}
