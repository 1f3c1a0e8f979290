//! Large chunks in blocks, each of which fills its page.
//!
//! redb gives a value that is larger than a page of 4 KiB a page of its own, of the next power of two: a chunk of
//! 20 KB would take up 32. So what is large is cut into blocks that fill pages of such sizes, and what is left over
//! goes into the room's [`super::stream`].

use redb::{ReadableTable, TableDefinition};

use super::rows::{self, keys};

/// A chunk's key before the block's number.
pub(super) type Key = [u8; 41];

/// The blocks of chunks that are not small, by room, chunk and number.
pub(super) const BLOCKS: TableDefinition<'_, &Key, &[u8]> = TableDefinition::new("large");

/// Bytes of redb's smallest page.
const PAGE: usize = 4_096;

/// Bytes of a page that a block leaves to its key and to redb.
const OVERHEAD: usize = 41 + 8;

/// The largest block in pages: a whole chunk in one, almost.
const MOST_PAGES: usize = 64;

pub(super) fn key(chunk: &rows::Key, number: u8) -> Key {
    let mut key = [number; 41];
    let (first, _) = key.split_at_mut(40);
    first.copy_from_slice(chunk);
    key
}

/// The first key and the last of the blocks of a chunk.
pub(super) fn keys_of(chunk: &rows::Key) -> (Key, Key) {
    (key(chunk, 0), key(chunk, u8::MAX))
}

/// The first key and the last of the blocks of a room.
pub(super) fn keys_in(room: u64) -> (Key, Key) {
    let (first, last) = keys(room);
    (key(&first, 0), key(&last, u8::MAX))
}

/// How long the blocks of so many bytes are, the longest first. Fewer bytes than the shortest block are left over.
pub(super) fn lengths(bytes: usize) -> impl Iterator<Item = usize> {
    let (mut rest, mut pages) = (bytes, MOST_PAGES);
    std::iter::from_fn(move || {
        while pages > 0 {
            let length = pages * PAGE - OVERHEAD;
            if rest >= length {
                rest -= length;
                return Some(length);
            }
            pages /= 2;
        }
        None
    })
}

/// How many of so many bytes are left over.
pub(super) fn rest(bytes: usize) -> usize {
    bytes - lengths(bytes).sum::<usize>()
}

/// Hands on the blocks of some bytes, the largest first, and returns what is left over.
pub(super) fn split<E>(bytes: &[u8], mut block: impl FnMut(u8, &[u8]) -> Result<(), E>) -> Result<&[u8], E> {
    let mut rest = bytes;
    // A chunk comes to ten at most.
    for (number, length) in (0..=u8::MAX).zip(lengths(bytes.len())) {
        let Some((first, after)) = rest.split_at_checked(length) else { break };
        block(number, first)?;
        rest = after;
    }
    Ok(rest)
}

/// Appends the blocks of a chunk to `out`.
pub(super) fn read(
    blocks: &impl ReadableTable<&'static Key, &'static [u8]>,
    chunk: &rows::Key,
    out: &mut Vec<u8>,
) -> Result<(), redb::Error> {
    let (first, last) = keys_of(chunk);
    for row in blocks.range::<&Key>(&first..=&last)? {
        out.extend_from_slice(row?.1.value());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_what_is_left_over_are_the_chunk_and_waste_little() {
        for size in (0..300_000).step_by(997).chain([PAGE - OVERHEAD - 1, PAGE - OVERHEAD, 258_243, 262_144])
        {
            let chunk: Vec<u8> = (0..size).map(|place| place as u8).collect();
            let (mut joined, mut pages) = (Vec::new(), 0);
            let left = split(&chunk, |number, block| {
                assert!(number < 32);
                pages += (block.len() + OVERHEAD).next_power_of_two() / PAGE;
                joined.extend_from_slice(block);
                Ok::<_, ()>(())
            })
            .unwrap();
            assert!(left.len() < PAGE - OVERHEAD);
            assert_eq!(left.len(), rest(size));
            joined.extend_from_slice(left);
            assert_eq!(joined, chunk);
            assert!(pages * PAGE <= size + size / 20, "{size}");
        }
    }
}
