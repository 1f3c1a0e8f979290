//! Cells as text: tidied, compared, and guarded against being run as formulas.

use groundswell_model::{fold, validate::unprintable};
use std::borrow::Cow;

/// The text on one line: ends trimmed, every run of white space a single space, invisible characters that
/// copying leaves behind taken out.
pub(crate) fn line(text: &str) -> String {
    let plain = |bytes: &[u8]| bytes.iter().all(|byte| (b' '..=b'~').contains(byte));
    if plain(text.as_bytes()) && !text.contains("  ") {
        return text.trim().to_owned();
    }
    let mut tidy = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let before = tidy.len();
        tidy.extend(word.chars().filter(|char| !is_residue(*char)));
        if tidy.len() > before && before > 0 {
            tidy.insert(before, ' ');
        }
    }
    tidy
}

/// The text line by line, each tidied as [`line`] does, at most one blank line in a row and none at the ends.
pub(crate) fn paragraphs(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut blank = false;
    let unbroken = text.replace("\r\n", "\n");
    for part in unbroken.split(['\n', '\r', '\u{b}', '\u{2028}', '\u{2029}']) {
        let part = line(part);
        if part.is_empty() {
            blank = !tidy.is_empty();
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if blank { "\n\n" } else { "\n" });
        }
        blank = false;
        tidy.push_str(&part);
    }
    tidy
}

/// What two spellings of the same name have in common. Names without a letter or digit are compared as they
/// are.
pub(crate) fn key(text: &str) -> String {
    let folded = fold::fold(text);
    if folded.is_empty() { line(text).to_lowercase() } else { folded }
}

/// Zero-width spaces and joins, byte-order marks and direction marks: harmless, and common in what was copied
/// from a web page or an address book.
const fn is_residue(char: char) -> bool {
    matches!(char, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}

/// Takes out the brackets of direction that some address books put around what is copied from them.
pub(crate) fn without_direction(text: &str) -> String {
    text.chars().filter(|char| !matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')).collect()
}

/// Whether a tidied text has characters that are not shown or turn the direction of what stands around.
pub(crate) fn has_unprintable(text: &str) -> bool {
    text.chars().any(|char| char != '\n' && unprintable(char))
}

/// The beginning of a text, for a message about it.
pub(crate) fn excerpt(text: &str) -> String {
    const SHOWN: usize = 200;
    let mut short: String = text
        .chars()
        .take(SHOWN)
        .map(|char| if unprintable(char) && char != '\n' { char::REPLACEMENT_CHARACTER } else { char })
        .collect();
    if text.chars().nth(SHOWN).is_some() {
        short.push('…');
    }
    short
}

/// Whether a spreadsheet program may run the cell as a formula once the apostrophes before it are gone
/// (OWASP, "CSV Injection").
fn is_formula(cell: &str) -> bool {
    let bare = cell.trim_start_matches('\'');
    bare.starts_with(['\t', '\r', '\n'])
        || bare.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// The cell, with an apostrophe before what could be run as a formula. [`unguard`] takes it away again.
pub(crate) fn guard(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell without the apostrophe that [`guard`], or a person, put before what could be run as a formula.
pub(crate) fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(bare) if is_formula(bare) => bare,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn white_space_is_tidied() {
        assert_eq!(line("  Milwaukee \u{a0} Community\r\nAssembly "), "Milwaukee Community Assembly");
        assert_eq!(line("\u{feff}a \u{200b} b\u{200e}"), "a b");
        assert_eq!(paragraphs("\r\n one  two \r\n\r\n\r\n three\rfour\n \n"), "one two\n\nthree\nfour");
    }

    #[test]
    fn what_could_be_run_is_guarded() {
        for (cell, guarded) in [
            ("=1+1", "'=1+1"),
            ("+44 20", "'+44 20"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            (" =1", "' =1"),
            ("'=1", "''=1"),
            ("＝1", "'＝1"),
            ("'tis", "'tis"),
            ("(608) 555-0100", "(608) 555-0100"),
            ("", ""),
        ] {
            assert_eq!(guard(cell), guarded, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn a_guard_is_taken_away_again(cell in "['=+@\t\r a-]{0,6}|\\PC{0,8}") {
            let guarded = guard(&cell);
            prop_assert_eq!(unguard(&guarded), cell.as_str());
            prop_assert!(!guarded.trim_start().starts_with(['=', '+', '-', '@']));
        }

        #[test]
        fn tidying_twice_changes_nothing(text: String) {
            prop_assert_eq!(line(&line(&text)), line(&text));
            prop_assert_eq!(paragraphs(&paragraphs(&text)), paragraphs(&text));
        }
    }
}
