//! What must hold of a record before it is kept, field by field.

use crate::{
    ContactWay, Date, Field, FieldError, Id, Problem, Record,
    problem::Found,
    record::{Access, FieldSpec, Text},
};
use std::ops::RangeInclusive;

/// At most this many characters in a name or any other short text.
pub const MAX_SHORT: usize = 200;
/// At most this many characters in `about` and `notes`.
pub const MAX_LONG: usize = 20_000;
/// At most this many contact ways, topics or roles in a record.
pub const MAX_ENTRIES: usize = 64;

impl Record {
    /// What does not hold; empty if all does.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut found = Found::default();
        let declaration = self.kind().declaration();
        for spec in declaration.fields() {
            found.field(self, spec);
        }
        found.days(self);
        declaration.check(self, &mut found);
        found.into_errors()
    }
}

impl Found {
    fn field(&mut self, record: &Record, spec: &FieldSpec) {
        let field = spec.field;
        let of = |text: Text| (text.get)(record);
        match spec.value {
            Access::Line(text) if spec.options.required && of(text).trim().is_empty() => {
                self.add(field, Problem::Missing)
            }
            Access::Line(text) => self.short(field, of(text)),
            Access::Date(text) => self.date(field, of(text), 1..=3),
            Access::Day(text) => self.date(field, of(text), 3..=3),
            Access::TimeZone(text) => self.time_zone(field, of(text)),
            Access::CountyCode(text) => self.county_code(field, of(text)),
            Access::Long(_, text) => self.long(field, of(text)),
            Access::Degrees { most, get, .. } => {
                if get(record).is_some_and(|degrees| degrees.abs() > most) {
                    self.add(field, Problem::TooManyDegrees(most as usize));
                }
            }
            Access::Set(members) => {
                let members = (members.get)(record);
                self.many(field, members.len());
                members.iter().for_each(|member| self.short(field, member));
            }
            Access::Refs(_, members) | Access::Roles(members) => {
                self.many(field, (members.get)(record).len())
            }
            Access::Contacts { get, .. } => self.contacts(field, get(record)),
            Access::Choice { .. } | Access::Reference { .. } | Access::Flag { .. } => {}
        }
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

    fn time_zone(&mut self, field: Field, zone: &str) {
        // The list of zones changes several times a year and is the browser's to know; here only the form is
        // checked, which keeps a phrase such as "Central time" out.
        let part = |part: &str| {
            !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || "_+-".contains(char))
        };
        let holds = zone.is_empty()
            || zone == "UTC"
            || (zone.contains('/') && zone.len() <= 64 && zone.split('/').all(part));
        if !holds {
            self.add(field, Problem::NotATimeZone);
        }
    }

    fn date(&mut self, field: Field, text: &str, parts: RangeInclusive<usize>) {
        let holds = text.parse::<Date>().is_ok_and(|date| parts.contains(&date.parts()));
        if !text.is_empty() && !holds {
            self.add(field, Problem::NotADate);
        }
    }

    /// What is in the lists from one day until another ends after it begins.
    fn days(&mut self, record: &Record) {
        let day = |spec: &'static FieldSpec| spec.values(record).first().map(ToString::to_string);
        let fields = || record.kind().declaration().fields();
        let from = fields().find(|spec| spec.options.from).and_then(day);
        let until = fields().find(|spec| spec.options.until);
        if let (Some(from), Some(until)) = (from, until)
            && day(until).is_some_and(|until| until < from)
        {
            self.add(until.field, Problem::EndsBeforeItBegins);
        }
    }

    fn contacts(&mut self, field: Field, contacts: &[ContactWay]) {
        self.many(field, contacts.len());
        for (place, contact) in contacts.iter().enumerate() {
            if let Err(problem) = contact.check() {
                self.add_at(field, place, problem);
            }
        }
    }

    fn county_code(&mut self, field: Field, code: &str) {
        if !code.is_empty() && (code.len() != 5 || !code.bytes().all(|byte| byte.is_ascii_digit())) {
            self.add(field, Problem::NotACountyCode);
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
