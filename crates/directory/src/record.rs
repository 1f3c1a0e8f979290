//! Records as the document keeps them: flat maps of short values, one a part, and two long texts.
//!
//! | key | value |
//! |---|---|
//! | `name`, `status`, `town`, … | a string, number or truth value; a key that is not there is empty |
//! | `topics/<topic>`, `roles/<role>` | `true`: sets |
//! | `external/<system>` | the identifier there |
//! | `contacts/<id>/kind`, `…/value`, `…/entered`, `…/label` | a contact way; in the part of its audience |
//! | `about`, `notes` | Automerge Text: `about` in the public part, `notes` in the members part |
//! | `created_at`, `updated_at`, `verified_at`, `deleted_at` and `…_by` | a timestamp and a device |
//! | `reopened/<key>` | where the history has the values of a conflict that was ended and is open again |
//!
//! Flat, because a map within a record could be made by two devices at once, and one of the two would hide the
//! other with all that is in it.

mod contacts;
mod meta;

pub(crate) use contacts::{CONTACT_TEXTS, CONTACTS, KIND, contact_key, prefix as contact_prefix, subfields};
pub(crate) use meta::{CREATED, DELETED, Stamped, UPDATED, VERIFIED, at_key, by_key};

use automerge::{ScalarValue, ScalarValueRef};
use contacts::{AUDIENCE, Contacts};
use groundswell_model::{
    Audience, ContactWay, Field, Id, Kind, Part, Record,
    record::{Access, FieldSpec, Text},
};
use meta::Stamps;
use std::{borrow::Cow, collections::BTreeMap};

/// The short values of a record that are not empty, by part and key.
pub(crate) type Flat = BTreeMap<(Part, Cow<'static, str>), ScalarValue>;

/// The part that holds a kind's names and dates.
pub(crate) const fn home(kind: Kind) -> Part {
    kind.declaration().home
}

/// The parts in which a kind's records are.
pub(crate) const fn parts(kind: Kind) -> &'static [Part] {
    kind.declaration().parts()
}

/// The long texts of a kind: part, key, and the way to them.
pub(crate) fn texts(kind: Kind) -> impl Iterator<Item = (Part, &'static str, Text)> {
    kind.declaration().texts().map(|(part, spec, text)| (part, spec.key, text))
}

/// Whether keys that begin so, up to a stroke, are the members of a set.
pub(crate) fn is_set(name: &str) -> bool {
    let mut fields = Kind::ALL.into_iter().flat_map(|kind| kind.declaration().fields());
    name == meta::EXTERNAL
        || fields.any(|it| {
            it.key == name && matches!(it.value, Access::Set(_) | Access::Refs(..) | Access::Roles(_))
        })
}

/// A record's contact ways; some kinds have none.
pub(crate) fn contacts(record: &Record) -> &[ContactWay] {
    match record.kind().declaration().field(Field::Contacts) {
        Some(FieldSpec { value: Access::Contacts { get, .. }, .. }) => get(record),
        _ => &[],
    }
}

/// Everything short that is not empty, but for contact ways and the stamps that the engine writes.
pub(crate) fn flat(record: &Record) -> Flat {
    let mut flat = fields(record);
    meta::flatten(record.meta(), &mut flat);
    flat.flat
}

/// What is for everybody of a record that is at home with members, by its key: all but texts and contact ways that
/// are for members. Long texts are one value here.
pub(crate) fn for_everybody(record: &Record) -> BTreeMap<String, ScalarValue> {
    let mut values: BTreeMap<String, ScalarValue> =
        fields(record).flat.into_iter().map(|((_, key), value)| (key.into_owned(), value)).collect();
    for (_, spec, text) in record.kind().declaration().texts().filter(|(_, spec, _)| !spec.options.members) {
        let text = (text.get)(record);
        if !text.is_empty() {
            values.insert(spec.key.to_owned(), text.into());
        }
    }
    for way in contacts(record).iter().filter(|way| way.audience == Audience::Public) {
        let fields = contacts::values(way);
        values.extend(fields.into_iter().map(|(field, value)| (contact_key(way.id, field), value)));
    }
    values
}

/// Whether a key is one that [`for_everybody`] gives, of some record of this kind.
pub(crate) fn is_for_everybody(kind: Kind, key: &str) -> bool {
    let name = key.split_once('/').map_or(key, |(name, _)| name);
    kind.declaration().fields().any(|spec| spec.key == name && !spec.options.members)
}

fn fields(record: &Record) -> Flatten {
    let mut flat = Flatten { part: home(record.kind()), flat: Flat::new() };
    for FieldSpec { key, value, .. } in record.kind().declaration().fields() {
        match value {
            Access::Line(text)
            | Access::Date(text)
            | Access::Day(text)
            | Access::TimeZone(text)
            | Access::CountyCode(text) => {
                flat.text(key, (text.get)(record));
            }
            Access::Choice { get, .. } => flat.put(*key, get(record)),
            Access::Degrees { get, .. } => flat.put_some(key, get(record)),
            Access::Reference { get, .. } => flat.put_some(key, get(record).map(|id| id.to_string())),
            Access::Flag { get, .. } => flat.put(*key, get(record)),
            Access::Set(members) | Access::Refs(_, members) | Access::Roles(members) => {
                (members.get)(record).iter().for_each(|member| flat.member(key, member));
            }
            Access::Long(..) | Access::Contacts { .. } => {}
        }
    }
    flat
}

/// Collects a record's values.
struct Flatten {
    part: Part,
    flat: Flat,
}

impl Flatten {
    fn put(&mut self, key: impl Into<Cow<'static, str>>, value: impl Into<ScalarValue>) {
        self.flat.insert((self.part, key.into()), value.into());
    }

    fn text(&mut self, key: &'static str, text: &str) {
        if !text.is_empty() {
            self.put(key, text);
        }
    }

    fn put_some(&mut self, key: &'static str, value: Option<impl Into<ScalarValue>>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    fn member(&mut self, set: &str, member: impl std::fmt::Display) {
        self.put(format!("{set}/{member}"), true);
    }
}

/// The field that a key shows, and its contact way; `None` for what the engine writes and what this version
/// does not know.
pub(crate) fn field_of(kind: Kind, key: &str) -> Option<(Field, Option<Id>)> {
    if let Some((contact, _)) = contacts::split(key) {
        return Some((Field::Contacts, Some(contact)));
    }
    if key == Field::Deleted.key() {
        return Some((Field::Deleted, None));
    }
    let spec = kind.declaration().fields().find(|spec| spec.key == key)?;
    match spec.value {
        Access::Line(_)
        | Access::Date(_)
        | Access::Day(_)
        | Access::TimeZone(_)
        | Access::CountyCode(_)
        | Access::Choice { .. }
        | Access::Degrees { .. }
        | Access::Reference { .. }
        | Access::Flag { .. } => Some((spec.field, None)),
        // Two texts become one, a set's members are there or not, and contact ways have keys of their own.
        Access::Long(..) | Access::Set(_) | Access::Refs(..) | Access::Roles(_) | Access::Contacts { .. } => {
            None
        }
    }
}

/// Whether this version knows what a key of a record is.
pub(crate) fn is_known(kind: Kind, key: &str) -> bool {
    let name = key.split_once('/').map_or(key, |(name, _)| name);
    meta::is_known(name)
        || contacts::split(key).is_some()
        || kind.declaration().fields().any(|spec| spec.key == name)
}

/// A record being read from its parts.
#[derive(Debug)]
pub(crate) struct Draft {
    record: Record,
    contacts: Contacts,
    stamps: Stamps,
}

impl Draft {
    pub(crate) fn new(kind: Kind, id: Id) -> Self {
        Self {
            record: (kind.declaration().empty)(id),
            contacts: Contacts::default(),
            stamps: Stamps::default(),
        }
    }

    /// Takes in one short value. What this version does not know is left where it is: in the document.
    pub(crate) fn set(&mut self, part: Part, key: &str, value: &ScalarValueRef<'_>) {
        if let Some((contact, field)) = contacts::split(key) {
            self.contacts.set(part, contact, field, value);
            return;
        }
        if meta::set(self.record.meta_mut(), &mut self.stamps, part, key, value) {
            return;
        }
        let record = &mut self.record;
        let (name, member) = match key.split_once('/') {
            Some((name, member)) => (name, Some(member)),
            None => (key, None),
        };
        let Some(spec) = record.kind().declaration().fields().find(|spec| spec.key == name) else { return };
        match (spec.value, member) {
            (
                Access::Line(text)
                | Access::Date(text)
                | Access::Day(text)
                | Access::TimeZone(text)
                | Access::CountyCode(text),
                None,
            ) => {
                if let Some(value) = text_of(value) {
                    (text.set)(record, value.to_owned());
                }
            }
            (Access::Choice { set, .. }, None) => set(record, text_of(value).unwrap_or_default()),
            (Access::Degrees { set, .. }, None) => set(record, number_of(value)),
            (Access::Reference { set, .. }, None) => set(record, id_of(value)),
            (Access::Flag { set, .. }, None) => set(record, is_true(value)),
            (Access::Set(members) | Access::Refs(_, members) | Access::Roles(members), Some(member))
                if is_true(value) =>
            {
                (members.insert)(record, member);
            }
            _ => {}
        }
    }

    /// Takes in one long text.
    pub(crate) fn set_text(&mut self, key: &str, words: String) {
        if let Some((.., text)) = texts(self.record.kind()).find(|(_, of, _)| *of == key) {
            (text.set)(&mut self.record, words);
        }
    }

    /// A value on which not all agree, and which only counts if they do.
    pub(crate) fn withhold(&mut self, key: &str) {
        let mut fields = self.record.kind().declaration().fields();
        if let Some(FieldSpec { value: Access::Flag { set, .. }, .. }) = fields.find(|spec| spec.key == key) {
            set(&mut self.record, false);
        }
        if let Some((contact, AUDIENCE)) = contacts::split(key) {
            self.contacts.withhold(contact);
        }
    }

    /// The record, and when it was deleted in which part.
    pub(crate) fn finish(self) -> (Record, Stamped) {
        let Self { mut record, contacts, stamps } = self;
        let kind = record.kind();
        let ways = contacts.finish(kind);
        if let Some(FieldSpec { value: Access::Contacts { set, .. }, .. }) =
            kind.declaration().field(Field::Contacts)
        {
            set(&mut record, ways);
        }
        let stamped = stamps.finish(record.meta_mut());
        (record, stamped)
    }
}

fn set_text(field: &mut String, value: &ScalarValueRef<'_>) {
    if let ScalarValueRef::Str(text) = value {
        text.as_ref().clone_into(field);
    }
}

fn text_of<'a>(value: &'a ScalarValueRef<'_>) -> Option<&'a str> {
    if let ScalarValueRef::Str(text) = value { Some(text) } else { None }
}

fn id_of(value: &ScalarValueRef<'_>) -> Option<Id> {
    text_of(value)?.parse().ok()
}

fn number_of(value: &ScalarValueRef<'_>) -> Option<f64> {
    match value {
        ScalarValueRef::F64(number) => number.is_finite().then_some(*number),
        ScalarValueRef::Int(number) => Some(*number as f64),
        ScalarValueRef::Uint(number) => Some(*number as f64),
        ScalarValueRef::Bytes(_)
        | ScalarValueRef::Str(_)
        | ScalarValueRef::Counter(_)
        | ScalarValueRef::Timestamp(_)
        | ScalarValueRef::Boolean(_)
        | ScalarValueRef::Unknown { .. }
        | ScalarValueRef::Null => None,
    }
}

fn is_true(value: &ScalarValueRef<'_>) -> bool {
    matches!(value, ScalarValueRef::Boolean(true))
}
