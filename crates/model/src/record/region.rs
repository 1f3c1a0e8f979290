use crate::{Id, Meta};
use serde::{Deserialize, Serialize};

/// A region: groups belong to it, and it may lie in another (county -> region -> state -> nation).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// Its id.
    pub id: Id,
    /// What it is called.
    pub name: String,
    /// How large it is.
    pub level: Level,
    /// The region around it. Where concurrent edits made a circle, the engine shows it broken.
    pub parent: Option<Id>,
    /// What it says of itself, for everybody.
    pub about: String,
    /// What members tell each other.
    pub notes: String,
    /// Dates and origins.
    pub meta: Meta,
}

/// How large a region is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// A county or parish.
    County,
    /// Several counties.
    #[default]
    Region,
    /// A state or territory.
    State,
    /// A nation.
    Nation,
}

impl Level {
    /// Every level, smallest first.
    pub const ALL: [Self; 4] = [Self::County, Self::Region, Self::State, Self::Nation];

    /// The level's name in the document.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Region => "region",
            Self::State => "state",
            Self::Nation => "nation",
        }
    }

    /// The level with this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.key() == key)
    }
}
