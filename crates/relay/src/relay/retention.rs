//! What passes with time: chunks that checkpoints cover, rooms that nobody uses, and everybody's patience.

use groundswell_wire::RoomId;

use super::{Millis, Output, Relay, Trouble, Wait};
use crate::store::Change;

/// Seconds.
pub(super) const DAY: u64 = 86_400;

/// When something was last done.
#[derive(Debug, Default)]
pub(super) struct Due {
    connections: Millis,
    rooms: Millis,
    expiry: Millis,
    probe: Millis,
}

/// Whether it is time again; a clock that was set back makes it so too.
fn is_due(last: &mut Millis, every_seconds: u64, now: Millis) -> bool {
    let is_due = now < *last || now - *last >= every_seconds * 1_000;
    if is_due {
        *last = now;
    }
    is_due
}

impl Relay {
    pub(super) fn tick(&mut self, now: Millis) {
        // Nobody waits for more than a minute and a little, whatever the clock does.
        self.resume(|wait| matches!(wait, Wait::Until(until) if until <= now || until > now + 61_000), now);
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
        let can_write = self.trouble.is_none();
        if can_write && self.rules.room_days > 0 && is_due(&mut self.due.expiry, 3_600, now) {
            let age = u64::from(self.rules.room_days) * DAY;
            self.outputs.push(Output::Expire((now / 1_000).saturating_sub(age)));
        }
        let may_pass = matches!(self.trouble, Some(Trouble::Full | Trouble::Failed));
        if may_pass && is_due(&mut self.due.probe, 30, now) {
            self.outputs.push(Output::Probe);
        }
    }

    /// Drops the chunks of a room that two checkpoints have covered for long enough.
    pub(super) fn drop_superfluous(&mut self, id: RoomId, now: Millis) {
        let Some(room) = self.rooms.get_mut(&id) else { return };
        if self.trouble.is_some() || !room.is_loaded {
            return;
        }
        let since = (now / 1_000).saturating_sub(u64::from(self.rules.grace_seconds));
        let mut changes = Vec::new();
        for chunk in room.index.superfluous(since) {
            // What is put again at this moment is not dropped under its putter's hands.
            if room.pending.contains_key(&chunk) {
                continue;
            }
            if let Some(entry) = room.index.remove(&chunk) {
                self.stored_bytes = self.stored_bytes.saturating_sub(u64::from(entry.facts.size));
                changes.push(Change::Drop { room: id, id: chunk });
            }
        }
        if !changes.is_empty() {
            self.counters.dropped += changes.len() as u64;
            self.commit(changes, Vec::new());
        }
    }
}
