//! The projection: what a page needs to paint its lists, stored beside the document so that it is there
//! before the document is.

use crate::{
    Delta, DeviceId, GroupTable, Id, Kind, Network, PersonCard, RecordCard, Ref, Region, Status,
    delta::Listed,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Raised with every change of [`Projection`]'s form but those of the declarations: an older stored one is then built
/// anew.
const VERSION: u8 = 3;

/// What stored bytes begin with. Cards are read by the places of kinds and fields among their like, so that another
/// declaration is another form.
const HEAD: [u8; 9] = {
    let [a, b, c, d, e, f, g, h] = Kind::FINGERPRINT.to_le_bytes();
    [VERSION, a, b, c, d, e, f, g, h]
};

/// What a page needs to paint its lists.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Projection {
    /// The directory it shows.
    pub directory: Id,
    /// The state of the document it was made from: the heads of both parts, as the engine wrote them. Empty
    /// once a change was brought in.
    pub heads: Vec<u8>,
    /// The network.
    pub network: Network,
    /// Every region.
    pub regions: BTreeMap<Id, Region>,
    /// A card for every group.
    pub groups: GroupTable,
    /// A card for every person.
    pub people: BTreeMap<Id, PersonCard>,
    /// The cards of all other records.
    pub cards: BTreeMap<Ref, RecordCard>,
    /// Names of devices, as members gave them.
    pub devices: BTreeMap<DeviceId, String>,
}

/// Stored bytes that are not a projection of this version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a projection of this version")]
pub struct DecodeError;

impl Projection {
    /// The projection as bytes, those of its form first.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = HEAD.to_vec();
        // Writing to memory can not fail: the one error of postcard's here is a full buffer.
        bytes.extend(postcard::to_allocvec(self).unwrap_or_default());
        bytes
    }

    /// Reads stored bytes.
    ///
    /// # Errors
    /// When they are damaged or of another version.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let rest = bytes.strip_prefix(&HEAD).ok_or(DecodeError)?;
        let mut projection: Self = postcard::from_bytes(rest).map_err(|_| DecodeError)?;
        if projection.groups.stands() { Ok(projection) } else { Err(DecodeError) }
    }

    /// Brings a change in.
    pub fn apply(&mut self, delta: &Delta) {
        self.take_in(&delta.listed());
    }

    /// Brings in what lists show of a change.
    pub fn take_in(&mut self, listed: &Listed) {
        self.heads.clear();
        if let Some(network) = &listed.network {
            self.network = network.clone();
        }
        // Regions first: a group's card carries its region's name.
        for region in &listed.regions {
            self.regions.insert(region.id, region.clone());
            self.groups.forget_history();
        }
        for (group, disputed) in &listed.groups {
            let region = group.region.and_then(|id| self.regions.get(&id));
            self.groups.put(group, region.map_or("", |region| region.name.as_str()), *disputed);
        }
        self.people.extend(listed.people.iter().map(|card| (card.id, card.clone())));
        self.cards.extend(listed.cards.iter().map(|card| (card.of, card.clone())));
        for (kind, id) in &listed.gone {
            self.remove(*kind, *id);
        }
        for (device, name) in &listed.devices {
            if name.is_empty() {
                self.devices.remove(device);
            } else {
                self.devices.insert(*device, name.clone());
            }
        }
    }

    fn remove(&mut self, kind: Kind, id: Id) {
        self.cards.remove(&Ref::new(kind, id));
        if kind == Kind::Region {
            self.regions.remove(&id);
            self.groups.forget_history();
        } else if kind == Kind::Group {
            self.groups.remove(id);
        } else if kind == Kind::Person {
            self.people.remove(&id);
        }
    }

    /// The cards of a kind, in the order of their ids.
    pub fn cards_of(&self, kind: Kind) -> impl DoubleEndedIterator<Item = &RecordCard> {
        let (first, last) = (Id::from_bytes([0; 12]), Id::from_bytes([u8::MAX; 12]));
        self.cards.range(Ref::new(kind, first)..=Ref::new(kind, last)).map(|(_, card)| card)
    }

    /// The card of a record of any of these kinds.
    #[must_use]
    pub fn card(&self, kind: Kind, id: Id) -> Option<&RecordCard> {
        self.cards.get(&Ref::new(kind, id))
    }

    /// What a record is called; `None` where it is not there.
    #[must_use]
    pub fn name_of(&self, record: Ref) -> Option<&str> {
        let Ref { kind, id } = record;
        if let Some(card) = self.cards.get(&record) {
            Some(&card.name)
        } else if kind == Kind::Network {
            Some(&self.network.name)
        } else if kind == Kind::Region {
            self.regions.get(&id).map(|region| region.name.as_str())
        } else if kind == Kind::Group {
            self.groups.get(id).map(|card| card.name)
        } else if kind == Kind::Person {
            self.people.get(&id).map(|card| card.name.as_str())
        } else {
            None
        }
    }

    /// The people with a role here, each with their card.
    pub fn people_of(&self, place: Ref) -> impl Iterator<Item = (&PersonCard, crate::Role)> {
        self.people.values().flat_map(move |person| {
            person.roles.iter().filter(move |role| role.of == place).map(move |role| (person, role.role))
        })
    }

    /// The region and those around it, smallest first, each once even where they lie in a circle.
    #[must_use]
    pub fn regions_around(&self, region: Option<Id>) -> Vec<&Region> {
        let mut around: Vec<&Region> = Vec::new();
        let mut next = region;
        while let Some(region) = next.and_then(|id| self.regions.get(&id)) {
            if around.iter().any(|seen| seen.id == region.id) {
                break;
            }
            around.push(region);
            next = region.parent;
        }
        around
    }

    /// How many groups have this status.
    #[must_use]
    pub fn groups_that_are(&self, status: Status) -> usize {
        self.groups.iter().filter(|card| card.status == status).count()
    }
}
