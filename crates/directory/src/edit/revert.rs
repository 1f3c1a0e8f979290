use super::{Edit, Place, Result};
use crate::{
    CommandError, Undo,
    conflict::same,
    document::{Moment, Ops},
    public_copy,
    read::tombstone,
    record::{self, DELETED, UPDATED, at_key},
    undo::{Cell, Step},
};
use automerge::{ObjId, ScalarValue};
use groundswell_model::{DeviceId, Field, Id, Kind, Part};
use std::collections::{BTreeMap, BTreeSet};

/// What was reverted.
#[derive(Default)]
struct Reverted {
    /// The parts of records in which something was.
    parts: BTreeMap<(Kind, Id), BTreeSet<Part>>,
    /// The records of which it is in doubt again whether they are deleted, since which moment in each part.
    in_doubt: BTreeMap<(Kind, Id), Vec<Option<Moment>>>,
}

/// A record of which there may be a public copy, while an action is taken back.
struct Copied {
    kind: Kind,
    id: Id,
    may_show: bool,
}

impl Edit<'_> {
    /// Takes back what of an action still stands, last step first.
    pub(crate) fn revert(&mut self, undo: &Undo) -> Result {
        let mut reverted = Reverted::default();
        let copied = self.copied(undo);
        let mut any = false;
        for step in undo.steps.iter().rev() {
            any |= self.revert_step(undo, step, &mut reverted)?;
        }
        if !any {
            return Err(CommandError::ChangedSince);
        }
        for ((kind, id), parts) in reverted.parts {
            self.touch(kind, id, &parts)?;
        }
        // After all else, for whatever changes a record says that it is kept.
        for ((kind, id), moments) in reverted.in_doubt {
            self.reopen_deletion(kind, id, &moments)?;
        }
        let publishes = |record: &Copied| !record.may_show && self.shown(record.kind, record.id).is_some();
        if copied.iter().any(publishes) { Err(CommandError::ChangedSince) } else { Ok(()) }
    }

    /// The records that an undo touches and of which there may be a public copy. It may write to one where what it
    /// brings back was public, and show one again where nobody has written in it since.
    fn copied(&self, undo: &Undo) -> Vec<Copied> {
        let of_step = |step: &Step| match step {
            Step::Created { kind, id }
            | Step::Deleted { kind, id }
            | Step::Restored { kind, id }
            | Step::Text { kind, id, .. } => Some((*kind, *id)),
            Step::Cell(cell) => Some((cell.kind, cell.id)),
            Step::Device { .. } => None,
        };
        let records: BTreeSet<_> = undo.steps.iter().filter_map(of_step).collect();
        let records = records.into_iter().filter(|(kind, _)| kind.declaration().has_public_copy());
        let copied = records.filter_map(|(kind, id)| {
            let doc = &self.docs.members;
            let (entry, ops) = (doc.entry(kind, id)?, undo.ops(Part::Members));
            let values = |key: &str, then: Option<&Moment>| -> Vec<ScalarValue> {
                doc.values_at(&entry, key, then).into_iter().map(|(value, _)| value).collect()
            };
            let may_show = if self.shown(kind, id).is_some() {
                // What it brings back is from before the action: was that for everybody?
                ops.is_none_or(|ops| {
                    values(Field::Public.key(), Some(&ops.base)) == [ScalarValue::Boolean(true)]
                })
            } else {
                let updated = at_key(UPDATED);
                let ours =
                    |ops: &Ops| doc.values(&entry, &updated).iter().all(|(_, operation)| ops.hold(operation));
                ops.is_none_or(|ops| ours(ops) || values(&updated, None) == values(&updated, Some(&ops.base)))
            };
            Some(Copied { kind, id, may_show })
        });
        copied.collect()
    }

    fn revert_step(&mut self, undo: &Undo, step: &Step, reverted: &mut Reverted) -> Result<bool> {
        let (kind, id) = match step {
            Step::Device { device, before } => return self.revert_device(undo, *device, before.as_ref()),
            Step::Created { kind, id } | Step::Deleted { kind, id } | Step::Restored { kind, id } => {
                (*kind, *id)
            }
            Step::Cell(cell) => (cell.kind, cell.id),
            Step::Text { kind, id, .. } => (*kind, *id),
        };
        let Ok(entries) = self.entries(kind, id) else { return Ok(false) };
        let deleted = self.is_deleted(&entries);
        let undone = match step {
            Step::Created { .. } => {
                let alone = entries.iter().all(|(part, entry)| self.is_all_of(undo, *part, entry));
                if alone && !deleted {
                    self.delete(kind, id)?;
                }
                return Ok(alone && !deleted);
            }
            Step::Deleted { .. } => {
                let gone = |(part, entry): &(Part, ObjId)| tombstone(self.docs.part(*part), entry).deleted;
                let ours = entries.iter().any(gone) && self.said(undo, &entries);
                if ours {
                    self.restore(kind, id)?;
                    let moments = self.deletion_in_doubt(undo, &entries);
                    reverted.in_doubt.extend(moments.map(|moments| ((kind, id), moments)));
                }
                return Ok(ours);
            }
            Step::Restored { .. } => {
                let ours = !deleted && self.said(undo, &entries);
                if ours {
                    if let Some(moments) = self.deletion_in_doubt(undo, &entries) {
                        reverted.in_doubt.insert((kind, id), moments);
                        self.log.steps.push(Step::Deleted { kind, id });
                    } else {
                        self.delete(kind, id)?;
                    }
                }
                return Ok(ours);
            }
            // An edit is not worth bringing back what somebody deleted since.
            _ if deleted => return Ok(false),
            Step::Cell(cell) => {
                let place = self.place(kind, id, cell.part)?;
                self.revert_cell(undo, &place, cell)?.then_some(cell.part)
            }
            Step::Text { part, key, before, after, .. } => {
                let place = self.place(kind, id, *part)?;
                self.put_text(&place, key, after, before)?.then_some(*part)
            }
            Step::Device { .. } => None,
        };
        if let Some(part) = undone {
            reverted.parts.entry((kind, id)).or_default().insert(part);
        }
        Ok(undone.is_some())
    }

    fn revert_cell(&mut self, undo: &Undo, at: &Place, cell: &Cell) -> Result<bool> {
        let doc = self.docs.part(cell.part);
        let values = doc.values(&at.entry, &cell.key);
        let ops = undo.ops(cell.part);
        if !still(ops, &values, cell.set) {
            return Ok(false);
        }
        let field = record::field_of(at.kind, &cell.key);
        let reopen = ops.zip(field).and_then(|(ops, (field, _))| {
            let is_same = |one: &ScalarValue, other: &ScalarValue| same(field, one, other);
            doc.disagreement(&at.entry, &cell.key, &ops.base, is_same)
        });
        if let (true, Some((_, Some(contact)))) = (reopen.is_some(), field)
            && at.kind.declaration().has_public_copy()
            && let Some(ops) = undo.ops(Part::Public)
        {
            public_copy::take_back(&mut self.docs.public, (at.kind, at.id), contact, ops)?;
        }
        self.put_or_reopen(at, &cell.key, cell.before.clone(), reopen.as_ref())
    }

    fn revert_device(&mut self, undo: &Undo, device: DeviceId, before: Option<&ScalarValue>) -> Result<bool> {
        let doc = &mut self.docs.members;
        let Some(devices) = doc.devices().cloned() else { return Ok(false) };
        let key = device.to_string();
        let values = doc.values(&devices, &key);
        let set = values.iter().any(|(value, _)| Some(value) != before);
        if !set || !still(undo.ops(Part::Members), &values, true) {
            return Ok(false);
        }
        match before {
            Some(before) => doc.put(&devices, &key, before.clone())?,
            None => doc.delete(&devices, &key)?,
        }
        let now = values.into_iter().next().map(|(value, _)| value);
        self.log.steps.push(Step::Device { device, before: now });
        self.log.named.insert(device);
        Ok(true)
    }

    /// Whether all that a record has in a part was written by the action. An edit of a long text shows in the
    /// record's `updated` there.
    fn is_all_of(&self, undo: &Undo, part: Part, entry: &ObjId) -> bool {
        let doc = self.docs.part(part);
        let Some(ops) = undo.ops(part) else { return false };
        doc.range(entry).all(|item| {
            ops.hold(&item.id())
                && (!item.conflict || doc.values(entry, &item.key).iter().all(|(_, op)| ops.hold(op)))
        })
    }

    /// Whether it was the action that last said that the record is deleted, or kept.
    fn said(&self, undo: &Undo, entries: &[(Part, ObjId)]) -> bool {
        entries.iter().all(|(part, entry)| {
            let values = self.docs.part(*part).values(entry, &at_key(DELETED));
            still(undo.ops(*part), &values, true)
        })
    }
}

/// Whether a key still has what the action wrote: its value, or none.
fn still(ops: Option<&Ops>, values: &[(ScalarValue, ObjId)], set: bool) -> bool {
    if set {
        !values.is_empty() && values.iter().all(|(_, op)| ops.is_some_and(|ops| ops.hold(op)))
    } else {
        values.is_empty()
    }
}
