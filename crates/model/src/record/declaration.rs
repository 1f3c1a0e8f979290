//! What is said of a kind of record and its fields, once: see `declare.rs`.

use super::{Part, Record};
use crate::{ContactWay, Field, Id, validate::Found};
use std::borrow::Cow;

/// All that is said of a kind.
#[derive(Debug)]
pub struct Declaration {
    /// The name of the map that holds its records in a document.
    pub map: &'static str,
    /// The part that holds its names and dates.
    pub home: Part,
    /// An empty record of this id.
    pub empty: fn(Id) -> Record,
    /// What must hold of several fields together.
    check: fn(&Record, &mut Found),
    fields: &'static [&'static [FieldSpec]],
}

impl Declaration {
    /// What a `record!` makes.
    pub(super) const fn new(
        map: &'static str,
        home: Part,
        empty: fn(Id) -> Record,
        check: fn(&Record, &mut Found),
        fields: &'static [&'static [FieldSpec]],
    ) -> Self {
        Self { map, home, empty, check, fields }
    }

    /// Its fields, in the order of the declaration.
    pub fn fields(&self) -> impl Iterator<Item = &'static FieldSpec> + use<> {
        self.fields.iter().copied().flatten()
    }

    /// Its field of this name.
    #[must_use]
    pub fn field(&self, field: Field) -> Option<&'static FieldSpec> {
        self.fields().find(|spec| spec.field == field)
    }

    /// Notes what does not hold of several fields together.
    pub(crate) fn check(&self, record: &Record, found: &mut Found) {
        (self.check)(record, found);
    }

    /// The parts in which its records are: those that are at home with members have nothing in the public part.
    #[must_use]
    pub const fn parts(&self) -> &'static [Part] {
        match self.home {
            Part::Public => &Part::ALL,
            Part::Members => &[Part::Members],
        }
    }
}

/// All that is said of a field.
#[derive(Debug)]
pub struct FieldSpec {
    /// Which it is.
    pub field: Field,
    /// Its key in a document.
    pub key: &'static str,
    /// Whether it has to be given.
    pub required: bool,
    /// What it holds, and how to reach that.
    pub value: Access,
}

/// What a declaration says in words, in English: for those who read the documents without this program.
#[derive(Debug)]
pub struct Words {
    /// Of the kind.
    pub about: &'static str,
    /// Of its fields, in the order of [`Declaration::fields`].
    pub(super) fields: &'static [&'static [&'static str]],
}

impl Words {
    /// Of its fields, in the order of [`Declaration::fields`].
    pub fn fields(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.fields.iter().copied().flatten().map(|words| words.trim())
    }
}

impl FieldSpec {
    /// Gives a record what another of its kind has in this field.
    pub fn copy(&self, from: &Record, to: &mut Record) {
        match self.value {
            Access::Line(text)
            | Access::TimeZone(text)
            | Access::CountyCode(text)
            | Access::Long(_, text) => {
                (text.set)(to, (text.get)(from).to_owned());
            }
            Access::Choice { get, set, .. } => set(to, get(from)),
            Access::Degrees { get, set, .. } => set(to, get(from)),
            Access::Reference { get, set } => set(to, get(from)),
            Access::Flag { get, set } => set(to, get(from)),
            Access::Set(members) | Access::Roles(members) => {
                (members.clear)(to);
                (members.get)(from).iter().for_each(|member| (members.insert)(to, member));
            }
            Access::Contacts { get, set } => set(to, get(from).to_vec()),
        }
    }
}

/// The type of a field, with the way to its value in a record of its kind. In a record of another kind there is
/// nothing to read, and nothing is written.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// One line of words.
    Line(Text),
    /// The IANA name of a time zone, or nothing.
    TimeZone(Text),
    /// A county's five-digit code (US FIPS), or nothing.
    CountyCode(Text),
    /// Words of any length, which two people may write at once. In this part.
    Long(Part, Text),
    /// One of a few keys; the first is that of an empty record.
    Choice {
        /// All keys.
        keys: fn() -> Vec<&'static str>,
        /// The key.
        get: fn(&Record) -> &'static str,
        /// Takes one that it knows; any other is as none.
        set: fn(&mut Record, &str),
    },
    /// A number of degrees from none, at most so many either way.
    Degrees {
        /// The most.
        most: f64,
        /// The degrees.
        get: fn(&Record) -> Option<f64>,
        /// Takes them.
        set: fn(&mut Record, Option<f64>),
    },
    /// Another record, by its id.
    Reference {
        /// The id.
        get: fn(&Record) -> Option<Id>,
        /// Takes one.
        set: fn(&mut Record, Option<Id>),
    },
    /// Yes or no. Where people disagree, it counts as no.
    Flag {
        /// Which.
        get: fn(&Record) -> bool,
        /// Takes it.
        set: fn(&mut Record, bool),
    },
    /// Any number of short texts, each at most once.
    Set(Members),
    /// Roles, each with what it is a role in.
    Roles(Members),
    /// Ways to reach somebody, each in the part of its audience.
    Contacts {
        /// Them.
        get: fn(&Record) -> &[ContactWay],
        /// Takes them.
        set: fn(&mut Record, Vec<ContactWay>),
    },
}

/// The way to a text.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// The text.
    pub get: fn(&Record) -> &str,
    /// Takes another.
    pub set: fn(&mut Record, String),
}

/// The way to a set, each member as a document's key has it.
#[derive(Clone, Copy, Debug)]
pub struct Members {
    /// All, in order.
    pub get: fn(&Record) -> Vec<Cow<'_, str>>,
    /// Takes one in; one that this version does not know is passed over.
    pub insert: fn(&mut Record, &str),
    /// Takes all out.
    pub clear: fn(&mut Record),
}
