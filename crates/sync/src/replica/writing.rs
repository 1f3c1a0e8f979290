//! One write at a time: what comes meanwhile goes into the next, and what failed is tried again with it.

use super::{Replica, Turn};
use crate::{Effect, Record, Write};

/// How long to wait with a write that failed, milliseconds.
const AGAIN_MS: u64 = 3_000;

impl Replica {
    /// The record of a chunk is to be written, with its sealed bytes where they are new.
    pub(super) fn keep(&mut self, record: Record, sealed: Option<Vec<u8>>) {
        self.draft.keep(record, sealed);
    }

    /// The settings changed.
    pub(super) fn keep_settings(&mut self) {
        self.draft.settings = Some(self.settings.clone());
    }

    /// Starts the next write, if there is something to write and none is under way.
    pub(super) fn write(&mut self, turn: &mut Turn<'_>) {
        let waits = self.write_again_at.is_some_and(|at| at > turn.now);
        if self.writing.is_some() || self.draft.is_empty() || waits {
            return;
        }
        self.write_again_at = None;
        let mut write = std::mem::take(&mut self.draft);
        write.number = self.number();
        self.writing = Some(write.clone());
        turn.effects.push(Effect::Write(write));
    }

    /// A write was committed, or not.
    pub(super) fn written(&mut self, number: u64, done: bool, turn: &Turn<'_>) {
        let Some(write) = self.writing.take_if(|write| write.number == number) else { return };
        if done {
            for (record, _) in &write.put {
                let id = record.chunk();
                if let Some(fragment) = self.rooms.iter_mut().find_map(|room| room.fragment_mut(&id)) {
                    fragment.stored = true;
                }
            }
        } else {
            let later = std::mem::replace(&mut self.draft, write);
            self.draft.then(later);
            self.write_again_at = Some(turn.now.saturating_add(AGAIN_MS));
        }
    }
}

impl Write {
    fn keep(&mut self, record: Record, sealed: Option<Vec<u8>>) {
        match self.put.iter_mut().find(|(earlier, _)| earlier.id == record.id) {
            Some((earlier, bytes)) => {
                *earlier = record;
                if sealed.is_some() {
                    *bytes = sealed;
                }
            }
            None => self.put.push((record, sealed)),
        }
    }

    /// Makes this and a later write one.
    fn then(&mut self, later: Self) {
        for (record, sealed) in later.put {
            self.keep(record, sealed);
        }
        self.remove.extend(later.remove);
        self.put.retain(|(record, _)| !self.remove.contains(&record.chunk()));
        self.sealed.extend(later.sealed);
        if later.settings.is_some() {
            self.settings = later.settings;
        }
    }
}
