use super::{
    bytes::{DecodeError, bytes_of, of_bytes},
    section::Section,
    stamped::{sealed, unsealed},
};
use crate::{GroupTable, Id, Kind, Network, Ref, Region, Status, delta::Listed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a page needs to paint its first lists: all that is read before the first paint.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Projection {
    /// The directory it shows.
    pub directory: Id,
    /// A state of the document in which it shows what it shows now: the heads of both parts, as the engine wrote
    /// them. Empty once a change was brought in.
    #[serde(skip)]
    pub heads: Vec<u8>,
    /// The network.
    pub network: Network,
    /// Every region.
    pub regions: BTreeMap<Id, Region>,
    /// A card for every group.
    pub groups: GroupTable,
}

impl Projection {
    /// The projection as bytes, those of its form and its heads first.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        sealed(Section::First, &self.heads, &bytes_of(self))
    }

    /// Reads what [`Self::encode`] wrote.
    ///
    /// # Errors
    /// When the bytes are damaged or of another version.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (heads, body) = unsealed(Section::First, bytes).ok_or(DecodeError)?;
        let mut projection = Self::read(body)?;
        projection.heads = heads.to_vec();
        Ok(projection)
    }

    pub(super) fn read(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut projection: Self = of_bytes(bytes)?;
        if projection.groups.stands() { Ok(projection) } else { Err(DecodeError) }
    }

    /// Brings in what is painted first of a change.
    pub fn take_in(&mut self, listed: &Listed) {
        if !listed.is_for_first() {
            return;
        }
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
        for (kind, id) in &listed.gone {
            self.remove(*kind, *id);
        }
    }

    fn remove(&mut self, kind: Kind, id: Id) {
        if kind == Kind::Region {
            self.regions.remove(&id);
            self.groups.forget_history();
        } else if kind == Kind::Group {
            self.groups.remove(id);
        }
    }

    /// What the network, a region or a group is called; `None` where it is not there, or of another kind.
    #[must_use]
    pub fn name_of(&self, record: Ref) -> Option<&str> {
        let Ref { kind, id } = record;
        if kind == Kind::Network {
            Some(&self.network.name)
        } else if kind == Kind::Region {
            self.regions.get(&id).map(|region| region.name.as_str())
        } else if kind == Kind::Group {
            self.groups.get(id).map(|card| card.name)
        } else {
            None
        }
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
