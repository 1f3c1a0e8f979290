//! From storage: at the start, and again where another tab changed it.

use super::{Effect, Replica, Turn};
use crate::{Record, State, Stored};
use groundswell_wire::WholeId;
use std::collections::BTreeSet;

impl Replica {
    /// Storage holds this.
    pub(super) fn load(&mut self, stored: Stored, turn: &mut Turn<'_>) {
        let Stored { records, unsealed, settings, states } = stored;
        if !self.is_loaded {
            self.settings = settings;
        }
        self.is_loaded = true;
        for (part, state) in states {
            if let Some(room) = self.rooms.iter_mut().find(|room| room.part == part) {
                room.state = state;
            }
        }
        self.forget_others(&records);
        for (record, sealed) in records {
            self.load_record(&record, sealed);
        }
        for (part, change) in unsealed {
            self.gather(part, vec![change], None, turn);
        }
    }

    /// Forgets what another tab removed.
    fn forget_others(&mut self, records: &[(Record, Option<Vec<u8>>)]) {
        let there: BTreeSet<[u8; 32]> = records.iter().map(|(record, _)| record.id).collect();
        for room in &mut self.rooms {
            let gone: Vec<WholeId> = room
                .wholes()
                .filter(|(_, whole)| {
                    whole.pieces.values().any(|it| it.stored && !there.contains(it.id.as_bytes()))
                })
                .map(|(id, _)| *id)
                .collect();
            for id in gone {
                room.forget(&id);
            }
        }
    }

    fn load_record(&mut self, record: &Record, sealed: Option<Vec<u8>>) {
        let Some(room) = self.rooms.iter_mut().find(|room| room.part == record.part) else { return };
        let id = record.chunk();
        let (Some(kind), State::Outbox | State::Unread | State::Held) = (record.kind(), record.state) else {
            room.aside.insert(id);
            return;
        };
        match room.piece_mut(&id) {
            // Another tab heard from the relay.
            Some(piece) if record.state == State::Held && piece.state == State::Outbox => {
                piece.state = State::Held;
            }
            Some(_) => {}
            None => {
                // Without its bytes it is of no use, and may be fetched again.
                let needs_bytes = matches!(record.state, State::Outbox | State::Unread);
                if !needs_bytes || sealed.is_some() {
                    room.insert(record, kind, sealed.filter(|_| needs_bytes), true);
                }
            }
        }
    }

    /// Storage does not hold what it did: another tab changed it.
    pub(super) fn look_again(turn: &mut Turn<'_>) {
        turn.effects.push(Effect::Load);
    }
}
