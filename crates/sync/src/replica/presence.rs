//! Presence: sent and received in the members part's room, which readers of the public card have no key to.

use super::{Replica, Turn, putting::channel};
use crate::{DeviceName, Part, room::Room, timings::below};
use groundswell_wire::ClientFrame;

/// A newcomer is answered after up to this part of the time between two words.
const ANSWER: u64 = 20;

impl Replica {
    /// Says that this device is here, where it is due.
    pub(super) fn be_present(&mut self, turn: &mut Turn<'_>) {
        let Some(me) = self.device else { return };
        let Some(at) = self.rooms.iter().position(|room| room.part == Part::Members) else { return };
        let Some(room) = self.rooms.get_mut(at).filter(|room| room.session.is_live()) else { return };
        room.presence.join(turn.now);
        let Some(text) = room.presence.next(&me, turn.now, self.timings.presence_ms) else { return };
        let Ok(bytes) = room.keys.seal_ephemeral(&text, turn.random) else { return };
        self.send(&ClientFrame::Ephemeral { channel: channel(at), bytes: &bytes }, turn);
    }

    /// When a message of it is due.
    pub(super) fn presence_due(&self, room: &Room) -> Option<u64> {
        room.presence.due(self.timings.presence_ms).filter(|_| room.session.is_live())
    }

    /// An ephemeral message came, perhaps of being here.
    pub(super) fn receive_presence(&mut self, at: usize, text: &[u8], turn: &mut Turn<'_>) {
        let Some(me) = self.device else { return };
        let wait = below(self.timings.presence_ms / ANSWER, turn.random);
        if let Some(room) = self.rooms.get_mut(at).filter(|room| room.part == Part::Members) {
            room.presence.receive(text, &me, turn.now, wait);
        }
    }

    /// The other devices that are here.
    pub(super) fn others_here(&self) -> Vec<DeviceName> {
        self.rooms.iter().flat_map(|room| room.presence.others()).collect()
    }
}
