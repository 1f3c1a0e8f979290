//! The public copy of a record that is at home with members and is to be shown to everybody: a person, an
//! announcement. All that is for everybody is in it: see [`record::for_everybody`].
//!
//! Nothing of it may be in the public part before somebody chose so; hence the copy cannot be made with the
//! record, and two devices may publish it at once. So it is no map of its own, which one of the two would hide,
//! but keys `<id>/…` in the map of its kind.

use crate::{
    document::{Document, Ops},
    reading::{Found, Reading, Texts},
    record::{self, UPDATED, at_key, by_key},
};
use automerge::{ScalarValue, ValueRef};
use groundswell_model::{DeviceId, Field, Id, Kind, Record, Timestamp, record::Access};
use std::collections::{BTreeMap, BTreeSet};

/// A copy says of itself that it is one.
const PUBLIC_KEY: &str = Field::Public.key();

fn prefix(id: Id) -> String {
    format!("{id}/")
}

/// The id of the record that a key of a map of records is a copy of.
pub(crate) fn id_of(key: &str) -> Option<Id> {
    key.split_once('/')?.0.parse().ok()
}

/// The records of a kind that have a copy.
pub(crate) fn all(public: &Document, kind: Kind) -> BTreeSet<Id> {
    public.range(public.map(kind)).filter_map(|item| id_of(&item.key)).collect()
}

/// A record as its copy shows it.
pub(crate) fn find(public: &Document, kind: Kind, id: Id) -> Option<Found> {
    let prefix = prefix(id);
    let map = public.map(kind);
    let shown = public.values(map, &format!("{prefix}{PUBLIC_KEY}"));
    if shown.is_empty() || !shown.iter().all(|(value, _)| *value == ScalarValue::Boolean(true)) {
        return None;
    }
    let mut reading = Reading::new(kind, id, Texts::Leave);
    for item in public.range_of(map, &prefix) {
        if let Some(key) = item.key.strip_prefix(&prefix) {
            reading.copied_value(public, &item.key, key, &item.value);
        }
    }
    Some(reading.finish())
}

/// Makes the copy say what the record says now; takes it away if that is not to be shown. Keys of a newer version of
/// the app are left, unless the copy is withdrawn: then nothing of it stays. Contact ways in dispute are left as they
/// are: one of the values may be of somebody who knew it to be for members.
pub(crate) fn sync_public_copy(
    public: &mut Document,
    (kind, id): (Kind, Id),
    found: &Found,
    (now, device): (Timestamp, DeviceId),
) -> Result<(), crate::CommandError> {
    let map = public.map(kind).clone();
    let prefix = prefix(id);
    let wanted = is_shown(found).then(|| record::for_everybody(&found.record));
    let disputed: Vec<String> =
        found.disputes.iter().filter_map(|dispute| dispute.contact).map(record::contact_prefix).collect();
    let in_dispute = |key: &str| disputed.iter().any(|prefix| key.starts_with(prefix.as_str()));
    // The values that are there, and whether several were written at once.
    let mut there: BTreeMap<String, (ScalarValue, bool)> = BTreeMap::new();
    for item in public.range_of(&map, &prefix) {
        if let (Some(key), ValueRef::Scalar(value)) = (item.key.strip_prefix(&prefix), item.value) {
            there.insert(key.to_owned(), (value.into(), item.conflict));
        }
    }
    let ours = |key: &str| record::is_for_everybody(kind, key);
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
        if there.get(key) != Some(&(value.clone(), false)) && !in_dispute(key) {
            public.put_again(&map, &format!("{prefix}{key}"), value.clone())?;
            changed = true;
        }
    }
    if changed && wanted.is_some() {
        public.put(&map, &format!("{prefix}{}", at_key(UPDATED)), ScalarValue::Timestamp(now.0))?;
        public.put(&map, &format!("{prefix}{}", by_key(UPDATED)), device.to_string().into())?;
    }
    Ok(())
}

/// Takes back what an action wrote to the copy of a contact way as it ended a conflict about it. With the
/// conflict open again, [`sync_public_copy`] leaves the copy as it is.
pub(crate) fn take_back(
    public: &mut Document,
    (kind, id): (Kind, Id),
    contact: Id,
    ops: &Ops,
) -> Result<(), crate::CommandError> {
    let map = public.map(kind).clone();
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

/// What is for everybody of a record, but for its contact ways.
pub(crate) fn without_contacts(record: &Record) -> BTreeMap<String, ScalarValue> {
    let mut values = record::for_everybody(record);
    values.retain(|key, _| !key.starts_with(record::CONTACTS));
    values
}

/// Whether long texts are in copies of a kind: they take the longest to read.
pub(crate) fn texts(kind: Kind) -> Texts {
    let mut texts = kind.declaration().texts();
    if texts.any(|(_, spec, _)| !spec.options.members) { Texts::Read } else { Texts::Leave }
}

/// Whether there is to be a copy of a record.
pub(crate) fn is_shown(found: &Found) -> bool {
    is_for_everybody(&found.record) && found.deleted.is_none()
}

/// Whether a record says that it is to be shown to everybody.
pub(crate) fn is_for_everybody(record: &Record) -> bool {
    let public = record.kind().declaration().field(Field::Public).map(|spec| spec.value);
    if let Some(Access::Flag { get, .. }) = public { get(record) } else { false }
}
