//! Contacts out of vCard files, as tables of people and of groups that go the way of every spreadsheet.
//!
//! Versions 2.1 (the specification of 1996), 3.0 (RFC 2426) and 4.0 (RFC 6350), as phones, Google and Outlook write them.
//! What a card keeps beside names and ways to reach somebody, pictures for instance, is not read.

mod card;
mod line;

use crate::{SheetWriter, table::decode};
use card::{Card, Way};
use groundswell_model::{ContactKind, Kind};
use std::collections::BTreeSet;

/// A table of one kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contacts {
    /// The kind: people or groups.
    pub kind: Kind,
    /// How many there are.
    pub records: usize,
    /// The rows, as a [`SheetWriter`] writes them, headings first.
    pub text: String,
}

/// Columns of one kind of contact way at most; who has more of them has the rest in their notes.
const MOST_COLUMNS: usize = 9;

/// Whether the bytes are those of a vCard file.
#[must_use]
pub fn is_vcard(bytes: &[u8]) -> bool {
    const BEGIN: &[u8] = b"BEGIN:VCARD";
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    text.get(..BEGIN.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(BEGIN))
}

/// The people and the groups of a vCard file; of cards that say the same one. Nothing of a kind that it does not have,
/// and nothing at all if the bytes are no text.
#[must_use]
pub fn read(bytes: &[u8]) -> Vec<Contacts> {
    let Some((text, _)) = decode(bytes, None) else { return Vec::new() };
    let mut seen = BTreeSet::new();
    let cards: Vec<Card> = card::read(&text).into_iter().filter(|card| seen.insert(card.clone())).collect();
    [Kind::Person, Kind::Group].into_iter().filter_map(|kind| table(kind, &cards)).collect()
}

fn table(kind: Kind, cards: &[Card]) -> Option<Contacts> {
    let cards: Vec<&Card> = cards.iter().filter(|card| card.kind == kind).collect();
    if cards.is_empty() {
        return None;
    }
    let most = |kind: ContactKind| cards.iter().map(|card| card.of(kind).count()).max().unwrap_or_default();
    let columns: Vec<(ContactKind, usize)> =
        ContactKind::ALL.into_iter().map(|kind| (kind, most(kind).min(MOST_COLUMNS))).collect();
    let mut writer = SheetWriter::default();
    let mut headings = vec![if kind == Kind::Group { "Group" } else { "Name" }.to_owned()];
    for (kind, count) in &columns {
        let name = heading(*kind);
        headings.extend((1..=*count).map(|number| match number {
            1 => format!("{name} (members only)"),
            number => format!("{name} {number} (members only)"),
        }));
    }
    headings.push("Notes".to_owned());
    headings.push("Birthday".to_owned());
    writer.write(0, headings.iter().map(String::as_str));
    for (at, card) in cards.iter().enumerate() {
        let mut cells = vec![card.name.clone()];
        let mut notes = card.notes.clone();
        for (kind, count) in &columns {
            let mut ways = card.of(*kind);
            cells.extend((0..*count).map(|_| ways.next().map(Way::cell).unwrap_or_default()));
            notes.extend(ways.map(Way::cell));
        }
        cells.push(notes.join("\n"));
        cells.push(card.birthday.clone());
        writer.write(at + 1, cells.iter().map(String::as_str));
    }
    Some(Contacts { kind, records: cards.len(), text: writer.finish() })
}

/// The heading that the import knows for such ways.
const fn heading(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Email => "E-mail",
        ContactKind::Phone => "Phone",
        ContactKind::Web => "Web site",
        ContactKind::Post => "Address",
        ContactKind::Other => "Other contact",
    }
}

#[cfg(test)]
mod tests;
