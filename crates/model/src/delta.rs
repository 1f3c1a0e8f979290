//! What changed, for those who show it.

use crate::{Group, Id, Kind, Network, PersonCard, Record, RecordCard, RecordView, Region};
use serde::{Deserialize, Serialize};

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
    pub devices: Vec<(crate::DeviceId, String)>,
}

impl Delta {
    /// Whether nothing changed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty() && self.devices.is_empty()
    }

    /// What lists show of it.
    #[must_use]
    pub fn listed(&self) -> Listed {
        let mut listed = Listed {
            cards: self.cards.clone(),
            gone: self.gone.clone(),
            devices: self.devices.clone(),
            ..Listed::default()
        };
        for view in &self.changed {
            let disputed = !view.conflicts.is_empty();
            if let Record::Network(network) = &view.record {
                listed.network = Some(network.clone());
            } else if let Record::Region(region) = &view.record {
                listed.regions.push(region.clone());
            } else if let Record::Group(group) = &view.record {
                listed.groups.push((group.clone(), disputed));
            } else if let Record::Person(person) = &view.record {
                listed.people.push(PersonCard::of(person, disputed));
            }
        }
        listed
    }
}

/// What lists show of a [`Delta`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// The network, where it changed.
    pub network: Option<Network>,
    /// Regions that are there, new or changed.
    pub regions: Vec<Region>,
    /// Such groups, and whether something of them is in dispute.
    pub groups: Vec<(Group, bool)>,
    /// The cards of such people.
    pub people: Vec<PersonCard>,
    /// [`Delta::cards`].
    pub cards: Vec<RecordCard>,
    /// [`Delta::gone`].
    pub gone: Vec<(Kind, Id)>,
    /// [`Delta::devices`].
    pub devices: Vec<(crate::DeviceId, String)>,
}
