//! Opened chunks in any order, which may contradict each other.
#![no_main]

use arbitrary::Arbitrary;
use groundswell_seal::{Fragment, Fragments};
use groundswell_wire::{BlobId, ChunkId, Kind};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Event {
    Came { chunk: u8, kind: u8, blob: u8, fragment: u8, fragments: u8, covers: bool, bytes: Vec<u8> },
    Forget(u8),
}

const fn blob(number: u8) -> BlobId {
    BlobId::from_bytes([number % 4; 16])
}

fuzz_target!(|events: Vec<Event>| {
    let mut fragments = Fragments::new();
    for event in events {
        match event {
            Event::Forget(number) => fragments.forget(&blob(number)),
            Event::Came { chunk, kind, blob: name, fragment, fragments: of, covers, bytes } => {
                let of = u16::from(of % 5).max(1);
                let kind = [Kind::Tail, Kind::Checkpoint, Kind::Notice][usize::from(kind % 3)];
                let id = ChunkId::from_bytes([chunk; 32]);
                let covers = if covers { vec![id] } else { Vec::new() };
                let fragment = u16::from(fragment) % of;
                let came = Fragment { id, kind, blob: blob(name), fragment, fragments: of, covers, bytes };
                if let Ok(Some(blob)) = fragments.add(came) {
                    assert_eq!((blob.chunks.len(), blob.kind), (usize::from(of), kind));
                }
            }
        }
    }
    for number in 0..4 {
        fragments.forget(&blob(number));
    }
    assert_eq!(fragments.waiting().count(), 0);
});
