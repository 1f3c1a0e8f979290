//! Chunks without what is known of them anyway.
//!
//! The header of a chunk says again what its row in the index and its room say: the room's id and key alone are a
//! third of the smallest chunk. So of a chunk that begins as these say only the rest is stored.

use groundswell_wire::{EncodeError, Header, RoomId};

use super::rows;
use crate::store::Facts;

/// Where a chunk's header has the verifying key: behind the version and the room.
const KEY: usize = 1 + 32;

/// The verifying key in a chunk, if it is one.
pub(super) fn key(chunk: &[u8]) -> Option<[u8; 32]> {
    chunk.get(KEY..)?.first_chunk().copied()
}

/// The epoch of a chunk that begins as its facts, its room and the room's key say, and what follows.
pub(super) fn strip<'c>(
    chunk: &'c [u8],
    facts: &Facts,
    room: RoomId,
    key: [u8; 32],
) -> Option<(u32, &'c [u8])> {
    let epoch = u32::from_le_bytes(*chunk.get(KEY + 32..)?.first_chunk()?);
    let start = start(facts, room, key, epoch).ok()?;
    chunk.strip_prefix(start.as_slice()).map(|rest| (epoch, rest))
}

/// What [`strip`] took off.
pub(super) fn start(facts: &Facts, room: RoomId, key: [u8; 32], epoch: u32) -> Result<Vec<u8>, EncodeError> {
    let mut start = Vec::with_capacity(Header::bytes(facts.covers.len()));
    rows::header(facts, room, key, epoch).encode(&mut start)?;
    start.truncate(rows::bare_bytes(facts));
    Ok(start)
}
