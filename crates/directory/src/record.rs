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

mod awg;
mod contacts;
mod group;
mod meta;
mod network;
mod person;
mod region;

pub(crate) use contacts::{CONTACT_TEXTS, CONTACTS, KIND, contact_key, prefix as contact_prefix, subfields};
pub(crate) use meta::{CREATED, DELETED, Stamped, UPDATED, VERIFIED, at_key, by_key};
pub(crate) use person::PUBLIC as PUBLIC_KEY;
pub(crate) use region::PARENT;

use automerge::{ScalarValue, ScalarValueRef};
use contacts::{AUDIENCE, Contacts};
use groundswell_model::{Awg, Field, Group, Id, Kind, Network, Part, Person, Record, Region};
use meta::Stamps;
use std::{borrow::Cow, collections::BTreeMap};

pub(crate) const ABOUT: &str = "about";
pub(crate) const NOTES: &str = "notes";

/// The short values of a record that are not empty, by part and key.
pub(crate) type Flat = BTreeMap<(Part, Cow<'static, str>), ScalarValue>;

/// An empty record.
pub(crate) fn empty(kind: Kind, id: Id) -> Record {
    match kind {
        Kind::Network => Record::Network(Network::default()),
        Kind::Region => Record::Region(Region { id, ..Region::default() }),
        Kind::Group => Record::Group(Group { id, ..Group::default() }),
        Kind::Awg => Record::Awg(Awg { id, ..Awg::default() }),
        Kind::Person => Record::Person(Person { id, ..Person::default() }),
    }
}

/// The parts in which a kind's records are.
pub(crate) const fn parts(kind: Kind) -> &'static [Part] {
    match kind {
        Kind::Network | Kind::Region | Kind::Group | Kind::Awg => &Part::ALL,
        Kind::Person => &[Part::Members],
    }
}

/// The part that holds a kind's names and dates.
pub(crate) const fn home(kind: Kind) -> Part {
    match kind {
        Kind::Network | Kind::Region | Kind::Group | Kind::Awg => Part::Public,
        Kind::Person => Part::Members,
    }
}

/// The long texts of a kind, each with its part.
pub(crate) const fn texts(kind: Kind) -> &'static [(Part, &'static str)] {
    match kind {
        Kind::Network | Kind::Region | Kind::Group | Kind::Awg => {
            &[(Part::Public, ABOUT), (Part::Members, NOTES)]
        }
        Kind::Person => &[(Part::Members, NOTES)],
    }
}

/// A long text of a record.
pub(crate) fn text<'a>(record: &'a Record, key: &str) -> &'a str {
    match (record, key) {
        (Record::Network(it), ABOUT) => &it.about,
        (Record::Network(it), NOTES) => &it.notes,
        (Record::Region(it), ABOUT) => &it.about,
        (Record::Region(it), NOTES) => &it.notes,
        (Record::Group(it), ABOUT) => &it.about,
        (Record::Group(it), NOTES) => &it.notes,
        (Record::Awg(it), ABOUT) => &it.about,
        (Record::Awg(it), NOTES) => &it.notes,
        (Record::Person(it), NOTES) => &it.notes,
        _ => "",
    }
}

fn text_mut<'a>(record: &'a mut Record, key: &str) -> Option<&'a mut String> {
    match (record, key) {
        (Record::Network(it), ABOUT) => Some(&mut it.about),
        (Record::Network(it), NOTES) => Some(&mut it.notes),
        (Record::Region(it), ABOUT) => Some(&mut it.about),
        (Record::Region(it), NOTES) => Some(&mut it.notes),
        (Record::Group(it), ABOUT) => Some(&mut it.about),
        (Record::Group(it), NOTES) => Some(&mut it.notes),
        (Record::Awg(it), ABOUT) => Some(&mut it.about),
        (Record::Awg(it), NOTES) => Some(&mut it.notes),
        (Record::Person(it), NOTES) => Some(&mut it.notes),
        _ => None,
    }
}

/// A record's contact ways; a region has none.
pub(crate) fn contacts(record: &Record) -> &[groundswell_model::ContactWay] {
    match record {
        Record::Network(it) => &it.contacts,
        Record::Region(_) => &[],
        Record::Group(it) => &it.contacts,
        Record::Awg(it) => &it.contacts,
        Record::Person(it) => &it.contacts,
    }
}

/// Everything short that is not empty, but for contact ways and the stamps that the engine writes.
pub(crate) fn flat(record: &Record) -> Flat {
    let mut flat = Flatten { part: home(record.kind()), flat: Flat::new() };
    match record {
        Record::Network(it) => network::flatten(it, &mut flat),
        Record::Region(it) => region::flatten(it, &mut flat),
        Record::Group(it) => group::flatten(it, &mut flat),
        Record::Awg(it) => awg::flatten(it, &mut flat),
        Record::Person(it) => person::flatten(it, &mut flat),
    }
    meta::flatten(record.meta(), &mut flat);
    flat.flat
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
    let field = match key {
        "name" => Field::Name,
        "status" => Field::Status,
        "town" => Field::Town,
        "county" => Field::County,
        "state" => Field::State,
        "county_fips" => Field::CountyFips,
        "latitude" => Field::Latitude,
        "longitude" => Field::Longitude,
        "region" => Field::Region,
        "parent" if kind == Kind::Region => Field::Region,
        "level" => Field::Level,
        "time_zone" => Field::TimeZone,
        "topic" => Field::Topic,
        "founded" => Field::Founded,
        "meets" => Field::Meets,
        "public" => Field::Public,
        "deleted_at" => Field::Deleted,
        _ => return None,
    };
    Some((field, None))
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
        Self { record: empty(kind, id), contacts: Contacts::default(), stamps: Stamps::default() }
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
        match &mut self.record {
            Record::Network(it) => network::set(it, key, value),
            Record::Region(it) => region::set(it, key, value),
            Record::Group(it) => group::set(it, key, value),
            Record::Awg(it) => awg::set(it, key, value),
            Record::Person(it) => person::set(it, key, value),
        }
    }

    pub(crate) fn set_text(&mut self, key: &str, text: String) {
        if let Some(field) = text_mut(&mut self.record, key) {
            *field = text;
        }
    }

    /// A value on which not all agree, and which only counts if they do.
    pub(crate) fn withhold(&mut self, key: &str) {
        if let Record::Person(person) = &mut self.record
            && key == PUBLIC_KEY
        {
            person.public = false;
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
        match &mut record {
            Record::Network(it) => it.contacts = ways,
            Record::Region(_) => {}
            Record::Group(it) => it.contacts = ways,
            Record::Awg(it) => it.contacts = ways,
            Record::Person(it) => it.contacts = ways,
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
