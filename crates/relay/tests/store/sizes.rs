//! How much larger than the chunks in it the file is, for chunks of every size.
//!
//! `GROUNDSWELL_SIZES=100000` puts so many small chunks, and prints more.

use std::collections::VecDeque;

use axum::body::Bytes;
use groundswell_relay::store::redb::RedbStore;
use groundswell_relay::store::{Change, Facts, Store};
use groundswell_wire::{BlobId, Chunk, ChunkId, Header, Kind, RoomId, VerifyingKey, verify};

/// Numbers that look random and are the same every time.
struct Numbers(blake3::OutputReader);

impl Numbers {
    fn new(seed: u64) -> Self {
        Self(blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof())
    }

    fn fill<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill(&mut bytes);
        bytes
    }

    fn below(&mut self, end: usize) -> usize {
        (u64::from_le_bytes(self.fill()) % end as u64) as usize
    }
}

fn room(number: usize) -> RoomId {
    RoomId::from_bytes(blake3::hash(&number.to_le_bytes()).into())
}

/// A tail of so many bytes, as an editor makes it, but for the signature.
fn tail(numbers: &mut Numbers, in_room: usize, order: u64, size: usize) -> (ChunkId, Change) {
    let header = Header {
        room: room(in_room),
        key: VerifyingKey::from_bytes([in_room as u8; 32]),
        epoch: 0,
        kind: Kind::Tail,
        blob: BlobId::from_bytes(numbers.fill()),
        fragment: 0,
        fragments: 1,
        covers: Vec::new(),
        nonce: numbers.fill(),
    };
    let mut bytes = Vec::with_capacity(size);
    header.encode(&mut bytes).unwrap();
    let text = bytes.len();
    bytes.resize(size, 0);
    numbers.0.fill(&mut bytes[text..]);
    assert!(Chunk::parse(&bytes).is_ok());
    let id = verify::chunk_id(&bytes[..size - 64]);
    let facts = Facts {
        id,
        kind: header.kind,
        blob: header.blob,
        fragment: 0,
        fragments: 1,
        covers: Vec::new(),
        size: size as u32,
        at: 1_700_000_000 + order / 10,
        order,
    };
    (id, Change::Put { room: room(in_room), facts, bytes: Bytes::from(bytes) })
}

fn ratio(store: &dyn Store) -> f64 {
    let usage = store.usage().unwrap();
    usage.file_bytes as f64 / usage.bytes as f64
}

/// Has chunks of one size come into some rooms, then go: the oldest half of a room's, and here and there one.
fn come_and_go(size: usize, chunks: usize, rooms: usize) -> [(&'static str, f64); 5] {
    let folder = tempfile::tempdir().unwrap();
    let store = RedbStore::open(folder.path()).unwrap();
    let mut numbers = Numbers::new(size as u64);
    let mut there = vec![VecDeque::new(); rooms];
    let put = |numbers: &mut Numbers, there: &mut Vec<VecDeque<ChunkId>>, count: usize| {
        for order in (0..count).step_by(16) {
            let changes: Vec<_> = (order..count.min(order + 16))
                .map(|order| {
                    let room = numbers.below(rooms);
                    let (id, change) = tail(numbers, room, order as u64, size);
                    there[room].push_back(id);
                    change
                })
                .collect();
            store.commit(&changes).unwrap();
        }
    };
    put(&mut numbers, &mut there, chunks);
    let written = ratio(&store);
    store.compact().unwrap();
    let compacted = ratio(&store);
    for (number, there) in there.iter_mut().enumerate() {
        let half = there.len() / 2;
        let old: Vec<_> = there.drain(..half).map(|id| Change::Drop { room: room(number), id }).collect();
        store.commit(&old).unwrap();
    }
    store.compact().unwrap();
    let halved = ratio(&store);
    for (number, there) in there.iter_mut().enumerate() {
        let mut gone = Vec::new();
        there.retain(|id| {
            let is_gone = numbers.below(3) == 0;
            if is_gone {
                gone.push(Change::Drop { room: room(number), id: *id });
            }
            !is_gone
        });
        gone.chunks(16).for_each(|gone| store.commit(gone).unwrap());
    }
    store.compact().unwrap();
    let thinned = ratio(&store);
    put(&mut numbers, &mut there, chunks / 2);
    store.compact().unwrap();
    let filled = ratio(&store);
    for (number, there) in there.iter().enumerate() {
        let ids: Vec<_> = there.iter().copied().collect();
        let read = store.read(&room(number), &ids).unwrap();
        assert_eq!(read.len(), ids.len());
        for (id, bytes) in read {
            assert_eq!(verify::chunk_id(&bytes[..size - 64]), id, "it is not as it came");
        }
    }
    [
        ("written", written),
        ("compacted", compacted),
        ("half gone", halved),
        ("a third of it gone", thinned),
        ("filled again", filled),
    ]
}

/// Sizes of chunks; each third where nobody asks for more.
const SIZES: [usize; 12] = [200, 300, 500, 1_000, 1_500, 2_000, 2_500, 3_500, 5_000, 8_000, 20_000, 262_144];

#[test]
fn the_file_stays_near_its_chunks_whatever_their_size() {
    let asked: Option<usize> = std::env::var("GROUNDSWELL_SIZES").ok().and_then(|count| count.parse().ok());
    let most = asked.unwrap_or(1_500);
    let mut worst = Vec::new();
    for size in SIZES.iter().copied().step_by(if asked.is_some() { 1 } else { 3 }) {
        let chunks = most.min(most * 2_000 / size).max(48);
        let rooms = (chunks / 400).clamp(2, 50);
        let found = come_and_go(size, chunks, rooms);
        if asked.is_some() {
            let found: Vec<_> = found.iter().map(|(when, ratio)| format!("{when} {ratio:.2}")).collect();
            println!("{size:>7} bytes, {chunks:>6} chunks, {rooms:>3} rooms: {}", found.join(", "));
        }
        worst.extend(found[1..].iter().map(|(when, ratio)| (*ratio, size, *when)));
    }
    // Five in a room, then two or three. After that hardly anything is there but what is known of the rooms.
    let [_, compacted, halved, ..] = come_and_go(300, 2_000, 400);
    worst.extend([compacted, halved].map(|(when, ratio)| (ratio, 300, when)));
    worst.retain(|(ratio, ..)| *ratio >= 1.5);
    assert_eq!(worst, []);
}
