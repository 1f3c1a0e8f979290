//! Changes, as they are made in the tables.

use axum::body::Bytes;
use groundswell_wire::{ChunkId, RoomId};
use redb::{ReadableTable as _, Table, WriteTransaction};

use super::blocks::{self, BLOCKS, Block};
use super::{CHUNKS, FACTS, Key, META, ROOMS, STANDING, facts, key};
use crate::store::{Change, Facts};

/// The tables of one write.
pub(super) struct Tables<'t> {
    facts: Table<'t, &'static Key, &'static [u8]>,
    chunks: Table<'t, &'static Key, &'static [u8]>,
    blocks: Table<'t, &'static Block, &'static [u8]>,
    rooms: Table<'t, &'static [u8; 32], (u64, u64, u64)>,
    standing: Table<'t, &'static [u8; 32], (u64, u64)>,
    meta: Table<'t, &'static str, u64>,
}

impl<'t> Tables<'t> {
    pub(super) fn open(transaction: &'t WriteTransaction) -> Result<Self, redb::Error> {
        Ok(Self {
            facts: transaction.open_table(FACTS)?,
            chunks: transaction.open_table(CHUNKS)?,
            blocks: transaction.open_table(BLOCKS)?,
            rooms: transaction.open_table(ROOMS)?,
            standing: transaction.open_table(STANDING)?,
            meta: transaction.open_table(META)?,
        })
    }

    pub(super) fn make(&mut self, change: &Change) -> Result<(), redb::Error> {
        match change {
            Change::Put { room, facts, bytes } => self.put(room, facts, bytes),
            Change::Drop { room, id } => self.drop(room, id),
            Change::Touch { room, at } => {
                if let Some((used, chunks, bytes)) = self.known(room)? {
                    self.rooms.insert(room.as_bytes(), (used.max(*at), chunks, bytes))?;
                }
                Ok(())
            }
            Change::Share { room } => {
                let standing = self.standing.get(room.as_bytes())?.map(|row| row.value());
                if let Some((first, _)) = standing {
                    self.standing.insert(room.as_bytes(), (first, 1))?;
                }
                Ok(())
            }
            Change::Clock { at } => {
                let latest = self.meta.get("clock")?.map_or(0, |latest| latest.value()).max(*at);
                self.meta.insert("clock", latest)?;
                Ok(())
            }
        }
    }

    fn put(&mut self, room: &RoomId, facts: &Facts, chunk: &Bytes) -> Result<(), redb::Error> {
        let key = key(room, facts.id.as_bytes());
        let is_new = self.facts.insert(&key, facts::encode(facts).as_slice())?.is_none();
        let known = self.known(room)?;
        if known.is_none() {
            self.standing.insert(room.as_bytes(), (facts.at, 0))?;
        }
        let (used, mut chunks, mut bytes) = known.unwrap_or_default();
        if is_new {
            let rest = blocks::split(chunk, |number, block| {
                self.blocks.insert(&blocks::key(&key, number), block).map(drop)
            })?;
            self.chunks.insert(&key, rest)?;
            chunks += 1;
            bytes += u64::from(facts.size);
        }
        self.rooms.insert(room.as_bytes(), (used.max(facts.at), chunks, bytes))?;
        Ok(())
    }

    fn drop(&mut self, room: &RoomId, id: &ChunkId) -> Result<(), redb::Error> {
        let key = key(room, id.as_bytes());
        let Some(size) = self.facts.remove(&key)?.map(|row| facts::size(row.value())) else { return Ok(()) };
        self.chunks.remove(&key)?;
        let (first, last) = (blocks::key(&key, 0), blocks::key(&key, u8::MAX));
        self.blocks.retain_in::<&Block, _>(&first..=&last, |_, _| false)?;
        let (used, chunks, bytes) = self.known(room)?.unwrap_or_default();
        if chunks <= 1 {
            self.rooms.remove(room.as_bytes())?;
            self.standing.remove(room.as_bytes())?;
        } else {
            self.rooms.insert(room.as_bytes(), (used, chunks - 1, bytes.saturating_sub(size)))?;
        }
        Ok(())
    }

    pub(super) fn forget(&mut self, room: &RoomId) -> Result<(), redb::Error> {
        let (first, last) = (key(room, &[0; 32]), key(room, &[0xff; 32]));
        self.facts.retain_in::<&Key, _>(&first..=&last, |_, _| false)?;
        self.chunks.retain_in::<&Key, _>(&first..=&last, |_, _| false)?;
        let (first, last) = (blocks::key(&first, 0), blocks::key(&last, u8::MAX));
        self.blocks.retain_in::<&Block, _>(&first..=&last, |_, _| false)?;
        self.rooms.remove(room.as_bytes())?;
        self.standing.remove(room.as_bytes())?;
        Ok(())
    }

    fn known(&self, room: &RoomId) -> Result<Option<(u64, u64, u64)>, redb::Error> {
        Ok(self.rooms.get(room.as_bytes())?.map(|known| known.value()))
    }
}
