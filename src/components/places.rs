//! What a person can have a role in, as pages name it and link to it.

use crate::locales::texts;
use groundswell_model::{Projection, Target};

/// What it is called; `None` once it is deleted.
pub fn place_name(projection: &Projection, target: Target) -> Option<String> {
    match target {
        Target::Network if projection.network.name.is_empty() => {
            Some(texts().people().whole_network().to_owned())
        }
        Target::Network => Some(projection.network.name.clone()),
        Target::Region(id) => projection.regions.get(&id).map(|region| region.name.clone()),
        Target::Group(id) => projection.groups.get(id).map(|card| card.name.to_owned()),
        Target::Awg(id) => projection.awgs.get(&id).map(|awg| awg.name.clone()),
    }
}

/// The drawing of its kind.
pub const fn place_icon(target: Target) -> &'static str {
    match target {
        Target::Network => "share",
        Target::Region(_) => "region",
        Target::Group(_) => "groups",
        Target::Awg(_) => "awg",
    }
}

/// The address of its page.
pub fn place_address(target: Target) -> String {
    match target {
        Target::Network => "/network".to_owned(),
        Target::Region(id) => format!("/regions/{id}"),
        Target::Group(id) => format!("/groups/{id}"),
        Target::Awg(id) => format!("/awgs/{id}"),
    }
}
