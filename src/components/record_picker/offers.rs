//! Records to speak of, such as groups to have a role in, as somebody looks for them while typing.

use crate::{components::place_name, pages::place_line, state::State};
use groundswell_model::{GroupCard, Id, Kind, Ref, fold, projection::Section};
use leptos::prelude::*;

/// So many are offered at once.
const MOST: usize = 30;

/// A record that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The record.
    pub record: Ref,
    /// What it is called.
    pub name: String,
    /// What tells it from others of its name: a group's town.
    pub note: String,
}

impl Offer {
    /// The record as it is offered; `None` once it is deleted.
    pub fn of(state: State, record: Ref) -> Option<Self> {
        let name = place_name(state, record)?;
        let note = record.id_of(Kind::Group).and_then(|id| {
            let place = |card: GroupCard<'_>| place_line(card.town, card.county, card.state);
            state.projection.with(|first| first.groups.get(id).map(place))
        });
        Some(Self { record, name, note: note.unwrap_or_default() })
    }
}

/// The records of these kinds in which all typed words are found: those named so first, then groups by their town or
/// issue. The network and all others, which are few, come before groups.
pub fn find(state: State, kinds: &[Kind], typed: &str) -> Vec<Offer> {
    let words = fold::words(typed);
    let named = |name: &str| {
        let name = fold::fold(name);
        words.iter().all(|word| name.contains(word.as_str()))
    };
    let carded = kinds.iter().filter(|kind| Section::of(**kind).card_kind().is_some());
    let carded = carded.flat_map(|kind| state.cards(*kind).with(|cards| refs(*kind, cards.keys())));
    let regions = state.projection.with(|first| refs(Kind::Region, first.regions.keys()));
    let mut few: Vec<_> = std::iter::once(Ref::NETWORK)
        .chain(carded)
        .chain(regions)
        .filter(|record| kinds.contains(&record.kind))
        .filter_map(|target| Offer::of(state, target))
        .filter(|offer| named(&offer.name))
        .collect();
    few.sort_by_cached_key(|offer| fold::fold(&offer.name));
    let groups: Vec<Id> = state.projection.with(|first| {
        let groups = first.groups.iter();
        let found = groups.filter(|card| kinds.contains(&Kind::Group) && card.matches(&words));
        let mut found: Vec<_> = found.map(|card| (!named(card.name), card.sort_key(), card.id)).collect();
        found.sort_unstable();
        found.into_iter().take(MOST).map(|(_, _, id)| id).collect()
    });
    let groups = groups.into_iter().filter_map(|id| Offer::of(state, Ref::new(Kind::Group, id)));
    few.into_iter().chain(groups).take(MOST).collect()
}

fn refs<'a>(kind: Kind, ids: impl Iterator<Item = &'a Id>) -> Vec<Ref> {
    ids.map(|id| Ref::new(kind, *id)).collect()
}

/// The one of those offered that is called exactly so.
pub fn only(offers: &[Offer], typed: &str) -> Option<Offer> {
    let typed = fold::fold(typed);
    let mut called = offers.iter().filter(|offer| fold::fold(&offer.name) == typed);
    match (called.next(), called.next()) {
        (Some(offer), None) => Some(offer.clone()),
        _ => None,
    }
}
