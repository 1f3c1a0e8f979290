use super::{Edit, Result};
use crate::{
    CommandError, Undo,
    conflict::same,
    document::Moment,
    read::tombstone,
    record::{self, DELETED, at_key, by_key},
    undo::Step,
};
use automerge::{ObjId, ScalarValue};
use groundswell_model::{Field, Id, Kind, Part};
use std::collections::BTreeSet;

impl Edit<'_> {
    pub(super) fn delete(&mut self, kind: Kind, id: Id) -> Result {
        if kind == Kind::Network {
            return Err(CommandError::NotDeletable);
        }
        let entries = self.entries(kind, id)?;
        if self.is_deleted(&entries) {
            return Err(CommandError::NotFound);
        }
        for (part, entry) in entries {
            let stamp = self.stamp;
            let doc = self.docs.part_mut(part);
            doc.put(&entry, &at_key(DELETED), ScalarValue::Timestamp(stamp.at.0))?;
            doc.put(&entry, &by_key(DELETED), stamp.by.to_string().into())?;
        }
        self.log.steps.push(Step::Deleted { kind, id });
        self.finish(kind, id)
    }

    /// Brings a record back; nothing happens to one that is there.
    pub(super) fn restore(&mut self, kind: Kind, id: Id) -> Result {
        let entries = self.entries(kind, id)?;
        if !entries.iter().any(|(part, entry)| tombstone(self.docs.part(*part), entry).deleted) {
            return Ok(());
        }
        for (part, entry) in &entries {
            self.mark_kept(*part, entry, None)?;
        }
        self.log.steps.push(Step::Restored { kind, id });
        self.finish(kind, id)
    }

    /// Says that a record is to be kept: an edit stands against a deletion elsewhere, in the parts that it
    /// changes, and it brings back what was deleted before, in all.
    pub(super) fn keep(&mut self, kind: Kind, id: Id, parts: &BTreeSet<Part>) -> Result {
        if kind == Kind::Network {
            return Ok(());
        }
        let entries = self.entries(kind, id)?;
        let gone = entries.iter().any(|(part, entry)| tombstone(self.docs.part(*part), entry).deleted);
        let deleted = self.is_deleted(&entries);
        for (part, entry) in &entries {
            if gone || parts.contains(part) {
                self.mark_kept(*part, entry, None)?;
            }
        }
        if gone && !deleted {
            // That ended a conflict.
            self.log.steps.push(Step::Restored { kind, id });
        }
        Ok(())
    }

    /// The moments at which it was in conflict, before an action said so, whether a record is deleted or kept: one
    /// a part.
    pub(super) fn deletion_in_doubt(
        &self,
        undo: &Undo,
        entries: &[(Part, ObjId)],
    ) -> Option<Vec<Option<Moment>>> {
        let is_same = |one: &ScalarValue, other: &ScalarValue| same(Field::Deleted, one, other);
        let moment = |(part, entry): &(Part, ObjId)| {
            let base = &undo.ops(*part)?.base;
            self.docs.part(*part).disagreement(entry, &at_key(DELETED), base, is_same)
        };
        let moments: Vec<_> = entries.iter().map(moment).collect();
        moments.iter().any(Option::is_some).then_some(moments)
    }

    /// Opens the conflict again that there was at these moments, one a part.
    pub(super) fn reopen_deletion(&mut self, kind: Kind, id: Id, moments: &[Option<Moment>]) -> Result {
        for ((part, entry), moment) in self.entries(kind, id)?.iter().zip(moments) {
            self.mark_kept(*part, entry, moment.as_ref())?;
        }
        self.finish(kind, id)
    }

    /// Says in one part that a record is to be kept, and opens the conflict that there was at this moment.
    fn mark_kept(&mut self, part: Part, entry: &ObjId, reopen: Option<&Moment>) -> Result {
        let doc = self.docs.part_mut(part);
        let key = at_key(DELETED);
        // In turns, for Automerge leaves out a put of the value that is shown.
        let null = doc.values(entry, &key).first().is_some_and(|(value, _)| *value == ScalarValue::Null);
        let kept = if null { ScalarValue::Boolean(false) } else { ScalarValue::Null };
        match reopen {
            Some(moment) => doc.put_open(entry, &key, kept, moment),
            None => doc.put(entry, &key, kept),
        }
    }

    /// Whether these entries' record is deleted, and nobody kept it at the same time.
    pub(super) fn is_deleted(&self, entries: &[(Part, ObjId)]) -> bool {
        let mut stones = entries.iter().map(|(part, entry)| tombstone(self.docs.part(*part), entry));
        stones.clone().any(|stone| stone.deleted) && !stones.any(|stone| stone.deleted && stone.kept)
    }

    /// The record's entries in all parts that are here; its home part must be.
    pub(super) fn entries(&self, kind: Kind, id: Id) -> Result<Vec<(Part, ObjId)>> {
        self.entry(kind, id, record::home(kind))?;
        let entry = |part: &Part| Some((*part, self.docs.part(*part).entry(kind, id)?));
        Ok(record::parts(kind).iter().filter_map(entry).collect())
    }
}
