//! Cells as the text that their owners see, or would type.

use crate::format::{Pattern, fill};
use calamine::{Data, ExcelDateTime};

/// A cell's text; of a formula, its result.
pub(crate) fn text(cell: &Data, pattern: &Pattern) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Int(number) => digits(&number.to_string(), pattern),
        Data::Float(number) => float(*number, pattern),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(moment) => date_time(moment),
        Data::DateTimeIso(text) => iso_date_time(text),
        Data::DurationIso(text) => iso_duration(text).unwrap_or_else(|| text.clone()),
        // As in the program itself. The import knows them and leaves them out.
        Data::Error(error) => error.to_string(),
    }
}

fn digits(number: &str, pattern: &Pattern) -> String {
    match pattern {
        Pattern::Digits(zeros) if number.bytes().all(|byte| byte.is_ascii_digit()) => fill(zeros, number),
        Pattern::Plain | Pattern::Percent | Pattern::Digits(_) => number.to_owned(),
    }
}

fn float(number: f64, pattern: &Pattern) -> String {
    match pattern {
        Pattern::Percent => decimal(number * 100.0) + "%",
        Pattern::Plain | Pattern::Digits(_) => digits(&decimal(number), pattern),
    }
}

/// The number without exponent, with the fifteen digits that Excel shows of a longer one.
fn decimal(number: f64) -> String {
    let shown = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    // Nothing has no sign.
    if shown == 0.0 { "0".to_owned() } else { shown.to_string() }
}

/// A day as in ISO 8601; a time of day as `9:30`; both, a space between them; a length of time as hours and minutes.
fn date_time(moment: &ExcelDateTime) -> String {
    let value = moment.as_f64();
    if moment.is_duration() {
        let seconds = (value * 86_400.0).round().max(0.0) as u64;
        return clock(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    // Times are fractions of a day, which are never exact: 9:30 is some microseconds less.
    let seconds = ((value.rem_euclid(1.0) * 86_400.0).round() as u64).min(86_399);
    let time = clock(seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (0.0..1.0).contains(&value) {
        return time;
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if seconds == 0 { date } else { format!("{date} {time}") }
}

fn clock(hours: u64, minutes: u64, seconds: u64) -> String {
    if seconds == 0 { format!("{hours}:{minutes:02}") } else { format!("{hours}:{minutes:02}:{seconds:02}") }
}

/// OpenDocument's date, with the time where there is one: `2026-05-01T19:00:00`.
fn iso_date_time(text: &str) -> String {
    let Some((date, time)) = text.split_once('T') else { return text.to_owned() };
    let time = time.trim_end_matches('Z').split('.').next().unwrap_or_default();
    let mut parts = time.split(':').map(|part| part.parse().unwrap_or_default());
    let mut part = || parts.next().unwrap_or_default();
    let time = clock(part(), part(), part());
    if time == "0:00" { date.to_owned() } else { format!("{date} {time}") }
}

/// OpenDocument's time of day: `PT19H30M00S`, also with a fraction of a second.
fn iso_duration(text: &str) -> Option<String> {
    let mut rest = text.strip_prefix("PT")?;
    let mut part = |unit: char| match rest.split_once(unit) {
        Some((number, after)) => {
            rest = after;
            number.split(['.', ',']).next()?.parse().ok()
        }
        None => Some(0),
    };
    Some(clock(part('H')?, part('M')?, part('S')?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{CellErrorType, ExcelDateTimeType::DateTime, ExcelDateTimeType::TimeDelta};

    #[track_caller]
    fn check(cell: Data, pattern: &Pattern, expect: &str) {
        assert_eq!(text(&cell, pattern), expect, "{cell:?}");
    }

    #[test]
    fn numbers_are_the_digits_that_people_typed() {
        let zip = Pattern::Digits("00000".into());
        for (number, pattern, expect) in [
            (6_085_550_100.0, &Pattern::Plain, "6085550100"),
            (5e20, &Pattern::Plain, "500000000000000000000"),
            (0.1 + 0.2, &Pattern::Plain, "0.3"),
            (-89.401_23, &Pattern::Plain, "-89.40123"),
            (-0.0, &Pattern::Plain, "0"),
            (0.07 * 100.0, &Pattern::Plain, "7"),
            (0.125, &Pattern::Percent, "12.5%"),
            (0.07, &Pattern::Percent, "7%"),
            (2134.0, &zip, "02134"),
            (2134.5, &zip, "2134.5"),
            (-1.0, &zip, "-1"),
        ] {
            check(Data::Float(number), pattern, expect);
        }
        check(Data::Int(2134), &zip, "02134");
        check(Data::Bool(true), &Pattern::Plain, "TRUE");
        check(Data::Error(CellErrorType::NA), &Pattern::Plain, "#N/A");
    }

    #[test]
    fn days_and_times_are_written_as_such() {
        for (serial, expect) in [
            (46_143.0, "2026-05-01"),
            (46_143.5, "2026-05-01 12:00"),
            (0.395_833_333_333_333_3, "9:30"),
            (0.395_833, "9:30"),
            (46_143.395_833_3, "2026-05-01 9:30"),
            (0.790_636_574, "18:58:31"),
            (0.0, "0:00"),
        ] {
            check(Data::DateTime(ExcelDateTime::new(serial, DateTime, false)), &Pattern::Plain, expect);
        }
        check(Data::DateTime(ExcelDateTime::new(44_681.0, DateTime, true)), &Pattern::Plain, "2026-05-01");
        check(Data::DateTime(ExcelDateTime::new(1.0625, TimeDelta, false)), &Pattern::Plain, "25:30");
        for (iso, expect) in [
            ("2026-05-01", "2026-05-01"),
            ("2026-05-01T19:00:00", "2026-05-01 19:00"),
            ("2026-05-01T00:00:00", "2026-05-01"),
            ("2026-05-01T19:00:01.5Z", "2026-05-01 19:00:01"),
        ] {
            check(Data::DateTimeIso(iso.into()), &Pattern::Plain, expect);
        }
        for (iso, expect) in
            [("PT19H30M00S", "19:30"), ("PT9H05M00.000000S", "9:05"), ("PT25M", "0:25"), ("P1D", "P1D")]
        {
            check(Data::DurationIso(iso.into()), &Pattern::Plain, expect);
        }
    }
}
