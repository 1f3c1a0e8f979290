//! Cells as text: tidied, compared, and guarded against being run as formulas.

use groundswell_model::{fold, validate::unprintable};
use std::borrow::Cow;

/// The text on one line: ends trimmed, every run of white space a single space, characters that nobody sees taken
/// out.
pub(crate) fn line(text: &str) -> String {
    let plain = |bytes: &[u8]| bytes.iter().all(|byte| (b' '..=b'~').contains(byte));
    if plain(text.as_bytes()) && !text.contains("  ") {
        return text.trim().to_owned();
    }
    let mut tidy = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let before = tidy.len();
        tidy.extend(word.chars().filter(|char| !unprintable(*char)));
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

/// What two names of the same group or town have in common, although one is written out: `&` and "and", "St." and
/// "Saint", "N.A.A.C.P." and "NAACP".
pub(crate) fn name_key(text: &str) -> String {
    let spelled = text.replace('&', " and ").replace(" + ", " and ");
    let folded = key(&spelled);
    let mut name = String::with_capacity(folded.len());
    let mut letters_before = false;
    let words: Vec<&str> = folded.split(' ').collect();
    let is_word =
        |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|word| word.chars().nth(1).is_some());
    for (at, word) in words.iter().copied().enumerate() {
        let is_letter = word.chars().nth(1).is_none() && word.chars().all(char::is_alphabetic);
        let word = match word {
            // Spanish `Vivienda y Justicia`, but not "Company E".
            "y" | "e" if is_word(at.checked_sub(1)) && is_word(at.checked_add(1)) => "and",
            "saint" | "street" | "sainte" | "ste" => "st",
            "mount" | "mountain" | "mtn" => "mt",
            "fort" => "ft",
            "avenue" => "ave",
            other => other,
        };
        let is_letter = is_letter && word != "and";
        let is_of_word_before = letters_before && is_letter;
        if !name.is_empty() && !is_of_word_before {
            name.push(' ');
        }
        letters_before = is_letter;
        name.push_str(word);
    }
    name
}

/// Without a value, although not empty: what people and databases write for nothing.
pub(crate) fn is_placeholder(cell: &str) -> bool {
    const WORDS: [&str; 29] = [
        "n/a",
        "na",
        "n.a.",
        "#n/a",
        "n/d",
        "s/d",
        "null",
        "(null)",
        "[null]",
        "<null>",
        "none",
        "(none)",
        "nil",
        "nan",
        "\\n",
        "tbd",
        "tba",
        "tbc",
        "t.b.d.",
        "to be determined",
        "to be announced",
        "not available",
        "not applicable",
        "ninguno",
        "ninguna",
        "no aplica",
        "por definir",
        "por determinar",
        "undefined",
    ];
    let bare = cell.trim();
    if bare.len() > 24 {
        return false;
    }
    let broken = || bare.starts_with('#') && (bare.ends_with('!') || bare.ends_with('?'));
    is_punctuation(bare) || WORDS.iter().any(|word| bare.eq_ignore_ascii_case(word)) || broken()
}

/// So many bytes the name of an entity has at most.
const LONGEST_ENTITY: usize = 8;

/// Whether a cell has nothing but the marks that people write for nothing.
pub(crate) fn is_punctuation(cell: &str) -> bool {
    let bare = cell.trim();
    !bare.is_empty() && bare.chars().all(|char| matches!(char, '-' | '–' | '—' | '?' | '.' | '_' | '/'))
}

/// The text with the characters that web applications write as entities (HTML 4.01, section 24).
pub(crate) fn without_entities(text: &str) -> Cow<'_, str> {
    let mut plain = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('&')) {
        let start = at + found;
        at = start + 1;
        let Some(rest) = text.get(at..) else { break };
        let end = rest.bytes().take(LONGEST_ENTITY + 1).position(|byte| byte == b';');
        let name = end.and_then(|end| rest.get(..end)).filter(|name| name.len() >= 2);
        if let Some((name, char)) = name.and_then(|name| Some((name, entity(name)?))) {
            plain.push_str(text.get(kept..start).unwrap_or_default());
            plain.push(char);
            at += name.len() + 1;
            kept = at;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    plain.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(plain)
}

/// The character of an entity of this name or number.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).filter(|char| *char != '\0');
    }
    const ACCENTS: [(&str, &str, &str); 7] = [
        ("acute", "aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ"),
        ("grave", "aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
        ("circ", "aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
        ("uml", "aeiouyAEIOU", "äëïöüÿÄËÏÖÜ"),
        ("tilde", "anoANO", "ãñõÃÑÕ"),
        ("cedil", "cC", "çÇ"),
        ("ring", "aA", "åÅ"),
    ];
    const NAMED: [(&str, char); 18] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("rsquo", '’'),
        ("lsquo", '‘'),
        ("rdquo", '”'),
        ("ldquo", '“'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("iexcl", '¡'),
        ("iquest", '¿'),
        ("szlig", 'ß'),
        ("oslash", 'ø'),
        ("aelig", 'æ'),
    ];
    if let Some((_, char)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Some(*char);
    }
    let (letter, accent) = name.split_at_checked(1)?;
    let (_, letters, accented) = ACCENTS.iter().find(|(known, ..)| *known == accent)?;
    letters.chars().zip(accented.chars()).find(|(plain, _)| letter.starts_with(*plain)).map(|(_, char)| char)
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
        assert_eq!(line("\u{feff}a \u{200b} b\u{200e}\u{202c}\0"), "a b");
        assert_eq!(paragraphs("\r\n one  two \r\n\r\n\r\n three\rfour\n \n"), "one two\n\nthree\nfour");
    }

    #[test]
    fn names_that_are_written_out_have_the_same_key() {
        for (one, other) in [
            ("Housing & Justice", "Housing and Justice"),
            ("Vivienda & Justicia", "Vivienda y Justicia"),
            ("N.A.A.C.P. Racine", "NAACP Racine"),
            ("St. Paul", "Saint Paul"),
            ("Mt. Horeb", "Mount Horeb"),
            ("Fort Atkinson", "Ft Atkinson"),
            ("O'Brien St. Garden", "OBrien Street Garden"),
        ] {
            assert_eq!(name_key(one), name_key(other), "{one}");
        }
        assert_ne!(name_key("A and B"), name_key("AB"));
        assert_ne!(name_key("Company E"), name_key("Company and"));
        assert_ne!(name_key("E Street"), name_key("Y Street"));
        assert_eq!(name_key("N.A.E.P. Racine"), name_key("NAEP Racine"));
    }

    #[test]
    fn entities_are_read() {
        for (text, expect) in [
            ("Food &amp; water", "Food & water"),
            ("O&#039;Brien &#x27;s", "O'Brien 's"),
            ("N&uacute;&ntilde;ez", "Núñez"),
            ("&amp;amp;", "&amp;"),
            ("A & B; C", "A & B; C"),
            ("&;&#;&#x;&#0;&nothing;", "&;&#;&#x;&#0;&nothing;"),
        ] {
            assert_eq!(without_entities(text), expect);
        }
    }

    #[test]
    fn placeholders_are_told_from_values() {
        for cell in ["NULL", "n/a", "None", "\\N", "-", "—", "TBD", "??", "#N/A", "#REF!", "ninguno"] {
            assert!(is_placeholder(cell), "{cell}");
        }
        for cell in ["", "No", "Nona", "A-", "Nil Desperandum", "0", "#1"] {
            assert!(!is_placeholder(cell), "{cell}");
        }
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
