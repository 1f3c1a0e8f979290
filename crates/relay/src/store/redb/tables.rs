//! Changes, as they are made in the tables, and how a chunk is put together again.

use std::collections::BTreeSet;

use axum::body::Bytes;
use groundswell_wire::{ChunkId, RoomId};
use redb::{ReadableTable, Table, WriteTransaction};

use super::blocks::{self, BLOCKS};
use super::rooms::Known;
use super::rows::{self, Key, Row};
use super::stream::{self, STREAM};
use super::{INDEX, META, ROOMS, bare, damaged};
use crate::store::{Change, Facts};

/// The tables of one write.
pub(super) struct Tables<'t> {
    rooms: Table<'t, &'static [u8; 32], &'static [u8]>,
    index: Table<'t, &'static Key, &'static [u8]>,
    stream: stream::Blocks<'t>,
    blocks: Table<'t, &'static blocks::Key, &'static [u8]>,
    meta: Table<'t, &'static str, u64>,
    /// Rooms out of which something was taken.
    thinned: BTreeSet<RoomId>,
}

impl<'t> Tables<'t> {
    pub(super) fn open(transaction: &'t WriteTransaction) -> Result<Self, redb::Error> {
        Ok(Self {
            rooms: transaction.open_table(ROOMS)?,
            index: transaction.open_table(INDEX)?,
            stream: transaction.open_table(STREAM)?,
            blocks: transaction.open_table(BLOCKS)?,
            meta: transaction.open_table(META)?,
            thinned: BTreeSet::new(),
        })
    }

    pub(super) fn make(&mut self, change: &Change) -> Result<(), redb::Error> {
        match change {
            Change::Put { room, facts, bytes } => self.put(room, facts, bytes),
            Change::Drop { room, id } => self.drop(room, id),
            Change::Touch { room, at } => {
                self.alter(room, |known| known.last_used = known.last_used.max(*at))
            }
            Change::Share { room } => self.alter(room, |known| known.is_shared = true),
            Change::Clock { at } => {
                let latest = self.meta.get("clock")?.map_or(0, |latest| latest.value()).max(*at);
                self.meta.insert("clock", latest)?;
                Ok(())
            }
        }
    }

    /// Ends a write: the streams of rooms out of which much was taken are tidied.
    pub(super) fn finish(mut self) -> Result<(), redb::Error> {
        for room in std::mem::take(&mut self.thinned) {
            if let Some(mut known) = self.known(&room)?
                && known.stream.is_to_be_tidied()
            {
                self.tidy(&mut known)?;
                self.rooms.insert(room.as_bytes(), known.encode().as_slice())?;
            }
        }
        Ok(())
    }

    /// Alters what is known of a room, if anything is.
    pub(super) fn alter(&mut self, room: &RoomId, how: impl FnOnce(&mut Known)) -> Result<(), redb::Error> {
        if let Some(mut known) = self.known(room)? {
            how(&mut known);
            self.rooms.insert(room.as_bytes(), known.encode().as_slice())?;
        }
        Ok(())
    }

    pub(super) fn put(&mut self, room: &RoomId, facts: &Facts, chunk: &Bytes) -> Result<(), redb::Error> {
        let mut known = match self.known(room)? {
            Some(known) => known,
            None => Known {
                key: bare::key(chunk).unwrap_or_default(),
                number: self.next_number()?,
                first_used: facts.at,
                ..Known::default()
            },
        };
        let key = rows::key(known.number, &facts.id);
        let row = match self.row(&key)? {
            Some(row) => Row { facts: Facts { at: facts.at, order: facts.order, ..row.facts }, ..row },
            None => {
                known.chunks += 1;
                known.bytes += u64::from(facts.size);
                self.keep(&mut known, room, facts, chunk)?
            }
        };
        self.index.insert(&key, row.encode().as_slice())?;
        known.last_used = known.last_used.max(facts.at);
        self.rooms.insert(room.as_bytes(), known.encode().as_slice())?;
        Ok(())
    }

    /// Stores a chunk's bytes; returns its row.
    fn keep(
        &mut self,
        known: &mut Known,
        room: &RoomId,
        facts: &Facts,
        chunk: &Bytes,
    ) -> Result<Row, redb::Error> {
        let (epoch, stored) = match bare::strip(chunk, facts, *room, known.key) {
            Some((epoch, stored)) => (Some(epoch), stored),
            None => (None, &**chunk),
        };
        let key = rows::key(known.number, &facts.id);
        let rest = blocks::split(stored, |number, block| {
            self.blocks.insert(&blocks::key(&key, number), block).map(drop)
        })?;
        let position = stream::append(&mut self.stream, known.number, &mut known.stream, rest)?;
        Ok(Row { facts: facts.clone(), position, epoch })
    }

    fn drop(&mut self, room: &RoomId, id: &ChunkId) -> Result<(), redb::Error> {
        let Some(mut known) = self.known(room)? else { return Ok(()) };
        let key = rows::key(known.number, id);
        let Some(row) = self.row(&key)? else { return Ok(()) };
        if known.chunks <= 1 {
            return self.forget(room);
        }
        self.index.remove(&key)?;
        let (first, last) = blocks::keys_of(&key);
        self.blocks.retain_in::<&blocks::Key, _>(&first..=&last, |_, _| false)?;
        known.chunks -= 1;
        known.bytes = known.bytes.saturating_sub(row.facts.size.into());
        known.stream.live = known.stream.live.saturating_sub(blocks::rest(row.stored()) as u64);
        self.rooms.insert(room.as_bytes(), known.encode().as_slice())?;
        self.thinned.insert(*room);
        Ok(())
    }

    pub(super) fn forget(&mut self, room: &RoomId) -> Result<(), redb::Error> {
        let Some(known) = self.known(room)? else { return Ok(()) };
        let (first, last) = rows::keys(known.number);
        self.index.retain_in::<&Key, _>(&first..=&last, |_, _| false)?;
        let (first, last) = blocks::keys_in(known.number);
        self.blocks.retain_in::<&blocks::Key, _>(&first..=&last, |_, _| false)?;
        stream::remove(&mut self.stream, known.number)?;
        self.rooms.remove(room.as_bytes())?;
        Ok(())
    }

    fn tidy(&mut self, known: &mut Known) -> Result<(), redb::Error> {
        let mut rows = Vec::new();
        let (first, last) = rows::keys(known.number);
        for row in self.index.range::<&Key>(&first..=&last)? {
            let (key, value) = row?;
            let row = Row::decode(key.value(), value.value()).ok_or_else(|| damaged("a row"))?;
            rows.push((*key.value(), row));
        }
        rows.sort_unstable_by_key(|(_, row)| row.position);
        let mut spans: Vec<_> =
            rows.iter().map(|(_, row)| (row.position, blocks::rest(row.stored()))).collect();
        stream::tidy(&mut self.stream, known.number, &mut known.stream, &mut spans)?;
        for ((key, row), (position, _)) in rows.into_iter().zip(spans) {
            if row.position != position {
                self.index.insert(&key, Row { position, ..row }.encode().as_slice())?;
            }
        }
        Ok(())
    }

    fn next_number(&mut self) -> Result<u64, redb::Error> {
        let number = self.meta.get("rooms")?.map_or(0, |number| number.value());
        self.meta.insert("rooms", number + 1)?;
        Ok(number)
    }

    fn known(&self, room: &RoomId) -> Result<Option<Known>, redb::Error> {
        known(&self.rooms, room)
    }

    fn row(&self, key: &Key) -> Result<Option<Row>, redb::Error> {
        row(&self.index, key)
    }
}

/// What is known of a room, if anything is.
pub(super) fn known(
    rooms: &impl ReadableTable<&'static [u8; 32], &'static [u8]>,
    room: &RoomId,
) -> Result<Option<Known>, redb::Error> {
    let row = rooms.get(room.as_bytes())?;
    row.map(|row| Known::decode(row.value()).ok_or_else(|| damaged("a room"))).transpose()
}

/// What the index says of a chunk, if anything.
pub(super) fn row(
    index: &impl ReadableTable<&'static Key, &'static [u8]>,
    key: &Key,
) -> Result<Option<Row>, redb::Error> {
    let row = index.get(key)?;
    row.map(|row| Row::decode(key, row.value()).ok_or_else(|| damaged("a row"))).transpose()
}

/// The chunk of a row as it came.
pub(super) fn chunk(
    room: RoomId,
    known: &Known,
    row: &Row,
    stream: &impl ReadableTable<&'static stream::Key, &'static [u8]>,
    blocks: &impl ReadableTable<&'static blocks::Key, &'static [u8]>,
) -> Result<Bytes, redb::Error> {
    let size = usize::try_from(row.facts.size).unwrap_or_default();
    let mut bytes = Vec::with_capacity(size);
    if let Some(epoch) = row.epoch {
        let start = bare::start(&row.facts, room, known.key, epoch);
        bytes.extend(start.map_err(|_| damaged("the header of a chunk"))?);
    }
    blocks::read(blocks, &rows::key(known.number, &row.facts.id), &mut bytes)?;
    stream::read(stream, known.number, row.position, blocks::rest(row.stored()), &mut bytes)?;
    if bytes.len() == size { Ok(bytes.into()) } else { Err(damaged("a chunk")) }
}
