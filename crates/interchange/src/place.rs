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

/// Takes "Milwaukee, WI", "Fish Creek, Door County, Wisconsin", "MADISON WI 53703" and the like apart. A text that does
/// not end in a state is a town as it stands.
pub(crate) fn whereabouts(text: &str) -> Whereabouts {
    let mut found = Whereabouts::default();
    let mut parts: Vec<&str> =
        text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 && parts.last().is_some_and(|last| is_country(last)) {
        parts.pop();
    }
    let mut zip = None;
    if parts.len() > 1 && parts.last().is_some_and(|last| is_zip(last)) {
        zip = parts.pop();
    }
    if let [before @ .., last] = parts.as_slice() {
        let (last, behind) = zip.map_or_else(|| without_zip(last), |zip| (last, Some(zip)));
        zip = behind;
        if let (false, Some(code)) = (before.is_empty(), state(last)) {
            found.state = code.to_owned();
            parts.pop();
        } else if let Some((town, code)) = town_and_state(last, zip) {
            found.state = code.to_owned();
            parts.pop();
            parts.push(town);
        }
    }
    if found.state.is_empty() {
        return Whereabouts { town: text.to_owned(), ..Whereabouts::default() };
    }
    found.rest = zip.is_some();
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
    let is_apart = text.contains(',') || without_zip(text).1.is_some();
    is_apart && !whereabouts(text).state.is_empty()
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

/// Whether it is a postal code of the United States: five digits, four more behind a dash, or four where a spreadsheet
/// program took the zero before them off.
fn is_zip(text: &str) -> bool {
    let (first, more) = text.split_once('-').unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    matches!(first.len(), 4 | 5) && is_digits(first) && matches!(more.len(), 0 | 4) && is_digits(more)
}

/// The text before a postal code at its end, and that code. A dash may stand between them.
fn without_zip(text: &str) -> (&str, Option<&str>) {
    let start = text
        .rfind(|char: char| !char.is_ascii_digit() && char != '-')
        .map_or(0, |at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let (before, code) = text.split_at_checked(start).unwrap_or((text, ""));
    let code = code.trim_start_matches('-');
    if is_zip(code) && !before.trim().is_empty() { (before.trim(), Some(code)) } else { (text, None) }
}

/// "Milwaukee WI" and, before a postal code of that state, "Milwaukee Wisconsin". Only capitals are a code, or "La Junta
/// in" would be in Indiana.
fn town_and_state<'a>(text: &'a str, zip: Option<&str>) -> Option<(&'a str, &'static str)> {
    let of_zip = |code: &str| {
        let zone = zip.map(|zip| if zip.len() % 5 == 4 { '0' } else { zip.chars().next().unwrap_or(' ') });
        zone.is_some_and(|zone| STATES.iter().any(|(own, at, _)| *own == code && *at == zone))
    };
    for words in 1..=3 {
        let (at, _) = text.rmatch_indices(' ').nth(words - 1)?;
        let (town, last) = text.split_at_checked(at)?;
        let last = last.trim();
        let Some(code) = state(last) else { continue };
        let capitals = last.len() == 2 && last.bytes().all(|byte| byte.is_ascii_uppercase());
        if capitals || of_zip(code) {
            return Some((town.trim(), code));
        }
    }
    None
}

/// The two letters of a state, district or territory, from its code, name or usual abbreviation.
pub(crate) fn state(text: &str) -> Option<&'static str> {
    let folded = fold::fold(text);
    let bare = folded.replace(' ', "");
    if bare.len() < 2 {
        return None;
    }
    STATES
        .iter()
        .find(|(code, _, names)| {
            code.eq_ignore_ascii_case(&bare) || names.split('|').any(|name| name == folded)
        })
        .map(|(code, ..)| *code)
}

/// USPS Publication 28, appendix B: codes, the first digit of their postal codes, and names; then the abbreviations of
/// the Associated Press and of the time before the codes, and Spanish names. All folded.
const STATES: &[(&str, char, &str)] = &[
    ("AL", '3', "alabama|ala"),
    ("AK", '9', "alaska|alas"),
    ("AZ", '8', "arizona|ariz"),
    ("AR", '7', "arkansas|ark"),
    ("CA", '9', "california|calif|cal"),
    ("CO", '8', "colorado|colo|col"),
    ("CT", '0', "connecticut|conn"),
    ("DE", '1', "delaware|del"),
    ("DC", '2', "district of columbia|washington dc|d of c"),
    ("FL", '3', "florida|fla|flor"),
    ("GA", '3', "georgia|geo"),
    ("HI", '9', "hawaii|hawai"),
    ("ID", '8', "idaho|ida"),
    ("IL", '6', "illinois|ill|ills"),
    ("IN", '4', "indiana|ind"),
    ("IA", '5', "iowa"),
    ("KS", '6', "kansas|kan|kans|kas"),
    ("KY", '4', "kentucky|ken|kent"),
    ("LA", '7', "louisiana|luisiana"),
    ("ME", '0', "maine"),
    ("MD", '2', "maryland"),
    ("MA", '0', "massachusetts|mass"),
    ("MI", '4', "michigan|mich"),
    ("MN", '5', "minnesota|minn"),
    ("MS", '3', "mississippi|miss|misisipi"),
    ("MO", '6', "missouri|misuri"),
    ("MT", '5', "montana|mont"),
    ("NE", '6', "nebraska|neb|nebr"),
    ("NV", '8', "nevada|nev"),
    ("NH", '0', "new hampshire|n hamp|nuevo hampshire|nueva hampshire"),
    ("NJ", '0', "new jersey|n jersey|nueva jersey"),
    ("NM", '8', "new mexico|nuevo mexico|n mex|n mexico"),
    ("NY", '1', "new york|nueva york|n york"),
    ("NC", '2', "north carolina|no car|no c|carolina del norte|n car|n carolina|no carolina"),
    ("ND", '5', "north dakota|no dak|dakota del norte|n dak|n dakota|no dakota"),
    ("OH", '4', "ohio"),
    ("OK", '7', "oklahoma|okla"),
    ("OR", '9', "oregon|ore|oreg"),
    ("PA", '1', "pennsylvania|penn|penna|pensilvania"),
    ("RI", '0', "rhode island"),
    ("SC", '2', "south carolina|so car|so c|carolina del sur|s car|s carolina|so carolina"),
    ("SD", '5', "south dakota|so dak|dakota del sur|s dak|s dakota|so dakota"),
    ("TN", '3', "tennessee|tenn"),
    ("TX", '7', "texas|tex|tejas"),
    ("UT", '8', "utah"),
    ("VT", '0', "vermont"),
    ("VA", '2', "virginia|virg"),
    ("WA", '9', "washington|wash"),
    ("WV", '2', "west virginia|w va|w virg|w virginia|wva|virginia occidental"),
    ("WI", '5', "wisconsin|wis|wisc"),
    ("WY", '8', "wyoming|wyo"),
    ("AS", '9', "american samoa"),
    ("GU", '9', "guam"),
    ("MP", '9', "northern mariana islands"),
    ("PR", '0', "puerto rico"),
    ("VI", '0', "virgin islands|us virgin islands|u s virgin islands|islas virgenes"),
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
    let pointed = pointed.trim_end_matches(|char: char| char == '°' || char.is_whitespace());
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
        "active" | "yes" | "y" | "true" | "activo" | "activa" | "si" | "verdadero" => Status::Active,
        "forming" | "starting" | "new" | "en formacion" | "formandose" | "nuevo" => Status::Forming,
        "paused" | "on hold" | "resting" | "inactive" | "no" | "n" | "false" | "en pausa" | "pausado"
        | "inactivo" | "inactiva" | "falso" => Status::Paused,
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
            ("MADISON WI 53703-1234", "MADISON", "", "WI", true),
            ("Kenosha; WI", "Kenosha", "", "WI", false),
            ("Portland, OR, 97201", "Portland", "", "OR", true),
            ("Cambridge, MA 2138", "Cambridge", "", "MA", true),
            ("Jersey City, NJ-07310", "Jersey City", "", "NJ", true),
            ("Sherman ME 04776", "Sherman", "", "ME", true),
            ("Santa Fe New Mexico 87501", "Santa Fe", "", "NM", true),
            ("Sherman Maine 4776", "Sherman", "", "ME", true),
            ("Port Washington 53074", "Port Washington 53074", "", "", false),
            ("Charleston, W.Va.", "Charleston", "", "WV", false),
            ("Milwaukee, Wisc.", "Milwaukee", "", "WI", false),
            ("Fargo, No. Dak.", "Fargo", "", "ND", false),
            ("Honolulu, Hawaiʻi", "Honolulu", "", "HI", false),
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
