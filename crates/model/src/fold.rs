//! Folding: how two spellings are recognised as the same word.
//!
//! Lower case, without the accents of the Latin script, white space and punctuation as single spaces. Small on
//! purpose: the full Unicode tables would weigh more than the app's views. Other scripts pass unchanged but
//! for their case.

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
            None => folded.extend(char.to_lowercase().filter(|char| !is_mark(*char))),
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

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
