//! Cards: what a list shows of a record, in a form that is read from storage in a few milliseconds.
//!
//! A table keeps the texts of all cards in one string and each card as offsets into it: ten thousand cards are
//! two allocations, not a hundred thousand, and search runs over neighbouring memory.

mod history;
mod reach;
mod record;
mod rows;

pub use history::Revision;
pub use reach::Reach;
pub use record::RecordCard;

use crate::{Group, Id, Person, Status, Timestamp, fold, states};
use history::History;
use serde::{Deserialize, Serialize};
use std::{cmp::Ordering, collections::HashMap, ops::Range};

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
        words.iter().all(|word| contains(self.search.as_bytes(), word.as_bytes()))
    }

    /// Its searched texts: name, place, topics and region, folded, each followed by U+001F. The name is the first, so
    /// that they are also what it is sorted by.
    #[must_use]
    pub const fn sort_key(&self) -> &'a str {
        self.search
    }
}

/// Whether a short text holds a word. `str::contains` prepares itself for long texts, which takes longer than
/// the search of a card.
pub(crate) fn contains(mut text: &[u8], word: &[u8]) -> bool {
    let Some((first, rest)) = word.split_first() else { return true };
    while let Some(at) = text.iter().position(|byte| byte == first) {
        text = text.get(at + 1..).unwrap_or_default();
        if text.starts_with(rest) {
            return true;
        }
    }
    false
}

/// One text within the table's: its end; it begins where the one before ends.
const TEXTS: usize = 7;

#[derive(Clone, Debug, PartialEq, Eq)]
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
    #[serde(with = "rows")]
    rows: Vec<Row>,
    #[serde(skip)]
    places: HashMap<Id, u32>,
    /// Bytes of `text` that no row uses any more.
    wasted: usize,
    /// Whether the rows are known to stand in the order of [`GroupTable::sort`].
    #[serde(skip)]
    sorted: bool,
    #[serde(skip)]
    history: History,
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

    /// The id of the group whose card is at this place.
    #[must_use]
    pub fn id_at(&self, place: usize) -> Option<Id> {
        self.rows.get(place).map(|row| row.id)
    }

    /// The searched texts of the card at this place, folded (see [`fold::fold`]), each between two U+001F but the name,
    /// which is the first. As bytes: to look whether a text ends between two characters takes longer than a search.
    pub(crate) fn searched_at(&self, place: usize) -> Option<&[u8]> {
        self.rows.get(place).and_then(|row| self.text.as_bytes().get(row.searched()))
    }

    /// The place of this group's card.
    #[must_use]
    pub fn place(&self, id: Id) -> Option<usize> {
        self.places.get(&id).map(|place| *place as usize)
    }

    /// Whether [`Self::iter`] is known to give the cards in the order of their [`GroupCard::sort_key`]s.
    #[must_use]
    pub const fn is_sorted(&self) -> bool {
        self.sorted
    }

    /// The state of the table: another one after every change, and in every other table.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.history.now()
    }

    /// The groups that were put since that state, some of them perhaps twice. `None` where that is not known:
    /// of another table, long ago, or with a group that left since. Places are as they were then.
    #[must_use]
    pub fn put_since(&self, revision: Revision) -> Option<impl Iterator<Item = Id> + '_> {
        self.history.since(revision)
    }

    /// Something else changed on which the cards depend, such as how regions lie in one another: nothing that
    /// was made from an earlier state holds.
    pub fn forget_history(&mut self) {
        self.history.forget();
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
        let place = &group.place;
        // However it is written: who looks for a state finds it by its code.
        let state = states::key(&place.state);
        for text in [&group.name, &place.town, &place.county, state, &topics, region] {
            fold::fold_into(text, &mut search);
            search.push(SEPARATOR);
        }
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
        let known = self.places.get(&group.id).copied();
        let place = known.unwrap_or(self.rows.len() as u32);
        if let Some(old) = self.rows.get_mut(place as usize) {
            let [.., end] = old.ends;
            self.wasted += end.saturating_sub(old.start) as usize;
            *old = row;
        } else {
            self.places.insert(group.id, place);
            self.rows.push(row);
        }
        self.sorted = self.sorted && self.is_in_order_at(place as usize);
        self.history.put(group.id);
        self.compact();
    }

    /// Puts the cards in the order of their names, so that the order most looked at costs next to nothing.
    pub fn sort(&mut self) {
        let text = &self.text;
        self.rows.sort_by(|one, other| one.order(other, text));
        self.places.clear();
        self.index();
        self.sorted = true;
        self.history.forget();
    }

    /// Whether the rows here and on both sides stand in order.
    fn is_in_order_at(&self, place: usize) -> bool {
        let near = self.rows.get(place.saturating_sub(1)..self.rows.len().min(place + 2));
        near.unwrap_or_default().is_sorted_by(|one, other| one.order(other, &self.text).is_lt())
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
        self.sorted = self.sorted && self.is_in_order_at(place as usize);
        self.history.forget();
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
        self.sorted = self.rows.is_sorted_by(|one, other| one.order(other, &self.text).is_lt());
        self.rows.iter().all(|row| self.card(row).is_some())
    }
}

impl Row {
    /// The searched text, which begins with the name and is the last one of a card.
    fn search<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.searched()).unwrap_or_default()
    }

    const fn searched(&self) -> Range<usize> {
        let [.., start, end] = self.ends;
        start as usize..end as usize
    }

    fn order(&self, other: &Self, text: &str) -> Ordering {
        self.search(text).cmp(other.search(text)).then(self.id.cmp(&other.id))
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
