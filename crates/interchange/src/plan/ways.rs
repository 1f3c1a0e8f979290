//! Contact ways out of cells in which people also write what they call them, or several at once.

use super::spoilt;
use crate::text;
use groundswell_model::{
    Audience, ContactKind, ContactWay, Id,
    contact::uniform,
    validate::{MAX_ENTRIES, MAX_SHORT},
};
use std::borrow::Cow;

/// What was found in a cell.
pub(crate) struct Found {
    /// The contact ways.
    pub(crate) ways: Vec<ContactWay>,
    /// Whether they are all that the cell says.
    pub(crate) whole: bool,
}

/// Reads a cell's text, already tidied, as contact ways of one kind.
pub(crate) fn read(
    kind: ContactKind,
    audience: Audience,
    cell: &str,
    new_id: &mut dyn FnMut() -> Id,
) -> Found {
    let mut way = |(value, label): (&str, String)| -> Option<ContactWay> {
        let mut way = ContactWay::entered(Id::default(), kind, audience, value).ok()?;
        way.id = new_id();
        way.label = label;
        Some(way)
    };
    let unspoilt = if kind == ContactKind::Phone { spoilt::mended(cell) } else { Cow::Borrowed(cell) };
    let cell = unspoilt.as_ref();
    if let Some(one) = one(kind, cell) {
        return Found { ways: way(one).into_iter().collect(), whole: true };
    }
    let parts = cell
        .split([';', ',', '|', '\n'])
        .flat_map(|part| part.split(":::"))
        .flat_map(|part| part.split(" / "))
        .flat_map(|part| part.split(" or "))
        .flat_map(|part| part.split(" o "))
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" y "))
        .flat_map(|part| part.split(" & "))
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let mut found = Found { ways: Vec::new(), whole: true };
    for part in parts {
        if found.ways.len() > MAX_ENTRIES {
            // More than one record holds.
            found.whole = false;
            break;
        }
        let several = match one(kind, part) {
            Some(one) => Some(vec![one]),
            None => beside_each_other(kind, part),
        };
        let Some(several) = several else {
            found.whole = false;
            continue;
        };
        for one in several.into_iter().take(MAX_ENTRIES + 1) {
            match way(one) {
                Some(way) if !found.ways.iter().any(|other| same(other, &way)) => found.ways.push(way),
                Some(_) => {}
                None => found.whole = false,
            }
        }
    }
    found
}

/// The ways of a text in which several stand side by side, with a slash or a space between them and each perhaps with
/// what it is called; `None` if that is not all it says.
fn beside_each_other(kind: ContactKind, part: &str) -> Option<Vec<(&str, String)>> {
    if !matches!(kind, ContactKind::Email | ContactKind::Phone) {
        return None;
    }
    if let Some(all) = part.split('/').map(|piece| one(kind, piece.trim())).collect() {
        return Some(all);
    }
    let mut all = Vec::new();
    let mut from = 0;
    let ends = part.match_indices([' ', '/']).map(|(at, _)| at).chain(Some(part.len()));
    for end in ends {
        if end - from > MAX_SHORT {
            return None;
        }
        let piece = part.get(from..end)?.trim_matches([' ', '/']);
        let next = part.get(end..)?.trim_start_matches([' ', '/']);
        let begins_next = next.is_empty() || next.starts_with(|char: char| !char.is_lowercase());
        let holds = |value: &str| match kind {
            ContactKind::Phone => uniform(kind, value).is_ok_and(|value| !value.contains(";ext=")),
            ContactKind::Email | ContactKind::Web | ContactKind::Post | ContactKind::Other => {
                uniform(kind, value).is_ok()
            }
        };
        if begins_next && holds(piece) || kind == ContactKind::Email && holds(piece) {
            all.push((piece, String::new()));
            from = end;
        }
    }
    part.get(from..)?.trim_matches([' ', '/']).is_empty().then_some(all)
}

/// A value and what it is called, if the text is one contact way.
fn one(kind: ContactKind, cell: &str) -> Option<(&str, String)> {
    let holds = |value: &str| uniform(kind, value).is_ok();
    if let Some((value, label)) = labelled(cell)
        && holds(value)
    {
        return Some((value, label.to_owned()));
    }
    if holds(cell) {
        return Some((cell, String::new()));
    }
    let (value, before, after) = match kind {
        ContactKind::Phone => {
            let start = cell.find(|char: char| char.is_ascii_digit() || char == '+' || char == '(')?;
            // "(cell) 608-555-0100": the bracket is not the number's.
            let start = if cell.get(start..)?.starts_with('(')
                && !cell.get(start + 1..)?.trim_start().starts_with(|char: char| char.is_ascii_digit())
            {
                start + cell.get(start..)?.find(|char: char| char.is_ascii_digit() || char == '+')?
            } else {
                start
            };
            let end = cell.rfind(|char: char| char.is_ascii_digit())? + 1;
            (cell.get(start..end)?, cell.get(..start)?, cell.get(end..)?)
        }
        ContactKind::Email | ContactKind::Web => {
            let mark = if kind == ContactKind::Email { '@' } else { '.' };
            let apart = |char: char| char.is_whitespace() || "<>()[]\"".contains(char);
            let mut candidates = cell
                .split(apart)
                .map(|word| word.trim_matches([',', ';', ':']))
                .filter(|word| word.contains(mark) && holds(word));
            let value = candidates.next()?;
            if candidates.next().is_some() {
                return None;
            }
            let start = value.as_ptr() as usize - cell.as_ptr() as usize;
            (value, cell.get(..start)?, cell.get(start + value.len()..)?)
        }
        ContactKind::Post | ContactKind::Other => return None,
    };
    let bare = |text: &str| {
        text::line(text.trim_matches(|char: char| char.is_whitespace() || ":,;()<>[]\"-–—".contains(char)))
    };
    let label = [bare(before), bare(after)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    // Words around a value that hold another one are not what it is called.
    let plain = !label.contains('@') && !label.chars().any(|char| char.is_ascii_digit());
    (plain && holds(value) && label.chars().count() <= MAX_SHORT).then_some((value, label))
}

/// `value [label]`, as [`write`] has it.
fn labelled(cell: &str) -> Option<(&str, &str)> {
    let (value, label) = cell.strip_suffix(']')?.rsplit_once('[')?;
    let value = value.strip_suffix(char::is_whitespace)?.trim();
    (!value.is_empty() && label.chars().count() <= MAX_SHORT).then_some((value, label.trim()))
}

/// A contact way as a cell that [`read`] reads back as the same one.
pub(crate) fn write(way: &ContactWay) -> String {
    let shown = match way.kind {
        ContactKind::Phone => way.shown(),
        // What is shown of a web address leaves its scheme out.
        ContactKind::Email | ContactKind::Web | ContactKind::Post | ContactKind::Other => way.value.clone(),
    };
    let reads_back = uniform(way.kind, &shown).as_deref() == Ok(way.value.as_str());
    let value = if reads_back { shown } else { way.value.clone() };
    let label = text::line(&way.label).replace('[', "(").replace(']', ")");
    if label.is_empty() && !value.ends_with(']') { value } else { format!("{value} [{label}]") }
}

/// Whether two ways reach the same: the same kind, and the same value however it is written.
pub(crate) fn same(one: &ContactWay, other: &ContactWay) -> bool {
    one.kind == other.kind && (one.value == other.value || key(one) == key(other))
}

/// What two spellings of the same way have in common.
pub(super) fn key(way: &ContactWay) -> String {
    match way.kind {
        ContactKind::Email | ContactKind::Phone | ContactKind::Web => {
            uniform(way.kind, &way.value).unwrap_or_else(|_| text::key(&way.value))
        }
        ContactKind::Post | ContactKind::Other => text::key(&way.value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(kind: ContactKind, cell: &str, expect: &[(&str, &str)], whole: bool) {
        let mut ids = 0;
        let found = read(kind, Audience::Members, cell, &mut || {
            ids += 1;
            Id::from_bytes([ids; 12])
        });
        let read: Vec<_> = found.ways.iter().map(|way| (way.value.as_str(), way.label.as_str())).collect();
        assert_eq!(read, expect, "{cell}");
        assert_eq!(found.whole, whole, "{cell}");
    }

    #[test]
    fn cells_are_read_as_people_write_them() {
        use ContactKind::{Email, Other, Phone, Post, Web};
        check(Phone, "608-555-0100", &[("+16085550100", "")], true);
        check(Phone, "608-555-0100 (cell)", &[("+16085550100", "cell")], true);
        check(Phone, "(cell) 608-555-0100", &[("+16085550100", "cell")], true);
        check(Phone, "home: (608) 555-0100 x12", &[("+16085550100;ext=12", "home")], true);
        check(Phone, "608-555-0100 / 608-555-0101", &[("+16085550100", ""), ("+16085550101", "")], true);
        check(Phone, "608-555-0100 or ask Rosa", &[("+16085550100", "or ask Rosa")], true);
        check(Phone, "608-555-0100, 42, ask Rosa", &[("+16085550100", "")], false);
        check(
            Phone,
            "608-555-0100 ::: 608-555-0101/608-555-0102 (608) 555-0103",
            &[("+16085550100", ""), ("+16085550101", ""), ("+16085550102", ""), ("+16085550103", "")],
            true,
        );
        check(Phone, "608-555-0100/608-555-0101", &[("+16085550100", ""), ("+16085550101", "")], true);
        check(Phone, "608 555 0100 (608) 555-0101", &[("+16085550100", ""), ("+16085550101", "")], true);
        check(Phone, "608-555-0100 8 am to 5 pm", &[], false);
        check(Phone, "6085550100.0", &[("+16085550100", "")], true);
        check(Phone, "'6085550100", &[("+16085550100", "")], true);
        check(Phone, "6.085550100E+09", &[("+16085550100", "")], true);
        check(Phone, "6.08555E+09", &[], false);
        check(Email, "a@example.org/b@example.org", &[("a@example.org", ""), ("b@example.org", "")], true);
        check(Email, "a@example.org b@example.org", &[("a@example.org", ""), ("b@example.org", "")], true);
        check(Phone, "ask Rosa", &[], false);
        check(Phone, "555-0100", &[], false);
        check(Email, "Rosa <ROSA@example.org>", &[("rosa@example.org", "Rosa")], true);
        check(Email, "a@example.org; b@example.org", &[("a@example.org", ""), ("b@example.org", "")], true);
        check(Email, "a@example.org, A@example.org", &[("a@example.org", "")], true);
        check(Email, "rosa at example.org", &[], false);
        check(Web, "example.org/a;b", &[("https://example.org/a;b", "")], true);
        check(
            Web,
            "a.example.org, b.example.org",
            &[("https://a.example.org", ""), ("https://b.example.org", "")],
            true,
        );
        check(Web, "javascript:alert(1)", &[], false);
        check(Web, "library basement", &[], false);
        check(Post, "PO Box 5; Madison, WI", &[("PO Box 5; Madison, WI", "")], true);
        check(Post, "PO Box 5 [rear]", &[("PO Box 5", "rear")], true);
        check(Other, "Signal: @rosa.12", &[("Signal: @rosa.12", "")], true);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            kind in prop::sample::select(&ContactKind::ALL[..]),
            entered in "[a-z]{1,3}@[a-z]{2,5}\\.org|\\+?1?[2-9][0-9]{9}( x[0-9]{1,3})?|[a-z]{2,5}\\.org(/[a-z;\\]]{0,4})?|[a-z \\[\\]();,]{1,12}",
            label in "[a-z \\[\\]()]{0,8}",
        ) {
            let Ok(mut way) = ContactWay::entered(Id::default(), kind, Audience::Public, &entered) else {
                return Ok(());
            };
            way.label = label;
            way.value = text::line(&way.value);
            let found = read(kind, Audience::Public, &text::line(&write(&way)), &mut Id::default);
            prop_assert!(found.whole);
            prop_assert_eq!(found.ways.len(), 1);
            prop_assert_eq!(&found.ways[0].value, &way.value);
            let tidy = text::line(&way.label).replace('[', "(").replace(']', ")");
            prop_assert_eq!(&found.ways[0].label, &tidy);
        }

        #[test]
        fn no_cell_panics(kind in prop::sample::select(&ContactKind::ALL[..]), cell in "\\PC{0,30}|[0-9()+@. \\[\\]<>x]{0,30}") {
            let _ = read(kind, Audience::Public, &cell, &mut Id::default);
        }
    }
}
