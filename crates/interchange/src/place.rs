//! Places, time zones and states of life, as people write them.

use crate::text;
use groundswell_model::{Status, fold};

/// "Milwaukee, WI" taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Whereabouts {
    /// Town, city or village.
    pub(crate) town: String,
    /// County, without the word.
    pub(crate) county: String,
    /// The state's two letters.
    pub(crate) state: String,
    /// Whether something of it found no place: a postal code, a street.
    pub(crate) rest: bool,
}

/// Takes "Milwaukee, WI", "Fish Creek, Door County, Wisconsin" and the like apart. A text that does not end in
/// a state is a town as it stands.
pub(crate) fn whereabouts(text: &str) -> Whereabouts {
    let mut found = Whereabouts::default();
    let mut parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 && parts.last().is_some_and(|last| is_country(last)) {
        parts.pop();
    }
    if let [before @ .., last] = parts.as_slice() {
        if let (false, Some((code, rest))) = (before.is_empty(), state_and_rest(last)) {
            found.state = code.to_owned();
            found.rest = rest;
            parts.pop();
        } else if let (true, Some((town, code))) = (before.is_empty(), town_and_code(last)) {
            found.state = code.to_owned();
            parts = vec![town];
        }
    }
    if found.state.is_empty() {
        return Whereabouts { town: text.to_owned(), ..Whereabouts::default() };
    }
    if let [_, .., last] = parts.as_slice()
        && let Some(county) = without_county_word(last)
    {
        found.county = county.to_owned();
        parts.pop();
    }
    found.town = parts.join(", ");
    found
}

/// Whether the text ends in a state, as "Milwaukee, WI" does.
pub(crate) fn names_a_state(text: &str) -> bool {
    text.contains(',') && !whereabouts(text).state.is_empty()
}

fn is_country(text: &str) -> bool {
    matches!(
        fold::fold(text).as_str(),
        "usa"
            | "us"
            | "u s"
            | "u s a"
            | "united states"
            | "united states of america"
            | "estados unidos"
            | "eeuu"
    )
}

/// A state's code, and whether a postal code stands behind it.
fn state_and_rest(text: &str) -> Option<(&'static str, bool)> {
    if let Some(code) = state(text) {
        return Some((code, false));
    }
    let (name, last) = text.rsplit_once(' ')?;
    let is_zip = last.len() >= 5 && last.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    state(name.trim()).filter(|_| is_zip).map(|code| (code, true))
}

/// "Milwaukee WI": only capitals are a code, or "La Junta in" would be in Indiana.
fn town_and_code(text: &str) -> Option<(&str, &'static str)> {
    let (town, last) = text.rsplit_once(' ')?;
    let capitals = last.len() == 2 && last.bytes().all(|byte| byte.is_ascii_uppercase());
    state(last).filter(|_| capitals).map(|code| (town.trim(), code))
}

/// The two letters of a state, district or territory, from its code, name or usual abbreviation.
pub(crate) fn state(text: &str) -> Option<&'static str> {
    let folded = fold::fold(text);
    if folded.is_empty() {
        return None;
    }
    let bare = folded.replace(' ', "");
    STATES
        .iter()
        .find(|(code, name, short)| {
            code.eq_ignore_ascii_case(&bare) || *name == folded || (!short.is_empty() && *short == folded)
        })
        .map(|(code, ..)| *code)
}

/// USPS Publication 28, appendix B: codes and names; Associated Press abbreviations, folded.
const STATES: &[(&str, &str, &str)] = &[
    ("AL", "alabama", "ala"),
    ("AK", "alaska", ""),
    ("AZ", "arizona", "ariz"),
    ("AR", "arkansas", "ark"),
    ("CA", "california", "calif"),
    ("CO", "colorado", "colo"),
    ("CT", "connecticut", "conn"),
    ("DE", "delaware", "del"),
    ("DC", "district of columbia", "washington dc"),
    ("FL", "florida", "fla"),
    ("GA", "georgia", ""),
    ("HI", "hawaii", ""),
    ("ID", "idaho", ""),
    ("IL", "illinois", "ill"),
    ("IN", "indiana", "ind"),
    ("IA", "iowa", ""),
    ("KS", "kansas", "kan"),
    ("KY", "kentucky", ""),
    ("LA", "louisiana", ""),
    ("ME", "maine", ""),
    ("MD", "maryland", ""),
    ("MA", "massachusetts", "mass"),
    ("MI", "michigan", "mich"),
    ("MN", "minnesota", "minn"),
    ("MS", "mississippi", "miss"),
    ("MO", "missouri", ""),
    ("MT", "montana", "mont"),
    ("NE", "nebraska", "neb"),
    ("NV", "nevada", "nev"),
    ("NH", "new hampshire", ""),
    ("NJ", "new jersey", ""),
    ("NM", "new mexico", "nuevo mexico"),
    ("NY", "new york", "nueva york"),
    ("NC", "north carolina", "carolina del norte"),
    ("ND", "north dakota", "dakota del norte"),
    ("OH", "ohio", ""),
    ("OK", "oklahoma", "okla"),
    ("OR", "oregon", "ore"),
    ("PA", "pennsylvania", "penn"),
    ("RI", "rhode island", ""),
    ("SC", "south carolina", "carolina del sur"),
    ("SD", "south dakota", "dakota del sur"),
    ("TN", "tennessee", "tenn"),
    ("TX", "texas", "tex"),
    ("UT", "utah", ""),
    ("VT", "vermont", ""),
    ("VA", "virginia", ""),
    ("WA", "washington", "wash"),
    ("WV", "west virginia", ""),
    ("WI", "wisconsin", "wis"),
    ("WY", "wyoming", "wyo"),
    ("AS", "american samoa", ""),
    ("GU", "guam", ""),
    ("MP", "northern mariana islands", ""),
    ("PR", "puerto rico", ""),
    ("VI", "virgin islands", ""),
];

/// The county without the word, if it has the word: "Milwaukee Co.", "Dane County", "Condado de Dane".
pub(crate) fn without_county_word(text: &str) -> Option<&str> {
    for word in ["county", "co.", "co", "cty.", "cty"] {
        if let Some(at) = text.len().checked_sub(word.len())
            && let Some((before, last)) = text.split_at_checked(at)
            && last.eq_ignore_ascii_case(word)
            && before.ends_with(char::is_whitespace)
        {
            return Some(before.trim()).filter(|county| !county.is_empty());
        }
    }
    for word in ["county of ", "condado de ", "condado del "] {
        if let Some((first, rest)) = text.split_at_checked(word.len())
            && first.eq_ignore_ascii_case(word)
        {
            return Some(rest.trim()).filter(|county| !county.is_empty());
        }
    }
    None
}

/// A county's five-digit code. Spreadsheet programs take the zero off that some begin with.
pub(crate) fn county_fips(text: &str) -> Option<String> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        5 if digits => Some(text.to_owned()),
        4 if digits => Some(format!("0{text}")),
        _ => None,
    }
}

/// Degrees, with a point or a comma, if there are at most `most` of them.
pub(crate) fn degrees(text: &str, most: f64) -> Option<f64> {
    let pointed = if text.contains('.') { text.to_owned() } else { text.replacen(',', ".", 1) };
    let plain = pointed.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    pointed.parse::<f64>().ok().filter(|degrees| plain && degrees.is_finite() && degrees.abs() <= most)
}

/// The IANA name of a time zone: itself, or what Americans call it.
pub(crate) fn time_zone(text: &str) -> Option<String> {
    let part = |part: &str| {
        !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || "_+-".contains(char))
    };
    if text == "UTC" || (text.contains('/') && text.len() <= 64 && text.split('/').all(part)) {
        return Some(text.to_owned());
    }
    let folded = fold::fold(text);
    let words: Vec<&str> = folded
        .split(' ')
        .filter(|word| {
            !matches!(*word, "time" | "standard" | "daylight" | "us" | "hora" | "del" | "de" | "la")
        })
        .collect();
    let zone = match words.as_slice() {
        ["eastern" | "et" | "est" | "edt" | "este"] => "America/New_York",
        ["central" | "ct" | "cst" | "cdt" | "centro"] => "America/Chicago",
        ["mountain" | "mt" | "mst" | "mdt" | "montana"] => "America/Denver",
        ["pacific" | "pt" | "pst" | "pdt" | "pacifico"] => "America/Los_Angeles",
        _ => return None,
    };
    Some(zone.to_owned())
}

/// Whether a group is active, in English or Spanish words.
pub(crate) fn status(text: &str) -> Option<Status> {
    Some(match text::key(text).as_str() {
        "active" | "yes" | "y" | "activo" | "activa" | "si" => Status::Active,
        "forming" | "starting" | "new" | "en formacion" | "formandose" | "nuevo" => Status::Forming,
        "paused" | "on hold" | "resting" | "inactive" | "no" | "n" | "en pausa" | "pausado" | "inactivo" => {
            Status::Paused
        }
        "ended" | "closed" | "disbanded" | "over" | "terminado" | "cerrado" | "disuelto" | "finalizado" => {
            Status::Ended
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_read_as_the_app_calls_it_and_as_earlier_exports_did() {
        for it in Status::ALL {
            for word in [it.label().0, it.label().1, it.key()] {
                assert_eq!(status(word), Some(it), "{word}");
            }
        }
        for (word, it) in
            [("Paused", Status::Paused), ("En pausa", Status::Paused), ("Activo", Status::Active)]
        {
            assert_eq!(status(word), Some(it), "{word}");
        }
        assert_eq!(status("asleep"), None);
    }

    #[test]
    fn places_are_taken_apart() {
        for (text, town, county, state, rest) in [
            ("Milwaukee, WI", "Milwaukee", "", "WI", false),
            ("Milwaukee,Wisconsin", "Milwaukee", "", "WI", false),
            ("Eau Claire, Wis.", "Eau Claire", "", "WI", false),
            ("Milwaukee WI", "Milwaukee", "", "WI", false),
            ("Milwaukee, wi", "Milwaukee", "", "WI", false),
            ("Fish Creek, Door County, WI, USA", "Fish Creek", "Door", "WI", false),
            ("Madison, WI 53703", "Madison", "", "WI", true),
            ("Washington, D.C.", "Washington", "", "DC", false),
            ("12 Main St, Madison, WI", "12 Main St, Madison", "", "WI", false),
            ("La Junta in", "La Junta in", "", "", false),
            ("Milwaukee", "Milwaukee", "", "", false),
            ("Washington", "Washington", "", "", false),
            ("Toronto, Ontario", "Toronto, Ontario", "", "", false),
            ("WI", "WI", "", "", false),
            (",", ",", "", "", false),
            ("", "", "", "", false),
        ] {
            let expect = Whereabouts { town: town.into(), county: county.into(), state: state.into(), rest };
            assert_eq!(whereabouts(text), expect, "{text}");
        }
    }

    #[test]
    fn counties_lose_their_word() {
        for (text, county) in [
            ("Milwaukee Co.", Some("Milwaukee")),
            ("Dane County", Some("Dane")),
            ("GRANT CO", Some("GRANT")),
            ("Condado de Dane", Some("Dane")),
            ("County of Door", Some("Door")),
            ("Fond du Lac", None),
            ("Monaco", None),
            ("County", None),
            ("é", None),
            (" co", None),
        ] {
            assert_eq!(without_county_word(text), county, "{text}");
        }
    }

    #[test]
    fn codes_degrees_zones_and_statuses_are_read() {
        assert_eq!(county_fips("01001"), Some("01001".into()));
        assert_eq!(county_fips("1001"), Some("01001".into()));
        assert_eq!(county_fips("100"), None);
        assert_eq!(county_fips("Dane!"), None);
        assert_eq!(degrees("-87,9", 180.0), Some(-87.9));
        assert_eq!(degrees("43.05", 90.0), Some(43.05));
        assert_eq!(degrees("91", 90.0), None);
        assert_eq!(degrees("NaN", 90.0), None);
        assert_eq!(degrees("inf", 90.0), None);
        assert_eq!(time_zone("America/Chicago"), Some("America/Chicago".into()));
        assert_eq!(time_zone("Central Time"), Some("America/Chicago".into()));
        assert_eq!(time_zone("Hora del Este"), Some("America/New_York".into()));
        assert_eq!(time_zone("noon"), None);
        assert_eq!(status("En pausa"), Some(Status::Paused));
        assert_eq!(status("?"), None);
    }
}
