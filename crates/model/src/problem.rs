//! What does not hold of a record, and of which field.

use crate::Field;
use serde::{Deserialize, Serialize};

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
    /// Not a number.
    NotDegrees,
    /// One of latitude and longitude without the other.
    HalfAPosition,
    /// A region that lies within itself.
    WithinItself,
    /// Not a date like 2013, 2013-12 or 2013-12-03.
    NotADate,
    /// Its last day is before its first.
    EndsBeforeItBegins,
    /// Something typed that is none of what there is to choose from.
    NotOneOfThem,
    /// More degrees than these, to either side of zero.
    TooManyDegrees(usize),
    /// A time zone in the form of one, that is none.
    UnknownTimeZone,
}

/// The problems of a record, as they are found.
#[derive(Debug, Default)]
pub(crate) struct Found(Vec<FieldError>);

impl Found {
    /// A field does not hold.
    pub(crate) fn add(&mut self, field: Field, problem: Problem) {
        self.0.push(FieldError { field, entry: None, problem });
    }

    /// One entry of a field does not hold.
    pub(crate) fn add_at(&mut self, field: Field, entry: usize, problem: Problem) {
        self.0.push(FieldError { field, entry: Some(entry), problem });
    }

    /// Degrees north and east belong together.
    pub(crate) fn position(&mut self, latitude: Option<f64>, longitude: Option<f64>) {
        match (latitude, longitude) {
            (Some(_), None) => self.add(Field::Longitude, Problem::HalfAPosition),
            (None, Some(_)) => self.add(Field::Latitude, Problem::HalfAPosition),
            _ => {}
        }
    }

    /// All of them.
    pub(crate) fn into_errors(self) -> Vec<FieldError> {
        self.0
    }
}
