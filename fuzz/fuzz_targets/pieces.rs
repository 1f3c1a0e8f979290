//! Opened chunks in any order, which may contradict each other.
#![no_main]

use arbitrary::Arbitrary;
use groundswell_seal::{Piece, Pieces};
use groundswell_wire::{ChunkId, Kind, WholeId};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Event {
    Came { chunk: u8, kind: u8, whole: u8, piece: u8, pieces: u8, covers: bool, bytes: Vec<u8> },
    Forget(u8),
}

const fn whole(number: u8) -> WholeId {
    WholeId::from_bytes([number % 4; 16])
}

fuzz_target!(|events: Vec<Event>| {
    let mut pieces = Pieces::new();
    for event in events {
        match event {
            Event::Forget(number) => pieces.forget(&whole(number)),
            Event::Came { chunk, kind, whole: name, piece, pieces: of, covers, bytes } => {
                let of = u16::from(of % 5).max(1);
                let kind = [Kind::Tail, Kind::Checkpoint, Kind::Notice][usize::from(kind % 3)];
                let id = ChunkId::from_bytes([chunk; 32]);
                let covers = if covers { vec![id] } else { Vec::new() };
                let piece = u16::from(piece) % of;
                let came = Piece { id, kind, whole: whole(name), piece, pieces: of, covers, bytes };
                if let Ok(Some(whole)) = pieces.add(came) {
                    assert_eq!((whole.chunks.len(), whole.kind), (usize::from(of), kind));
                }
            }
        }
    }
    for number in 0..4 {
        pieces.forget(&whole(number));
    }
    assert_eq!(pieces.waiting().count(), 0);
});
