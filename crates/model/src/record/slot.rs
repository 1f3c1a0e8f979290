//! The smallest things that are changed in a record: a field's one value, a member of a set, a contact way. By them a
//! history says what was changed, and what was there is put back.

use super::{Access, FieldSpec, Members, Record};
use crate::{ContactWay, Id, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Which of a field's values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Slot {
    /// The one that it has.
    Whole,
    /// This member of a set, as a document's key has it.
    Member(String),
    /// The contact way of this id.
    Contact(Id),
}

/// A value of any field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FieldValue {
    /// A line of words, a date, the name of a time zone, or a code.
    Line(String),
    /// Words of any length.
    Long(String),
    /// The key of a choice.
    Key(String),
    /// A number.
    Number(f64),
    /// Another record.
    Record(Id),
    /// Yes or no.
    Flag(bool),
    /// Members of a set.
    Members(Vec<String>),
    /// A way to reach somebody.
    Contact(ContactWay),
    /// A moment.
    Moment(Timestamp),
}

impl FieldSpec {
    /// What a record has in this field; what is empty is not there.
    #[must_use]
    pub fn slots(&self, record: &Record) -> BTreeMap<Slot, FieldValue> {
        let whole = |value: Option<FieldValue>| value.map(|value| (Slot::Whole, value)).into_iter().collect();
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        match self.value {
            Access::Line(text)
            | Access::Date(text)
            | Access::Day(text)
            | Access::TimeZone(text)
            | Access::CountyCode(text) => whole(filled((text.get)(record)).map(FieldValue::Line)),
            Access::Long(_, text) => whole(filled((text.get)(record)).map(FieldValue::Long)),
            Access::Choice { get, .. } => whole(Some(FieldValue::Key(get(record).to_owned()))),
            Access::Degrees { get, .. } => whole(get(record).map(FieldValue::Number)),
            Access::Reference { get, .. } => whole(get(record).map(FieldValue::Record)),
            Access::Flag { get, .. } => whole(Some(FieldValue::Flag(get(record)))),
            Access::Set(members) | Access::Refs(_, members) | Access::Roles(members) => {
                let member = |member: std::borrow::Cow<'_, str>| {
                    (
                        Slot::Member(member.clone().into_owned()),
                        FieldValue::Members(vec![member.into_owned()]),
                    )
                };
                (members.get)(record).into_iter().map(member).collect()
            }
            Access::Contacts { get, .. } => {
                let contact = |way: &ContactWay| (Slot::Contact(way.id), FieldValue::Contact(way.clone()));
                get(record).iter().map(contact).collect()
            }
        }
    }

    /// Gives a record these values, or takes away what is there; of two for one slot the later counts. A value of
    /// another type than the field's takes away, and so does none.
    pub fn put(&self, record: &mut Record, values: impl IntoIterator<Item = (Slot, Option<FieldValue>)>) {
        match self.value {
            Access::Set(members) | Access::Refs(_, members) | Access::Roles(members) => {
                put_members(members, record, values);
            }
            Access::Contacts { get, set } => {
                let ways = with_contacts(get(record), values);
                set(record, ways);
            }
            Access::Line(_)
            | Access::Date(_)
            | Access::Day(_)
            | Access::TimeZone(_)
            | Access::CountyCode(_)
            | Access::Long(..)
            | Access::Choice { .. }
            | Access::Degrees { .. }
            | Access::Reference { .. }
            | Access::Flag { .. } => {
                let whole = values.into_iter().filter(|(slot, _)| *slot == Slot::Whole).last();
                if let Some((_, value)) = whole {
                    self.put_whole(record, value);
                }
            }
        }
    }

    fn put_whole(&self, record: &mut Record, value: Option<FieldValue>) {
        match self.value {
            Access::Line(text)
            | Access::Date(text)
            | Access::Day(text)
            | Access::TimeZone(text)
            | Access::CountyCode(text)
            | Access::Long(_, text) => {
                let words = match value {
                    Some(FieldValue::Line(words) | FieldValue::Long(words)) => words,
                    _ => String::new(),
                };
                (text.set)(record, words);
            }
            Access::Choice { set, .. } => {
                let key = if let Some(FieldValue::Key(key)) = value { key } else { String::new() };
                set(record, &key);
            }
            Access::Degrees { set, .. } => {
                set(record, if let Some(FieldValue::Number(number)) = value { Some(number) } else { None });
            }
            Access::Reference { set, .. } => {
                set(record, if let Some(FieldValue::Record(id)) = value { Some(id) } else { None });
            }
            Access::Flag { set, .. } => set(record, value == Some(FieldValue::Flag(true))),
            // These have no value as a whole.
            Access::Set(_) | Access::Refs(..) | Access::Roles(_) | Access::Contacts { .. } => {}
        }
    }
}

/// Writes the set once, however many members change: somebody may have put in very many.
fn put_members(
    members: Members,
    record: &mut Record,
    values: impl IntoIterator<Item = (Slot, Option<FieldValue>)>,
) {
    let mut all: BTreeSet<String> =
        (members.get)(record).into_iter().map(std::borrow::Cow::into_owned).collect();
    for (slot, value) in values {
        let Slot::Member(member) = slot else { continue };
        if value.is_some() {
            all.insert(member);
        } else {
            all.remove(&member);
        }
    }
    (members.clear)(record);
    all.iter().for_each(|member| (members.insert)(record, member));
}

/// The contact ways with these in the places of those of their ids, and new ones after them.
fn with_contacts(
    ways: &[ContactWay],
    values: impl IntoIterator<Item = (Slot, Option<FieldValue>)>,
) -> Vec<ContactWay> {
    let mut new: BTreeMap<Id, Option<ContactWay>> = BTreeMap::new();
    for (slot, value) in values {
        let Slot::Contact(id) = slot else { continue };
        new.insert(id, if let Some(FieldValue::Contact(way)) = value { Some(way) } else { None });
    }
    let mut all = Vec::with_capacity(ways.len());
    for way in ways {
        match new.get_mut(&way.id) {
            Some(value) => all.extend(value.take()),
            None => all.push(way.clone()),
        }
    }
    all.extend(new.into_values().flatten());
    all
}
