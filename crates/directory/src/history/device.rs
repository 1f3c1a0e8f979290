//! Undoing what a device did since a moment.
//!
//! A field goes back to what there was before the device's last changes of it, if nobody else changed it after them.
//! What others changed since is left alone, and so is what is in dispute: that is for people to choose.

mod record;
mod regions;

use super::{Entry, excerpt::shown};
use crate::{Applied, CommandError, Directory};
use groundswell_model::{
    Command, DeviceId, Id, Kind, Part, Timestamp,
    history::{DeviceUndo, Outcome, RecordUndo},
};
use record::{Planned, Side};
use std::{
    collections::{BTreeMap, BTreeSet, hash_map::DefaultHasher},
    hash::Hasher,
};

/// At most so many records are listed.
const MOST_RECORDS: usize = 100;

/// The numbers of the changes that are to be undone, by part.
type Undone = BTreeMap<Part, BTreeSet<u32>>;

impl Directory {
    /// What it would change to undo what a device did since a moment by its clock, and whatever it did after that.
    pub fn preview_device_undo(&mut self, device: DeviceId, since: Timestamp) -> DeviceUndo {
        let (undone, planned) = self.plan_device_undo(device, since);
        let mut preview = DeviceUndo {
            changes: undone.values().map(BTreeSet::len).sum(),
            token: token(&planned),
            ..DeviceUndo::default()
        };
        for Planned { record, outcome, fields, left, .. } in planned {
            preview.changing += usize::from(outcome != Outcome::Nothing);
            if preview.records.len() == MOST_RECORDS {
                preview.left_out += 1;
                continue;
            }
            let (fields, fields_left_out) = shown(fields);
            let (kept, left) = left.split_at(left.len().min(MOST_RECORDS));
            let left_out = fields_left_out + left.len();
            preview.records.push(RecordUndo { record, outcome, fields, left: kept.to_vec(), left_out });
        }
        preview
    }

    /// Undoes it as one action, if it is still what the preview of this token said.
    ///
    /// # Errors
    /// [`CommandError::ChangedSince`] if it would do something else by now, or nothing.
    pub fn undo_device(
        &mut self,
        device: DeviceId,
        since: Timestamp,
        expected: u64,
        now: Timestamp,
    ) -> Result<Applied, CommandError> {
        let (_, mut planned) = self.plan_device_undo(device, since);
        if token(&planned) != expected || planned.iter().all(|it| it.commands.is_empty()) {
            return Err(CommandError::ChangedSince);
        }
        planned.sort_by_key(|it| it.depth);
        let commands = planned.into_iter().flat_map(|it| it.commands).collect();
        self.apply(&Command::Batch(commands), now)
    }

    fn plan_device_undo(&mut self, device: DeviceId, since: Timestamp) -> (Undone, Vec<Planned>) {
        self.index();
        let undone: Undone =
            Part::ALL.into_iter().map(|part| (part, self.changes_since_by(part, device, since))).collect();
        let mut records: BTreeSet<(Kind, Id)> = BTreeSet::new();
        for part in Part::ALL {
            let of_part = undone.get(&part);
            let touched = self.docs.part(part).indexed().records().iter().filter(|record| {
                record.touches.iter().any(|touch| of_part.is_some_and(|it| it.contains(&touch.change)))
            });
            records.extend(touched.map(|record| (record.kind, record.id)));
        }
        let mut planned: Vec<Planned> =
            records.into_iter().filter_map(|(kind, id)| self.plan_record(kind, id, &undone)).collect();
        regions::settle(&self.docs.public, &mut planned);
        (undone, planned)
    }

    /// The changes of a device since a moment, and those that it made after them whatever their times.
    fn changes_since_by(&self, part: Part, device: DeviceId, since: Timestamp) -> BTreeSet<u32> {
        let since = since.0.div_euclid(1000);
        self.docs.part(part).indexed().changes_by(device, |seconds| seconds >= since)
    }

    /// What is to be done about a record; nothing where the device did nothing to it that shows.
    fn plan_record(&self, kind: Kind, id: Id, undone: &Undone) -> Option<Planned> {
        let name = self.name_of(kind, id)?;
        let mut entries = self.entries_of(kind, id);
        entries.reverse();
        let side = |entry: &Entry| {
            let ours = undone.get(&entry.part).is_some_and(|it| it.contains(&entry.touch.change));
            if ours { Side::Undone } else { Side::Other(self.docs.stamp(entry)) }
        };
        let sides: Vec<(Entry, Side)> = entries.into_iter().map(|entry| (entry, side(&entry))).collect();
        let first = sides.iter().position(|(_, side)| *side == Side::Undone)?;
        let is_created = self.is_created(kind, id, &sides);
        let planned = Planned::of(self, name, is_created, sides.get(first..).unwrap_or_default());
        planned.shows_something().then_some(planned)
    }
}

impl Directory {
    /// Whether one of the changes that are to be undone made the record: the first of its home part.
    fn is_created(&self, kind: Kind, id: Id, changes: &[(Entry, Side)]) -> bool {
        // The network is never deleted.
        let home = crate::record::home(kind);
        let first = changes.iter().find(|(entry, _)| entry.part == home);
        let Some((entry, Side::Undone)) = first.filter(|_| kind != Kind::Network) else { return false };
        let states = self.docs.around(kind, id, entry);
        states.is_some_and(|[before, after]| !before.is_there && after.is_there)
    }
}

/// Names what would be done.
fn token(planned: &[Planned]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for command in planned.iter().flat_map(|it| &it.commands) {
        hasher.write(format!("{command:?}").as_bytes());
    }
    hasher.finish()
}
