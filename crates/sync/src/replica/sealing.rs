//! Changes of this device: gathered for a moment, sealed once, stored.

use super::{Replica, Turn};
use crate::{Change, Part, Record, State, record::kind_number};
use groundswell_wire::{BlobId, Chunk, ChunkId, Kind};

impl Replica {
    /// Changes were committed on this device.
    pub(super) fn add_pending(&mut self, part: Part, changes: Vec<Change>, turn: &Turn<'_>) {
        let Some(room) = self.rooms.iter_mut().find(|room| room.part == part) else { return };
        if !room.keys.can_write() {
            return;
        }
        for change in changes {
            if !room.has_change(&change.name) {
                room.pending.push(change);
            }
        }
        if room.pending.is_empty() {
            return;
        }
        let bytes: usize = room.pending.iter().map(|change| change.bytes.len()).sum();
        let wait = if bytes > self.timings.batch_bytes { 0 } else { self.timings.batch_ms };
        let due = turn.now.saturating_add(wait);
        room.seal_at = Some(room.seal_at.map_or(due, |at| at.min(due)));
    }

    /// Does not wait for more changes.
    pub(super) fn seal_now(&mut self, turn: &Turn<'_>) {
        for room in &mut self.rooms {
            room.seal_at = room.seal_at.map(|_| turn.now);
        }
    }

    /// Seals what was gathered for long enough.
    pub(super) fn seal_due(&mut self, turn: &mut Turn<'_>) {
        if self.is_closed() {
            // A room that was closed takes nothing more.
            return self.rooms.iter_mut().for_each(|room| room.seal_at = None);
        }
        for at in 0..self.rooms.len() {
            let Some(room) = self.rooms.get_mut(at) else { continue };
            let is_due = room.seal_at.is_some_and(|due| due <= turn.now);
            if room.pending.is_empty() || !is_due {
                continue;
            }
            room.seal_at = None;
            let changes = std::mem::take(&mut room.pending);
            let part = room.part;
            let items: Vec<&[u8]> = changes.iter().map(|change| change.bytes.as_slice()).collect();
            let names: Vec<_> = changes.iter().map(|change| change.name).collect();
            let count = u32::try_from(changes.len()).unwrap_or(u32::MAX);
            let sealed = self.seal(at, Kind::Tail, &[], &items, &names, count, turn);
            if sealed.is_some() {
                self.draft.sealed.extend(names.into_iter().map(|name| (part, name)));
            } else if let Some(room) = self.rooms.get_mut(at) {
                // They still wait for their neighbours, and are counted as waiting.
                room.pending = changes;
                room.seal_at = Some(turn.now.saturating_add(self.timings.longest_retry_ms));
            }
        }
    }

    /// Seals items into the outbox. `None` where this replica may not, or where they are too large.
    #[expect(clippy::too_many_arguments, reason = "all of it is what one blob is made of")]
    pub(super) fn seal(
        &mut self,
        at: usize,
        kind: Kind,
        covers: &[ChunkId],
        items: &[&[u8]],
        names: &[crate::Name],
        changes: u32,
        turn: &mut Turn<'_>,
    ) -> Option<BlobId> {
        let room = self.rooms.get_mut(at)?;
        let chunks = room.keys.seal(kind, covers, items, turn.random).ok()?;
        let mut blob = None;
        let mut kept = Vec::new();
        for chunk in chunks {
            let Ok(parsed) = Chunk::parse(&chunk.bytes) else { continue };
            let header = parsed.header();
            let is_first = header.fragment == 0;
            let record = Record {
                id: *chunk.id.as_bytes(),
                part: room.part,
                state: State::Outbox,
                kind: kind_number(kind),
                blob: *header.blob.as_bytes(),
                fragment: header.fragment,
                fragments: header.fragments,
                size: u32::try_from(chunk.bytes.len()).unwrap_or(u32::MAX),
                changes,
                names: if is_first { names.to_vec() } else { Vec::new() },
                covers: header.covers.iter().map(|id| *id.as_bytes()).collect(),
                left_out: false,
            };
            blob = Some(header.blob);
            room.insert(&record, kind, Some(chunk.bytes.clone()), false);
            kept.push((record, chunk.bytes));
        }
        for (record, bytes) in kept {
            self.keep(record, Some(bytes));
        }
        blob
    }
}
