//! What is said of a kind of record and its fields, once: see `declare.rs`.

use super::{FormSection, Kind, Options, Part, Record};
use crate::{ContactWay, Field, Id, Label, problem::Found};
use std::borrow::Cow;

/// All that is said of a kind.
#[derive(Debug)]
pub struct Declaration {
    /// The name of the map that holds its records in a document, and of the room of its pages.
    pub map: &'static str,
    /// The address of its list.
    pub address: &'static str,
    /// The part that holds its names and dates.
    pub home: Part,
    /// The name of its drawing.
    pub icon: &'static str,
    /// What one of it is called.
    pub called: Label,
    /// The words around its list, where that is drawn from the declaration.
    pub list: Option<ListWords>,
    /// An empty record of this id.
    pub empty: fn(Id) -> Record,
    /// What must hold of several fields together.
    pub(super) check: fn(&Record, &mut Found),
    pub(super) fields: &'static [&'static [FieldSpec]],
}

/// The words around a list of records.
#[derive(Clone, Copy, Debug)]
pub struct ListWords {
    /// Its heading.
    pub title: Label,
    /// After the number one: "story".
    pub one: Label,
    /// After any other number: "stories".
    pub many: Label,
    /// The way to the form of a new one.
    pub add: Label,
    /// Over that form.
    pub new: Label,
    /// What the search goes through.
    pub search: Label,
    /// There is none yet.
    pub none: Label,
    /// What they are good for.
    pub why: Label,
    /// Beside the list, while none is looked at.
    pub choose: Label,
}

impl Declaration {
    /// Its fields, in the order of the declaration.
    pub fn fields(&self) -> impl Iterator<Item = &'static FieldSpec> + use<> {
        self.fields.iter().copied().flatten()
    }

    /// The long texts among them: part, key and the way to each.
    pub fn texts(&self) -> impl Iterator<Item = (Part, &'static FieldSpec, Text)> + use<> {
        self.fields().filter_map(|spec| {
            if let Access::Long(part, text) = spec.value { Some((part, spec, text)) } else { None }
        })
    }

    /// Whether its records are at home with members and may be shown to everybody: then a copy of what is meant for
    /// everybody is in the public part.
    #[must_use]
    pub fn has_public_copy(&self) -> bool {
        self.home == Part::Members && self.field(Field::Public).is_some()
    }

    /// Whether its records go stale, so that people confirm from time to time that they still hold: what can be joined
    /// or reached does, what tells of something that was or is over by itself does not.
    #[must_use]
    pub fn goes_stale(&self) -> bool {
        self.list.is_none() || self.field(Field::Contacts).is_some()
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
    /// What people call it.
    pub label: Label,
    /// What else is said of it.
    pub options: Options,
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
    /// The section that it stands in.
    #[must_use]
    pub const fn section(&self) -> FormSection {
        match self.value {
            Access::Long(..) => FormSection::Words,
            Access::Roles(_) => FormSection::Roles,
            Access::Contacts { .. } => FormSection::Contacts,
            Access::Line(_)
            | Access::Date(_)
            | Access::Day(_)
            | Access::TimeZone(_)
            | Access::CountyCode(_)
            | Access::Choice { .. }
            | Access::Degrees { .. }
            | Access::Reference { .. }
            | Access::Flag { .. }
            | Access::Set(_)
            | Access::Refs(..) => {
                if self.options.when_and_where {
                    FormSection::WhenAndWhere
                } else {
                    FormSection::Main
                }
            }
        }
    }

    /// What is in this field of a record, as documents keep it: nothing where it is empty, of a set one text for each
    /// member. Of contact ways nothing, which are no single texts.
    pub fn values<'a>(&self, record: &'a Record) -> Vec<Cow<'a, str>> {
        let one = |text: Cow<'a, str>| if text.is_empty() { Vec::new() } else { vec![text] };
        match self.value {
            Access::Line(text)
            | Access::Date(text)
            | Access::Day(text)
            | Access::TimeZone(text)
            | Access::CountyCode(text)
            | Access::Long(_, text) => one((text.get)(record).into()),
            Access::Choice { get, .. } => one(get(record).into()),
            Access::Degrees { get, .. } => {
                get(record).map(|degrees| degrees.to_string().into()).into_iter().collect()
            }
            Access::Reference { get, .. } => {
                get(record).map(|id| id.to_string().into()).into_iter().collect()
            }
            Access::Flag { get, .. } => get(record).then(|| true.to_string().into()).into_iter().collect(),
            Access::Set(members) | Access::Refs(_, members) | Access::Roles(members) => (members.get)(record),
            Access::Contacts { .. } => Vec::new(),
        }
    }

    /// Gives a record what another of its kind has in this field.
    pub fn copy(&self, from: &Record, to: &mut Record) {
        match self.value {
            Access::Line(text)
            | Access::Date(text)
            | Access::Day(text)
            | Access::TimeZone(text)
            | Access::CountyCode(text)
            | Access::Long(_, text) => {
                (text.set)(to, (text.get)(from).to_owned());
            }
            Access::Choice { get, set, .. } => set(to, get(from)),
            Access::Degrees { get, set, .. } => set(to, get(from)),
            Access::Reference { get, set } => set(to, get(from)),
            Access::Flag { get, set } => set(to, get(from)),
            Access::Set(members) | Access::Refs(_, members) | Access::Roles(members) => {
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
    /// A date of which the day, or day and month, may be left open: `2013`, `2013-12` or `2013-12-03`.
    Date(Text),
    /// A day: `2013-12-03`.
    Day(Text),
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
        /// What people call the value of a key.
        label: fn(&str) -> Option<Label>,
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
    /// Other records, of these kinds.
    Refs(&'static [Kind], Members),
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

impl Access {
    /// A number for each type.
    const fn number(&self) -> u8 {
        match self {
            Self::Line(_) => 0,
            Self::Date(_) => 1,
            Self::Day(_) => 2,
            Self::TimeZone(_) => 3,
            Self::CountyCode(_) => 4,
            Self::Long(..) => 5,
            Self::Choice { .. } => 6,
            Self::Degrees { .. } => 7,
            Self::Reference { .. } => 8,
            Self::Flag { .. } => 9,
            Self::Set(_) => 10,
            Self::Refs(..) => 11,
            Self::Roles(_) => 12,
            Self::Contacts { .. } => 13,
        }
    }
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

/// A digest (FNV-1a, 64 bits) of these declarations, as far as stored projections depend on them, and of what decides
/// by which number a kind is stored: `maps`, the maps of all kinds in their order.
pub(super) const fn fingerprint(declarations: &[&Declaration], maps: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut kinds = maps;
    while let [map, others @ ..] = kinds {
        hash = mixed(hash, map.as_bytes());
        kinds = others;
    }
    let mut rest = declarations;
    while let [declaration, others @ ..] = rest {
        hash = mixed(hash, declaration.map.as_bytes());
        let mut groups = declaration.fields;
        while let [group, more @ ..] = groups {
            let mut fields = *group;
            while let [spec, further @ ..] = fields {
                let Options { members, card, search, sort, from, until, .. } = spec.options;
                let lists = [card as u8, search as u8, sort as u8, from as u8, until as u8];
                let field = [spec.field as u8, spec.value.number(), members as u8];
                hash = mixed(mixed(mixed(hash, spec.key.as_bytes()), &field), &lists);
                fields = further;
            }
            groups = more;
        }
        rest = others;
    }
    hash
}

const fn mixed(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut rest = bytes;
    while let [byte, more @ ..] = rest {
        hash = (hash ^ *byte as u64).wrapping_mul(0x0100_0000_01b3);
        rest = more;
    }
    // Between one text and the next.
    (hash ^ 0xff).wrapping_mul(0x0100_0000_01b3)
}
