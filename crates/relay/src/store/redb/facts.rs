//! A row of the table of facts: version u8 = 1, kind u8, whole 16, piece u16, pieces u16, size u32,
//! at u64, order u64, then the ids that are covered, 32 bytes each. Little-endian.

use groundswell_wire::{ChunkId, Kind, WholeId};

use super::Key;
use crate::store::Facts;

const VERSION: u8 = 1;

/// The row of a chunk.
pub(super) fn encode(facts: &Facts) -> Vec<u8> {
    let mut row = Vec::with_capacity(42 + 32 * facts.covers.len());
    row.push(VERSION);
    row.push(number(facts.kind));
    row.extend(facts.whole.as_bytes());
    row.extend(facts.piece.to_le_bytes());
    row.extend(facts.pieces.to_le_bytes());
    row.extend(facts.size.to_le_bytes());
    row.extend(facts.at.to_le_bytes());
    row.extend(facts.order.to_le_bytes());
    facts.covers.iter().for_each(|id| row.extend(id.as_bytes()));
    row
}

/// The facts of a row; nothing where it is damaged.
pub(super) fn decode(key: &Key, row: &[u8]) -> Option<Facts> {
    let (_, id) = key.split_first_chunk::<32>()?;
    let mut rest = row;
    let [version, kind] = take(&mut rest)?;
    if version != VERSION {
        return None;
    }
    let facts = Facts {
        id: ChunkId::from_bytes(id.try_into().ok()?),
        kind: kind_of(kind)?,
        whole: WholeId::from_bytes(take(&mut rest)?),
        piece: u16::from_le_bytes(take(&mut rest)?),
        pieces: u16::from_le_bytes(take(&mut rest)?),
        size: u32::from_le_bytes(take(&mut rest)?),
        at: u64::from_le_bytes(take(&mut rest)?),
        order: u64::from_le_bytes(take(&mut rest)?),
        covers: Vec::new(),
    };
    let (covers, odd) = rest.as_chunks::<32>();
    odd.is_empty()
        .then(|| Facts { covers: covers.iter().map(|id| ChunkId::from_bytes(*id)).collect(), ..facts })
}

/// The chunk's size, in bytes, by its row; 0 where the row is damaged.
pub(super) fn size(row: &[u8]) -> u64 {
    let size = row.get(22..26).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes);
    size.map_or(0, u64::from)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*taken)
}

fn number(kind: Kind) -> u8 {
    match kind {
        Kind::Tail => 0,
        Kind::Checkpoint => 1,
        Kind::Notice => 2,
    }
}

fn kind_of(number: u8) -> Option<Kind> {
    [Kind::Tail, Kind::Checkpoint, Kind::Notice].into_iter().find(|kind| self::number(*kind) == number)
}
