//! Dates and origins, which all kinds have.

use super::{Flatten, set_text};
use automerge::ScalarValueRef;
use groundswell_model::{Meta, Part, Stamp, Timestamp};

/// First written.
pub(crate) const CREATED: &str = "created";
/// Last changed, in each part on its own.
pub(crate) const UPDATED: &str = "updated";
/// Last confirmed.
pub(crate) const VERIFIED: &str = "verified";
/// Deleted: a timestamp. `null` or `false`, in turns, says that somebody kept it.
pub(crate) const DELETED: &str = "deleted";

/// The set of a record's names elsewhere.
pub(super) const EXTERNAL: &str = "external";

/// The key of a stamp's moment.
pub(crate) fn at_key(stamp: &str) -> String {
    format!("{stamp}_at")
}

/// The key of a stamp's device.
pub(crate) fn by_key(stamp: &str) -> String {
    format!("{stamp}_by")
}

/// Whether a key, up to a stroke, is one of these.
pub(super) fn is_known(name: &str) -> bool {
    let stamped = name.strip_suffix("_at").or_else(|| name.strip_suffix("_by"));
    matches!(stamped, Some(CREATED | UPDATED | VERIFIED | DELETED)) || name == EXTERNAL || name == "source"
}

/// When a record was deleted, in the public and in the members part.
pub(crate) type Stamped = [Option<Stamp>; 2];

/// The stamps that each part has on its own.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    updated: [Stamp; 2],
    verified: Stamp,
    deleted: [(Option<Timestamp>, Stamp); 2],
}

impl Stamps {
    /// Takes the later of two updates, and says when it was deleted.
    pub(super) fn finish(self, meta: &mut Meta) -> Stamped {
        let [public, members] = self.updated;
        meta.updated = public.max(members);
        if self.verified.at != Timestamp::default() {
            meta.verified = Some(self.verified);
        }
        self.deleted.map(|(at, stamp)| at.map(|at| Stamp { at, ..stamp }))
    }
}

pub(super) fn flatten(meta: &Meta, flat: &mut Flatten) {
    flat.text("source", &meta.source);
    for (system, name) in &meta.external {
        if !name.is_empty() {
            flat.put(format!("{EXTERNAL}/{system}"), name.as_str());
        }
    }
}

/// Takes in a value, if it is one of these.
pub(super) fn set(
    meta: &mut Meta,
    stamps: &mut Stamps,
    part: Part,
    key: &str,
    value: &ScalarValueRef<'_>,
) -> bool {
    let [public, members] = &mut stamps.updated;
    let updated = if part == Part::Public { public } else { members };
    let [public, members] = &mut stamps.deleted;
    let deleted = if part == Part::Public { public } else { members };
    match key {
        "source" => set_text(&mut meta.source, value),
        "created_at" => set_at(&mut meta.created, value),
        "created_by" => set_by(&mut meta.created, value),
        "updated_at" => set_at(updated, value),
        "updated_by" => set_by(updated, value),
        "verified_at" => set_at(&mut stamps.verified, value),
        "verified_by" => set_by(&mut stamps.verified, value),
        "deleted_at" => deleted.0 = moment(value),
        "deleted_by" => set_by(&mut deleted.1, value),
        _ => match (key.split_once('/'), value) {
            (Some((EXTERNAL, system)), ScalarValueRef::Str(name)) => {
                meta.external.insert(system.to_owned(), name.to_string());
            }
            _ => return false,
        },
    }
    true
}

fn moment(value: &ScalarValueRef<'_>) -> Option<Timestamp> {
    if let ScalarValueRef::Timestamp(at) = value { Some(Timestamp(*at)) } else { None }
}

fn set_at(stamp: &mut Stamp, value: &ScalarValueRef<'_>) {
    if let Some(at) = moment(value) {
        stamp.at = at;
    }
}

fn set_by(stamp: &mut Stamp, value: &ScalarValueRef<'_>) {
    if let ScalarValueRef::Str(device) = value
        && let Ok(by) = device.parse()
    {
        stamp.by = by;
    }
}
