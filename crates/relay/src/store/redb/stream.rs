//! A room's stream: what is left over of its chunks, one behind the other, in blocks that fill their pages.
//!
//! redb puts what is smaller than a page of 4 KiB into pages with others, and cuts a page in two halves when it is
//! full: on the average a third of it is empty, and more where values are half a page large. In a stream nothing is
//! empty but the end of the last block. What is dropped leaves a hole; once a quarter of a stream is holes, the
//! blocks in which they are go, and what is left in these goes to the end.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use redb::{ReadableTable, Table, TableDefinition};

use super::damaged;
use super::rooms::Stream;

/// A room's number before a block's.
pub(super) type Key = [u8; 16];

/// Blocks by room and number.
pub(super) const STREAM: TableDefinition<'_, &Key, &[u8]> = TableDefinition::new("stream");

/// Bytes of a block: with its key and what redb needs it fills the smallest page.
pub(super) const BLOCK: u64 = 4_096 - 16 - 8;

/// A block that is emptier than this, in bytes, is not kept when a stream is tidied.
const SPARSE: u64 = BLOCK - BLOCK / 8;

pub(super) type Blocks<'t> = Table<'t, &'static Key, &'static [u8]>;

fn key(room: u64, block: u64) -> Key {
    let mut key = [0; 16];
    let (first, second) = key.split_at_mut(8);
    first.copy_from_slice(&room.to_be_bytes());
    second.copy_from_slice(&block.to_be_bytes());
    key
}

/// Appends bytes; says where they are.
pub(super) fn append(
    blocks: &mut Blocks<'_>,
    room: u64,
    stream: &mut Stream,
    bytes: &[u8],
) -> Result<u64, redb::Error> {
    let position = stream.end;
    let mut rest = bytes;
    while !rest.is_empty() {
        let (key, within) = (key(room, stream.end / BLOCK), stream.end % BLOCK);
        let space = usize::try_from(BLOCK - within).unwrap_or(usize::MAX);
        let (now, later) = rest.split_at_checked(space).unwrap_or((rest, &[]));
        if within == 0 {
            blocks.insert(&key, now)?;
            stream.blocks += 1;
        } else {
            let last = blocks.get(&key)?.map(|block| block.value().to_vec()).unwrap_or_default();
            if last.len() as u64 != within {
                return Err(damaged("the end of a stream"));
            }
            blocks.insert(&key, [&last, now].concat().as_slice())?;
        }
        stream.end += now.len() as u64;
        rest = later;
    }
    stream.live += bytes.len() as u64;
    Ok(position)
}

/// Appends to `out` what is at a position.
pub(super) fn read(
    blocks: &impl ReadableTable<&'static Key, &'static [u8]>,
    room: u64,
    position: u64,
    length: usize,
    out: &mut Vec<u8>,
) -> Result<(), redb::Error> {
    let (mut position, mut left) = (position, length);
    while left > 0 {
        let block = blocks.get(&key(room, position / BLOCK))?;
        let within = usize::try_from(position % BLOCK).unwrap_or(usize::MAX);
        let from = block.as_ref().and_then(|block| block.value().get(within..)).unwrap_or_default();
        let taken = from.get(..left).unwrap_or(from);
        if taken.is_empty() {
            return Err(damaged("a stream"));
        }
        out.extend_from_slice(taken);
        position += taken.len() as u64;
        left -= taken.len();
    }
    Ok(())
}

/// Removes all blocks of a room.
pub(super) fn remove(blocks: &mut Blocks<'_>, room: u64) -> Result<(), redb::Error> {
    blocks.retain_in::<&Key, _>(&key(room, 0)..=&key(room, u64::MAX), |_, _| false)?;
    Ok(())
}

impl Stream {
    /// Whether there are so many holes that it is to be tidied.
    pub(super) fn is_to_be_tidied(&self) -> bool {
        let within = self.end % BLOCK;
        let unwritten = if within == 0 { 0 } else { BLOCK - within };
        let held = (self.blocks * BLOCK).saturating_sub(unwritten);
        held > self.live + self.live / 4 + BLOCK
    }
}

/// Where something in a stream is, and how long it is.
pub(super) type Span = (u64, usize);

/// Removes the blocks of a stream that are full of holes, and appends what they still held. `spans` is all that is in
/// the stream, by position; those that are moved get their new one.
pub(super) fn tidy(
    blocks: &mut Blocks<'_>,
    room: u64,
    stream: &mut Stream,
    spans: &mut [Span],
) -> Result<(), redb::Error> {
    let mut live: BTreeMap<u64, u64> = BTreeMap::new();
    for (block, bytes) in spans.iter().flat_map(|span| shares(*span)) {
        *live.entry(block).or_default() += bytes;
    }
    let open = (!stream.end.is_multiple_of(BLOCK)).then_some(stream.end / BLOCK);
    let moved = movable(spans, &mut live, open);
    let mut bytes = Vec::new();
    for place in &moved {
        let Some((position, length)) = spans.get(*place) else { continue };
        read(blocks, room, *position, *length, &mut bytes)?;
        stream.live = stream.live.saturating_sub(*length as u64);
    }
    let is_kept = |block: u64| Some(block) == open || live.get(&block).is_some_and(|bytes| *bytes > 0);
    let mut gone = 0;
    blocks.retain_in::<&Key, _>(&key(room, 0)..=&key(room, u64::MAX), |key, _| {
        let number = key.last_chunk().map_or(0, |number| u64::from_be_bytes(*number));
        gone += u64::from(!is_kept(number));
        is_kept(number)
    })?;
    stream.blocks = stream.blocks.saturating_sub(gone);
    let mut rest = bytes.as_slice();
    for place in moved {
        let Some((position, length)) = spans.get_mut(place) else { continue };
        let (now, later) = rest.split_at_checked(*length).unwrap_or((rest, &[]));
        *position = append(blocks, room, stream, now)?;
        rest = later;
    }
    Ok(())
}

/// The blocks over which something lies, and how many bytes of it are in each.
fn shares((position, length): Span) -> impl Iterator<Item = (u64, u64)> {
    let end = position + length as u64;
    let blocks: RangeInclusive<u64> =
        if length == 0 { RangeInclusive::new(1, 0) } else { position / BLOCK..=(end - 1) / BLOCK };
    blocks.map(move |block| (block, end.min((block + 1) * BLOCK) - position.max(block * BLOCK)))
}

/// What lies in a sparse block, also one that is sparse only because something else is moved out of it. Takes it off
/// what is live.
fn movable(spans: &[Span], live: &mut BTreeMap<u64, u64>, open: Option<u64>) -> Vec<usize> {
    let mut is_moved = vec![false; spans.len()];
    // Both ways, so that a row of blocks that follow from each other is done at once.
    let both_ways: Vec<usize> = (0..spans.len()).chain((0..spans.len()).rev()).collect();
    let mut again = true;
    while std::mem::take(&mut again) {
        for place in &both_ways {
            let (Some(span), Some(is_moved)) = (spans.get(*place), is_moved.get_mut(*place)) else {
                continue;
            };
            let is_sparse =
                |(block, _)| Some(block) != open && live.get(&block).is_some_and(|bytes| *bytes < SPARSE);
            if *is_moved || !shares(*span).any(is_sparse) {
                continue;
            }
            for (block, bytes) in shares(*span) {
                live.entry(block).and_modify(|live| *live -= bytes);
            }
            *is_moved = true;
            again = true;
        }
    }
    (0..spans.len()).filter(|place| is_moved.get(*place).copied().unwrap_or_default()).collect()
}
