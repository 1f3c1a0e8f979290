//! Which character stands between the cells.

use super::split::{self, Dialect};
use std::collections::BTreeMap;

/// The delimiters in use, the most common first.
const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
/// As much of a file is looked at.
const SAMPLE_BYTES: usize = 128 * 1024;
const SAMPLE_ROWS: usize = 100;

/// The delimiter that Excel's first line `sep=;` names, and that line's length in bytes without its end.
pub(super) fn declared(text: &str) -> Option<(u8, usize)> {
    let line = text.split(['\r', '\n']).next()?;
    let bare = line.trim().trim_matches('"');
    let (word, delimiter) = bare.split_at_checked(4)?;
    match delimiter.as_bytes() {
        [delimiter] if word.eq_ignore_ascii_case("sep=") => Some((*delimiter, line.len())),
        // Other cells of the first line are empty where the file was saved again.
        [delimiter, rest @ ..]
            if word.eq_ignore_ascii_case("sep=") && rest.iter().all(|byte| byte == delimiter) =>
        {
            Some((*delimiter, line.len()))
        }
        _ if line.eq_ignore_ascii_case("sep=\t") => Some((b'\t', line.len())),
        _ => None,
    }
}

/// How the rows are written: the delimiter that cuts them most evenly, quotes respected.
pub(super) fn detect(text: &str) -> Dialect {
    let sample = sample(text);
    let mut best = (0, Dialect::of(b','));
    for candidate in CANDIDATES {
        let (score, width) = evenness(sample, sample.len() < text.len(), candidate);
        if score > best.0 {
            best = (score, Dialect { width, ..Dialect::of(candidate) });
        }
    }
    let mut dialect = best.1;
    dialect.backslash = has_backslashes(sample, dialect.delimiter);
    dialect
}

/// As it is written with this delimiter.
pub(super) fn declared_as(text: &str, delimiter: u8) -> Dialect {
    let sample = sample(text);
    let (_, width) = evenness(sample, sample.len() < text.len(), delimiter);
    Dialect { delimiter, backslash: has_backslashes(sample, delimiter), width }
}

fn sample(text: &str) -> &str {
    let end = (0..=SAMPLE_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or(text)
}

/// Whether quotes within cells stand behind a backslash, and none is written twice.
fn has_backslashes(sample: &str, delimiter: u8) -> bool {
    let is_edge = |byte: Option<&u8>| byte.is_none_or(|byte| [delimiter, b'\r', b'\n', b' '].contains(byte));
    let (mut behind, mut twice) = (0_usize, 0_usize);
    let bytes = sample.as_bytes();
    for (at, pair) in bytes.windows(2).enumerate() {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let is_within = !is_edge(before) && !is_edge(bytes.get(at + 2));
        behind += usize::from(pair == b"\\\"" && !is_edge(bytes.get(at + 2)));
        twice += usize::from(pair == b"\"\"" && is_within && before != Some(&b'\\'));
    }
    behind > twice
}

/// 0 if it cuts nothing; else more for more rows of the same width, and for wider ones. And that width.
fn evenness(sample: &str, cut: bool, delimiter: u8) -> (usize, usize) {
    let mut widths = Vec::new();
    let (mut cells, mut spaced) = (0_usize, 0_usize);
    split::rows(sample, Dialect::of(delimiter), |record, _| {
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            widths.push(record.len());
            cells += record.len() - 1;
            spaced += record.iter().skip(1).filter(|cell| cell.starts_with(' ')).count();
        }
        widths.len() < SAMPLE_ROWS
    });
    if cut && widths.len() < SAMPLE_ROWS && widths.len() > 1 {
        widths.pop();
    }
    let mut counts = BTreeMap::<usize, usize>::new();
    for width in &widths {
        *counts.entry(*width).or_default() += 1;
    }
    let Some((width, count)) = counts.into_iter().max_by_key(|(width, count)| (*count, *width)) else {
        return (0, 0);
    };
    if width < 2 {
        return (0, width);
    }
    // A sentence's comma has a space behind it.
    let tight = if spaced * 2 > cells { 0 } else { 40 };
    let score = 1000 * count / widths.len().max(1) + width.min(30) + tight;
    // Headings are short: a character that does not part them parts sentences.
    (if widths.first().is_some_and(|first| *first < 2) { score / 4 } else { score }, width)
}

/// The text without the quotes around its rows, if each row is one quoted cell that holds others: so address books are
/// written that a spreadsheet program saved again. It has the same lines.
pub(super) fn unwrapped(text: &str) -> Option<String> {
    let mut all = String::new();
    let mut at = 0;
    let (mut rows, mut whole) = (0_usize, true);
    split::rows(text, Dialect::of(b'\0'), |cells, row| {
        let start = split::past_line_ends(text, at);
        let written = text.get(start..row.end).unwrap_or_default().trim();
        let is_quoted = cells.iter().all(|cell| format!("\"{}\"", cell.replace('"', "\"\"")) == written);
        // The headings at least are cut.
        let is_cut = rows > 0 || cells.iter().any(|cell| cell.contains([',', ';', '\t', '|']));
        whole = is_cut && cells.len() == 1 && (is_quoted || rows > 0 && !written.contains('"'));
        all.push_str(text.get(at..start).unwrap_or_default());
        cells.iter().for_each(|cell| all.push_str(cell));
        at = row.end;
        rows += 1;
        whole
    });
    all.push_str(text.get(at..).unwrap_or_default());
    (whole && rows > 1).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_that_parts_rows_evenly_is_found() {
        for (text, delimiter) in [
            ("Group,Where\nA,\"Milwaukee; WI\"\n", b','),
            ("Group;Where;When\nA;Milwaukee, WI;Third Thursday, 6 pm\nB;Madison, WI;Monday, 7 pm\n", b';'),
            ("Group\tWhere\nA\tMilwaukee, WI\n", b'\t'),
            ("Group|Issues\nA|Clean water, Labor\nB|Climate\n", b'|'),
            ("Group,Issues\nA,a;b\nB,c;d\nC,e;f\n", b','),
            ("Group;City, State\nA;Milwaukee, WI\n", b';'),
            ("Group;Notes\nA;\"one\ntwo, three,\nfour\"\nB;\n", b';'),
            ("Group\nA\nB\n", b','),
            ("", b','),
        ] {
            assert_eq!(char::from(detect(text).delimiter), char::from(delimiter), "{text}");
        }
    }

    #[test]
    fn rows_that_are_one_quoted_cell_each_are_unwrapped() {
        for (text, expect) in [
            ("\"Group,Town\"\r\n\"A,\"\"B, C\"\"\"\r\n", Some("Group,Town\r\nA,\"B, C\"\r\n")),
            ("\"Group;Town\"\nA\n", Some("Group;Town\nA\n")),
            ("\"Group\",\"Town\"\n\"A\",\"B\"\n", None),
            ("Group\n\"A, B\"\n", None),
            ("\"Group, Town\"\n", None),
        ] {
            assert_eq!(unwrapped(text).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn backslashes_are_told_from_paths() {
        for (text, expect) in
            [(r#""a \"b\"","c""#, true), (r#""C:\","c""#, false), (r#""a ""b"" c","d""#, false)]
        {
            assert_eq!(detect(text).backslash, expect, "{text}");
        }
    }

    #[test]
    fn a_declared_delimiter_is_read() {
        for (text, expect) in [
            ("sep=;\r\nGroup;Where", Some((b';', 5))),
            ("SEP=,\nGroup", Some((b',', 5))),
            ("\"sep=|\"\nGroup", Some((b'|', 7))),
            ("sep=\t\nGroup", Some((b'\t', 5))),
            ("sep=;;;;\nGroup", Some((b';', 8))),
            ("separate,Group", None),
            ("sep=ab", None),
            ("", None),
        ] {
            assert_eq!(declared(text), expect, "{text}");
        }
    }
}
