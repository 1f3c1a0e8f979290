//! The projection: what a page needs to paint its lists, stored beside the document so that it is there
//! before the document is.

use crate::{
    Awg, Delta, DeviceId, GroupTable, Id, Kind, Network, PersonCard, Record, RecordView, Region, Status,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Raised with every change of [`Projection`]'s form: an older stored one is then built anew.
const VERSION: u8 = 2;

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
    /// Every AWG, without its notes.
    pub awgs: BTreeMap<Id, Awg>,
    /// A card for every person.
    pub people: BTreeMap<Id, PersonCard>,
    /// Names of devices, as members gave them.
    pub devices: BTreeMap<DeviceId, String>,
}

/// Stored bytes that are not a projection of this version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a projection of this version")]
pub struct DecodeError;

impl Projection {
    /// The projection as bytes, its version first.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        // Writing to memory can not fail: the one error of postcard's here is a full buffer.
        bytes.extend(postcard::to_allocvec(self).unwrap_or_default());
        bytes
    }

    /// Reads stored bytes.
    ///
    /// # Errors
    /// When they are damaged or of another version.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        match bytes.split_first() {
            Some((&VERSION, rest)) => {
                let mut projection: Self = postcard::from_bytes(rest).map_err(|_| DecodeError)?;
                if projection.groups.stands() { Ok(projection) } else { Err(DecodeError) }
            }
            _ => Err(DecodeError),
        }
    }

    /// Brings a change in.
    pub fn apply(&mut self, delta: &Delta) {
        self.heads.clear();
        // Regions first: a group's card carries its region's name.
        for view in &delta.changed {
            if let Record::Region(region) = &view.record {
                self.put_region(region);
                self.groups.forget_history();
            }
        }
        for view in &delta.changed {
            self.put(view);
        }
        for (kind, id) in &delta.gone {
            self.remove(*kind, *id);
        }
        for (device, name) in &delta.devices {
            if name.is_empty() {
                self.devices.remove(device);
            } else {
                self.devices.insert(*device, name.clone());
            }
        }
    }

    fn put_region(&mut self, region: &Region) {
        self.regions.insert(region.id, region.clone());
    }

    fn put(&mut self, view: &RecordView) {
        let disputed = !view.conflicts.is_empty();
        match &view.record {
            Record::Network(network) => self.network = network.clone(),
            Record::Region(_) => {}
            Record::Group(group) => {
                let region = group.region.and_then(|id| self.regions.get(&id));
                self.groups.put(group, region.map_or("", |region| region.name.as_str()), disputed);
            }
            Record::Awg(awg) => {
                self.awgs.insert(awg.id, Awg { notes: String::new(), ..awg.clone() });
            }
            Record::Person(person) => {
                self.people.insert(person.id, PersonCard::of(person, disputed));
            }
        }
    }

    fn remove(&mut self, kind: Kind, id: Id) {
        match kind {
            Kind::Network => {}
            Kind::Region => {
                self.regions.remove(&id);
                self.groups.forget_history();
            }
            Kind::Group => self.groups.remove(id),
            Kind::Awg => {
                self.awgs.remove(&id);
            }
            Kind::Person => {
                self.people.remove(&id);
            }
        }
    }

    /// The people with a role here, each with their card.
    pub fn people_of(&self, target: crate::Target) -> impl Iterator<Item = (&PersonCard, crate::Role)> {
        self.people.values().flat_map(move |person| {
            person.roles.iter().filter(move |role| role.of == target).map(move |role| (person, role.role))
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
