//! What others wrote where an editor writes too, since the editor began.

use super::{Access, FieldSpec, FieldValue, Record, Slot};
use crate::Field;
use std::collections::{BTreeMap, BTreeSet};

/// A value that an editor changed, and that others changed since the editor began, to something else.
#[derive(Clone, Debug, PartialEq)]
pub struct Overtaken {
    /// Which field.
    pub field: Field,
    /// Which of its values.
    pub slot: Slot,
    /// What others made of it; `None` where they took it away.
    pub theirs: Option<FieldValue>,
    /// What the editor made of it; `None` where they took it away.
    pub yours: Option<FieldValue>,
}

/// Which of two values for one place is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// What others wrote.
    Theirs,
    /// What the editor wrote.
    Yours,
}

/// What an editor would overwrite without having seen it: who began with `before` made `after` of it, while the record
/// is `now`, all three of one kind. Long texts are never among it, since they are merged; nor are members of sets,
/// which are there or not.
#[must_use]
pub fn overtaken(before: &Record, after: &Record, now: &Record) -> Vec<Overtaken> {
    let mut found = Vec::new();
    for spec in now.kind().declaration().fields() {
        if matches!(spec.value, Access::Long(..)) {
            continue;
        }
        let before = spec.slots(before);
        let (mut after, mut now) = (spec.slots(after), spec.slots(now));
        let slots: BTreeSet<Slot> =
            [&before, &after, &now].into_iter().flat_map(BTreeMap::keys).cloned().collect();
        for slot in slots {
            let (yours, theirs) = (after.remove(&slot), now.remove(&slot));
            let known = before.get(&slot);
            if yours.as_ref() != known && theirs.as_ref() != known && yours != theirs {
                found.push(Overtaken { field: spec.field, slot, theirs, yours });
            }
        }
    }
    found
}

/// Goes on with an edit after its editor has seen what was overtaken: `before` and `after` become what they would be,
/// had the editor begun with `now` at these places.
pub fn decide(before: &mut Record, after: &mut Record, now: &Record, keep: Keep) {
    for Overtaken { field, slot, theirs, .. } in overtaken(before, after, now) {
        let Some(spec) = now.kind().declaration().field(field) else { continue };
        put(spec, before, &slot, &theirs);
        if keep == Keep::Theirs {
            put(spec, after, &slot, &theirs);
        }
    }
}

fn put(spec: &FieldSpec, record: &mut Record, slot: &Slot, value: &Option<FieldValue>) {
    spec.put(record, [(slot.clone(), value.clone())]);
}
