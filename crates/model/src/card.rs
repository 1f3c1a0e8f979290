//! Cards: what a list shows of a record, in a form that is read from storage in a few milliseconds.
//!
//! A table keeps the texts of all cards in one string and each card as offsets into it: ten thousand cards are
//! two allocations, not a hundred thousand, and search runs over neighbouring memory.

use crate::{Group, Id, Person, Status, Timestamp, fold};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What the list shows of a group, borrowed from its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupCard<'a> {
    /// The group's id.
    pub id: Id,
    /// Its name.
    pub name: &'a str,
    /// Its town.
    pub town: &'a str,
    /// Its county.
    pub county: &'a str,
    /// Its state.
    pub state: &'a str,
    /// When it meets, in its own words.
    pub meets: &'a str,
    topics: &'a str,
    search: &'a str,
    /// The region it belongs to.
    pub region: Option<Id>,
    /// Whether it is active.
    pub status: Status,
    /// Last changed.
    pub updated: Timestamp,
    /// Last confirmed to be true.
    pub verified: Option<Timestamp>,
    /// Whether any of its fields is in dispute.
    pub disputed: bool,
}

/// Separates topics, and the searched texts, within a card: no person types it.
const SEPARATOR: char = '\u{1f}';

impl<'a> GroupCard<'a> {
    /// The issues it works on.
    pub fn topics(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.topics.split(SEPARATOR).filter(|topic| !topic.is_empty())
    }

    /// Whether every one of these folded words (see [`fold::fold`]) is in its name, place, topics or region.
    #[must_use]
    pub fn matches(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.search.contains(word.as_str()))
    }

    /// Name and place folded, for sorting by name.
    #[must_use]
    pub const fn sort_key(&self) -> &'a str {
        self.search
    }
}

/// One text within the table's: its end; it begins where the one before ends.
const TEXTS: usize = 7;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Row {
    id: Id,
    start: u32,
    ends: [u32; TEXTS],
    region: Option<Id>,
    status: Status,
    updated: Timestamp,
    verified: Option<Timestamp>,
    disputed: bool,
}

/// The cards of all groups.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct GroupTable {
    text: String,
    rows: Vec<Row>,
    #[serde(skip)]
    places: HashMap<Id, u32>,
    /// Bytes of `text` that no row uses any more.
    wasted: usize,
}

impl GroupTable {
    /// How many groups there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The card at this place; places are dense and change when a group leaves.
    #[must_use]
    pub fn at(&self, place: usize) -> Option<GroupCard<'_>> {
        self.rows.get(place).and_then(|row| self.card(row))
    }

    /// The card of this group.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<GroupCard<'_>> {
        self.places.get(&id).and_then(|place| self.at(*place as usize))
    }

    /// All cards, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = GroupCard<'_>> {
        self.rows.iter().filter_map(|row| self.card(row))
    }

    fn card<'a>(&'a self, row: &Row) -> Option<GroupCard<'a>> {
        let mut texts = [""; TEXTS];
        let mut start = row.start as usize;
        for (text, end) in texts.iter_mut().zip(row.ends) {
            *text = self.text.get(start..end as usize)?;
            start = end as usize;
        }
        let [name, town, county, state, meets, topics, search] = texts;
        Some(GroupCard {
            id: row.id,
            name,
            town,
            county,
            state,
            meets,
            topics,
            search,
            region: row.region,
            status: row.status,
            updated: row.updated,
            verified: row.verified,
            disputed: row.disputed,
        })
    }

    /// Puts the card of a new or changed group. `region` is its region's name, so that it can be searched for.
    pub fn put(&mut self, group: &Group, region: &str, disputed: bool) {
        self.index();
        let topics = group.topics.iter().map(String::as_str).collect::<Vec<_>>().join("\u{1f}");
        let mut search = String::new();
        for text in [&group.name, &group.place.town, &group.place.county, &group.place.state, &topics, region]
        {
            fold::fold_into(text, &mut search);
            search.push(SEPARATOR);
        }
        let place = &group.place;
        let texts = [&group.name, &place.town, &place.county, &place.state, &group.meets, &topics, &search];
        let start = self.text.len() as u32;
        let mut ends = [0; TEXTS];
        for (end, text) in ends.iter_mut().zip(texts) {
            self.text.push_str(text);
            *end = self.text.len() as u32;
        }
        let row = Row {
            id: group.id,
            start,
            ends,
            region: group.region,
            status: group.status,
            updated: group.meta.updated.at,
            verified: group.meta.verified.map(|stamp| stamp.at),
            disputed,
        };
        if let Some(old) = self.places.get(&group.id).and_then(|place| self.rows.get_mut(*place as usize)) {
            let [.., end] = old.ends;
            self.wasted += end.saturating_sub(old.start) as usize;
            *old = row;
        } else {
            self.places.insert(group.id, self.rows.len() as u32);
            self.rows.push(row);
        }
        self.compact();
    }

    /// Puts the cards in the order of their names, so that the order most looked at costs next to nothing.
    pub fn sort(&mut self) {
        let text = &self.text;
        // The searched text begins with the name, and is the last one of a card.
        let name = |row: &Row| {
            let [.., start, end] = row.ends;
            text.get(start as usize..end as usize).unwrap_or_default()
        };
        self.rows.sort_by(|one, other| name(one).cmp(name(other)).then(one.id.cmp(&other.id)));
        self.places.clear();
        self.index();
    }

    /// Takes a group's card away.
    pub fn remove(&mut self, id: Id) {
        self.index();
        let Some(place) = self.places.remove(&id) else { return };
        let gone = self.rows.swap_remove(place as usize);
        let [.., end] = gone.ends;
        self.wasted += end.saturating_sub(gone.start) as usize;
        if let Some(moved) = self.rows.get(place as usize) {
            self.places.insert(moved.id, place);
        }
        self.compact();
    }

    /// Builds the way from id to place, which is not stored.
    fn index(&mut self) {
        if self.places.len() != self.rows.len() {
            self.places = self.rows.iter().zip(0..).map(|(row, place)| (row.id, place)).collect();
        }
    }

    /// Lets go of texts that no row uses, once they are the larger part.
    fn compact(&mut self) {
        if self.wasted < 64 * 1024 || self.wasted * 2 < self.text.len() {
            return;
        }
        let mut text = String::with_capacity(self.text.len().saturating_sub(self.wasted));
        for row in &mut self.rows {
            let [.., end] = row.ends;
            let start = text.len() as u32;
            text.push_str(self.text.get(row.start as usize..end as usize).unwrap_or_default());
            for end in &mut row.ends {
                *end = *end - row.start + start;
            }
            row.start = start;
        }
        self.text = text;
        self.wasted = 0;
    }

    /// Sets a table up that was read from storage; tells whether every card's texts lie within the table's.
    pub(crate) fn stands(&mut self) -> bool {
        self.index();
        self.rows.iter().all(|row| self.card(row).is_some())
    }
}

/// What the list shows of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCard {
    /// Their id.
    pub id: Id,
    /// What they are called.
    pub name: String,
    /// Whether they are shown to everybody.
    pub public: bool,
    /// What they do, and where.
    pub roles: Vec<crate::Membership>,
    /// Whether any of their fields is in dispute.
    pub disputed: bool,
}

impl PersonCard {
    /// The card of a person.
    #[must_use]
    pub fn of(person: &Person, disputed: bool) -> Self {
        Self {
            id: person.id,
            name: person.name.clone(),
            public: person.public,
            roles: person.roles.iter().copied().collect(),
            disputed,
        }
    }
}
