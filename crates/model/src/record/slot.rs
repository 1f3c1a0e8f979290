//! The smallest things that are changed in a record: a field's one value, a member of a set, a contact way. By them a
//! history says what was changed, and what was there is put back.

use super::{Access, FieldSpec, Members, Record};
use crate::{ContactWay, Id, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

    /// Gives a record this value, or takes away what is there. A value of another type than the field's takes away.
    pub fn put(&self, record: &mut Record, slot: &Slot, value: Option<&FieldValue>) {
        match (self.value, slot) {
            (
                Access::Line(text)
                | Access::Date(text)
                | Access::Day(text)
                | Access::TimeZone(text)
                | Access::CountyCode(text)
                | Access::Long(_, text),
                Slot::Whole,
            ) => {
                let words = match value {
                    Some(FieldValue::Line(words) | FieldValue::Long(words)) => words.as_str(),
                    _ => "",
                };
                (text.set)(record, words.to_owned());
            }
            (Access::Choice { set, .. }, Slot::Whole) => {
                let key = if let Some(FieldValue::Key(key)) = value { key.as_str() } else { "" };
                set(record, key);
            }
            (Access::Degrees { set, .. }, Slot::Whole) => {
                set(record, if let Some(FieldValue::Number(number)) = value { Some(*number) } else { None });
            }
            (Access::Reference { set, .. }, Slot::Whole) => {
                set(record, if let Some(FieldValue::Record(id)) = value { Some(*id) } else { None });
            }
            (Access::Flag { set, .. }, Slot::Whole) => {
                set(record, matches!(value, Some(FieldValue::Flag(true))));
            }
            (
                Access::Set(members) | Access::Refs(_, members) | Access::Roles(members),
                Slot::Member(member),
            ) => {
                put_member(members, record, member, value.is_some());
            }
            (Access::Contacts { get, set }, Slot::Contact(id)) => {
                let mut ways = get(record).to_vec();
                let place = ways.iter().position(|way| way.id == *id);
                match (place.and_then(|place| ways.get_mut(place)), value) {
                    (Some(way), Some(FieldValue::Contact(value))) => *way = value.clone(),
                    (None, Some(FieldValue::Contact(value))) => ways.push(value.clone()),
                    _ => ways.retain(|way| way.id != *id),
                }
                set(record, ways);
            }
            // A field has slots of its own type only.
            _ => {}
        }
    }
}

fn put_member(members: Members, record: &mut Record, member: &str, is_there: bool) {
    if is_there {
        (members.insert)(record, member);
        return;
    }
    let others: Vec<String> = (members.get)(record)
        .into_iter()
        .filter(|other| other != member)
        .map(std::borrow::Cow::into_owned)
        .collect();
    (members.clear)(record);
    others.iter().for_each(|other| (members.insert)(record, other));
}
