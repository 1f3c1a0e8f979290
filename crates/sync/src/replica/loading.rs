//! From storage: at the start, and again where another tab changed it.

use super::{Effect, Replica, Turn, notices};
use crate::{Notice, Part, PartStatus, Record, State, Stored};
use groundswell_wire::{BlobId, ChunkId};
use std::collections::BTreeSet;

impl Replica {
    /// Storage holds this.
    pub(super) fn load(&mut self, stored: Stored, turn: &mut Turn<'_>) {
        let Stored { records, unsealed, settings, parts } = stored;
        let noted: Vec<Notice> =
            records.iter().filter_map(|(record, _)| notices::of_record(record)).collect();
        if self.is_loaded {
            self.load_notices(settings.notices, &noted);
        } else {
            self.settings = settings;
            self.load_notices(self.settings.notices.clone(), &noted);
            self.load_earlier();
        }
        self.is_loaded = true;
        for (part, status) in parts {
            self.stands(part, status);
        }
        if let Some(asked) = self.reloading.take() {
            self.forget_others(&records, &asked);
        }
        for (record, sealed) in records {
            self.load_record(&record, sealed);
        }
        for (part, change) in unsealed {
            self.add_pending(part, vec![change], turn);
        }
    }

    /// A part's document stands so now.
    pub(super) fn stands(&mut self, part: Part, status: PartStatus) {
        if let Some(room) = self.rooms.iter_mut().find(|room| room.part == part) {
            room.stands(status);
        }
    }

    /// Forgets what another tab removed.
    fn forget_others(&mut self, records: &[(Record, Option<Vec<u8>>)], asked: &BTreeSet<ChunkId>) {
        let there: BTreeSet<[u8; 32]> = records.iter().map(|(record, _)| record.id).collect();
        for room in &mut self.rooms {
            let gone: Vec<BlobId> = room
                .blobs()
                .filter(|(_, blob)| {
                    let is_gone = |id: &ChunkId| asked.contains(id) && !there.contains(id.as_bytes());
                    blob.fragments.values().any(|fragment| is_gone(&fragment.id))
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
            room.unreadable.insert(id);
            room.breaks(record);
            return;
        };
        let is_dropped = room.has_dropped(&id);
        match room.fragment_mut(&id) {
            // Another tab received it from the relay.
            Some(fragment) if record.state == State::Held && fragment.state == State::Outbox => {
                fragment.state = State::Held;
            }
            Some(_) => {}
            // It goes with the next write.
            None if is_dropped => {}
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
    pub(super) fn look_again(&mut self, turn: &mut Turn<'_>) {
        if self.reloading.is_some() {
            return;
        }
        // What is stored from now on need not be in the answer.
        let stored = |fragment: &&crate::room::Fragment| fragment.stored;
        let rooms = self.rooms.iter();
        self.reloading =
            Some(rooms.flat_map(|room| room.fragments().filter(stored).map(|it| it.id)).collect());
        turn.effects.push(Effect::Load);
    }
}
