use super::{Edit, Place, Result};
use crate::{CommandError, public_copy, read, reading::Texts, record, regions, text, undo::Step};
use automerge::ScalarValue;
use groundswell_model::{Field, FieldError, Id, Kind, Part, Problem, Record, record::overtaken, validate};
use std::collections::{BTreeMap, BTreeSet};

impl Edit<'_> {
    /// Whether a record may be kept as it is.
    pub(super) fn check(&self, after: &Record) -> Result {
        let mut problems = after.problems();
        if let Record::Region(region) = after
            && region.parent.is_some()
        {
            let doc = &self.docs.public;
            let regions = doc.length(doc.map(Kind::Region));
            let parent = |id| regions::parent(doc, id);
            if validate::lies_within_itself(region.id, region.parent, parent, regions) {
                let found = FieldError { field: Field::Region, entry: None, problem: Problem::WithinItself };
                if !problems.contains(&found) {
                    problems.push(found);
                }
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(CommandError::Invalid(problems)) }
    }

    /// Writes the fields in which `after` differs from `before`.
    pub(super) fn save(&mut self, before: &Record, after: &Record) -> Result {
        let (kind, id) = (after.kind(), after.id());
        if (before.kind(), before.id()) != (kind, id) {
            return Err(CommandError::Mismatch);
        }
        self.check(after)?;
        let home = self.place(kind, id, record::home(kind))?;
        self.check_since(before, after)?;
        let shown_before = self.shown(kind, id);
        let mut changed = self.save_values(&home, before, after)?;
        self.save_contacts(before, after, &mut changed)?;
        for (part, key, text) in record::texts(kind) {
            let (before, after) = ((text.get)(before), (text.get)(after));
            if before != after {
                let place = self.place(kind, id, part)?;
                if self.put_text(&place, key, before, after)? {
                    changed.insert(part);
                }
            }
        }
        // Contact ways have a rule of their own: see `save_contacts`.
        if let Some(shown) = self.shown(kind, id)
            && !public_copy::is_for_everybody(before)
            && shown != public_copy::without_contacts(after)
            && Some(shown) != shown_before
        {
            return Err(CommandError::ChangedSince);
        }
        self.touch(kind, id, &changed)
    }

    /// Whether nothing would be overwritten or brought back that its editor has not seen.
    fn check_since(&self, before: &Record, after: &Record) -> Result {
        let Some(mut now) = read::find(self.docs, after.kind(), after.id(), Texts::Leave) else {
            return Err(CommandError::NotFound);
        };
        // Where a circle of regions is shown broken, its editor saw no region around this one.
        if matches!(before, Record::Region(region) if region.parent.is_none()) {
            now.break_circle(&regions::broken(&self.docs.public));
        }
        if now.deleted.is_some() {
            return Err(CommandError::DeletedSince);
        }
        if overtaken(before, after, &now.record).is_empty() { Ok(()) } else { Err(CommandError::Overtaken) }
    }

    /// What of a record is for everybody, but for its contact ways; nothing where it is for members.
    ///
    /// What is published is what its editor saw: neither what others wrote meanwhile for members, nor what an editor
    /// writes for members in a record that somebody else published meanwhile.
    pub(super) fn shown(&self, kind: Kind, id: Id) -> Option<BTreeMap<String, ScalarValue>> {
        if !kind.declaration().has_public_copy() {
            return None;
        }
        let found = read::find(self.docs, kind, id, public_copy::texts(kind))?;
        public_copy::is_shown(&found).then(|| public_copy::without_contacts(&found.record))
    }

    pub(super) fn place(&self, kind: Kind, id: Id, part: Part) -> Result<Place> {
        Ok(Place { part, kind, id, entry: self.entry(kind, id, part)? })
    }

    fn save_values(&mut self, home: &Place, before: &Record, after: &Record) -> Result<BTreeSet<Part>> {
        let mut changed = BTreeSet::new();
        let (mut before, after) = (record::flat(before), record::flat(after));
        for ((part, key), value) in after {
            if before.remove(&(part, key.clone())).as_ref() != Some(&value)
                && self.put(home, &key, Some(value))?
            {
                changed.insert(part);
            }
        }
        for (part, key) in before.into_keys() {
            if self.put(home, &key, None)? {
                changed.insert(part);
            }
        }
        Ok(changed)
    }

    /// Changes a long text from `before` to `after`, together with what others made of it since.
    pub(super) fn put_text(&mut self, at: &Place, key: &str, before: &str, after: &str) -> Result<bool> {
        let doc = self.docs.part_mut(at.part);
        let object = match doc.text_at(&at.entry, key) {
            Some(object) => object,
            None => doc.put_text(&at.entry, key)?,
        };
        let now = doc.text(&object);
        let merged = text::merge(before, after, &now);
        if merged == now {
            return Ok(false);
        }
        doc.update_text(&object, &merged)?;
        self.log.steps.push(Step::Text {
            part: at.part,
            kind: at.kind,
            id: at.id,
            key: key.to_owned(),
            before: now,
            after: merged,
        });
        Ok(true)
    }
}
