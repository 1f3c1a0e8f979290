//! What the index says of a chunk: all that is known of it without its bytes, and where these are.
//!
//! A row: kind u8, plus [`BARE`]; blob, 16 bytes; then as [`numbers`]: fragment, fragments, size, at, order, position,
//! and of a bare chunk its epoch; then the ids that are covered, 32 bytes each.

use groundswell_wire::{BlobId, ChunkId, Header, Kind, RoomId};

use super::numbers;
use crate::store::Facts;

/// A room's number before a chunk's id.
pub(super) type Key = [u8; 40];

/// Added to the kind of a chunk of which what its row says is not stored again: see [`super::bare`].
const BARE: u8 = 0x80;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) facts: Facts,
    /// Where what is left over of it is in its room's [`super::stream`].
    pub(super) position: u64,
    /// The epoch, where the chunk is stored without what its row says.
    pub(super) epoch: Option<u32>,
}

pub(super) fn key(room: u64, chunk: &ChunkId) -> Key {
    let mut key = [0; 40];
    let (first, second) = key.split_at_mut(8);
    first.copy_from_slice(&room.to_be_bytes());
    second.copy_from_slice(chunk.as_bytes());
    key
}

/// The first key and the last of a room.
pub(super) fn keys(room: u64) -> (Key, Key) {
    (key(room, &ChunkId::from_bytes([0; 32])), key(room, &ChunkId::from_bytes([0xff; 32])))
}

impl Row {
    pub(super) fn encode(&self) -> Vec<u8> {
        let facts = &self.facts;
        let mut row = Vec::with_capacity(48 + 32 * facts.covers.len());
        row.push(number(facts.kind) | if self.epoch.is_some() { BARE } else { 0 });
        row.extend(facts.blob.as_bytes());
        for number in
            [facts.fragment.into(), facts.fragments.into(), facts.size.into(), facts.at, facts.order]
        {
            numbers::put(&mut row, number);
        }
        numbers::put(&mut row, self.position);
        if let Some(epoch) = self.epoch {
            numbers::put(&mut row, epoch.into());
        }
        facts.covers.iter().for_each(|id| row.extend(id.as_bytes()));
        row
    }

    /// The row of a key; nothing where it is damaged.
    pub(super) fn decode(key: &Key, row: &[u8]) -> Option<Self> {
        let (_, id) = key.split_last_chunk::<32>()?;
        let mut rest = row;
        let [kind] = numbers::array(&mut rest)?;
        let mut facts = Facts {
            id: ChunkId::from_bytes(*id),
            kind: kind_of(kind & !BARE)?,
            blob: BlobId::from_bytes(numbers::array(&mut rest)?),
            fragment: numbers::take(&mut rest)?.try_into().ok()?,
            fragments: numbers::take(&mut rest)?.try_into().ok()?,
            size: numbers::take(&mut rest)?.try_into().ok()?,
            at: numbers::take(&mut rest)?,
            order: numbers::take(&mut rest)?,
            covers: Vec::new(),
        };
        let position = numbers::take(&mut rest)?;
        let epoch = match kind & BARE {
            0 => None,
            _ => Some(numbers::take(&mut rest)?.try_into().ok()?),
        };
        let (covers, odd) = rest.as_chunks::<32>();
        facts.covers = covers.iter().map(|id| ChunkId::from_bytes(*id)).collect();
        odd.is_empty().then_some(Self { facts, position, epoch })
    }

    /// Bytes of the chunk that are stored beside the row.
    pub(super) fn stored(&self) -> usize {
        let size = usize::try_from(self.facts.size).unwrap_or(usize::MAX);
        if self.epoch.is_some() { size.saturating_sub(bare_bytes(&self.facts)) } else { size }
    }
}

/// Bytes with which the chunk begins and that follow from its row and its room.
pub(super) fn bare_bytes(facts: &Facts) -> usize {
    Header::bytes(facts.covers.len()) - Header::NONCE_BYTES
}

/// The header of a chunk as its row and its room say it, but for the nonce.
pub(super) fn header(facts: &Facts, room: RoomId, key: [u8; 32], epoch: u32) -> Header {
    Header {
        room,
        key: key.into(),
        epoch,
        kind: facts.kind,
        blob: facts.blob,
        fragment: facts.fragment,
        fragments: facts.fragments,
        covers: facts.covers.clone(),
        nonce: [0; Header::NONCE_BYTES],
    }
}

pub(super) fn number(kind: Kind) -> u8 {
    match kind {
        Kind::Tail => 0,
        Kind::Checkpoint => 1,
        Kind::Notice => 2,
    }
}

pub(super) fn kind_of(number: u8) -> Option<Kind> {
    [Kind::Tail, Kind::Checkpoint, Kind::Notice].into_iter().find(|kind| self::number(*kind) == number)
}
