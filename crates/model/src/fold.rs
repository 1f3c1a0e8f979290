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
            // "Women's" and "Womens" are one word to those who look for it.
            gap |= char != '\'' && char != '’';
            continue;
        }
        if gap && folded.len() > start {
            folded.push(' ');
        }
        gap = false;
        match base(char) {
            Some(base) => folded.push_str(base),
            None => folded.push(lower(char)),
        }
    }
}

/// The folded words of what somebody looks for.
#[must_use]
pub fn words(query: &str) -> Vec<String> {
    fold(query).split(' ').filter(|word| !word.is_empty()).map(String::from).collect()
}

/// Whether the character only adds an accent to the one before.
const fn is_mark(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}')
}

/// The letters under an accented Latin letter (Latin-1 and Latin Extended-A).
const fn base(char: char) -> Option<&'static str> {
    Some(match char {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => "a",
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'Ð' | 'ð' | 'Ď'..='đ' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => "e",
        'Ĝ'..='ģ' => "g",
        'Ĥ'..='ħ' => "h",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => "i",
        'Ĵ' | 'ĵ' => "j",
        'Ķ'..='ĸ' => "k",
        'Ĺ'..='ł' => "l",
        'Ñ' | 'ñ' | 'Ń'..='ŋ' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' => "o",
        'Œ' | 'œ' => "oe",
        'Ŕ'..='ř' => "r",
        'Ś'..='š' => "s",
        'ß' => "ss",
        'Ţ'..='ŧ' => "t",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => "u",
        'Ŵ' | 'ŵ' => "w",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => "y",
        'Ź'..='ž' => "z",
        'Þ' | 'þ' => "th",
        _ => return None,
    })
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
        'Ѡ'..='ҁ' | 'Ҋ'..='ҿ' | 'Ӑ'..='ԯ' | 'Ḁ'..='ẕ' | 'Ạ'..='ỿ' => code | 1,
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
        ] {
            assert_eq!(fold(one), fold(other));
        }
    }

    #[test]
    fn capitals_are_lowered_as_unicode_has_it() {
        let scripts = ['\0'..='\u{7f}', '\u{370}'..='\u{3ce}', '\u{400}'..='\u{481}', '\u{48a}'..='\u{4bf}'];
        let more = ['\u{4d0}'..='\u{556}', '\u{1e00}'..='\u{1e95}', '\u{1ea0}'..='\u{1eff}'];
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
