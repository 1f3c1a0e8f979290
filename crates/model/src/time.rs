//! Moments, as milliseconds since 1970-01-01T00:00:00Z.

use crate::DeviceId;
use serde::{Deserialize, Serialize};

/// A moment: milliseconds since the Unix epoch, UTC, as the device's clock told it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(pub i64);

/// When something was said of a record, and by which device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// The moment by that device's clock.
    pub at: Timestamp,
    /// The device that said it.
    pub by: DeviceId,
}
