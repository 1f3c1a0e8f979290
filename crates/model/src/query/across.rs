//! Groups looked for in every directory of a device at once.

use super::{FoundGroups, GroupQuery};
use crate::{GroupCard, Id, Projection, Status, fold};
use std::collections::BTreeMap;

/// The directories of a device as they were read, and what was last found in each.
#[derive(Debug, Default)]
pub struct AcrossDirectories {
    read: BTreeMap<Id, Option<Projection>>,
    finders: BTreeMap<Id, FoundGroups>,
}

/// What came of looking into one directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// It is not read yet.
    ToCome,
    /// There was nothing in it that could be read.
    Unreadable,
    /// It was looked into.
    Found {
        /// How many of its groups were found.
        total: usize,
        /// The first of them, by name.
        first: Vec<FoundGroup>,
    },
}

/// A group that was found, as a list of several directories shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundGroup {
    /// Its id, within its directory.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its town.
    pub town: String,
    /// Its county.
    pub county: String,
    /// Its state.
    pub state: String,
    /// Whether it is active.
    pub status: Status,
    /// Those of its issues in which any of the words is.
    pub topics: Vec<String>,
}

impl FoundGroup {
    fn of(card: &GroupCard<'_>, words: &[String]) -> Self {
        let is_asked_for = |topic: &&str| {
            let topic = fold::fold(topic);
            words.iter().any(|word| topic.contains(word.as_str()))
        };
        Self {
            id: card.id,
            name: card.name.to_owned(),
            town: card.town.to_owned(),
            county: card.county.to_owned(),
            state: card.state.to_owned(),
            status: card.status,
            topics: card.topics().filter(is_asked_for).map(str::to_owned).collect(),
        }
    }
}

impl AcrossDirectories {
    /// Takes in what was read of a directory; `None` where that is nothing.
    pub fn put(&mut self, directory: Id, read: Option<Projection>) {
        self.read.insert(directory, read);
    }

    /// Whether a directory was read, be it in vain.
    #[must_use]
    pub fn holds(&self, directory: Id) -> bool {
        self.read.contains_key(&directory)
    }

    /// Looks for the groups of a directory that have all these words in their name, place, issues or region. The
    /// `open` directory, which may have changed since it was read, is looked into as it is now.
    pub fn look(&mut self, directory: Id, open: &Projection, words: &str, most: usize) -> Looked {
        let projection = if open.directory == directory {
            open
        } else {
            match self.read.get(&directory) {
                None => return Looked::ToCome,
                Some(None) => return Looked::Unreadable,
                Some(Some(read)) => read,
            }
        };
        let finder = self.finders.entry(directory).or_default();
        finder.look(projection, &GroupQuery { text: words.to_owned(), ..GroupQuery::default() });
        let words = fold::words(words);
        let first = finder.first(projection, most);
        let cards = first.into_iter().filter_map(|id| projection.groups.get(id));
        Looked::Found {
            total: finder.len(),
            first: cards.map(|card| FoundGroup::of(&card, &words)).collect(),
        }
    }
}
