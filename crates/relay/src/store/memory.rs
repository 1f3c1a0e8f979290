//! Rooms in memory only, for tests and for a relay that is to forget everything when it stops.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use groundswell_wire::{ChunkId, RoomId};

use super::{Change, Facts, Store, StoreError, StoredRoom, Usage};

/// A store that lives as long as the process.
#[derive(Debug, Default)]
pub struct MemoryStore {
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    rooms: HashMap<RoomId, Room>,
    clock: u64,
}

#[derive(Debug, Default, Clone)]
struct Room {
    chunks: BTreeMap<ChunkId, (Facts, Bytes)>,
    last_used: u64,
    first_used: u64,
    is_shared: bool,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // No call leaves a change half made, so a panic elsewhere has not harmed what is inside.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn commit(&self, changes: &[Change]) -> Result<(), StoreError> {
        let mut held = self.held();
        let Held { rooms, clock } = &mut *held;
        for change in changes {
            match change {
                Change::Put { room, facts, bytes } => {
                    *clock = (*clock).max(facts.at);
                    let room = rooms
                        .entry(*room)
                        .or_insert_with(|| Room { first_used: facts.at, ..Room::default() });
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
                        *clock = (*clock).max(*at);
                    }
                }
                Change::Share { room } => {
                    if let Some(room) = rooms.get_mut(room) {
                        room.is_shared = true;
                    }
                }
                Change::Clock { at } => *clock = (*clock).max(*at),
            }
        }
        Ok(())
    }

    fn room(&self, room: &RoomId) -> Result<StoredRoom, StoreError> {
        let held = self.held();
        let Some(room) = held.rooms.get(room) else { return Ok(StoredRoom::default()) };
        let mut chunks: Vec<_> = room.chunks.values().map(|(facts, _)| facts.clone()).collect();
        chunks.sort_by_key(|facts| facts.order);
        let bytes = chunks.iter().map(|facts| u64::from(facts.size)).sum();
        let Room { last_used, first_used, is_shared, .. } = *room;
        Ok(StoredRoom { chunks, bytes, last_used, first_used, is_shared })
    }

    fn read(&self, room: &RoomId, ids: &[ChunkId]) -> Result<Vec<(ChunkId, Bytes)>, StoreError> {
        let held = self.held();
        let Some(room) = held.rooms.get(room) else { return Ok(Vec::new()) };
        let found = |id: &ChunkId| room.chunks.get(id).map(|(_, bytes)| (*id, bytes.clone()));
        Ok(ids.iter().filter_map(found).collect())
    }

    fn clock(&self) -> Result<u64, StoreError> {
        Ok(self.held().clock)
    }

    fn expire(&self, unused_since: u64, most: usize) -> Result<usize, StoreError> {
        let rooms = &mut self.held().rooms;
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

    fn shrink(&self, bytes: u64, most: usize) -> Result<Vec<RoomId>, StoreError> {
        let rooms = &mut self.held().rooms;
        let size = |room: &Room| room.chunks.values().map(|(facts, _)| u64::from(facts.size)).sum::<u64>();
        let unshared = rooms.iter().filter(|(_, room)| !room.is_shared);
        let unshared = unshared.map(|(id, room)| (size(room), *id)).collect();
        let gone = super::largest(unshared, bytes, most);
        gone.iter().for_each(|room| drop(rooms.remove(room)));
        Ok(gone)
    }

    fn compact(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn usage(&self) -> Result<Usage, StoreError> {
        let held = self.held();
        let rooms = &held.rooms;
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
