//! What people look for in the lists: the words, filters and order that also stand in the address.

mod across;
mod asked;
mod found;
mod index;
mod people;
mod regions;

pub use across::{AcrossDirectories, FoundGroup, Looked};
pub use found::{FoundGroups, more_groups};
pub use index::{Fit, TextIndex};
pub use people::PeopleIndex;
pub use regions::{Branch, tree, within};

use crate::{GroupTable, Id, Projection, Status, fold, states};
use std::collections::BTreeMap;

/// What is looked for among the groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupQuery {
    /// Words that must all be found in the name, place, issues or region. A state is found by its code and its name.
    pub text: String,
    /// Only in this region or one within it.
    pub region: Option<Id>,
    /// Only in this state: as [`states::key`] writes it.
    pub state: Option<String>,
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

/// What there is to choose from in a filter: each value with the number of groups that have it, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// States, as [`states::key`] writes them.
    pub states: Vec<(String, usize)>,
    /// Counties, as [`county_key`] writes them.
    pub counties: Vec<(String, usize)>,
    /// Issues, each in its most frequent spelling.
    pub topics: Vec<(String, usize)>,
    /// Statuses, in their own order.
    pub statuses: Vec<(Status, usize)>,
}

/// What there is to choose from among these groups.
#[must_use]
pub fn choices(groups: &GroupTable) -> Choices {
    let mut in_states: BTreeMap<&str, usize> = BTreeMap::new();
    let mut counties: BTreeMap<String, usize> = BTreeMap::new();
    let mut topics: BTreeMap<&str, usize> = BTreeMap::new();
    let mut statuses = Status::ALL.map(|status| (status, 0));
    for card in groups.iter() {
        if let Some((_, count)) = statuses.iter_mut().find(|(status, _)| *status == card.status) {
            *count += 1;
        }
        if !card.state.is_empty() {
            *in_states.entry(states::key(card.state)).or_default() += 1;
        }
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
    let mut in_states: Vec<_> = in_states.into_iter().map(|(key, count)| (key.to_owned(), count)).collect();
    in_states.sort_by(|(one, _), (other, _)| states::name(one).cmp(states::name(other)));
    Choices {
        states: in_states,
        statuses: statuses.into_iter().filter(|(_, count)| *count > 0).collect(),
        counties: counties.into_iter().collect(),
        topics: spellings.into_values().map(|(topic, _, count)| (topic, count)).collect(),
    }
}
