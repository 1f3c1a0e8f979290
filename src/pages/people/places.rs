//! Places to have a role in, as somebody looks for them while typing.

use crate::{components::place_name, pages::place_line};
use groundswell_model::{Projection, Target, fold};

/// So many places are offered at once.
const MOST: usize = 30;

/// A place that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The place.
    pub target: Target,
    /// What it is called.
    pub name: String,
    /// What tells it from others of its name: a group's town.
    pub note: String,
}

impl Place {
    /// The place as it is offered; `None` once it is deleted.
    pub fn of(projection: &Projection, target: Target) -> Option<Self> {
        let name = place_name(projection, target)?;
        let note = match target {
            Target::Group(id) => projection
                .groups
                .get(id)
                .map(|card| place_line(card.town, card.county, card.state))
                .unwrap_or_default(),
            Target::Network | Target::Region(_) | Target::Awg(_) => String::new(),
        };
        Some(Self { target, name, note })
    }
}

/// The places in which all typed words are found: those named so first, then groups by their town or issue.
/// The network, AWGs and regions, which are few, come before groups.
pub fn find(projection: &Projection, typed: &str) -> Vec<Place> {
    let words = fold::words(typed);
    let named = |name: &str| {
        let name = fold::fold(name);
        words.iter().all(|word| name.contains(word.as_str()))
    };
    let mut few: Vec<_> = std::iter::once(Target::Network)
        .chain(projection.awgs.keys().map(|id| Target::Awg(*id)))
        .chain(projection.regions.keys().map(|id| Target::Region(*id)))
        .filter_map(|target| Place::of(projection, target))
        .filter(|place| named(&place.name))
        .collect();
    few.sort_by_cached_key(|place| fold::fold(&place.name));
    let mut groups: Vec<_> = projection
        .groups
        .iter()
        .filter(|card| card.matches(&words))
        .map(|card| (!named(card.name), card.sort_key(), card.id))
        .collect();
    groups.sort_unstable();
    let groups =
        groups.into_iter().take(MOST).filter_map(|(_, _, id)| Place::of(projection, Target::Group(id)));
    few.into_iter().chain(groups).take(MOST).collect()
}

/// The one place of those offered that is called exactly so.
pub fn only(places: &[Place], typed: &str) -> Option<Place> {
    let typed = fold::fold(typed);
    let mut called = places.iter().filter(|place| fold::fold(&place.name) == typed);
    match (called.next(), called.next()) {
        (Some(place), None) => Some(place.clone()),
        _ => None,
    }
}
