//! Rooms in memory only, for tests and for a relay that is to forget everything when it stops.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use groundswell_wire::{ChunkId, RoomId};

use super::{Change, Facts, Store, StoreError, StoredRoom, Usage};

/// A store that lives as long as the process.
#[derive(Debug, Default)]
pub struct MemoryStore {
    rooms: Mutex<HashMap<RoomId, Room>>,
}

#[derive(Debug, Default, Clone)]
struct Room {
    chunks: BTreeMap<ChunkId, (Facts, Bytes)>,
    last_used: u64,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<RoomId, Room>> {
        // No call leaves a change half made, so a panic elsewhere has not harmed what is inside.
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn commit(&self, changes: &[Change]) -> Result<(), StoreError> {
        let mut rooms = self.rooms();
        for change in changes {
            match change {
                Change::Put { room, facts, bytes } => {
                    let room = rooms.entry(*room).or_default();
                    room.last_used = room.last_used.max(facts.at);
                    room.chunks.insert(facts.id, (facts.clone(), bytes.clone()));
                }
                Change::Drop { room, id } => {
                    if let Some(held) = rooms.get_mut(room) {
                        held.chunks.remove(id);
                        if held.chunks.is_empty() {
                            rooms.remove(room);
                        }
                    }
                }
                Change::Touch { room, at } => {
                    if let Some(room) = rooms.get_mut(room) {
                        room.last_used = room.last_used.max(*at);
                    }
                }
            }
        }
        Ok(())
    }

    fn room(&self, room: &RoomId) -> Result<StoredRoom, StoreError> {
        let rooms = self.rooms();
        let Some(room) = rooms.get(room) else { return Ok(StoredRoom::default()) };
        let mut chunks: Vec<_> = room.chunks.values().map(|(facts, _)| facts.clone()).collect();
        chunks.sort_by_key(|facts| facts.order);
        let bytes = chunks.iter().map(|facts| u64::from(facts.size)).sum();
        Ok(StoredRoom { chunks, bytes, last_used: room.last_used })
    }

    fn read(&self, room: &RoomId, ids: &[ChunkId]) -> Result<Vec<(ChunkId, Bytes)>, StoreError> {
        let rooms = self.rooms();
        let Some(room) = rooms.get(room) else { return Ok(Vec::new()) };
        let found = |id: &ChunkId| room.chunks.get(id).map(|(_, bytes)| (*id, bytes.clone()));
        Ok(ids.iter().filter_map(found).collect())
    }

    fn expire(&self, unused_since: u64, most: usize) -> Result<usize, StoreError> {
        let mut rooms = self.rooms();
        let unused: Vec<_> = rooms
            .iter()
            .filter(|(_, room)| room.last_used < unused_since)
            .map(|(id, _)| *id)
            .take(most)
            .collect();
        for room in &unused {
            rooms.remove(room);
        }
        Ok(unused.len())
    }

    fn usage(&self) -> Result<Usage, StoreError> {
        let rooms = self.rooms();
        let mut usage = Usage { rooms: u64::try_from(rooms.len()).unwrap_or(u64::MAX), ..Usage::default() };
        for (facts, _) in rooms.values().flat_map(|room| room.chunks.values()) {
            usage.chunks += 1;
            usage.bytes += u64::from(facts.size);
        }
        Ok(usage)
    }

    fn probe(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
