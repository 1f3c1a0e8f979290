//! What changed, for those who show it.

use crate::{Id, Kind, RecordCard, RecordView};
use serde::{Deserialize, Serialize};

/// The records that a change touched, as they are now. A local and a remote change report alike.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
}
