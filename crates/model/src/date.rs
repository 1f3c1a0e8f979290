//! Dates of which the day, or day and month, may be left open, and how people write them.

use std::{fmt, str::FromStr};

/// A date of the Gregorian calendar: a year, a month of it, or a day. In order of time; a year comes before its
/// months.
///
/// Written as ISO 8601 does, which is how documents keep it: `2013`, `2013-12`, `2013-12-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// A text that is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date")]
pub struct ParseDateError;

/// The months as people write them, in English and Spanish. Three letters are enough to tell them.
const MONTHS: [[&str; 2]; 12] = [
    ["january", "enero"],
    ["february", "febrero"],
    ["march", "marzo"],
    ["april", "abril"],
    ["may", "mayo"],
    ["june", "junio"],
    ["july", "julio"],
    ["august", "agosto"],
    ["september", "septiembre"],
    ["october", "octubre"],
    ["november", "noviembre"],
    ["december", "diciembre"],
];

impl Date {
    /// The date, if there is one such. A day needs its month.
    #[must_use]
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let holds = (1..=9999).contains(&year)
            && match (month, day) {
                (None, None) => true,
                (None, Some(_)) => false,
                (Some(month), None) => (1..=12).contains(&month),
                (Some(month), Some(day)) => (1..=days(year, month)).contains(&day),
            };
        holds.then_some(Self { year, month, day })
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month of the year, from 1.
    #[must_use]
    pub const fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> Option<u8> {
        self.day
    }

    /// How much of it is said: 1 for a year, 2 for a month, 3 for a day.
    #[must_use]
    pub const fn parts(self) -> usize {
        1 + self.month.is_some() as usize + self.day.is_some() as usize
    }

    /// A date as people write it, in English or Spanish: `2013`, `12/3/2013` and `12/2013` (the month first, as in
    /// the United States, unless it can not be one), `March 3, 2013`, `marzo de 2013`, or as documents keep it.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if let Ok(date) = text.trim().parse() {
            return Some(date);
        }
        let text = crate::fold::fold(text);
        let words: Vec<&str> = text
            .split(|char: char| !char.is_alphanumeric())
            .filter(|word| !word.is_empty() && !matches!(*word, "de" | "del" | "of" | "the" | "el"))
            .collect();
        let number = |word: &str| word.trim_end_matches(|char: char| char.is_alphabetic()).parse::<u8>().ok();
        match *words.as_slice() {
            [month, year] => {
                let month = named_month(month).or_else(|| number(month))?;
                Self::new(full_year(year)?, Some(month), None)
            }
            [one, other, year] => {
                let (month, day) = if let Some(month) = named_month(one) {
                    (month, number(other)?)
                } else if let Some(month) = named_month(other) {
                    (month, number(one)?)
                } else {
                    let (one, other) = (number(one)?, number(other)?);
                    if one > 12 { (other, one) } else { (one, other) }
                };
                Self::new(full_year(year)?, Some(month), Some(day))
            }
            _ => None,
        }
    }
}

/// Four digits: what two stand for is a guess.
fn full_year(word: &str) -> Option<u16> {
    if word.len() == 4 { word.parse().ok() } else { None }
}

fn named_month(word: &str) -> Option<u8> {
    let begins =
        |name: &str| word.len() >= 3 && (name.starts_with(word) || word == "sept" && name == "september");
    (1..).zip(MONTHS).find(|(_, names)| names.iter().any(|name| begins(name))).map(|(month, _)| month)
}

const fn days(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        let mut parts = text.split('-');
        let mut part = |digits: usize| match parts.next() {
            None => Ok(None),
            Some(part) if part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()) => {
                part.parse::<u16>().map(Some).map_err(|_| ParseDateError)
            }
            Some(_) => Err(ParseDateError),
        };
        let (year, month, day) = (part(4)?.ok_or(ParseDateError)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return Err(ParseDateError);
        }
        let small = |part: Option<u16>| part.map(|part| part as u8);
        Self::new(year, small(month), small(day)).ok_or(ParseDateError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        Date::read(text).map(|date| date.to_string()).unwrap_or_default()
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, date) in [
            ("2013", "2013"),
            (" 2013-12-03 ", "2013-12-03"),
            ("2013-12", "2013-12"),
            ("12/3/2013", "2013-12-03"),
            ("12/2013", "2013-12"),
            ("23/12/2013", "2013-12-23"),
            ("March 2013", "2013-03"),
            ("Mar 3, 2013", "2013-03-03"),
            ("Sept. 3rd, 2013", "2013-09-03"),
            ("3 March 2013", "2013-03-03"),
            ("the 3rd of March 2013", "2013-03-03"),
            ("marzo de 2013", "2013-03"),
            ("3 de marzo del 2013", "2013-03-03"),
            ("MIÉRCOLES 3 de marzo", ""),
            ("29 February 2012", "2012-02-29"),
            ("29 February 2013", ""),
            ("2/30/2013", ""),
            ("13", ""),
            ("3/4/13", ""),
            ("last spring", ""),
            ("", ""),
        ] {
            assert_eq!(read(text), date, "{text}");
        }
    }

    #[test]
    fn only_what_is_written_in_one_way_is_kept() {
        for text in
            ["13", "2013-1", "2013-13", "2013-00", "2013-02-30", "2013-02-03-04", "0000", "2013-", "+201"]
        {
            assert_eq!(text.parse::<Date>(), Err(ParseDateError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_and_in_the_same_order(
            one in (1..=9999_u16, 1..=12_u8, 1..=28_u8), other in (1..=9999_u16, 1..=12_u8, 1..=28_u8)
        ) {
            let date = |(year, month, day): (u16, u8, u8)| Date::new(year, Some(month), Some(day)).unwrap();
            let (one, other) = (date(one), date(other));
            prop_assert_eq!(one.to_string().parse(), Ok(one));
            prop_assert_eq!(one.cmp(&other), one.to_string().cmp(&other.to_string()));
        }

        #[test]
        fn nothing_that_is_typed_makes_it_panic(text in "\\PC{0,24}") {
            let _ = Date::read(&text);
            let _ = text.parse::<Date>();
        }
    }
}
