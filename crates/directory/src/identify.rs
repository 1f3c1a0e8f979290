//! A document by itself, found somewhere: whose it is.

use crate::{
    Part,
    document::{Parsed, Source, parse},
    migrations,
};
use automerge::{Automerge, ROOT, ReadDoc};
use groundswell_model::Id;

/// The directory and the part that a saved document says it is of; `None` where it says neither, or can not be
/// read. Only opening it tells whether that is true.
#[must_use]
pub fn identify(bytes: &[u8]) -> Option<(Id, Part)> {
    let documents =
        parse(bytes, Source::Outside).ok()?.parsed.into_iter().filter_map(|parsed| match parsed {
            Parsed::Document(whole) => Some(whole),
            Parsed::Change(_) => None,
        });
    documents.into_iter().find_map(|whole| {
        let id = text(&whole, migrations::DIRECTORY)?.parse().ok()?;
        Some((id, Part::from_label(&text(&whole, migrations::PART)?)?))
    })
}

fn text(doc: &Automerge, key: &str) -> Option<String> {
    let (value, _) = doc.get(ROOT, key).ok().flatten()?;
    value.into_string().ok()
}
