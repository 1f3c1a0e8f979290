//! How well a text reads that was decoded by a code page: the wrong one puts signs into words, capitals behind small
//! letters, and letters of two scripts into one word.

/// How many things in a text no person writes so.
pub(super) fn oddities(text: &str) -> usize {
    let chars = || text.chars().chain(Some('\n'));
    let mut odd = 0;
    let mut before = '\n';
    // Letters of the word so far, and whether all of them are beyond ASCII.
    let (mut length, mut foreign) = (0_usize, true);
    for (char, after) in chars().zip(chars().skip(1).chain(Some('\n'))) {
        if !char.is_ascii() {
            odd += oddity(before, char, after, length);
        }
        if is_letter(char) {
            length += 1;
            foreign &= !char.is_ascii() && is_latin(char);
        } else {
            // No Latin word of some length has only letters with marks.
            odd += if foreign && length > 2 { length } else { 0 };
            (length, foreign) = (0, true);
        }
        before = char;
    }
    odd
}

/// How odd a character is between these two, behind so many letters of one word.
fn oddity(before: char, char: char, after: char, length: usize) -> usize {
    if char == char::REPLACEMENT_CHARACTER || char.is_control() {
        return 4;
    }
    if !is_letter(char) {
        return usize::from(is_odd_sign(before, char, after, length));
    }
    let mixed =
        [before, after].into_iter().any(|other| is_letter(other) && is_latin(other) != is_latin(char));
    let capital_within = char.is_uppercase() && before.is_lowercase();
    // A cell begins with a capital, in scripts that have them.
    let small_start =
        char.is_lowercase() && !is_latin(char) && matches!(before, '\n' | '\r' | '"' | ',' | ';' | '\t');
    // Icelandic is rarer in these spreadsheets than the Turkish and Romanian whose bytes these are.
    let rare = matches!(char, 'ð' | 'þ' | 'Ð' | 'Þ');
    [mixed, capital_within, small_start, rare].into_iter().filter(|odd| *odd).count()
}

/// Whether a sign stands where none does.
fn is_odd_sign(before: char, char: char, after: char, length: usize) -> bool {
    let within = is_letter(before) && is_letter(after);
    match char {
        // "Women’s", "O’Brien", "l’école", but not "Garc’a".
        '’' => {
            within
                && length > 1
                && before.is_lowercase()
                && !matches!(after, 's' | 't' | 'd' | 'm' | 'r' | 'v' | 'l')
        }
        '–' | '—' => within && after.is_lowercase(),
        '“' | '‘' | '„' | '‚' | '«' | '‹' | '¿' | '¡' | '§' | '©' | '•' | '·' | '\u{a0}' | '\u{ad}' => {
            within && char != '·'
        }
        '”' | '»' | '›' | '®' | '™' | '…' | '°' | 'º' | 'ª' => within,
        _ => is_letter(before) || is_letter(after),
    }
}

/// Letters; not the sign of the guilder, which is one to Unicode.
fn is_letter(char: char) -> bool {
    char.is_alphabetic() && !matches!(char, 'ƒ' | 'ª' | 'º' | 'ˆ' | 'ˇ')
}

const fn is_latin(char: char) -> bool {
    (char as u32) < 0x250
}
