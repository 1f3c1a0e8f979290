//! Records to speak of, such as groups to have a role in, as somebody looks for them while typing.

use crate::{components::place_name, pages::place_line};
use groundswell_model::{Kind, Projection, Ref, fold};

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
    pub fn of(projection: &Projection, record: Ref) -> Option<Self> {
        let name = place_name(projection, record)?;
        let group = record.id_of(Kind::Group).and_then(|id| projection.groups.get(id));
        let note = group.map(|card| place_line(card.town, card.county, card.state)).unwrap_or_default();
        Some(Self { record, name, note })
    }
}

/// The records of these kinds in which all typed words are found: those named so first, then groups by their town or
/// issue. The network and all others, which are few, come before groups.
pub fn find(projection: &Projection, kinds: &[Kind], typed: &str) -> Vec<Offer> {
    let words = fold::words(typed);
    let named = |name: &str| {
        let name = fold::fold(name);
        words.iter().all(|word| name.contains(word.as_str()))
    };
    let mut few: Vec<_> = std::iter::once(Ref::NETWORK)
        .chain(projection.cards.keys().copied())
        .chain(projection.regions.keys().map(|id| Ref::new(Kind::Region, *id)))
        .filter(|record| kinds.contains(&record.kind))
        .filter_map(|target| Offer::of(projection, target))
        .filter(|offer| named(&offer.name))
        .collect();
    few.sort_by_cached_key(|offer| fold::fold(&offer.name));
    let mut groups: Vec<_> = projection
        .groups
        .iter()
        .filter(|card| kinds.contains(&Kind::Group) && card.matches(&words))
        .map(|card| (!named(card.name), card.sort_key(), card.id))
        .collect();
    groups.sort_unstable();
    let groups = groups
        .into_iter()
        .take(MOST)
        .filter_map(|(_, _, id)| Offer::of(projection, Ref::new(Kind::Group, id)));
    few.into_iter().chain(groups).take(MOST).collect()
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
