//! Folding: how two spellings are recognised as the same word.
//!
//! Lower case, without the accents of the Latin script, white space and punctuation as single spaces. Small on
//! purpose: the full Unicode tables would weigh more than a page of the app. Of other scripts Greek, Cyrillic
//! and Armenian lose their case; the rest passes unchanged.

/// The folded form of a text, without spaces at its ends.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends the folded form of a text.
pub fn fold_into(text: &str, folded: &mut String) {
    let start = folded.len();
    let mut gap = false;
    for char in text.chars() {
        if is_mark(char) {
            continue;
        }
        if !char.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && folded.len() > start {
            folded.push(' ');
        }
        gap = false;
        match latin_base(char) {
            'A' if !char.is_ascii() => folded.push_str("ae"),
            'O' if !char.is_ascii() => folded.push_str("oe"),
            'S' if !char.is_ascii() => folded.push_str("ss"),
            'T' if !char.is_ascii() => folded.push_str("th"),
            letter => folded.push(without_accent(lower(letter))),
        }
    }
}

/// The folded words of what somebody looks for.
#[must_use]
pub fn words(query: &str) -> Vec<String> {
    fold(query).split(' ').filter(|word| !word.is_empty()).map(String::from).collect()
}

/// Whether the character only adds an accent to the one before, or is an apostrophe: "Women's" and "Womens" are one word to
/// those who look for it, and so are "Hawaiʻi" and "Hawaii".
const fn is_mark(char: char) -> bool {
    matches!(char, '\'' | '`' | '´' | '‘' | '’' | '′' | '\u{2b9}'..='\u{2bf}' | '\u{300}'..='\u{36f}')
}

/// Blocks of accented Latin letters: where each begins, and the letters under them as runs. A run is its length, as the
/// character so many places behind `0`, and the letter; `A`, `O`, `S` and `T` are two: ae, oe, ss, th.
const LATIN: [(u32, &[u8]); 3] = [
    (0xc0, b"6a1A1c4e4i1d1n5o1-1o4u1y1T1S6a1A1c4e4i1d1n5o1-1o4u1y1T1y6a8c4d:e8g4h:i2-2j3k:l9n6o2O6r8s6t<u2w3y6z1-"),
    (0x1a0, b"2o=-2uL-2a2i2o:u1-4a2A2-2g2k4o2-1j3-2g2-2n2a2A2o4a4e4i4o4r4u2s2t2-2h6-2a2e8o2y"),
    (0x1e00, b"2a6b2c:d:e2f2g:h4i6k8l6m8n8o4p8r:s8t:u4v:w4x2y6z1h1t1w1y4-1S1-Ha@e4iHo>u8y6-"),
];

/// The letter under an accented Latin one (UnicodeData.txt); any other as it is.
fn latin_base(char: char) -> char {
    let code = char as u32;
    if code < 0xc0 {
        return char;
    }
    for (start, runs) in LATIN.iter().rev() {
        let Some(mut at) = code.checked_sub(*start) else { continue };
        for run in runs.as_chunks::<2>().0 {
            let [length, letter] = run.map(u32::from);
            let Some(rest) = at.checked_sub(length - u32::from(b'0')) else {
                return if letter == u32::from(b'-') { char } else { char::from_u32(letter).unwrap_or(char) };
            };
            at = rest;
        }
        return char;
    }
    char
}

/// A small letter of the other scripts without the accent that some write as a mark behind it.
const fn without_accent(char: char) -> char {
    match char {
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ѐ' | 'ё' => 'е',
        'ѝ' | 'й' => 'и',
        'ї' => 'і',
        'ѓ' => 'г',
        'ќ' => 'к',
        'ў' => 'у',
        _ => char,
    }
}

/// The small letter of a capital one, in the scripts that have both and are in daily use (UnicodeData.txt).
fn lower(char: char) -> char {
    let code = char as u32;
    let small = match char {
        'A'..='Z' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => code + 32,
        'Ά' => code + 38,
        'Έ'..='Ί' => code + 37,
        'Ό' => code + 64,
        'Ύ' | 'Ώ' => code + 63,
        'Ѐ'..='Џ' => code + 80,
        'Ա'..='Ֆ' => code + 48,
        // Capital and small letter side by side, the capital first.
        'Ѡ'..='ҁ' | 'Ҋ'..='ҿ' | 'Ӑ'..='ԯ' => code | 1,
        _ => code,
    };
    char::from_u32(small).unwrap_or(char)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        for (one, other) in [
            ("Carl Núñez", "carl  nunez"),
            ("KENOSHA COMMUNITY ASSEMBLY", " Kenosha Community-Assembly "),
            ("Women’s Circle", "womens circle"),
            ("Fond du Lac (North)", "fond du lac north"),
            ("cafe\u{301}", "Café"),
            ("Hội Nguyễn Trãi", "Ho\u{323}\u{302}i Nguye\u{302}\u{303}n Tra\u{303}i"),
            ("Asociația Timișoara", "Asociaţia Timişoara"),
            ("Kauaʻi", "Kaua‘i"),
            ("Līhuʻe", "Lihue"),
            ("Ærø, Œuvre, Straße, Þór", "AERO oeuvre STRASSE thor"),
            ("Αθή\u{3bd}α", "αθη\u{301}να"),
            ("Милуоки́й", "милуокии\u{306}"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
    }

    #[test]
    fn letters_under_accents_are_those_of_unicodes_decomposition() {
        // What `NFD` gives, for letters of each block (UnicodeData.txt).
        for (char, letter) in [
            ('À', 'a'),
            ('ÿ', 'y'),
            ('Ž', 'z'),
            ('ł', 'l'),
            ('ơ', 'o'),
            ('Ư', 'u'),
            ('ǎ', 'a'),
            ('Ș', 's'),
            ('ț', 't'),
            ('ȳ', 'y'),
            ('Ḁ', 'a'),
            ('ẙ', 'y'),
            ('Ạ', 'a'),
            ('ặ', 'a'),
            ('Ệ', 'e'),
            ('ỉ', 'i'),
            ('Ợ', 'o'),
            ('ự', 'u'),
            ('ỹ', 'y'),
            ('×', '×'),
            ('÷', '÷'),
            ('ſ', 'ſ'),
            ('Ἀ', 'Ἀ'),
        ] {
            assert_eq!(latin_base(char), letter, "{char}");
        }
    }

    #[test]
    fn capitals_are_lowered_as_unicode_has_it() {
        let scripts = ['\0'..='\u{7f}', '\u{370}'..='\u{3ce}', '\u{400}'..='\u{481}', '\u{48a}'..='\u{4bf}'];
        let more = ['\u{4d0}'..='\u{556}'];
        for char in scripts.into_iter().chain(more).flatten() {
            // Archaic Greek letters are as they are.
            if matches!(char, 'Ͱ' | 'Ͳ' | 'Ͷ' | 'Ϳ') {
                continue;
            }
            assert_eq!(String::from(lower(char)), char.to_lowercase().to_string(), "{char:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
