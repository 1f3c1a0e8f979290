//! What is known of a room beside its chunks.
//!
//! A row: the verifying key, 32 bytes; then as [`numbers`]: the room's number, last used, first used, whether it is
//! shared, chunks, bytes, and of its [`super::stream`] the end, the blocks and the live bytes.

use super::numbers;

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// Of the room's first chunk. Of the others it is stored only where it differs.
    pub(super) key: [u8; 32],
    /// By which the room is called in other tables: never used again.
    pub(super) number: u64,
    pub(super) last_used: u64,
    pub(super) first_used: u64,
    pub(super) is_shared: bool,
    pub(super) chunks: u64,
    pub(super) bytes: u64,
    pub(super) stream: Stream,
}

/// How far a room's stream has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stream {
    /// Where the next bytes go.
    pub(super) end: u64,
    /// Blocks that are there.
    pub(super) blocks: u64,
    /// Bytes in them that belong to a chunk.
    pub(super) live: u64,
}

impl Known {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut row = Vec::with_capacity(64);
        row.extend(self.key);
        let Stream { end, blocks, live } = self.stream;
        for number in [self.number, self.last_used, self.first_used, self.is_shared.into(), self.chunks] {
            numbers::put(&mut row, number);
        }
        for number in [self.bytes, end, blocks, live] {
            numbers::put(&mut row, number);
        }
        row
    }

    /// Nothing where the row is damaged.
    pub(super) fn decode(mut row: &[u8]) -> Option<Self> {
        let rest = &mut row;
        let key = numbers::array(rest)?;
        let mut next = || numbers::take(rest);
        let known = Self {
            key,
            number: next()?,
            last_used: next()?,
            first_used: next()?,
            is_shared: next()? != 0,
            chunks: next()?,
            bytes: next()?,
            stream: Stream { end: next()?, blocks: next()?, live: next()? },
        };
        row.is_empty().then_some(known)
    }
}
