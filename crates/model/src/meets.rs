//! Meeting times in people's own words, read as far as they say something certain.
//!
//! The words stay as they are; what is read here is shown beside them ("understood as…"). A text with any word
//! that is not understood is not read at all: half a meeting time is worse than none.

use crate::fold;
use serde::{Deserialize, Serialize};

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// The days, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Its name in English and in Spanish, folded (see [`fold::fold`]).
    #[must_use]
    pub const fn names(self) -> [&'static str; 2] {
        match self {
            Self::Monday => ["monday", "lunes"],
            Self::Tuesday => ["tuesday", "martes"],
            Self::Wednesday => ["wednesday", "miercoles"],
            Self::Thursday => ["thursday", "jueves"],
            Self::Friday => ["friday", "viernes"],
            Self::Saturday => ["saturday", "sabado"],
            Self::Sunday => ["sunday", "domingo"],
        }
    }

    /// The day as iCalendar writes it (RFC 5545, `weekday`).
    #[must_use]
    pub const fn icalendar(self) -> &'static str {
        match self {
            Self::Monday => "MO",
            Self::Tuesday => "TU",
            Self::Wednesday => "WE",
            Self::Thursday => "TH",
            Self::Friday => "FR",
            Self::Saturday => "SA",
            Self::Sunday => "SU",
        }
    }
}

/// On which days something happens again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pattern {
    /// Every so many weeks (1 or 2) on these days.
    Weekly {
        /// Weeks from one to the next.
        every: u8,
        /// The days, in the order of the week.
        days: Vec<Weekday>,
    },
    /// In each month on one day of these weeks: 1 to 5, and -1 for the last.
    Monthly {
        /// The weeks, in rising order, the last one at the end.
        weeks: Vec<i8>,
        /// The day.
        day: Weekday,
    },
}

/// When something happens again and again, by the clock of its own place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// On which days.
    pub pattern: Pattern,
    /// Minutes after midnight.
    pub minutes: Option<u16>,
}

impl Schedule {
    /// The days as an iCalendar recurrence rule (RFC 5545, `RRULE`), without a start.
    #[must_use]
    pub fn rule(&self) -> String {
        match &self.pattern {
            Pattern::Weekly { every, days } => {
                let interval = if *every == 1 { String::new() } else { format!(";INTERVAL={every}") };
                let days: Vec<_> = days.iter().map(|day| day.icalendar()).collect();
                format!("FREQ=WEEKLY{interval};BYDAY={}", days.join(","))
            }
            Pattern::Monthly { weeks, day } => {
                let days: Vec<_> = weeks.iter().map(|week| format!("{week}{}", day.icalendar())).collect();
                format!("FREQ=MONTHLY;BYDAY={}", days.join(","))
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Every,
    Other,
    Week(i8),
    Day(Weekday),
    /// Between two days from one to the other; else it says nothing.
    To,
    /// The same, and nothing else.
    Through,
    Filler,
}

/// Reads a meeting time in English or Spanish words; `None` where it does not say one certain thing.
#[must_use]
pub fn parse(text: &str) -> Option<Schedule> {
    let (times, rest) = take_time(text)?;
    let words = words_of(&rest)?;
    let mut every = false;
    let mut other = false;
    let mut weeks = Vec::new();
    let mut days = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let beside = (at.checked_sub(1).and_then(|at| words.get(at)), words.get(at + 1));
        match (*word, beside) {
            (Word::Every, _) => every = true,
            (Word::Other, _) => other = true,
            (Word::Week(week), _) => weeks.push(week),
            (Word::Day(day), _) => days.push(day),
            (Word::To | Word::Through, (Some(Word::Day(first)), Some(Word::Day(last)))) => {
                days.extend(from_to(*first, *last));
            }
            // Weeks of the month are not counted through.
            (Word::Through, _) | (Word::To, (Some(Word::Week(_)), Some(Word::Week(_)))) => return None,
            (Word::To | Word::Filler, _) => {}
        }
    }
    days.sort_unstable();
    days.dedup();
    // The last week of a month stands at the end, whatever its number.
    weeks.sort_unstable_by_key(|week| if *week < 0 { i8::MAX } else { *week });
    weeks.dedup();
    let pattern = match (weeks.is_empty(), days.as_slice()) {
        (true, [_, ..]) if every || other => Pattern::Weekly { every: if other { 2 } else { 1 }, days },
        // "Mondays at 7" says every week; a bare "Monday" might be any.
        (true, [_, ..]) if plural(text) => Pattern::Weekly { every: 1, days },
        (false, [day]) if !other => Pattern::Monthly { weeks, day: *day },
        _ => return None,
    };
    Some(Schedule { pattern, minutes: times })
}

/// The days of the week that a text names, also where the rest of it can not be read. "Monday through Friday" names
/// all of them.
pub fn days(text: &str) -> impl Iterator<Item = Weekday> {
    let read = parse(text).map(|schedule| match schedule.pattern {
        Pattern::Weekly { days, .. } => days,
        Pattern::Monthly { day, .. } => vec![day],
    });
    let named = || {
        let days = fold::words(text).into_iter().filter_map(|word| match word_of(&word) {
            Some(Word::Day(day)) => Some(day),
            Some(Word::Every | Word::Other | Word::Week(_) | Word::To | Word::Through | Word::Filler)
            | None => None,
        });
        days.collect()
    };
    read.unwrap_or_else(named).into_iter()
}

/// The words of a text without its time; `None` if one of them is not understood.
fn words_of(text: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    // Folding takes dashes away.
    for (at, piece) in text.split(['-', '–', '—']).enumerate() {
        if at > 0 {
            words.push(Word::To);
        }
        for word in fold::words(piece) {
            words.push(word_of(&word)?);
        }
    }
    Some(words)
}

/// The days from one to another, across the end of the week where it must be.
fn from_to(first: Weekday, last: Weekday) -> impl Iterator<Item = Weekday> {
    let is_within = move |day: &Weekday| {
        if first <= last { first <= *day && *day <= last } else { first <= *day || *day <= last }
    };
    Weekday::ALL.into_iter().filter(is_within)
}

/// Whether a day of the week stands in the plural.
fn plural(text: &str) -> bool {
    fold::words(text).iter().any(|word| {
        matches!(word_of(word), Some(Word::Day(_)))
            && (word.ends_with("days") || matches!(word.as_str(), "sabados" | "domingos"))
    })
}

fn word_of(word: &str) -> Option<Word> {
    use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    Some(match word {
        "every" | "each" | "weekly" | "cada" | "todos" | "semanal" => Word::Every,
        "other" | "alternate" | "biweekly" | "otro" => Word::Other,
        "1st" | "first" | "primer" | "primero" | "primera" | "1er" | "1o" => Word::Week(1),
        "2nd" | "second" | "segundo" | "segunda" | "2o" => Word::Week(2),
        "3rd" | "third" | "tercer" | "tercero" | "tercera" | "3er" | "3o" => Word::Week(3),
        "4th" | "fourth" | "cuarto" | "cuarta" | "4o" => Word::Week(4),
        "5th" | "fifth" | "quinto" | "5o" => Word::Week(5),
        "last" | "ultimo" | "ultima" => Word::Week(-1),
        "monday" | "mondays" | "mon" | "lunes" => Word::Day(Monday),
        "tuesday" | "tuesdays" | "tue" | "tues" | "martes" => Word::Day(Tuesday),
        "wednesday" | "wednesdays" | "wed" | "miercoles" => Word::Day(Wednesday),
        "thursday" | "thursdays" | "thu" | "thur" | "thurs" | "jueves" => Word::Day(Thursday),
        "friday" | "fridays" | "fri" | "viernes" => Word::Day(Friday),
        "saturday" | "saturdays" | "sat" | "sabado" | "sabados" => Word::Day(Saturday),
        "sunday" | "sundays" | "sun" | "domingo" | "domingos" => Word::Day(Sunday),
        "and" | "of" | "the" | "month" | "each month" | "at" | "on" | "in" | "y" | "e" | "del" | "de"
        | "mes" | "las" | "la" | "los" | "el" | "week" => Word::Filler,
        "a" => Word::To,
        "through" | "thru" | "to" | "hasta" | "al" => Word::Through,
        _ => return None,
    })
}

/// Takes one time of day out of a text: `7 pm`, `6:30pm`, `19:00`, `noon`. `None` where there are two, or one
/// that no clock shows.
fn take_time(text: &str) -> Option<(Option<u16>, String)> {
    let lower = text
        .to_lowercase()
        .replace("p.m.", "pm")
        .replace("a.m.", "am")
        .replace("p. m.", "pm")
        .replace("a. m.", "am");
    let mut rest = Vec::new();
    let mut minutes = None;
    let mut words = lower.split(|char: char| char.is_whitespace() || ",;".contains(char)).peekable();
    while let Some(word) = words.next() {
        let mut found = match word {
            "" => continue,
            "noon" | "mediodía" | "mediodia" => Some(12 * 60),
            "midnight" | "medianoche" => Some(0),
            _ => clock(word)?,
        };
        if found.is_none()
            && let Some(half @ ("am" | "pm")) = words.peek().copied()
        {
            found = Some(clock(&format!("{word}{half}"))??);
            words.next();
        } else if let (Some(_), Some(half @ ("am" | "pm"))) = (found, words.peek().copied())
            && word.contains(':')
        {
            found = Some(clock(&format!("{word}{half}"))??);
            words.next();
        }
        match found {
            Some(_) if minutes.is_some() => return None,
            Some(time) => minutes = Some(time),
            None => rest.push(word),
        }
    }
    Some((minutes, rest.join(" ")))
}

/// One word as a time: `Some(None)` if it is none, `None` if it is one that no clock shows.
fn clock(word: &str) -> Option<Option<u16>> {
    let (number, half) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
        (Some(number), _) => (number, Some(0)),
        (_, Some(number)) => (number, Some(12)),
        _ => (word, None),
    };
    // "7.30pm", as the British write it.
    let dotted = number.split_once('.').filter(|_| half.is_some());
    let (hour, minute) = match number.split_once(':').or(dotted) {
        Some(parts) => parts,
        None if half.is_some() => (number, "0"),
        None => return Some(None),
    };
    let (Ok(hour), Ok(minute)) = (hour.parse::<u16>(), minute.parse::<u16>()) else { return Some(None) };
    if minute > 59 {
        return None;
    }
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        None if hour < 24 => hour,
        _ => return None,
    };
    Some(Some(hour * 60 + minute))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expect: Option<(&str, Option<u16>)>) {
        let read = parse(text);
        let read = read.as_ref().map(|schedule| (schedule.rule(), schedule.minutes));
        assert_eq!(read, expect.map(|(rule, minutes)| (rule.to_owned(), minutes)), "{text}");
    }

    #[test]
    fn the_spreadsheets_words_are_read() {
        check("Last Wednesday of the month, 6 pm", Some(("FREQ=MONTHLY;BYDAY=-1WE", Some(1080))));
        check("Third Thursday, 6:30pm", Some(("FREQ=MONTHLY;BYDAY=3TH", Some(1110))));
        check("1st and 3rd Tuesday, 7:00 pm", Some(("FREQ=MONTHLY;BYDAY=1TU,3TU", Some(1140))));
        check("Every other Thursday 7 pm", Some(("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", Some(1140))));
        check("4th Saturday 10 am", Some(("FREQ=MONTHLY;BYDAY=4SA", Some(600))));
        check("Every Monday at 7pm", Some(("FREQ=WEEKLY;BYDAY=MO", Some(1140))));
        check("1st Sunday 2:00 pm", Some(("FREQ=MONTHLY;BYDAY=1SU", Some(840))));
    }

    #[test]
    fn spanish_words_are_read() {
        check("Primer y tercer martes, 7:00 p.m.", Some(("FREQ=MONTHLY;BYDAY=1TU,3TU", Some(1140))));
        check("Cada lunes a las 19:00", Some(("FREQ=WEEKLY;BYDAY=MO", Some(1140))));
        check("Último miércoles del mes", Some(("FREQ=MONTHLY;BYDAY=-1WE", None)));
    }

    #[test]
    fn ranges_and_times_are_read_as_they_are_meant() {
        check("Every Monday-Friday 9 am", Some(("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", Some(540))));
        check("Mondays through Thursdays", Some(("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH", None)));
        check("Cada viernes a lunes", Some(("FREQ=WEEKLY;BYDAY=MO,FR,SA,SU", None)));
        check("First Monday - 7.30pm", Some(("FREQ=MONTHLY;BYDAY=1MO", Some(1170))));
        check("Every Tuesday 7.30 pm", Some(("FREQ=WEEKLY;BYDAY=TU", Some(1170))));
        // An hour is no week of the month.
        for text in [
            "Every Monday at 4",
            "1st Sunday at 2",
            "Cada martes a las 5",
            "1st-3rd Monday",
            "Mondays to 4th",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn what_is_not_certain_is_not_read() {
        check("", None);
        check("Monday", None);
        check("Whenever the moon is full", None);
        check("Mondays at 7 pm", Some(("FREQ=WEEKLY;BYDAY=MO", Some(1140))));
        check("Every Monday at 7 pm, except in July", None);
        check("Every Monday 7 pm or 8 pm", None);
        check("First Monday 25:00", None);
        check("First Monday 13 pm", None);
        check("First Monday at noon", Some(("FREQ=MONTHLY;BYDAY=1MO", Some(720))));
        check("12 am every Friday", Some(("FREQ=WEEKLY;BYDAY=FR", Some(0))));
    }

    proptest! {
        #[test]
        fn no_text_panics(text: String) {
            let _ = parse(&text);
        }
    }
}
