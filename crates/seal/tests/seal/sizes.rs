//! What sealing adds.

use crate::samples::{counting, noise, room};
use groundswell_seal::{Part, Sealed};
use groundswell_wire::{Channel, ChunkId, ClientFrame, Kind, limits};

fn on_the_wire(sealed: &[Sealed]) -> usize {
    let mut bytes = 0;
    for chunk in sealed {
        assert!(chunk.bytes.len() <= limits::CHUNK_BYTES);
        let mut frame = Vec::new();
        ClientFrame::Put { channel: Channel(0), chunk: &chunk.bytes }.encode(&mut frame).unwrap();
        bytes += frame.len();
    }
    bytes
}

#[test]
fn a_document_of_2_3_mb_is_at_most_5_percent_larger_on_the_wire() {
    let room = room(1, Part::Members);
    let document = noise(1, 2_300_000);
    let covers: Vec<_> =
        (0..100).map(|byte| ChunkId::from_bytes(noise(byte, 32).try_into().unwrap())).collect();
    let sealed = room.seal(Kind::Checkpoint, &covers, &[&document], &mut counting(0)).unwrap();
    let bytes = on_the_wire(&sealed);
    println!("{} bytes in {} chunks: {bytes} on the wire", document.len(), sealed.len());
    assert!(bytes * 100 <= document.len() * 105, "{bytes}");
}

#[test]
fn a_small_change_costs_a_few_hundred_bytes() {
    let room = room(1, Part::Members);
    for length in [0, 50, 100, 200, 500, 1_000, 10_000, 100_000] {
        let sealed = room.seal(Kind::Tail, &[], &[noise(1, length)], &mut counting(0)).unwrap();
        let bytes = on_the_wire(&sealed);
        println!("{length} bytes: {bytes} on the wire");
        assert!(bytes <= length * 112 / 100 + 212, "{bytes} for {length}");
    }
}

#[test]
fn a_blob_that_covers_all_it_can_still_fits() {
    let covers: Vec<_> = (0..limits::COVERS as u64)
        .map(|number| ChunkId::from_bytes(*blake3::hash(&number.to_le_bytes()).as_bytes()))
        .collect();
    let room = room(1, Part::Members);
    for length in [0, 200_000, 225_000, 226_000, 260_000, 500_000] {
        let sealed = room.seal(Kind::Checkpoint, &covers, &[noise(1, length)], &mut counting(0)).unwrap();
        assert!(on_the_wire(&sealed) <= length * 112 / 100 + 33_000 + 400);
        assert!(sealed.iter().all(|chunk| room.open(&chunk.bytes).is_ok()));
    }
}
