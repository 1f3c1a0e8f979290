//! What differs between two states of a record, by the declaration of its kind.

use super::moment::State;
use groundswell_model::{
    Field, Kind, Record,
    record::{FieldSpec, FieldValue, Slot},
};

/// What differs in one slot.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Difference {
    pub(super) field: Field,
    pub(super) slot: Slot,
    pub(super) from: Option<FieldValue>,
    pub(super) to: Option<FieldValue>,
}

/// What differs, in the order of the declaration; then whether it is deleted, and when it was confirmed.
pub(super) fn difference(kind: Kind, before: &State, after: &State) -> Vec<Difference> {
    let mut differences = of_fields(kind, &before.record, &after.record);
    let mut differ = |field, from: Option<FieldValue>, to: Option<FieldValue>| {
        if from != to {
            differences.push(Difference { field, slot: Slot::Whole, from, to });
        }
    };
    let deleted = |state: &State| Some(FieldValue::Flag(state.is_deleted));
    differ(Field::Deleted, deleted(before), deleted(after));
    let verified = |state: &State| state.record.meta().verified.map(|stamp| FieldValue::Moment(stamp.at));
    differ(Field::Verified, verified(before), verified(after));
    differences
}

/// What differs in the fields of a declaration.
pub(super) fn of_fields(kind: Kind, before: &Record, after: &Record) -> Vec<Difference> {
    kind.declaration().fields().flat_map(|spec| of_field(spec, before, after)).collect()
}

fn of_field(spec: &FieldSpec, before: &Record, after: &Record) -> Vec<Difference> {
    let (mut before, after) = (spec.slots(before), spec.slots(after));
    let mut differences = Vec::new();
    let mut differ = |slot, from: Option<FieldValue>, to: Option<FieldValue>| {
        if from != to {
            differences.push(Difference { field: spec.field, slot, from, to });
        }
    };
    for (slot, to) in after {
        let from = before.remove(&slot);
        differ(slot, from, Some(to));
    }
    for (slot, from) in before {
        differ(slot, Some(from), None);
    }
    differences
}
