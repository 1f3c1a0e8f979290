//! What people look for in the lists: the words, filters and order that also stand in the address.

mod across;
mod found;
mod people;
mod regions;

pub use across::{AcrossDirectories, FoundGroup, Looked};
pub use found::FoundGroups;
pub use people::PeopleIndex;
pub use regions::{Branch, tree, within};

use crate::{GroupTable, Id, Projection, Status, fold};
use std::collections::BTreeMap;

/// What is looked for among the groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupQuery {
    /// Words that must all be found in the name, place, issues or region.
    pub text: String,
    /// Only in this region or one within it.
    pub region: Option<Id>,
    /// Only in this county: "Dane, WI", as [`county_key`] writes it.
    pub county: Option<String>,
    /// Only those that work on this issue, however it is spelled.
    pub topic: Option<String>,
    /// Only those of this status.
    pub status: Option<Status>,
    /// The order.
    pub sort: GroupSort,
}

/// An order of groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupSort {
    /// By name.
    #[default]
    Name,
    /// By state, then town, then name.
    Place,
    /// Last changed first.
    Updated,
    /// Longest not confirmed first, those never confirmed before all: what a task force looks after.
    Stale,
}

impl GroupSort {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Name, Self::Place, Self::Updated, Self::Stale];

    /// The order's name in an address.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Place => "place",
            Self::Updated => "updated",
            Self::Stale => "stale",
        }
    }

    /// The order with this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.key() == key)
    }
}

/// A county with its state, as filters and addresses name it.
#[must_use]
pub fn county_key(county: &str, state: &str) -> String {
    if state.is_empty() { county.to_owned() } else { format!("{county}, {state}") }
}

/// The ids of the groups looked for, in order.
#[must_use]
pub fn groups(projection: &Projection, query: &GroupQuery) -> Vec<Id> {
    let mut found = FoundGroups::default();
    found.look(projection, query);
    found.first(projection, usize::MAX)
}

/// What there is to choose from in a filter: each value with the number of groups that have it, by value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Counties, as [`county_key`] writes them.
    pub counties: Vec<(String, usize)>,
    /// Issues, each in its most frequent spelling.
    pub topics: Vec<(String, usize)>,
}

/// What there is to choose from among these groups.
#[must_use]
pub fn choices(groups: &GroupTable) -> Choices {
    let mut counties: BTreeMap<String, usize> = BTreeMap::new();
    let mut topics: BTreeMap<&str, usize> = BTreeMap::new();
    for card in groups.iter() {
        if !card.county.is_empty() {
            *counties.entry(county_key(card.county, card.state)).or_default() += 1;
        }
        for topic in card.topics() {
            *topics.entry(topic).or_default() += 1;
        }
    }
    // Spellings that fold alike are one choice, under the spelling that most use.
    let mut spellings: BTreeMap<String, (String, usize, usize)> = BTreeMap::new();
    for (topic, count) in topics {
        let entry = spellings.entry(fold::fold(topic)).or_default();
        if count > entry.1 {
            entry.0 = topic.to_owned();
            entry.1 = count;
        }
        entry.2 += count;
    }
    Choices {
        counties: counties.into_iter().collect(),
        topics: spellings.into_values().map(|(topic, _, count)| (topic, count)).collect(),
    }
}
