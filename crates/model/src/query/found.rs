//! The groups that are found, kept up to date: ten thousand cards are not looked at again for one that
//! changed, nor for one more letter typed.

use super::{GroupQuery, GroupSort, asked::Asked, county_key, within};
use crate::{GroupCard, GroupTable, Id, Kind, Projection, card::Revision, fold, states};
use std::cmp::Ordering;

/// The groups found, from one state of the directory and one search to the next.
#[derive(Debug, Default)]
pub struct FoundGroups {
    /// Of which state of the table.
    of: Option<Revision>,
    /// The last search, after those that it narrowed down, letter by letter: who takes a letter back finds what
    /// was found before it.
    searches: Vec<Found>,
}

#[derive(Debug)]
struct Found {
    query: GroupQuery,
    asked: Asked,
    /// The places of the groups in their table, in the order asked for.
    places: Vec<u32>,
}

/// So many searches are kept.
const KEPT: usize = 16;

impl FoundGroups {
    /// Looks for groups, beginning with those found earlier as far as that helps.
    pub fn look(&mut self, projection: &Projection, query: &GroupQuery) {
        let groups = &projection.groups;
        let wanted = Wanted::new(projection, query);
        if self.of != Some(groups.revision()) {
            self.catch_up(groups, &wanted);
        }
        while self.searches.pop_if(|last| last.query != *query && !wanted.narrows(last)).is_some() {}
        let places = match self.searches.last() {
            Some(last) if last.query == *query => return,
            Some(wider) => {
                wider.places.iter().copied().filter(|place| wanted.is_at(groups, *place)).collect()
            }
            None => all_found(groups, &wanted),
        };
        if self.searches.len() == KEPT {
            self.searches.remove(0);
        }
        self.searches.push(Found { query: query.clone(), asked: wanted.asked, places });
    }

    /// How many were found.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places().len()
    }

    /// Whether none was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places().is_empty()
    }

    /// The ids of the first groups found, at most so many, in order. The projection is the one last looked at.
    #[must_use]
    pub fn first(&self, projection: &Projection, most: usize) -> Vec<Id> {
        let first = self.places().iter().take(most);
        first.filter_map(|place| projection.groups.id_at(*place as usize)).collect()
    }

    fn places(&self) -> &[u32] {
        self.searches.last().map_or(&[], |last| &last.places)
    }

    /// Brings what was put since into the last search, if that is known and it is the one wanted; else nothing that
    /// was found before holds any more.
    fn catch_up(&mut self, groups: &GroupTable, wanted: &Wanted<'_>) {
        let last = self.searches.pop().filter(|last| last.query == *wanted.query);
        self.searches.clear();
        if let Some(mut last) = last
            && self.of.is_some_and(|since| last.follow(groups, wanted, since))
        {
            self.searches.push(last);
        }
        self.of = Some(groups.revision());
    }
}

impl Found {
    /// Brings in what was put since, if that is known.
    fn follow(&mut self, groups: &GroupTable, wanted: &Wanted<'_>, since: Revision) -> bool {
        let Some(put) = groups.put_since(since) else { return false };
        let mut changed: Vec<u32> = put.filter_map(|id| groups.place(id)).map(|place| place as u32).collect();
        changed.sort_unstable();
        changed.dedup();
        if changed.is_empty() {
            return true;
        }
        // Without those that changed, the rest stands in order.
        self.places.retain(|place| changed.binary_search(place).is_err());
        for place in changed {
            let Some(card) = groups.at(place as usize).filter(|_| wanted.is_at(groups, place)) else {
                continue;
            };
            let at = self.places.partition_point(|other| {
                let other = groups.at(*other as usize);
                other.is_some_and(|other| order(wanted.query.sort, &other, &card).is_lt())
            });
            self.places.insert(at, place);
        }
        true
    }
}

// Places are passed on, not cards nor ids: a program for the browser copies each with a call.
fn all_found(groups: &GroupTable, wanted: &Wanted<'_>) -> Vec<u32> {
    let places = (0..groups.len() as u32).filter(|place| wanted.is_at(groups, *place));
    let sort = wanted.query.sort;
    if sort == GroupSort::Name && groups.is_sorted() {
        return places.collect();
    }
    let mut cards: Vec<_> =
        places.filter_map(|place| groups.at(place as usize).map(|card| (place, card))).collect();
    cards.sort_by(|(_, one), (_, other)| order(sort, one, other));
    cards.into_iter().map(|(place, _)| place).collect()
}

/// What is looked for, made ready to be asked of many cards.
struct Wanted<'a> {
    query: &'a GroupQuery,
    asked: Asked,
    topic: Option<String>,
    regions: Option<Vec<Id>>,
}

impl<'a> Wanted<'a> {
    fn new(projection: &Projection, query: &'a GroupQuery) -> Self {
        Self {
            query,
            asked: Asked::of_groups(&query.text, &projection.groups),
            topic: query.topic.as_deref().map(fold::fold),
            regions: query.region.map(|region| within(projection, region)),
        }
    }

    /// Whether all that is wanted was found by `before` too, in the same order.
    fn narrows(&self, before: &Found) -> bool {
        let same = GroupQuery { text: self.query.text.clone(), ..before.query.clone() } == *self.query;
        same && self.asked.narrows(&before.asked)
    }

    /// Whether the card at this place is looked for.
    fn is_at(&self, groups: &GroupTable, place: u32) -> bool {
        let GroupQuery { text: _, region, state, county, topic, status, sort: _ } = self.query;
        let any =
            region.is_none() && state.is_none() && county.is_none() && topic.is_none() && status.is_none();
        (self.asked.terms().is_empty()
            || groups.searched_at(place as usize).is_some_and(|text| self.asked.is_in(text)))
            && (any || groups.at(place as usize).is_some_and(|card| self.is_but_for_words(&card)))
    }

    fn is_but_for_words(&self, card: &GroupCard<'_>) -> bool {
        self.query.status.is_none_or(|status| card.status == status)
            && self
                .regions
                .as_ref()
                .is_none_or(|regions| card.region.is_some_and(|region| regions.contains(&region)))
            && self.query.state.as_deref().is_none_or(|state| states::key(card.state) == state)
            && self.query.county.as_ref().is_none_or(|county| {
                !card.county.is_empty() && county_key(card.county, card.state) == *county
            })
            && self.topic.as_ref().is_none_or(|topic| card.topics().any(|its| fold::fold(its) == *topic))
    }
}

fn order(sort: GroupSort, one: &GroupCard<'_>, other: &GroupCard<'_>) -> Ordering {
    let by_name = || one.sort_key().cmp(other.sort_key()).then(one.id.cmp(&other.id));
    match sort {
        GroupSort::Name => by_name(),
        GroupSort::Place => (one.state, one.town).cmp(&(other.state, other.town)).then_with(by_name),
        GroupSort::Updated => other.updated.cmp(&one.updated).then_with(by_name),
        GroupSort::Stale => match (one.verified, other.verified) {
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (one_at, other_at) => one_at.cmp(&other_at).then_with(by_name),
        },
    }
}

/// The groups that a [`super::TextIndex`] finds for this query and that [`FoundGroups`] does not, those found as typed
/// first, and in the order asked for.
#[must_use]
pub fn more_groups(projection: &Projection, query: &GroupQuery, index: &super::TextIndex) -> Vec<Id> {
    let wanted = Wanted::new(projection, query);
    let groups = &projection.groups;
    let more = index.find(&query.text).into_iter().filter_map(|(of, fit)| {
        let place = of.id_of(Kind::Group).and_then(|id| groups.place(id))?;
        let card = groups.at(place).filter(|card| wanted.is_but_for_words(card))?;
        (!wanted.is_at(groups, place as u32)).then_some((fit, place, card))
    });
    let mut more: Vec<_> = more.collect();
    let is_ordered = query.sort == GroupSort::Name && groups.is_sorted();
    more.sort_by(|(fit, place, one), (other_fit, other_place, other)| {
        let by_order = || if is_ordered { place.cmp(other_place) } else { order(query.sort, one, other) };
        other_fit.cmp(fit).then_with(by_order)
    });
    more.into_iter().map(|(_, _, card)| card.id).collect()
}
