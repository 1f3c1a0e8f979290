//! Phone numbers, as E.164 and RFC 3966 write them.

use crate::Problem;

/// The uniform form. Ten digits in the groups of the North American plan are a number of it, which is where the network
/// lives; others need their country's code.
pub(super) fn uniform(entered: &str) -> Result<String, Problem> {
    let bare = entered.strip_prefix("tel:").unwrap_or(entered);
    let lower = bare.to_lowercase();
    let split = ["extension", "extensión", "extn", "ext.", "ext", ";ext=", "x", "#"]
        .into_iter()
        .filter_map(|mark| lower.find(mark).map(|at| (at, mark.len())))
        .min_by_key(|(at, length)| (*at, usize::MAX - length));
    let (number, extension) = match split {
        Some((at, mark)) => (
            lower.get(..at).unwrap_or_default(),
            lower.get(at + mark..).unwrap_or_default().trim_matches(|char: char| " .:=;)".contains(char)),
        ),
        None => (lower.as_str(), ""),
    };
    let number = number.trim_matches(|char: char| char == ';' || char.is_whitespace());
    let is_of_number =
        |char: char| char.is_ascii_digit() || "+()-./ \u{a0}\u{2010}\u{2011}\u{2013}".contains(char);
    if !number.chars().all(is_of_number) {
        return Err(Problem::NotAPhone);
    }
    let number = international(number).or_else(|| north_american(number)).ok_or(Problem::NotAPhone)?;
    if extension.is_empty() && split.is_none() {
        return Ok(number);
    }
    if extension.is_empty() || extension.len() > 8 || !extension.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::NotAPhone);
    }
    Ok(format!("{number};ext={extension}"))
}

/// A number with the code of its country, behind `+` or what is dialled for it: 00 in most of the world, 011 in North
/// America.
fn international(number: &str) -> Option<String> {
    let mut digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let dialled = match (number.starts_with('+'), digits.len()) {
        (true, _) => 0,
        (false, 12..) if digits.starts_with("011") && !digits.starts_with("0110") && digits.len() > 12 => 3,
        (false, 10..) if digits.starts_with("00") && !digits.starts_with("000") => 2,
        (false, _) => return None,
    };
    if number.matches('+').count() > 1 {
        return None;
    }
    digits.drain(..dialled);
    // 011 begins numbers of Buenos Aires, too.
    if dialled > 0 && digits.starts_with('1') && north_american(&digits).is_none() {
        return None;
    }
    // The zero that is dialled only within a country: +44 (0)20, and +44 020.
    let code = country_code(&digits);
    let keeps_zero = ["39", "225", "226", "229", "241", "242", "378", "379"].contains(&digits.get(..code)?);
    let in_brackets = number.contains("(0)") && !keeps_zero;
    while digits.get(code..)?.starts_with('0') && (in_brackets || !keeps_zero) && code > 1 {
        digits.remove(code);
    }
    (8..=15).contains(&digits.len()).then(|| format!("+{digits}"))
}

/// How many digits the code of the country has with which a number begins (ITU-T E.164, annex).
fn country_code(digits: &str) -> usize {
    // Second digits of the codes of two, for first digits from 2 on.
    const OF_TWO: [&str; 8] = ["07", "0123469", "013456789", "12345678", "0123456", "", "1246", "0123458"];
    let mut bytes = digits.bytes();
    match (bytes.next(), bytes.next()) {
        (Some(b'1' | b'7'), _) => 1,
        (Some(first), Some(second)) => {
            let row = first.checked_sub(b'2').and_then(|row| OF_TWO.get(usize::from(row)));
            if row.is_some_and(|row| row.bytes().any(|digit| digit == second)) { 2 } else { 3 }
        }
        _ => 3,
    }
}

/// A number of the North American plan without its `+`, in its groups: neither area codes nor exchanges begin with 0 or 1.
fn north_american(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let national = if digits.len() == 11 { digits.strip_prefix('1')? } else { &digits };
    let begins = |at: usize| national.as_bytes().get(at).is_some_and(|digit| (b'2'..=b'9').contains(digit));
    if national.len() != 10 || !begins(0) || !begins(3) {
        return None;
    }
    let mut before = digits.len() - national.len();
    let ends = [0, before, before + 3, before + 6];
    before = 0;
    let mut apart = false;
    for char in number.chars() {
        if !char.is_ascii_digit() {
            apart = true;
            continue;
        }
        // "98765 43210" and "55 1234 5678" are written so elsewhere.
        if apart && !ends.contains(&before) {
            return None;
        }
        apart = false;
        before += 1;
    }
    Some(format!("+1{national}"))
}

/// As people read it: numbers of the North American plan as `(608) 555-0100`.
pub(super) fn shown(value: &str) -> String {
    let (number, extension) = value.split_once(";ext=").unwrap_or((value, ""));
    let mut shown = match (number.strip_prefix("+1"), number.len()) {
        (Some(digits), 12) => match (digits.get(..3), digits.get(3..6), digits.get(6..)) {
            (Some(area), Some(exchange), Some(line)) => format!("({area}) {exchange}-{line}"),
            _ => number.to_owned(),
        },
        _ => number.to_owned(),
    };
    if !extension.is_empty() {
        shown.push_str(" x");
        shown.push_str(extension);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_elsewhere_are_never_north_american() {
        for (entered, value) in [
            ("+44 (0)20 7946 0123", Some("+442079460123")),
            ("+44 020 7946 0123", Some("+442079460123")),
            ("+44 0020 7946 0123", Some("+442079460123")),
            ("0044 20 7946 0124", Some("+442079460124")),
            ("011 44 20 7946 0124", Some("+442079460124")),
            ("+39 02 1234 5678", Some("+390212345678")),
            ("00 39 06 1234 5678", Some("+390612345678")),
            ("020 7946 0125", None),
            ("01 99 00 12 34", None),
            ("0491 570 156", None),
            ("98765 43210", None),
            ("55 1234 5678", None),
            ("(11) 2345-6789", None),
            ("138 1234 5678", None),
            ("200-100-4001", None),
            ("1 (608) 555-0100", Some("+16085550100")),
            ("608.555.0100 extension 12", Some("+16085550100;ext=12")),
            ("608-555-0100 (x12)", Some("+16085550100;ext=12")),
            ("608-555-0100 extensión 12", Some("+16085550100;ext=12")),
        ] {
            assert_eq!(uniform(entered).ok().as_deref(), value, "{entered}");
        }
    }
}
