//! Stores of the layouts before this one are taken over, room by room.
//!
//! In the first two layouts a chunk was a row of facts and a row of bytes, both by the ids of room and chunk; the
//! second cut large chunks into blocks, and kept when a room was first used and whether it is shared.
//!
//! A few rooms at a time go from the old tables to the new in one commit: whatever happens in between, each room is
//! in one of them, and the next start goes on. The space they leave is used by those that follow.

use axum::body::Bytes;
use groundswell_wire::{BlobId, ChunkId, RoomId};
use redb::{Database, ReadableTable as _, Table, TableDefinition, TableHandle as _, WriteTransaction};

use super::tables::Tables;
use super::{FORMAT, META, damaged, durable, numbers, rows};
use crate::store::Facts;

type Key = [u8; 64];
type Block = [u8; 65];

/// Facts by room and chunk.
const FACTS: TableDefinition<'_, &Key, &[u8]> = TableDefinition::new("facts");
/// Chunks, or what was left over by their blocks.
const CHUNKS: TableDefinition<'_, &Key, &[u8]> = TableDefinition::new("chunks");
/// Blocks of large chunks, by room, chunk and number; since the second layout.
const BLOCKS: TableDefinition<'_, &Block, &[u8]> = TableDefinition::new("blocks");
/// Last used, chunks, bytes.
const ROOMS: TableDefinition<'_, &[u8; 32], (u64, u64, u64)> = TableDefinition::new("rooms");
/// First used, and 1 where more than one address uses it; since the second layout.
const STANDING: TableDefinition<'_, &[u8; 32], (u64, u64)> = TableDefinition::new("standing");

/// The layout without blocks, standing and clock.
const FIRST: u64 = 1;

/// Bytes that are moved in one commit, and no more than one room over.
const AT_ONCE: u64 = 16 << 20;

/// Takes over what there is of earlier layouts, or goes on with it.
pub(super) fn take_over(database: &Database) -> Result<(), redb::Error> {
    while step(database, AT_ONCE)? {}
    Ok(())
}

/// Takes over so many bytes; says whether there is more.
pub(super) fn step(database: &Database, most: u64) -> Result<bool, redb::Error> {
    let is_there = |transaction: &WriteTransaction| -> Result<bool, redb::Error> {
        Ok(transaction.list_tables()?.any(|table| table.name() == ROOMS.name()))
    };
    let transaction = durable(database)?;
    if !is_there(&transaction)? {
        transaction.abort()?;
        return Ok(false);
    }
    let is_more = {
        let mut old = Old::open(&transaction)?;
        old.date(&mut transaction.open_table(META)?)?;
        let mut tables = Tables::open(&transaction)?;
        let mut moved = 0;
        loop {
            let Some(room) = old.first()? else { break false };
            if moved >= most {
                break true;
            }
            moved += old.hand_over(room, &mut tables)?;
        }
    };
    if !is_more {
        transaction.delete_table(FACTS)?;
        transaction.delete_table(CHUNKS)?;
        transaction.delete_table(BLOCKS)?;
        transaction.delete_table(ROOMS)?;
        transaction.delete_table(STANDING)?;
    }
    transaction.commit()?;
    Ok(is_more)
}

/// The tables of the earlier layouts.
struct Old<'t> {
    facts: Table<'t, &'static Key, &'static [u8]>,
    chunks: Table<'t, &'static Key, &'static [u8]>,
    blocks: Table<'t, &'static Block, &'static [u8]>,
    rooms: Table<'t, &'static [u8; 32], (u64, u64, u64)>,
    standing: Table<'t, &'static [u8; 32], (u64, u64)>,
}

impl<'t> Old<'t> {
    fn open(transaction: &'t WriteTransaction) -> Result<Self, redb::Error> {
        Ok(Self {
            facts: transaction.open_table(FACTS)?,
            chunks: transaction.open_table(CHUNKS)?,
            blocks: transaction.open_table(BLOCKS)?,
            rooms: transaction.open_table(ROOMS)?,
            standing: transaction.open_table(STANDING)?,
        })
    }

    /// Says that the store is of the present layout from now on: what is in the old tables is on its way. Dates of the
    /// first layout are the system's clock, which may have been wrong: the store goes on from the latest of them, and
    /// every room counts as used then.
    fn date(&mut self, meta: &mut Table<'_, &'static str, u64>) -> Result<(), redb::Error> {
        if meta.get("format")?.is_none_or(|format| format.value() == FIRST) {
            let mut all = Vec::new();
            for row in self.rooms.iter()? {
                let (room, known) = row?;
                all.push((*room.value(), known.value()));
            }
            let latest = all.iter().map(|(_, (used, ..))| *used).max().unwrap_or_default();
            for (room, (_, chunks, bytes)) in all {
                self.rooms.insert(&room, (latest, chunks, bytes))?;
            }
            meta.insert("clock", latest)?;
        }
        meta.insert("format", FORMAT)?;
        Ok(())
    }

    fn first(&self) -> Result<Option<RoomId>, redb::Error> {
        Ok(self.rooms.first()?.map(|(room, _)| RoomId::from_bytes(*room.value())))
    }

    /// Moves a room; says how many bytes of chunks are in it.
    fn hand_over(&mut self, room: RoomId, to: &mut Tables<'_>) -> Result<u64, redb::Error> {
        let (last_used, ..) = self.rooms.remove(room.as_bytes())?.map(|row| row.value()).unwrap_or_default();
        let (first_used, shared) =
            self.standing.remove(room.as_bytes())?.map_or((0, 1), |standing| standing.value());
        let (first, last) = (key(room, &[0; 32]), key(room, &[0xff; 32]));
        let mut all = Vec::new();
        for row in self.facts.range::<&Key>(&first..=&last)? {
            let (key, value) = row?;
            all.push(facts(key.value(), value.value()).ok_or_else(|| damaged("a row"))?);
        }
        all.sort_unstable_by_key(|facts| facts.order);
        let mut bytes = 0;
        for facts in all {
            to.put(&room, &facts, &self.chunk(room, &facts)?)?;
            bytes += u64::from(facts.size);
        }
        to.alter(&room, |known| {
            known.last_used = known.last_used.max(last_used);
            known.first_used = first_used;
            known.is_shared = shared != 0;
        })?;
        self.facts.retain_in::<&Key, _>(&first..=&last, |_, _| false)?;
        self.chunks.retain_in::<&Key, _>(&first..=&last, |_, _| false)?;
        self.blocks.retain_in::<&Block, _>(&block(&first, 0)..=&block(&last, u8::MAX), |_, _| false)?;
        Ok(bytes)
    }

    fn chunk(&self, room: RoomId, facts: &Facts) -> Result<Bytes, redb::Error> {
        let key = key(room, facts.id.as_bytes());
        let rest = self.chunks.get(&key)?.ok_or_else(|| damaged("a chunk"))?;
        let size = usize::try_from(facts.size).unwrap_or_default();
        let mut bytes = Vec::with_capacity(size);
        // A chunk that was put before there were blocks is whole.
        if rest.value().len() < size {
            for row in self.blocks.range::<&Block>(&block(&key, 0)..=&block(&key, u8::MAX))? {
                bytes.extend_from_slice(row?.1.value());
            }
        }
        bytes.extend_from_slice(rest.value());
        if bytes.len() == size { Ok(bytes.into()) } else { Err(damaged("a chunk")) }
    }
}

fn key(room: RoomId, chunk: &[u8; 32]) -> Key {
    let mut key = [0; 64];
    let (first, second) = key.split_at_mut(32);
    first.copy_from_slice(room.as_bytes());
    second.copy_from_slice(chunk);
    key
}

fn block(chunk: &Key, number: u8) -> Block {
    let mut key = [number; 65];
    let (first, _) = key.split_at_mut(64);
    first.copy_from_slice(chunk);
    key
}

/// The facts of a row; nothing where it is damaged. A row: version u8 = 1, kind u8, blob 16, fragment u16, fragments u16,
/// size u32, at u64, order u64, then the ids that are covered, 32 bytes each. Little-endian.
fn facts(key: &Key, row: &[u8]) -> Option<Facts> {
    let (_, id) = key.split_last_chunk::<32>()?;
    let mut rest = row;
    let [1, kind] = numbers::array(&mut rest)? else { return None };
    let facts = Facts {
        id: ChunkId::from_bytes(*id),
        kind: rows::kind_of(kind)?,
        blob: BlobId::from_bytes(numbers::array(&mut rest)?),
        fragment: u16::from_le_bytes(numbers::array(&mut rest)?),
        fragments: u16::from_le_bytes(numbers::array(&mut rest)?),
        size: u32::from_le_bytes(numbers::array(&mut rest)?),
        at: u64::from_le_bytes(numbers::array(&mut rest)?),
        order: u64::from_le_bytes(numbers::array(&mut rest)?),
        covers: Vec::new(),
    };
    let (covers, odd) = rest.as_chunks::<32>();
    odd.is_empty()
        .then(|| Facts { covers: covers.iter().map(|id| ChunkId::from_bytes(*id)).collect(), ..facts })
}

#[cfg(test)]
mod tests;
