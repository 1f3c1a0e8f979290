//! The public card of a person who chose to be shown: a copy in the public part of name, roles and public
//! contact ways.
//!
//! Nothing of a person may be in the public part before they chose so; hence their card cannot be made with
//! them, and two devices may publish it at once. So it is no map of its own, which one of the two would hide,
//! but keys `<id>/…` in the map of people.

use crate::{
    document::{Document, Ops},
    read::{Found, Reading, Texts},
    record::{self, CONTACTS, UPDATED, at_key, by_key, contact_key},
};
use automerge::{ScalarValue, ValueRef};
use groundswell_model::{Audience, DeviceId, Field, Id, Kind, Person, Record, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

const NAME: &str = Field::Name.key();
const PUBLIC_KEY: &str = Field::Public.key();
const ROLES: &str = "roles/";

fn prefix(id: Id) -> String {
    format!("{id}/")
}

/// The id that a key of the map of people belongs to.
pub(crate) fn id_of(key: &str) -> Option<Id> {
    key.split_once('/')?.0.parse().ok()
}

/// The people with a card.
pub(crate) fn all(public: &Document) -> BTreeSet<Id> {
    public.range(public.map(Kind::Person)).filter_map(|item| id_of(&item.key)).collect()
}

/// A person as their public card shows them.
pub(crate) fn find(public: &Document, id: Id) -> Option<Found> {
    let prefix = prefix(id);
    let map = public.map(Kind::Person);
    let shown = public.values(map, &format!("{prefix}{PUBLIC_KEY}"));
    if shown.is_empty() || !shown.iter().all(|(value, _)| *value == ScalarValue::Boolean(true)) {
        return None;
    }
    let mut reading = Reading::new(Kind::Person, id, Texts::Leave);
    for item in public.range_of(map, &prefix) {
        if let Some(key) = item.key.strip_prefix(&prefix) {
            reading.card_value(public, &item.key, key, &item.value);
        }
    }
    Some(reading.finish())
}

/// Brings the card in line with the person as they are now; `None` if they are not to be shown. Keys of a newer
/// version of the app are left, unless the card is withdrawn: then nothing of it stays. Contact ways in dispute
/// are left as they are: one of the values may be of somebody who knew it to be for members.
pub(crate) fn bring_in_line(
    public: &mut Document,
    id: Id,
    found: &Found,
    (now, device): (Timestamp, DeviceId),
) -> Result<(), crate::CommandError> {
    let map = public.map(Kind::Person).clone();
    let prefix = prefix(id);
    let wanted = shown(found).map(values);
    let disputed: Vec<String> =
        found.disputes.iter().filter_map(|dispute| dispute.contact).map(record::contact_prefix).collect();
    let in_dispute = |key: &str| disputed.iter().any(|prefix| key.starts_with(prefix.as_str()));
    let mut there: BTreeMap<String, ScalarValue> = BTreeMap::new();
    for item in public.range_of(&map, &prefix) {
        if let (Some(key), ValueRef::Scalar(value)) = (item.key.strip_prefix(&prefix), item.value) {
            there.insert(key.to_owned(), value.into());
        }
    }
    let ours =
        |key: &str| key == NAME || key == PUBLIC_KEY || key.starts_with(ROLES) || key.starts_with(CONTACTS);
    let mut changed = false;
    for key in there.keys() {
        let keep =
            wanted.as_ref().is_some_and(|wanted| wanted.contains_key(key) || !ours(key) || in_dispute(key));
        if !keep {
            public.delete(&map, &format!("{prefix}{key}"))?;
            changed = true;
        }
    }
    for (key, value) in wanted.iter().flatten() {
        if there.get(key) != Some(value) && !in_dispute(key) {
            public.put(&map, &format!("{prefix}{key}"), value.clone())?;
            changed = true;
        }
    }
    if changed && wanted.is_some() {
        public.put(&map, &format!("{prefix}{}", at_key(UPDATED)), ScalarValue::Timestamp(now.0))?;
        public.put(&map, &format!("{prefix}{}", by_key(UPDATED)), device.to_string().into())?;
    }
    Ok(())
}

/// Takes back what an action wrote to the card of a contact way as it ended a conflict about it. With the
/// conflict open again, [`bring_in_line`] leaves the card as it is.
pub(crate) fn take_back(
    public: &mut Document,
    id: Id,
    contact: Id,
    ops: &Ops,
) -> Result<(), crate::CommandError> {
    let map = public.map(Kind::Person).clone();
    let prefix = format!("{}{}", prefix(id), record::contact_prefix(contact));
    let ours = public.range_of(&map, &prefix).filter(|item| ops.hold(&item.id()));
    let keys: Vec<String> = ours.map(|item| item.key.into_owned()).collect();
    for key in keys {
        match public.values_at(&map, &key, Some(&ops.base)).into_iter().next() {
            Some((before, _)) => public.put(&map, &key, before)?,
            None => public.delete(&map, &key)?,
        }
    }
    Ok(())
}

fn values(person: &Person) -> BTreeMap<String, ScalarValue> {
    let mut values = BTreeMap::from([
        (NAME.to_owned(), ScalarValue::from(person.name.as_str())),
        (PUBLIC_KEY.to_owned(), true.into()),
    ]);
    values.extend(person.roles.iter().map(|role| (format!("{ROLES}{role}"), true.into())));
    for way in person.contacts.iter().filter(|way| way.audience == Audience::Public) {
        for (field, value) in record::subfields(Kind::Group, way) {
            values.insert(contact_key(way.id, field), value);
        }
    }
    values
}

/// The person that a found record is, if they are to be shown to everybody.
fn shown(found: &Found) -> Option<&Person> {
    let Record::Person(person) = &found.record else { return None };
    (person.public && found.deleted.is_none()).then_some(person)
}
