//! What passes with time: chunks that checkpoints cover, rooms that nobody uses, and everybody's patience.

use groundswell_wire::RoomId;

use super::{Millis, Output, Relay, StoreFault, Wait};
use crate::store::Change;

/// By how much sooner covered chunks go from a room that is half full.
const HURRY: u64 = 60;

/// Seconds.
pub(super) const DAY: u64 = 86_400;

/// When something was last done.
#[derive(Debug, Default)]
pub(super) struct Due {
    connections: Millis,
    rooms: Millis,
    expiry: Millis,
    probe: Millis,
    clock: Millis,
    space: Millis,
}

/// Whether it is time again.
fn is_due(last: &mut Millis, every_seconds: u64, now: Millis) -> bool {
    let is_due = now.saturating_sub(*last) >= every_seconds * 1_000;
    if is_due {
        *last = now;
    }
    is_due
}

impl Relay {
    pub(super) fn tick(&mut self, now: Millis) {
        self.resume(|wait| matches!(wait, Wait::Until(until) if until <= now), now);
        if is_due(&mut self.due.connections, 1, now) {
            self.look_after_connections(now);
        }
        if is_due(&mut self.due.rooms, 60, now) {
            self.addresses.forget(&self.rules, now);
            let mut rooms: Vec<_> = self.rooms.keys().copied().collect();
            rooms.sort_unstable();
            for room in rooms {
                self.touch(room, now);
                self.drop_superfluous(room, now);
            }
        }
        let can_write = self.fault.is_none();
        if can_write && self.rules.room_days > 0 && is_due(&mut self.due.expiry, 3_600, now) {
            let age = u64::from(self.rules.room_days) * DAY;
            self.outputs.push(Output::Expire((now / 1_000).saturating_sub(age)));
        }
        if can_write && is_due(&mut self.due.clock, 600, now) {
            self.commit(vec![Change::Clock { at: now / 1_000 }], Vec::new());
        }
        if is_due(&mut self.due.space, 10, now) {
            self.shrink();
        }
        let may_pass = matches!(self.fault, Some(StoreFault::Full | StoreFault::Failed));
        if may_pass && is_due(&mut self.due.probe, 30, now) {
            self.outputs.push(Output::Probe);
        }
    }

    /// Drops the chunks of a room that two checkpoints have covered for long enough: sooner, where it is half full.
    pub(super) fn drop_superfluous(&mut self, id: RoomId, now: Millis) {
        let Some(room) = self.rooms.get(&id) else { return };
        let is_filling = room.index.bytes() > self.rules.room_bytes / 2
            || room.index.len() as u64 > u64::from(self.rules.room_chunks) / 2;
        let grace = u64::from(self.rules.grace_seconds) / if is_filling { HURRY } else { 1 };
        self.drop_covered(id, grace, now);
    }

    /// Drops all chunks of a room that two checkpoints cover.
    pub(super) fn make_space(&mut self, id: RoomId, now: Millis) {
        self.drop_covered(id, 0, now);
    }

    fn drop_covered(&mut self, id: RoomId, grace: u64, now: Millis) {
        let Some(room) = self.rooms.get_mut(&id) else { return };
        if self.fault.is_some() || !room.is_loaded {
            return;
        }
        let since = (now / 1_000).saturating_sub(grace);
        let (mut changes, mut bytes) = (Vec::new(), 0);
        self.spent += room.index.len() as u64;
        for chunk in room.index.superfluous(since) {
            // What is put again at this moment is not dropped under its putter's hands.
            if room.pending.contains_key(&chunk) {
                continue;
            }
            if let Some(entry) = room.index.remove(&chunk) {
                bytes += u64::from(entry.facts.size);
                changes.push(Change::Drop { room: id, id: chunk });
            }
        }
        if !changes.is_empty() {
            self.stored_bytes = self.stored_bytes.saturating_sub(bytes);
            self.counters.dropped += changes.len() as u64;
            self.commit(changes, Vec::new());
            self.give_back(id, bytes, now);
        }
    }
}
