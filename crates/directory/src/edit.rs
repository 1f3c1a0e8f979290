//! Commands, carried out on the two documents.

mod contacts;
mod create;
mod resolve;
mod revert;
mod save;
mod tombstone;

pub(crate) use create::part_of;

use crate::{
    Author, CommandError,
    conflict::Dispute,
    docs::Docs,
    document::Moment,
    public_copy, read,
    record::{self, UPDATED, VERIFIED, at_key, by_key},
    undo::{Cell, Step},
};
use automerge::{ObjId, ScalarValue};
use groundswell_model::{
    Command, DeviceId, Field, FieldError, Id, Kind, Part, Problem, Stamp, Timestamp, validate::MAX_SHORT,
};
use std::collections::BTreeSet;

/// What was done so far.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) steps: Vec<Step>,
    pub(crate) touched: BTreeSet<(Kind, Id)>,
    pub(crate) named: BTreeSet<DeviceId>,
}

/// Commands being carried out. Whoever begins one commits or rolls back the documents.
pub(crate) struct Edit<'a> {
    docs: &'a mut Docs,
    log: &'a mut Log,
    stamp: Stamp,
}

type Result<T = ()> = std::result::Result<T, CommandError>;

impl<'a> Edit<'a> {
    pub(crate) fn new(docs: &'a mut Docs, log: &'a mut Log, author: Author, now: Timestamp) -> Self {
        Self { docs, log, stamp: Stamp { at: now, by: author.device } }
    }

    pub(crate) fn run(&mut self, command: &Command) -> Result {
        match command {
            Command::Save { before: None, after } if after.kind() == Kind::Network => {
                self.begin_network(after)
            }
            Command::Save { before: None, after } => self.create(after),
            Command::Save { before: Some(before), after } => self.save(before, after),
            Command::Delete { kind, id } => self.delete(*kind, *id),
            Command::Restore { kind, id } => self.restore(*kind, *id),
            Command::Verify { kind, id } => self.verify(*kind, *id),
            Command::Resolve { kind, id, field, contact, keep } => {
                self.resolve(*kind, *id, *field, *contact, keep)
            }
            Command::NameDevice { device, name } => self.name_device(*device, name),
            Command::Batch(commands) => commands.iter().try_for_each(|command| self.run(command)),
        }
    }

    fn verify(&mut self, kind: Kind, id: Id) -> Result {
        let part = record::home(kind);
        let stamp = self.stamp;
        let entry = self.entry(kind, id, part)?;
        let at = Place { part, kind, id, entry };
        self.put(&at, &at_key(VERIFIED), Some(ScalarValue::Timestamp(stamp.at.0)))?;
        self.put(&at, &by_key(VERIFIED), Some(stamp.by.to_string().into()))?;
        self.keep(kind, id, &BTreeSet::from([part]))?;
        self.finish(kind, id)
    }

    fn name_device(&mut self, device: DeviceId, name: &str) -> Result {
        let name = name.trim();
        let problem =
            |problem| CommandError::Invalid(vec![FieldError { field: Field::Name, entry: None, problem }]);
        if name.is_empty() {
            return Err(problem(Problem::Missing));
        }
        if name.chars().count() > MAX_SHORT {
            return Err(problem(Problem::TooLong(MAX_SHORT)));
        }
        if name.chars().any(char::is_control) {
            return Err(problem(Problem::Unprintable));
        }
        let doc = &mut self.docs.members;
        let Some(devices) = doc.devices().cloned() else { return Err(CommandError::NotFound) };
        let key = device.to_string();
        let value = ScalarValue::from(name);
        let before = doc.values(&devices, &key);
        if before.len() == 1 && before.iter().all(|(before, _)| *before == value) {
            return Ok(());
        }
        doc.put_again(&devices, &key, value)?;
        let before = before.into_iter().next().map(|(before, _)| before);
        self.log.steps.push(Step::Device { device, before });
        self.log.named.insert(device);
        Ok(())
    }

    /// The map of a record's fields in a part.
    fn entry(&self, kind: Kind, id: Id, part: Part) -> Result<ObjId> {
        if let Some(entry) = self.docs.part(part).entry(kind, id) {
            return Ok(entry);
        }
        if part == record::home(kind) {
            return Err(CommandError::NotFound);
        }
        // It was made together with the other part's. Were it made again here, one of the two would hide the
        // other when that arrives.
        Err(CommandError::Document("the other part of this record has not arrived yet".to_owned()))
    }

    /// Writes one value, or takes it away; whether that changes anything.
    fn put(&mut self, at: &Place, key: &str, value: Option<ScalarValue>) -> Result<bool> {
        self.put_or_reopen(at, key, value, None)
    }

    /// As [`Self::put`]; where a moment is given, the conflict that there was then is opened again.
    fn put_or_reopen(
        &mut self,
        at: &Place,
        key: &str,
        value: Option<ScalarValue>,
        reopen: Option<&Moment>,
    ) -> Result<bool> {
        let doc = self.docs.part(at.part);
        let values = doc.values(&at.entry, key);
        let alone = values.len() <= 1;
        let disputed = (!alone || doc.is_marked(&at.entry, key))
            && record::field_of(at.kind, key)
                .is_some_and(|(field, contact)| Dispute::at(doc, &at.entry, key, field, contact).is_some());
        let before = values.into_iter().next().map(|(value, _)| value);
        if alone && !disputed && reopen.is_none() && before == value {
            return Ok(false);
        }
        // To choose the value that is shown ends a conflict too.
        if before != value || disputed || reopen.is_some() {
            self.log.steps.push(Step::Cell(Cell {
                part: at.part,
                kind: at.kind,
                id: at.id,
                key: key.to_owned(),
                before: before.clone(),
                set: value.is_some(),
            }));
        }
        let doc = self.docs.part_mut(at.part);
        match (value, reopen) {
            (Some(value), Some(moment)) => doc.put_open(&at.entry, key, value, moment)?,
            (Some(value), None) if before.as_ref() == Some(&value) => doc.put_again(&at.entry, key, value)?,
            (Some(value), None) => doc.put(&at.entry, key, value)?,
            (None, _) => doc.delete(&at.entry, key)?,
        }
        Ok(true)
    }

    /// Marks a record as changed, now and by this device, in the parts where it was.
    fn touch(&mut self, kind: Kind, id: Id, parts: &BTreeSet<Part>) -> Result {
        if parts.is_empty() {
            return Ok(());
        }
        for part in parts {
            let entry = self.entry(kind, id, *part)?;
            let Stamp { at, by } = self.stamp;
            let doc = self.docs.part_mut(*part);
            doc.put(&entry, &at_key(UPDATED), ScalarValue::Timestamp(at.0))?;
            doc.put(&entry, &by_key(UPDATED), by.to_string().into())?;
        }
        self.keep(kind, id, parts)?;
        self.finish(kind, id)
    }

    /// After any change of a record.
    fn finish(&mut self, kind: Kind, id: Id) -> Result {
        self.log.touched.insert((kind, id));
        if kind.declaration().has_public_copy()
            && let Some(found) = read::find(self.docs, kind, id, public_copy::texts(kind))
        {
            let stamp = (self.stamp.at, self.stamp.by);
            public_copy::sync_public_copy(&mut self.docs.public, (kind, id), &found, stamp)?;
        }
        Ok(())
    }
}

/// A record's fields in one part.
#[derive(Debug)]
struct Place {
    part: Part,
    kind: Kind,
    id: Id,
    entry: ObjId,
}
