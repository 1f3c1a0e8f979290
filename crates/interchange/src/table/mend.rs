//! What other programs do to cells, undone; and rows that are no records.

use super::{Table, row::Flaw};
use crate::text;
use csv::StringRecord;
use groundswell_model::{ContactKind, contact::uniform, fold};
use std::borrow::Cow;

impl Table {
    /// Mends each cell, and marks the rows that are no records.
    pub(super) fn mend(&mut self) {
        for heading in &mut self.headings {
            if let Cow::Owned(mended) = mended(heading) {
                *heading = mended;
            }
        }
        let keys: Vec<String> = self.headings.iter().map(|heading| fold::fold(heading)).collect();
        for row in &mut self.rows {
            if row.cells.iter().any(|cell| matches!(mended(cell), Cow::Owned(_))) {
                let cells: StringRecord = row.cells.iter().map(mended).collect();
                row.cells = cells;
            }
            if row.flaw.is_none() {
                row.flaw = flaw(&row.cells, &keys);
            }
        }
    }
}

/// The cell as it was before a web application escaped it, or a spreadsheet program was made to keep it as text.
fn mended(cell: &str) -> Cow<'_, str> {
    let bare = cell.trim();
    let forced = bare.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    match forced.filter(|inner| !inner.contains('"')) {
        Some(inner) => Cow::Owned(inner.to_owned()),
        None => text::without_entities(cell),
    }
}

/// Why a row is likely no record, under headings with these keys.
fn flaw(cells: &StringRecord, headings: &[String]) -> Option<Flaw> {
    let filled = || cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
    let again = |(at, cell): (usize, &str)| headings.get(at).is_some_and(|key| fold::fold(cell) == *key);
    if filled().count() >= 2 && filled().all(again) {
        return Some(Flaw::HeadingsAgain);
    }
    let (_, first) = filled().next()?;
    let is_number = |cell: &str| {
        cell.trim().chars().all(|char| char.is_ascii_digit() || ".,%$ -".contains(char))
            && uniform(ContactKind::Phone, cell).is_err()
    };
    let says_nothing = headings.len() > 1 && filled().skip(1).all(|(_, cell)| is_number(cell));
    (says_nothing && is_about_the_file(first)).then_some(Flaw::NoRecord)
}

/// Whether a text that stands alone in its row is a total, or says something of the file.
fn is_about_the_file(text: &str) -> bool {
    const FIRST: [&str; 30] = [
        "sum",
        "count",
        "average",
        "grand",
        "printed",
        "exported",
        "generated",
        "created",
        "downloaded",
        "updated",
        "last",
        "report",
        "source",
        "note",
        "notes",
        "page",
        "end",
        "confidential",
        "copyright",
        "suma",
        "impreso",
        "exportado",
        "generado",
        "actualizado",
        "fuente",
        "nota",
        "pagina",
        "fin",
        "confidencial",
        "ultima",
    ];
    // "Sum of Us" and "Created Equal" are names; what says something of the file says when, or how many.
    const TOTAL: [&str; 4] = ["total", "totals", "subtotal", "totales"];
    // "Last Resort" and "Page Turners" are names.
    const WITH_MORE: [&str; 6] = ["grand", "last", "page", "end", "ultima", "fin"];
    const MORE: [&str; 12] = [
        "total",
        "updated",
        "update",
        "modified",
        "edited",
        "of",
        "actualizacion",
        "revision",
        "del",
        "de",
        "1",
        "2",
    ];
    if text.trim_start().starts_with(['©', '*']) {
        return true;
    }
    let words = fold::words(text);
    let mut words = words.iter().map(String::as_str);
    match words.next() {
        Some(first) if WITH_MORE.contains(&first) => words.next().is_some_and(|next| MORE.contains(&next)),
        Some(first) if TOTAL.contains(&first) => true,
        Some(first) => {
            FIRST.contains(&first) && text.contains(|char: char| char == ':' || char.is_ascii_digit())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_record_is_told_from_what_is() {
        let headings = ["group", "town", "phone"].map(str::to_owned);
        for (cells, expect) in [
            (&["GROUP", " Town", "Phone"][..], Some(Flaw::HeadingsAgain)),
            (&["Group", "", "Phone"], Some(Flaw::HeadingsAgain)),
            (&["Total: 2 groups", "", ""], Some(Flaw::NoRecord)),
            (&["Total", "", "27"], Some(Flaw::NoRecord)),
            (&["Última actualización: 3 de mayo", "", ""], Some(Flaw::NoRecord)),
            (&["Page 1 of 2"], Some(Flaw::NoRecord)),
            (&["Page Turners", "", ""], None),
            (&["Last Resort", "", ""], None),
            (&["Total Liberation", "Racine", ""], None),
            (&["Total Liberation", "", "608-555-0100"], None),
            (&["Sum of Us", "", "608-555-0100"], None),
            (&["Sum of Us", "", ""], None),
            (&["Created Equal", "", ""], None),
            (&["Exported on May 3", "", ""], Some(Flaw::NoRecord)),
            (&["Fuente: Rosa", "", ""], Some(Flaw::NoRecord)),
            (&["Riverside Tenants", "", ""], None),
        ] {
            assert_eq!(flaw(&StringRecord::from(cells.to_vec()), &headings), expect, "{cells:?}");
        }
    }

    #[test]
    fn what_was_escaped_or_forced_is_as_it_was() {
        for (cell, expect) in [
            ("=\"6085550102\"", "6085550102"),
            ("=HYPERLINK(\"http://x.example\")", "=HYPERLINK(\"http://x.example\")"),
            ("Food &amp; water", "Food & water"),
            ("plain", "plain"),
        ] {
            assert_eq!(mended(cell), expect);
        }
    }
}
