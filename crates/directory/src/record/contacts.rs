//! Contact ways: four keys each, in the part of their audience. Those of records that are at home with members are
//! all in the members part, which has the whole record, with their audience as a fifth key.

use super::home;
use automerge::{ScalarValue, ScalarValueRef};
use groundswell_model::{Audience, ContactKind, ContactWay, Id, Kind, Part};
use std::collections::BTreeMap;

/// Every contact way's keys begin so.
pub(crate) const CONTACTS: &str = "contacts/";
/// The key that says that a contact way is there: written anew with every edit, so that an edit stands against
/// a removal elsewhere.
pub(crate) const KIND: &str = "kind";
/// The key without which there is nothing to show.
const VALUE: &str = "value";
const ENTERED: &str = "entered";
const LABEL: &str = "label";
/// The key of the audience of a contact way of a record at home with members.
pub(crate) const AUDIENCE: &str = "audience";
const MEMBERS: &str = "members";
/// The value of [`AUDIENCE`] where everybody may see it.
const PUBLIC: &str = "public";

/// What all keys of a contact way begin with.
pub(crate) fn prefix(contact: Id) -> String {
    format!("{CONTACTS}{contact}/")
}

/// One key of a contact way.
pub(crate) fn contact_key(contact: Id, field: &str) -> String {
    format!("{CONTACTS}{contact}/{field}")
}

/// The contact way and the field of a key.
pub(super) fn split(key: &str) -> Option<(Id, &str)> {
    let (contact, field) = key.strip_prefix(CONTACTS)?.split_once('/')?;
    Some((contact.parse().ok()?, field))
}

/// The keys of a contact way's texts.
pub(crate) const CONTACT_TEXTS: [&str; 3] = [VALUE, ENTERED, LABEL];

/// The values of a contact way that are not empty.
pub(crate) fn subfields(kind: Kind, way: &ContactWay) -> BTreeMap<&'static str, ScalarValue> {
    let mut fields = values(way);
    if home(kind) == Part::Members {
        // Written in full: between a value and none there would be no conflict to see.
        let audience = if way.audience == Audience::Public { PUBLIC } else { MEMBERS };
        fields.insert(AUDIENCE, audience.into());
    }
    fields
}

/// The values of a contact way that are not empty, but for its audience.
pub(super) fn values(way: &ContactWay) -> BTreeMap<&'static str, ScalarValue> {
    let mut fields = BTreeMap::from([(KIND, ScalarValue::from(way.kind.key()))]);
    for (key, text) in CONTACT_TEXTS.into_iter().zip([&way.value, &way.entered, &way.label]) {
        if !text.is_empty() {
            fields.insert(key, text.as_str().into());
        }
    }
    fields
}

/// Contact ways being read.
#[derive(Debug, Default)]
pub(super) struct Contacts(BTreeMap<(Id, Part), ContactWay>);

impl Contacts {
    pub(super) fn set(&mut self, part: Part, contact: Id, field: &str, value: &ScalarValueRef<'_>) {
        let way = self.0.entry((contact, part)).or_default();
        let ScalarValueRef::Str(text) = value else { return };
        match field {
            KIND => way.kind = ContactKind::from_key(text).unwrap_or(ContactKind::Other),
            VALUE => text.as_ref().clone_into(&mut way.value),
            ENTERED => text.as_ref().clone_into(&mut way.entered),
            LABEL => text.as_ref().clone_into(&mut way.label),
            AUDIENCE if text == PUBLIC => way.audience = Audience::Public,
            _ => {}
        }
    }

    pub(super) fn withhold(&mut self, contact: Id) {
        if let Some(way) = self.0.get_mut(&(contact, Part::Members)) {
            way.audience = Audience::Members;
        }
    }

    /// Those with a value, in a lasting order. One that is in both parts, because it was moved here and changed
    /// there, is for members only.
    pub(super) fn finish(self, kind: Kind) -> Vec<ContactWay> {
        let mut ways: BTreeMap<Id, ContactWay> = BTreeMap::new();
        for ((id, part), mut way) in self.0 {
            way.id = id;
            if home(kind) == Part::Public || part == Part::Public {
                way.audience = if part == Part::Public { Audience::Public } else { Audience::Members };
            }
            // The members part comes after the public one.
            if !way.value.is_empty() {
                ways.insert(id, way);
            }
        }
        let mut ways: Vec<_> = ways.into_values().collect();
        ways.sort_by_key(|way| (way.kind, way.id));
        ways
    }
}
