//! Having back what was there: as an ordinary edit.

use super::{
    Entry,
    difference::{Difference, of_fields},
    excerpt::shown,
    moment::State,
};
use crate::{CommandError, Directory, read, reading::Texts, record};
use automerge::ChangeHash;
use groundswell_model::{
    Audience, Command, ContactWay, Field, Id, Kind, Part, Record,
    history::{EntryRef, PutBack, RecordThen, Wanted},
    record::{Access, FieldSpec, FieldValue, Slot},
};
use std::collections::{BTreeMap, BTreeSet};

impl Directory {
    /// The record as it was with an entry, and all that came before it in the history.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] if there is no such record or entry.
    pub fn record_then(&mut self, kind: Kind, id: Id, entry: EntryRef) -> Result<RecordThen, CommandError> {
        self.index();
        let (now, then) = (self.record_now(kind, id)?, self.state_then(kind, id, entry)?);
        let record = as_then(&now, &then.record);
        let (fields, left_out) = shown(of_fields(kind, &now, &record));
        Ok(RecordThen { record: Box::new(record), fields, left_out, was_deleted: then.is_deleted })
    }

    /// The edit that puts something of an entry back. Nothing else of the record is changed by it.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] if there is no such record, entry or field in it.
    pub fn put_back(&mut self, wanted: &PutBack) -> Result<Command, CommandError> {
        self.index();
        let PutBack { kind, id, entry, what } = *wanted;
        let before = self.record_now(kind, id)?;
        let after = match what {
            Wanted::Record => as_then(&before, &self.state_then(kind, id, entry)?.record),
            Wanted::Field(field, contact) => {
                let entry = self.entry_of(kind, id, entry)?;
                let mut differences = self.docs.difference(kind, id, &entry);
                differences.retain(|it| it.field == field && contact_of(it) == contact);
                if field == Field::Deleted {
                    return deletion(kind, id, &differences);
                }
                let spec = kind.declaration().field(field).ok_or(CommandError::NotFound)?;
                if differences.is_empty() {
                    return Err(CommandError::NotFound);
                }
                let mut after = before.clone();
                spec.put(&mut after, differences.into_iter().map(|it| (it.slot, it.from)));
                after
            }
        };
        Ok(Command::Save { before: Some(Box::new(before)), after: Box::new(after) })
    }

    /// A record as it is now, its texts too.
    pub(super) fn record_now(&self, kind: Kind, id: Id) -> Result<Record, CommandError> {
        let found = read::find(&self.docs, kind, id, Texts::Read).ok_or(CommandError::NotFound)?;
        Ok(found.record)
    }

    fn entry_of(&self, kind: Kind, id: Id, entry: EntryRef) -> Result<Entry, CommandError> {
        let entries = self.entries_of(kind, id);
        let place = self.place_of(&entries, entry).ok_or(CommandError::NotFound)?;
        entries.get(place).copied().ok_or(CommandError::NotFound)
    }

    fn state_then(&self, kind: Kind, id: Id, entry: EntryRef) -> Result<State, CommandError> {
        let entries = self.entries_of(kind, id);
        let place = self.place_of(&entries, entry).ok_or(CommandError::NotFound)?;
        let then = entries.get(place..).unwrap_or_default();
        let moments: Vec<(Part, Vec<ChangeHash>)> =
            record::parts(kind).iter().map(|part| (*part, self.moment(*part, then))).collect();
        let state = State::of_parts(&self.docs, kind, id, &moments);
        if state.is_there { Ok(state) } else { Err(CommandError::NotFound) }
    }

    /// The heads of a part's changes among these, newest first: each author's last stands for all of theirs.
    fn moment(&self, part: Part, entries: &[Entry]) -> Vec<ChangeHash> {
        let index = self.docs.part(part).indexed();
        let mut last = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry.part == part) {
            if let Some((_, actor)) = index.order(entry.touch.change) {
                last.entry(actor).or_insert(entry);
            }
        }
        last.into_values().filter_map(|entry| self.docs.hash(entry)).collect()
    }
}

fn deletion(kind: Kind, id: Id, differences: &[Difference]) -> Result<Command, CommandError> {
    let difference = differences.first().ok_or(CommandError::NotFound)?;
    let was_deleted = difference.from == Some(FieldValue::Flag(true));
    Ok(if was_deleted { Command::Delete { kind, id } } else { Command::Restore { kind, id } })
}

pub(super) const fn contact_of(difference: &Difference) -> Option<Id> {
    if let Slot::Contact(id) = difference.slot { Some(id) } else { None }
}

/// A record with all fields as they were, but nothing is public of it that is not now: whoever wants to publish it again
/// says so of that field.
fn as_then(now: &Record, then: &Record) -> Record {
    let mut record = now.clone();
    for spec in now.kind().declaration().fields() {
        spec.copy(then, &mut record);
        keep_private(spec, now, &mut record);
    }
    record
}

/// Takes back from the public what is not public now: it may have been withdrawn, and others may have written for
/// members since.
pub(super) fn keep_private(spec: &FieldSpec, now: &Record, record: &mut Record) {
    match spec.value {
        Access::Flag { get, set } => set(record, get(record) && get(now)),
        Access::Contacts { get, set } => {
            let is_public = |way: &&ContactWay| way.audience == Audience::Public;
            let public: BTreeSet<Id> = get(now).iter().filter(is_public).map(|way| way.id).collect();
            let mut ways = get(record).to_vec();
            let withdrawn = ways.iter_mut().filter(|way| !public.contains(&way.id));
            withdrawn.for_each(|way| way.audience = Audience::Members);
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
        | Access::Set(_)
        | Access::Refs(..)
        | Access::Roles(_) => {}
    }
}
