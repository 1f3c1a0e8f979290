//! Which character stands between the cells.

use csv::{ReaderBuilder, StringRecord};
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

/// The delimiter that cuts the rows most evenly, quotes respected.
pub(super) fn detect(text: &str) -> u8 {
    let end = (0..=SAMPLE_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let sample = text.get(..end).unwrap_or(text);
    let mut best = (0, b',');
    for candidate in CANDIDATES {
        let score = evenness(sample, end < text.len(), candidate);
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

/// 0 if it cuts nothing; else more for more rows of the same width, and for wider ones.
fn evenness(sample: &str, cut: bool, delimiter: u8) -> usize {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(16 * 1024)
        .from_reader(sample.as_bytes());
    let mut widths = Vec::new();
    let (mut cells, mut spaced) = (0_usize, 0_usize);
    let mut record = StringRecord::new();
    while widths.len() < SAMPLE_ROWS && matches!(reader.read_record(&mut record), Ok(true)) {
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            widths.push(record.len());
            cells += record.len() - 1;
            spaced += record.iter().skip(1).filter(|cell| cell.starts_with(' ')).count();
        }
    }
    if cut && widths.len() < SAMPLE_ROWS && widths.len() > 1 {
        widths.pop();
    }
    let mut counts = BTreeMap::<usize, usize>::new();
    for width in &widths {
        *counts.entry(*width).or_default() += 1;
    }
    let Some((width, count)) = counts.into_iter().max_by_key(|(width, count)| (*count, *width)) else {
        return 0;
    };
    if width < 2 {
        return 0;
    }
    // A sentence's comma has a space behind it.
    let tight = if spaced * 2 > cells { 0 } else { 40 };
    let score = 1000 * count / widths.len().max(1) + width.min(30) + tight;
    // Headings are short: a character that does not part them parts sentences.
    if widths.first().is_some_and(|first| *first < 2) { score / 4 } else { score }
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
            assert_eq!(char::from(detect(text)), char::from(delimiter), "{text}");
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
