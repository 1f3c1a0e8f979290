//! Headers come back as they were written, and a chunk's bytes fall into their three parts.

use crate::samples::{chunk, header};
use groundswell_wire::{Chunk, ChunkId, DecodeError, EncodeError, Header, Kind, limits};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

fn sample(kind: Kind, fragments: u16, covers: usize) -> Header {
    let header = header().new_tree(&mut TestRunner::deterministic()).unwrap().current();
    let covers = (0..covers).map(|number| {
        let mut id = [0; 32];
        id[..8].copy_from_slice(&(number as u64).to_be_bytes());
        ChunkId::from_bytes(id)
    });
    Header { kind, fragment: 0, fragments, covers: covers.collect(), ..header }
}

fn bytes(header: &Header) -> Vec<u8> {
    let mut bytes = Vec::new();
    header.encode(&mut bytes).unwrap();
    bytes.extend([0; 16 + 64]);
    bytes
}

proptest! {
    #[test]
    fn a_chunk_comes_back_in_its_parts((header, bytes) in chunk()) {
        let chunk = Chunk::parse(&bytes).unwrap();
        prop_assert_eq!(chunk.header(), &header);
        prop_assert_eq!(chunk.header_bytes().len(), Header::bytes(header.covers.len()));
        let parts = [chunk.header_bytes(), chunk.ciphertext(), chunk.signature().as_bytes()].concat();
        prop_assert_eq!(parts, chunk.bytes());
        prop_assert_eq!(chunk.bytes(), &bytes[..]);
    }

    #[test]
    fn a_chunks_id_depends_on_each_byte_but_the_signatures(
        (_, mut bytes) in chunk(),
        at: prop::sample::Index,
        with in 1..=255_u8,
    ) {
        let id = Chunk::parse(&bytes).unwrap().id();
        let at = at.index(bytes.len());
        let in_signature = at >= bytes.len() - 64;
        bytes[at] ^= with;
        if let Ok(chunk) = Chunk::parse(&bytes) {
            prop_assert_eq!(chunk.id() == id, in_signature);
        }
    }
}

#[test]
fn a_header_is_as_long_as_it_says() {
    assert_eq!(Header::bytes(0), 115);
    assert_eq!(Header::bytes(limits::COVERS), 115 + 1 + 32 * 1024);
}

#[test]
fn headers_that_mean_nothing_are_neither_written_nor_read() {
    let covers_as_tail = Header { kind: Kind::Tail, ..sample(Kind::Checkpoint, 1, 2) };
    let covers_later = Header { fragment: 1, ..sample(Kind::Checkpoint, 2, 2) };
    let past_the_last = Header { fragment: 2, ..sample(Kind::Tail, 2, 0) };
    let of_none = sample(Kind::Tail, 0, 0);
    for header in [covers_as_tail, covers_later, past_the_last, of_none] {
        let mut out = Vec::new();
        assert_eq!(header.encode(&mut out), Err(EncodeError::Meaningless));
        assert_eq!(out, []);
    }
    let mut read = bytes(&sample(Kind::Checkpoint, 1, 2));
    let kind = 1 + 32 + 32 + 4;
    for (number, error) in
        [(0, DecodeError::Meaningless), (2, DecodeError::Meaningless), (3, DecodeError::Meaningless)]
    {
        read[kind] = number;
        assert_eq!(Chunk::parse(&read), Err(error));
    }
}

#[test]
fn too_much_is_refused() {
    let mut out = Vec::new();
    assert_eq!(sample(Kind::Tail, limits::FRAGMENTS + 1, 0).encode(&mut out), Err(EncodeError::TooLarge));
    let too_many = sample(Kind::Checkpoint, 1, limits::COVERS + 1);
    assert_eq!(too_many.encode(&mut out), Err(EncodeError::TooLarge));
    assert_eq!(out, []);
    let mut large = bytes(&sample(Kind::Tail, 1, 0));
    large.resize(limits::CHUNK_BYTES, 0);
    assert!(Chunk::parse(&large).is_ok());
    large.push(0);
    assert_eq!(Chunk::parse(&large), Err(DecodeError::TooLarge));
}

#[test]
fn covers_out_of_order_or_twice_are_refused() {
    let mut header = sample(Kind::Checkpoint, 1, 2);
    let written = bytes(&header);
    header.covers.reverse();
    assert_eq!(header.encode(&mut Vec::new()), Err(EncodeError::Meaningless));
    let first = 1 + 32 + 32 + 4 + 1 + 16 + 2 + 2 + 1;
    let mut twice = written.clone();
    twice.copy_within(first..first + 32, first + 32);
    assert_eq!(Chunk::parse(&twice), Err(DecodeError::NotCanonical));
    let mut reversed = written;
    reversed[first..first + 64].rotate_left(32);
    assert_eq!(Chunk::parse(&reversed), Err(DecodeError::NotCanonical));
}

#[test]
fn a_chunk_of_another_version_is_told_apart_from_a_damaged_one() {
    let mut bytes = bytes(&sample(Kind::Tail, 1, 0));
    bytes[0] = 2;
    assert_eq!(Chunk::parse(&bytes), Err(DecodeError::UnknownVersion(2)));
}
