//! Large chunks in blocks, each of which fills its page.
//!
//! redb gives a value that is larger than a page of 4 KiB a page of its own, of the next power of two: a chunk of
//! 20 KB would take up 32. So what is large is cut into blocks that fill pages of such sizes, and what is left over
//! shares a page with others.

use axum::body::Bytes;
use redb::TableDefinition;

use super::Key;

/// A chunk's key before the block's number.
pub(super) type Block = [u8; 65];

/// The blocks of chunks that are not small, by room, chunk and number.
pub(super) const BLOCKS: TableDefinition<'_, &Block, &[u8]> = TableDefinition::new("blocks");

/// Bytes of redb's smallest page.
const PAGE: usize = 4_096;

/// Bytes of a page that a block leaves to its key and to redb.
const OVERHEAD: usize = 96;

/// A chunk up to this size, in bytes, is not cut.
const SMALL: usize = 2_800;

/// The largest block in pages: a whole chunk in one, almost.
const MOST_PAGES: usize = 64;

pub(super) fn key(chunk: &Key, number: u8) -> Block {
    let mut key = [number; 65];
    let (first, _) = key.split_at_mut(64);
    first.copy_from_slice(chunk);
    key
}

/// Hands on the blocks of a chunk, the largest first, and returns what is left over.
pub(super) fn split<E>(chunk: &[u8], mut block: impl FnMut(u8, &[u8]) -> Result<(), E>) -> Result<&[u8], E> {
    let (mut rest, mut pages, mut number) = (chunk, MOST_PAGES, 0);
    while rest.len() > SMALL && pages > 0 {
        match rest.split_at_checked(pages * PAGE - OVERHEAD) {
            Some((first, after)) if number < u8::MAX => {
                block(number, first)?;
                number += 1;
                rest = after;
            }
            _ => pages /= 2,
        }
    }
    Ok(rest)
}

/// The chunk of so many bytes again.
pub(super) fn join(
    blocks: &redb::ReadOnlyTable<&'static Block, &'static [u8]>,
    chunk: &Key,
    rest: &[u8],
    size: usize,
) -> Result<Bytes, redb::Error> {
    if rest.len() >= size {
        return Ok(Bytes::copy_from_slice(rest));
    }
    let mut bytes = Vec::with_capacity(size);
    for row in blocks.range::<&Block>(&key(chunk, 0)..=&key(chunk, u8::MAX))? {
        bytes.extend_from_slice(row?.1.value());
    }
    bytes.extend_from_slice(rest);
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_what_is_left_over_are_the_chunk_and_waste_little() {
        for size in (0..300_000).step_by(997).chain([SMALL, SMALL + 1, PAGE, 258_243, 262_144]) {
            let chunk: Vec<u8> = (0..size).map(|place| place as u8).collect();
            let (mut joined, mut pages) = (Vec::new(), 0);
            let rest = split(&chunk, |number, block| {
                assert!(number < 32);
                pages += (block.len() + OVERHEAD).next_power_of_two() / PAGE;
                joined.extend_from_slice(block);
                Ok::<_, ()>(())
            })
            .unwrap();
            assert!(rest.len() < PAGE);
            joined.extend_from_slice(rest);
            assert_eq!(joined, chunk);
            assert!(pages * PAGE <= size + size / 20, "{size}");
        }
    }
}
