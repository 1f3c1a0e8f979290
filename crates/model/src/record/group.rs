use crate::{ContactWay, Id, Meta};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A local community group. Its card is public; notes and contact ways marked so are for members.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: Id,
    /// What it is called.
    pub name: String,
    /// Whether it is active.
    pub status: Status,
    /// Where it is at home.
    pub place: Place,
    /// The region it belongs to.
    pub region: Option<Id>,
    /// IANA name of its time zone; empty if not said.
    pub time_zone: String,
    /// The issues it works on, as people write them.
    pub topics: BTreeSet<String>,
    /// Since when, as people write it: "2011", "spring 2017".
    pub founded: String,
    /// When it meets, in its own words; [`crate::meets::parse`] reads what it can of it.
    pub meets: String,
    /// What it says of itself, for everybody.
    pub about: String,
    /// What members tell each other.
    pub notes: String,
    /// Ways to reach it.
    pub contacts: Vec<ContactWay>,
    /// Dates and origins.
    pub meta: Meta,
}

/// Where something is at home.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Town, city or village.
    pub town: String,
    /// County, without the word "County".
    pub county: String,
    /// State: the two letters, or its name abroad.
    pub state: String,
    /// The county's five-digit code (US FIPS), if known.
    pub county_fips: String,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
}

/// Whether a group or AWG is active.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Meets and acts.
    #[default]
    Active,
    /// Is being started.
    Forming,
    /// Rests.
    Paused,
    /// Is over, and kept for its history.
    Ended,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Active, Self::Forming, Self::Paused, Self::Ended];

    /// The status's name in documents, files and addresses.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Forming => "forming",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }

    /// The status with this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }
}
