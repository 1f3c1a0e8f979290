use crate::{ContactWay, Meta};
use serde::{Deserialize, Serialize};

/// The network that the directory is of. There is one, and it is never deleted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Network {
    /// What it is called.
    pub name: String,
    /// What it says of itself, for everybody.
    pub about: String,
    /// IANA name of the zone its gatherings are announced in; empty if not said.
    pub time_zone: String,
    /// Ways to reach it.
    pub contacts: Vec<ContactWay>,
    /// What members tell each other.
    pub notes: String,
    /// Dates and origins.
    pub meta: Meta,
}
