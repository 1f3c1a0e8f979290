//! What was typed in a form and is not saved yet, as a device keeps it.

use super::{Declaration, FieldValue, Record, Ref, Slot};
use crate::{Id, Kind, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The first byte of a kept draft.
const VERSION: u8 = 1;

/// A longer draft is not kept, in bytes: several times what a record may hold.
const MOST: usize = 1024 * 1024;

/// The inputs of a field that has more than one, or that is not yet what it will be: a row for each entry, as typed.
pub type Rows = Vec<Vec<String>>;

/// What was typed in a form, with what its editor had seen: whoever goes on later is asked about what others did since
/// they began, not since they came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// When it was typed, by the device's clock.
    pub at: Timestamp,
    /// What the editor began with; `None` for a record that is not there yet.
    pub before: Option<Record>,
    /// The record in which a new one was begun.
    pub of: Option<Ref>,
    /// The record as it is typed so far, not checked. Of fields in `rows` it has what the editor began with.
    pub typed: Record,
    /// Inputs, by the key of their field.
    pub rows: BTreeMap<String, Rows>,
}

/// The values of a record by the keys of their fields, so that a draft outlives fields that come and go.
type Values = BTreeMap<String, BTreeMap<Slot, FieldValue>>;

#[derive(Serialize, Deserialize)]
struct Stored {
    map: String,
    id: Id,
    at: Timestamp,
    before: Option<Values>,
    of: Option<String>,
    typed: Values,
    rows: BTreeMap<String, Rows>,
}

impl Draft {
    /// The address of the form.
    #[must_use]
    pub fn address(&self) -> String {
        let kind = self.typed.kind();
        match (&self.before, self.of) {
            (Some(_), _) => format!("{}/edit", Ref::new(kind, self.typed.id()).address()),
            (None, Some(of)) => format!("{}/new?of={of}", kind.address()),
            (None, None) => format!("{}/new", kind.address()),
        }
    }

    /// Its bytes; nothing where it is too long to be kept.
    #[must_use]
    pub fn encode(&self) -> Option<Vec<u8>> {
        let stored = Stored {
            map: self.typed.kind().map().to_owned(),
            id: self.typed.id(),
            at: self.at,
            before: self.before.as_ref().map(values),
            of: self.of.map(|of| of.to_string()),
            typed: values(&self.typed),
            rows: self.rows.clone(),
        };
        let bytes = postcard::to_extend(&stored, vec![VERSION]).ok()?;
        (bytes.len() <= MOST).then_some(bytes)
    }

    /// A draft from its bytes; nothing where they are none of this version or of a kind that is not known here.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let stored = bytes.strip_prefix(&[VERSION]).filter(|stored| stored.len() < MOST)?;
        let stored: Stored = postcard::from_bytes(stored).ok()?;
        let kind = Kind::of_map(&stored.map)?;
        let record = |values| filled(kind.declaration(), stored.id, values);
        Some(Self {
            at: stored.at,
            before: stored.before.map(record),
            of: stored.of.and_then(|of| of.parse().ok()),
            typed: record(stored.typed),
            rows: stored.rows,
        })
    }
}

fn values(record: &Record) -> Values {
    let fields = record.kind().declaration().fields();
    fields.map(|spec| (spec.key.to_owned(), spec.slots(record))).collect()
}

fn filled(declaration: &'static Declaration, id: Id, mut values: Values) -> Record {
    let mut record = (declaration.empty)(id);
    for spec in declaration.fields() {
        let slots = values.remove(spec.key).unwrap_or_default();
        spec.put(&mut record, slots.into_iter().map(|(slot, value)| (slot, Some(value))));
    }
    record
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Audience, ContactKind, ContactWay,
        record::{Group, Membership, Person, Role},
    };

    fn group() -> Group {
        Group {
            id: Id::from_bytes([7; 12]),
            name: "Baraboo Neighbors".to_owned(),
            notes: "Ask Rosa.\n".to_owned(),
            topics: ["Housing".to_owned(), "Water".to_owned()].into(),
            region: Some(Id::from_bytes([1; 12])),
            contacts: vec![ContactWay {
                id: Id::from_bytes([2; 12]),
                kind: ContactKind::Phone,
                value: "+16085550100".to_owned(),
                audience: Audience::Members,
                ..ContactWay::default()
            }],
            ..Group::default()
        }
    }

    fn draft() -> Draft {
        let before = Record::Group(group());
        let typed = Record::Group(Group { meets: " 1st Mon".to_owned(), ..group() });
        let rows = [("topics".to_owned(), vec![vec!["Housing\nWa".to_owned()]])].into();
        Draft { at: Timestamp(1_700_000_000_000), before: Some(before), of: None, typed, rows }
    }

    #[test]
    fn a_draft_is_what_it_was_when_it_is_read_again() {
        let draft = draft();
        let read = Draft::decode(&draft.encode().unwrap()).unwrap();
        assert_eq!(read, draft);
        let group = Ref::new(Kind::Group, Id::from_bytes([7; 12]));
        assert_eq!(read.address(), format!("{}/edit", group.address()));
        let roles = [Membership { of: group, role: Role::Contact }].into();
        let typed = Record::Person(Person { id: Id::from_bytes([9; 12]), roles, ..Person::default() });
        let new = Draft { before: None, of: Some(group), typed, ..draft };
        assert_eq!(new.address(), format!("/people/new?of={group}"));
        assert_eq!(Draft::decode(&new.encode().unwrap()), Some(new));
    }

    #[test]
    fn what_is_no_draft_is_none_and_what_is_too_long_is_not_kept() {
        let bytes = draft().encode().unwrap();
        for cut in 0..bytes.len() {
            assert_eq!(Draft::decode(&bytes[..cut]), None);
        }
        assert_eq!(Draft::decode(&[&[VERSION + 1], &bytes[1..]].concat()), None);
        let typed = Record::Group(Group { notes: "x".repeat(MOST), ..group() });
        assert_eq!(Draft { typed, ..draft() }.encode(), None);
    }

    #[test]
    fn fields_of_another_version_are_left_out() {
        let mut values = values(&Record::Group(group()));
        values.insert("unheard_of".to_owned(), [(Slot::Whole, FieldValue::Flag(true))].into());
        values.remove("notes");
        let record = filled(Kind::Group.declaration(), Id::from_bytes([7; 12]), values);
        assert_eq!(record, Record::Group(Group { notes: String::new(), ..group() }));
    }
}
