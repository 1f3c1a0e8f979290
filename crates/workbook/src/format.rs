//! What a cell's number format (ECMA-376 part 1, 18.8.30 and 18.8.31) says of its number, as far as the text of the
//! cell would be wrong without it. Dates and times are told by the library.

use calamine::Style;

/// What is made of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Its digits.
    Plain,
    /// A hundred times as many, and the sign.
    Percent,
    /// Zeros where digits go, and what stands between them: `00000` for ZIP codes, `(000) 000-0000` for telephones.
    Digits(String),
}

impl Pattern {
    /// What the style says.
    pub(crate) fn of(style: &Style) -> Self {
        style.number_format.as_ref().map_or(Self::Plain, |format| Self::of_code(&format.format_code))
    }

    fn of_code(code: &str) -> Self {
        // The first section is that of positive numbers.
        let code = code.split(';').next().unwrap_or_default();
        let (mut plain, mut is_plain) = (String::new(), false);
        let mut chars = code.chars();
        while let Some(char) = chars.next() {
            match char {
                '%' => return Self::Percent,
                '\\' => plain.extend(chars.next()),
                '"' => plain.extend(chars.by_ref().take_while(|char| *char != '"')),
                '0' | '-' | ' ' | '(' | ')' | '/' => plain.push(char),
                _ => is_plain = true,
            }
        }
        // What is written between quotes may hold digits of its own, and one zero only says "no decimals".
        let zeros = plain.chars().filter(|char| *char == '0').count();
        let others = plain.chars().any(|char| char.is_ascii_digit() && char != '0');
        if is_plain || zeros < 2 || others { Self::Plain } else { Self::Digits(plain) }
    }
}

/// The digits in the places of a pattern's zeros, from the right; what is more stands before them.
pub(crate) fn fill(pattern: &str, digits: &str) -> String {
    let zeros = pattern.chars().filter(|char| *char == '0').count();
    let mut padded = "0".repeat(zeros.saturating_sub(digits.len())) + digits;
    let rest = padded.split_off(padded.len() - zeros);
    let mut more = Some(padded);
    let mut rest = rest.chars();
    let mut text = String::new();
    for char in pattern.chars() {
        if char == '0' {
            text.push_str(&more.take().unwrap_or_default());
            text.extend(rest.next());
        } else {
            text.push(char);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_told_from_other_formats() {
        for (code, pattern) in [
            ("General", Pattern::Plain),
            ("0", Pattern::Plain),
            ("0.00", Pattern::Plain),
            ("#,##0", Pattern::Plain),
            ("@", Pattern::Plain),
            ("0%", Pattern::Percent),
            ("0.00%", Pattern::Percent),
            ("00000", Pattern::Digits("00000".into())),
            ("00000\\-0000", Pattern::Digits("00000-0000".into())),
            ("\\(000\\)\" \"000-0000;@", Pattern::Digits("(000) 000-0000".into())),
            ("\"1-\"000", Pattern::Plain),
        ] {
            assert_eq!(Pattern::of_code(code), pattern, "{code}");
        }
    }

    #[test]
    fn digits_go_in_the_places_of_zeros() {
        for (pattern, digits, text) in [
            ("00000", "2134", "02134"),
            ("00000", "54301", "54301"),
            ("00000-0000", "543011234", "54301-1234"),
            ("(000) 000-0000", "6085550100", "(608) 555-0100"),
            ("(000) 000-0000", "16085550100", "(1608) 555-0100"),
        ] {
            assert_eq!(fill(pattern, digits), text);
        }
    }
}
