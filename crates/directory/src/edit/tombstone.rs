use super::{Edit, Result};
use crate::{
    CommandError,
    read::tombstone,
    record::{self, DELETED, at_key, by_key},
    undo::Step,
};
use automerge::{ObjId, ScalarValue};
use groundswell_model::{Id, Kind, Part};
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
            self.mark_kept(*part, entry)?;
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
        for (part, entry) in &entries {
            if gone || parts.contains(part) {
                self.mark_kept(*part, entry)?;
            }
        }
        Ok(())
    }

    fn mark_kept(&mut self, part: Part, entry: &ObjId) -> Result {
        let doc = self.docs.part_mut(part);
        let key = at_key(DELETED);
        let values = doc.values(entry, &key);
        // In turns, for Automerge leaves out a put of the value that is there.
        let null = values.len() == 1 && values.iter().all(|(value, _)| *value == ScalarValue::Null);
        doc.put(entry, &key, if null { ScalarValue::Boolean(false) } else { ScalarValue::Null })
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
