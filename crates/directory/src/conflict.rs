//! Fields that were changed in two places at once.

use crate::{docs::Docs, document::Document};
use automerge::{ObjId, ScalarValue};
use groundswell_model::{Conflict, ConflictValue, Field, Id, Part};

/// A field with more than one value.
#[derive(Debug)]
pub(crate) struct Dispute {
    pub(crate) part: Part,
    pub(crate) key: String,
    pub(crate) field: Field,
    pub(crate) contact: Option<Id>,
    /// The values that differ, the shown one first, each with the operation that wrote it.
    pub(crate) values: Vec<(ScalarValue, ObjId)>,
}

impl Dispute {
    /// The dispute at this key, if the values written at once differ, or those of a conflict opened again.
    pub(crate) fn at(
        doc: &Document,
        map: &ObjId,
        key: &str,
        field: Field,
        contact: Option<Id>,
    ) -> Option<Self> {
        let mut values: Vec<(ScalarValue, ObjId)> = Vec::new();
        for (value, operation) in doc.choices(map, key) {
            if values.iter().all(|(known, _)| !same(field, known, &value)) {
                values.push((value, operation));
            }
        }
        if values.len() < 2 {
            return None;
        }
        // Whether something is there, or shown to everybody, is decided by caution and not by who came last.
        if field == Field::Deleted {
            values.sort_by_key(|(value, _)| is_deletion(value));
        } else if field == Field::Public {
            values.sort_by_key(|(value, _)| *value == ScalarValue::Boolean(true));
        }
        Some(Self { part: doc.part(), key: key.to_owned(), field, contact, values })
    }

    /// The value of this name.
    pub(crate) fn value_of(&self, key: &str) -> Option<&ScalarValue> {
        let mut values = self.values.iter();
        values.find(|(_, operation)| name(self.part, operation) == key).map(|(value, _)| value)
    }
}

/// The conflict as people see it.
pub(crate) fn conflict(docs: &Docs, dispute: &Dispute) -> Conflict {
    let doc = docs.part(dispute.part);
    let value = |(value, operation): &(ScalarValue, ObjId)| ConflictValue {
        key: name(dispute.part, operation),
        value: shown(dispute.field, value),
        stamp: doc.stamp(operation),
    };
    Conflict {
        field: dispute.field,
        contact: dispute.contact,
        values: dispute.values.iter().map(value).collect(),
    }
}

pub(crate) const fn is_deletion(value: &ScalarValue) -> bool {
    matches!(value, ScalarValue::Timestamp(_))
}

/// Whether two values of a field are no conflict.
pub(crate) fn same(field: Field, one: &ScalarValue, other: &ScalarValue) -> bool {
    one == other || (field == Field::Deleted && is_deletion(one) == is_deletion(other))
}

/// The document's own name of an operation, and the part it is in.
fn name(part: Part, operation: &ObjId) -> String {
    format!("{}:{operation}", part.label())
}

fn shown(field: Field, value: &ScalarValue) -> String {
    if field == Field::Deleted {
        return if is_deletion(value) { "deleted" } else { "kept" }.to_owned();
    }
    match value {
        ScalarValue::Str(text) => text.to_string(),
        ScalarValue::Null => String::new(),
        ScalarValue::Boolean(truth) => truth.to_string(),
        ScalarValue::Int(number) | ScalarValue::Timestamp(number) => number.to_string(),
        ScalarValue::Uint(number) => number.to_string(),
        ScalarValue::F64(number) => number.to_string(),
        ScalarValue::Counter(_) | ScalarValue::Bytes(_) | ScalarValue::Unknown { .. } => {
            // Nothing that this app writes.
            format!("{value:?}")
        }
    }
}
