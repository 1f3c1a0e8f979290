//! What must hold of a record before it is kept, field by field.

use crate::{Awg, ContactWay, Field, Group, Id, Network, Person, Place, Record, Region, meets};
use serde::{Deserialize, Serialize};

/// At most this many characters in a name or any other short text.
pub const MAX_SHORT: usize = 200;
/// At most this many characters in `about` and `notes`.
pub const MAX_LONG: usize = 20_000;
/// At most this many contact ways, topics or roles in a record.
pub const MAX_ENTRIES: usize = 64;

/// A field that does not hold, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which field.
    pub field: Field,
    /// For [`Field::Contacts`]: which contact way, by its place.
    pub entry: Option<usize>,
    /// Why.
    pub problem: Problem,
}

/// Why a value does not hold. Pages say it in the person's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Problem {
    /// It has to be given.
    Missing,
    /// More than this many characters.
    TooLong(usize),
    /// More than this many entries.
    TooMany(usize),
    /// It holds characters that are not shown, or that turn the direction of the text.
    Unprintable,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not a phone number.
    NotAPhone,
    /// Not a web address that starts with http or https.
    NotAWebAddress,
    /// Not a time zone like "America/Chicago".
    NotATimeZone,
    /// Not five digits.
    NotACountyCode,
    /// Not a number within the range of degrees.
    NotDegrees,
    /// One of latitude and longitude without the other.
    HalfAPosition,
    /// A region that lies within itself.
    WithinItself,
    /// Something typed that is none of what there is to choose from.
    NotOneOfThem,
}

impl Record {
    /// What does not hold; empty if all does.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut found = Found::default();
        match self {
            Self::Network(it) => network(it, &mut found),
            Self::Region(it) => region(it, &mut found),
            Self::Group(it) => group(it, &mut found),
            Self::Awg(it) => awg(it, &mut found),
            Self::Person(it) => person(it, &mut found),
        }
        found.0
    }
}

#[derive(Default)]
struct Found(Vec<FieldError>);

impl Found {
    fn add(&mut self, field: Field, problem: Problem) {
        self.0.push(FieldError { field, entry: None, problem });
    }

    fn name(&mut self, name: &str) {
        if name.trim().is_empty() {
            self.add(Field::Name, Problem::Missing);
        }
        self.short(Field::Name, name);
    }

    fn short(&mut self, field: Field, text: &str) {
        if text.chars().count() > MAX_SHORT {
            self.add(field, Problem::TooLong(MAX_SHORT));
        }
        if text.chars().any(unprintable) {
            self.add(field, Problem::Unprintable);
        }
    }

    fn long(&mut self, field: Field, text: &str) {
        if text.chars().count() > MAX_LONG {
            self.add(field, Problem::TooLong(MAX_LONG));
        }
        if text.chars().any(|char| unprintable(char) && !matches!(char, '\n' | '\r' | '\t')) {
            self.add(field, Problem::Unprintable);
        }
    }

    fn many(&mut self, field: Field, count: usize) {
        if count > MAX_ENTRIES {
            self.add(field, Problem::TooMany(MAX_ENTRIES));
        }
    }

    fn time_zone(&mut self, zone: &str) {
        // The list of zones changes several times a year and is the browser's to know; here only the form is
        // checked, which keeps a phrase such as "Central time" out.
        let part = |part: &str| {
            !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || "_+-".contains(char))
        };
        let holds = zone.is_empty()
            || zone == "UTC"
            || (zone.contains('/') && zone.len() <= 64 && zone.split('/').all(part));
        if !holds {
            self.add(Field::TimeZone, Problem::NotATimeZone);
        }
    }

    fn contacts(&mut self, contacts: &[ContactWay]) {
        self.many(Field::Contacts, contacts.len());
        for (place, contact) in contacts.iter().enumerate() {
            if let Err(problem) = contact.check() {
                self.0.push(FieldError { field: Field::Contacts, entry: Some(place), problem });
            }
        }
    }

    fn place(&mut self, place: &Place) {
        self.short(Field::Town, &place.town);
        self.short(Field::County, &place.county);
        self.short(Field::State, &place.state);
        let fips = &place.county_fips;
        if !fips.is_empty() && (fips.len() != 5 || !fips.bytes().all(|byte| byte.is_ascii_digit())) {
            self.add(Field::CountyFips, Problem::NotACountyCode);
        }
        let degrees = |degrees: Option<f64>, most: f64| degrees.is_none_or(|degrees| degrees.abs() <= most);
        if !degrees(place.latitude, 90.0) {
            self.add(Field::Latitude, Problem::NotDegrees);
        }
        if !degrees(place.longitude, 180.0) {
            self.add(Field::Longitude, Problem::NotDegrees);
        }
        match (place.latitude, place.longitude) {
            (Some(_), None) => self.add(Field::Longitude, Problem::HalfAPosition),
            (None, Some(_)) => self.add(Field::Latitude, Problem::HalfAPosition),
            _ => {}
        }
    }
}

/// Control characters, and those that turn the direction of the text around them (Unicode bidi controls) or
/// hide (zero-width space, byte-order mark).
#[must_use]
pub fn unprintable(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn network(it: &Network, found: &mut Found) {
    found.name(&it.name);
    found.long(Field::About, &it.about);
    found.time_zone(&it.time_zone);
    found.contacts(&it.contacts);
    found.long(Field::Notes, &it.notes);
}

fn region(it: &Region, found: &mut Found) {
    found.name(&it.name);
    if it.parent == Some(it.id) {
        found.add(Field::Region, Problem::WithinItself);
    }
    found.long(Field::About, &it.about);
    found.long(Field::Notes, &it.notes);
}

fn group(it: &Group, found: &mut Found) {
    found.name(&it.name);
    found.place(&it.place);
    found.time_zone(&it.time_zone);
    found.many(Field::Topics, it.topics.len());
    for topic in &it.topics {
        found.short(Field::Topics, topic);
    }
    found.short(Field::Founded, &it.founded);
    found.short(Field::Meets, &it.meets);
    found.long(Field::About, &it.about);
    found.long(Field::Notes, &it.notes);
    found.contacts(&it.contacts);
}

fn awg(it: &Awg, found: &mut Found) {
    found.name(&it.name);
    found.short(Field::Topic, &it.topic);
    found.short(Field::Founded, &it.founded);
    found.short(Field::Meets, &it.meets);
    found.long(Field::About, &it.about);
    found.long(Field::Notes, &it.notes);
    found.contacts(&it.contacts);
}

fn person(it: &Person, found: &mut Found) {
    found.name(&it.name);
    found.many(Field::Roles, it.roles.len());
    found.contacts(&it.contacts);
    found.long(Field::Notes, &it.notes);
}

impl Group {
    /// When it meets, as far as its words can be read.
    #[must_use]
    pub fn schedule(&self) -> Option<meets::Schedule> {
        meets::parse(&self.meets)
    }
}

/// Whether a region with this parent would lie within itself.
#[must_use]
pub fn lies_within_itself(
    region: Id,
    parent: Option<Id>,
    parent_of: impl Fn(Id) -> Option<Id>,
    regions: usize,
) -> bool {
    let mut next = parent;
    // A circle that is there already, and does not pass through this region, must not hold the walk for ever.
    for _ in 0..=regions {
        match next {
            None => return false,
            Some(id) if id == region => return true,
            Some(id) => next = parent_of(id),
        }
    }
    false
}
