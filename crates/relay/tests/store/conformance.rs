//! What every store must hold to, whatever it is made of.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Bytes;
use groundswell_relay::store::{Change, Facts, Store, StoredRoom};
use groundswell_wire::{BlobId, ChunkId, Kind, RoomId};
use proptest::collection::vec;
use proptest::prelude::*;

/// Where a store is.
pub trait Place {
    /// Whether a store that is opened there again has what was committed.
    const KEEPS: bool;
    /// An empty place.
    fn new() -> Self;
    /// Opens the store there.
    fn open(&self) -> Box<dyn Store>;
}

pub fn room(number: u8) -> RoomId {
    RoomId::from_bytes([number; 32])
}

pub fn chunk(number: u8) -> ChunkId {
    ChunkId::from_bytes([number; 32])
}

fn facts(number: u8, order: u64, size: u32) -> Facts {
    let kind = [Kind::Tail, Kind::Checkpoint, Kind::Notice][usize::from(number % 3)];
    let covers = if kind == Kind::Checkpoint { vec![chunk(7), chunk(9)] } else { Vec::new() };
    Facts {
        id: chunk(number),
        kind,
        blob: BlobId::from_bytes([number; 16]),
        fragment: u16::from(number),
        fragments: 300,
        covers,
        size,
        at: 1_000 + order,
        order,
    }
}

pub fn put(in_room: u8, number: u8, order: u64, size: u32) -> Change {
    let bytes = Bytes::from(vec![number; size as usize]);
    Change::Put { room: room(in_room), facts: facts(number, order, size), bytes }
}

pub fn remove(in_room: u8, number: u8) -> Change {
    Change::Drop { room: room(in_room), id: chunk(number) }
}

/// Rooms, chunks and bytes in all.
fn sums(store: &dyn Store) -> (u64, u64, u64) {
    let usage = store.usage().unwrap();
    (usage.rooms, usage.chunks, usage.bytes)
}

pub fn an_unknown_room_is_empty<P: Place>() {
    let store = P::new().open();
    assert_eq!(store.room(&room(1)).unwrap(), StoredRoom::default());
    assert_eq!(store.read(&room(1), &[chunk(1)]).unwrap(), []);
    assert_eq!(sums(&*store), (0, 0, 0));
    store.commit(&[remove(1, 1), Change::Touch { room: room(1), at: 5 }]).unwrap();
    assert_eq!(store.room(&room(1)).unwrap(), StoredRoom::default());
    assert_eq!(store.usage().unwrap().rooms, 0);
}

pub fn what_was_put_is_there_as_it_was<P: Place>() {
    let store = P::new().open();
    store.commit(&[put(1, 4, 2, 30), put(1, 5, 1, 20), put(2, 6, 1, 10)]).unwrap();
    let held = store.room(&room(1)).unwrap();
    assert_eq!(held.chunks, [facts(5, 1, 20), facts(4, 2, 30)]);
    assert_eq!((held.bytes, held.last_used), (50, 1_002));
    assert_eq!(sums(&*store), (2, 3, 60));
    let read = store.read(&room(1), &[chunk(4), chunk(6), chunk(5)]).unwrap();
    assert_eq!(read, [(chunk(4), vec![4; 30].into()), (chunk(5), vec![5; 20].into())]);
}

pub fn a_chunk_put_again_is_there_once_with_its_new_order<P: Place>() {
    let store = P::new().open();
    store.commit(&[put(1, 4, 1, 30), put(1, 5, 2, 20)]).unwrap();
    store.commit(&[put(1, 4, 3, 30)]).unwrap();
    assert_eq!(store.room(&room(1)).unwrap().chunks, [facts(5, 2, 20), facts(4, 3, 30)]);
    assert_eq!(sums(&*store), (1, 2, 50));
}

pub fn changes_are_made_in_their_order<P: Place>() {
    let store = P::new().open();
    store.commit(&[put(1, 4, 1, 30), remove(1, 4), put(1, 4, 2, 30), put(1, 5, 3, 5), remove(1, 5)]).unwrap();
    assert_eq!(store.room(&room(1)).unwrap().chunks, [facts(4, 2, 30)]);
    assert_eq!(store.read(&room(1), &[chunk(5)]).unwrap(), []);
}

pub fn a_room_without_a_chunk_is_no_room<P: Place>() {
    let store = P::new().open();
    store.commit(&[put(1, 4, 1, 30), put(2, 4, 1, 30)]).unwrap();
    store.commit(&[remove(1, 4), remove(1, 5)]).unwrap();
    assert_eq!(sums(&*store), (1, 1, 30));
    assert_eq!(store.room(&room(1)).unwrap(), StoredRoom::default());
}

pub fn rooms_that_nobody_uses_are_forgotten_and_no_others<P: Place>() {
    let store = P::new().open();
    for number in 1..=6 {
        store.commit(&[put(number, 4, 0, 10), put(number, 5, 0, 10)]).unwrap();
    }
    // Used at 1000; the sixth again later, and a touch never makes a room older.
    store
        .commit(&[Change::Touch { room: room(6), at: 5_000 }, Change::Touch { room: room(6), at: 10 }])
        .unwrap();
    assert_eq!(store.expire(1_000, 10).unwrap(), 0);
    assert_eq!(store.expire(1_001, 3).unwrap(), 3);
    assert_eq!(store.expire(1_001, 3).unwrap(), 2);
    assert_eq!(store.expire(1_001, 3).unwrap(), 0);
    assert_eq!(sums(&*store), (1, 2, 20));
    assert_eq!(store.room(&room(6)).unwrap().last_used, 5_000);
    assert_eq!(store.read(&room(1), &[chunk(4)]).unwrap(), []);
}

pub fn a_room_is_of_one_address_until_it_is_shared<P: Place>() {
    let store = P::new().open();
    let share = |number| Change::Share { room: room(number) };
    store.commit(&[share(1), put(1, 4, 7, 30), put(1, 5, 9, 30), put(2, 4, 8, 30), share(2)]).unwrap();
    let (one, two) = (store.room(&room(1)).unwrap(), store.room(&room(2)).unwrap());
    assert_eq!((one.first_used, one.is_shared), (1_007, false), "what is not there yet is not shared");
    assert_eq!((two.first_used, two.is_shared), (1_008, true));
    // What begins anew is of one address again.
    store.commit(&[remove(2, 4)]).unwrap();
    store.commit(&[put(2, 4, 20, 30)]).unwrap();
    let two = store.room(&room(2)).unwrap();
    assert_eq!((two.first_used, two.is_shared), (1_020, false));
}

pub fn for_want_of_space_the_largest_go_that_are_not_shared<P: Place>() {
    let store = P::new().open();
    for number in 1..=6u8 {
        store.commit(&[put(number, 4, 0, u32::from(number) * 1_000), put(number, 5, 0, 5_000)]).unwrap();
    }
    store.commit(&[Change::Share { room: room(6) }, Change::Share { room: room(2) }]).unwrap();
    assert_eq!(store.shrink(0, 10).unwrap(), []);
    assert_eq!(store.shrink(10_001, 10).unwrap(), [room(5), room(4)]);
    assert_eq!(store.shrink(u64::MAX, 1).unwrap(), [room(3)]);
    assert_eq!(store.room(&room(5)).unwrap(), StoredRoom::default());
    assert_eq!(store.read(&room(4), &[chunk(4), chunk(5)]).unwrap(), []);
    assert_eq!(store.shrink(u64::MAX, 10).unwrap(), [room(1)]);
    assert_eq!(store.shrink(u64::MAX, 10).unwrap(), []);
    assert_eq!(sums(&*store), (2, 4, 18_000));
}

pub fn its_clock_never_goes_back<P: Place>() {
    let place = P::new();
    let mut store = place.open();
    assert_eq!(store.clock().unwrap(), 0);
    for (change, expected) in [
        (Change::Clock { at: 500 }, 500),
        (Change::Clock { at: 300 }, 500),
        (put(1, 4, 2, 30), 1_002),
        (put(1, 5, 1, 30), 1_002),
        (Change::Touch { room: room(1), at: 2_000 }, 2_000),
        (Change::Clock { at: 2_500 }, 2_500),
    ] {
        store.commit(&[change]).unwrap();
        if P::KEEPS {
            drop(store);
            store = place.open();
        }
        assert_eq!(store.clock().unwrap(), expected);
    }
}

pub fn what_is_left_is_there_after_it_was_made_smaller<P: Place>() {
    let store = P::new().open();
    for number in 0..40 {
        store
            .commit(&[put(number, number, 0, 100_000 + u32::from(number)), put(number, 100, 1, 300)])
            .unwrap();
    }
    for number in 0..39 {
        store.commit(&[remove(number, number), remove(number, 100)]).unwrap();
    }
    store.compact().unwrap();
    assert_eq!(sums(&*store), (1, 2, 100_339));
    assert_eq!(store.read(&room(39), &[chunk(39)]).unwrap(), [(chunk(39), vec![39; 100_039].into())]);
    assert!(store.usage().unwrap().file_bytes < 1_000_000);
    store.commit(&[put(1, 1, 2, 300)]).unwrap();
    assert_eq!(sums(&*store).0, 2);
}

pub fn rooms_whose_ids_are_neighbours_do_not_mix<P: Place>() {
    let store = P::new().open();
    let (first, last) = (RoomId::from_bytes([0; 32]), RoomId::from_bytes([0xff; 32]));
    let ids = [ChunkId::from_bytes([0; 32]), ChunkId::from_bytes([0xff; 32])];
    for room in [first, last] {
        for id in ids {
            let facts = Facts { id, ..facts(3, 0, 1) };
            store.commit(&[Change::Put { room, facts, bytes: Bytes::from_static(b"x") }]).unwrap();
        }
    }
    assert_eq!(store.room(&first).unwrap().chunks.len(), 2);
    assert_eq!(store.room(&last).unwrap().chunks.len(), 2);
    assert_eq!(store.read(&last, &ids).unwrap().len(), 2);
}

pub fn large_chunks_and_many_small_ones_are_kept<P: Place>() {
    let store = P::new().open();
    for size in [256 << 10, 100_000, 20_000, 4_096, 3_000, 0] {
        store.commit(&[put(1, 4, 0, size)]).unwrap();
        assert_eq!(store.read(&room(1), &[chunk(4)]).unwrap(), [(chunk(4), vec![4; size as usize].into())]);
        store.commit(&[remove(1, 4)]).unwrap();
        assert_eq!(store.read(&room(1), &[chunk(4)]).unwrap(), []);
    }
    store.commit(&[put(1, 4, 0, 256 << 10)]).unwrap();
    let many: Vec<_> = (0..=255).map(|number| put(2, number, number.into(), 300)).collect();
    store.commit(&many).unwrap();
    assert_eq!(store.read(&room(1), &[chunk(4)]).unwrap()[0].1.len(), 256 << 10);
    assert_eq!(store.room(&room(2)).unwrap().chunks.len(), 256);
}

pub fn an_empty_commit_and_a_probe_change_nothing<P: Place>() {
    let store = P::new().open();
    store.commit(&[]).unwrap();
    store.probe().unwrap();
    store.probe().unwrap();
    assert_eq!(sums(&*store), (0, 0, 0));
}

pub fn it_may_be_read_while_it_is_written<P: Place>() {
    let store = P::new().open();
    std::thread::scope(|threads| {
        threads.spawn(|| {
            for number in 0..50 {
                store.commit(&[put(1, number, number.into(), 100)]).unwrap();
            }
        });
        threads.spawn(|| {
            let mut seen = 0;
            while seen < 50 {
                let held = store.room(&room(1)).unwrap();
                assert!(held.chunks.len() >= seen, "what was committed is gone");
                seen = held.chunks.len();
                let ids: Vec<_> = held.chunks.iter().map(|facts| facts.id).collect();
                assert_eq!(store.read(&room(1), &ids).unwrap().len(), seen);
            }
        });
    });
}

pub fn what_was_committed_is_there_when_it_is_opened_again<P: Place>() {
    if !P::KEEPS {
        return;
    }
    let place = P::new();
    let store = place.open();
    store.commit(&[put(1, 4, 1, 30), put(1, 5, 2, 20), put(2, 6, 1, 10)]).unwrap();
    store.commit(&[remove(1, 5), Change::Touch { room: room(2), at: 9_999 }]).unwrap();
    let (one, two) = (store.room(&room(1)).unwrap(), store.room(&room(2)).unwrap());
    drop(store);
    let store = place.open();
    assert_eq!((store.room(&room(1)).unwrap(), store.room(&room(2)).unwrap()), (one, two));
    assert_eq!(store.read(&room(1), &[chunk(4)]).unwrap(), [(chunk(4), vec![4; 30].into())]);
}

#[derive(Debug, Clone)]
enum Step {
    Put(u8, u8),
    Drop(u8, u8),
    Touch(u8, u64),
    Expire(u64),
    Share(u8),
    Shrink(u64),
    Compact,
    Open,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0u8..3, 0u8..8).prop_map(|(room, chunk)| Step::Put(room, chunk)),
        3 => (0u8..3, 0u8..8).prop_map(|(room, chunk)| Step::Drop(room, chunk)),
        1 => (0u8..3, 0u64..3_000).prop_map(|(room, at)| Step::Touch(room, at)),
        1 => (0u64..3_000).prop_map(Step::Expire),
        1 => (0u8..3).prop_map(Step::Share),
        1 => (0u64..40).prop_map(Step::Shrink),
        1 => Just(Step::Compact),
        1 => Just(Step::Open),
    ];
    vec(step, 1..40)
}

/// A room as a map of orders, when it was used last and first, and whether it is shared.
type Model = BTreeMap<u8, (BTreeMap<u8, u64>, u64, u64, bool)>;

/// Any history does to the store what it does to a map.
pub fn it_is_a_map_of_maps<P: Place>() {
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(steps in steps())| {
        let place = P::new();
        let mut store = place.open();
        let mut model = Model::new();
        for (order, step) in steps.into_iter().enumerate() {
            let order = order as u64;
            match step {
                Step::Put(room, number) => {
                    store.commit(&[put(room, number, order, 10)]).unwrap();
                    let new = (BTreeMap::new(), 0, 1_000 + order, false);
                    let room = model.entry(room).or_insert(new);
                    room.0.insert(number, order);
                    room.1 = room.1.max(1_000 + order);
                }
                Step::Drop(room, number) => {
                    store.commit(&[remove(room, number)]).unwrap();
                    if let Some(held) = model.get_mut(&room) {
                        held.0.remove(&number);
                    }
                    model.retain(|_, held| !held.0.is_empty());
                }
                Step::Touch(number, at) => {
                    store.commit(&[Change::Touch { room: room(number), at }]).unwrap();
                    model.entry(number).and_modify(|room| room.1 = room.1.max(at));
                }
                Step::Expire(since) => {
                    let before = model.len();
                    model.retain(|_, room| room.1 >= since);
                    prop_assert_eq!(store.expire(since, 100).unwrap(), before - model.len());
                }
                Step::Share(number) => {
                    store.commit(&[Change::Share { room: room(number) }]).unwrap();
                    model.entry(number).and_modify(|room| room.3 = true);
                }
                Step::Shrink(bytes) => {
                    let gone = store.shrink(bytes, 2).unwrap();
                    let size = |room: &u8| model[room].0.len();
                    let mut left: Vec<_> = model.iter().filter(|(_, held)| !held.3).map(|(id, _)| *id).collect();
                    left.sort_by_key(|id| std::cmp::Reverse((size(id), *id)));
                    let enough = bytes.div_ceil(10) as usize;
                    let mut sum = 0;
                    left.retain(|id| {
                        let is_needed = sum < enough;
                        sum += size(id);
                        is_needed
                    });
                    left.truncate(2);
                    prop_assert_eq!(&gone, &left.iter().map(|id| room(*id)).collect::<Vec<_>>());
                    model.retain(|id, _| !left.contains(id));
                }
                Step::Compact => store.compact().unwrap(),
                Step::Open if P::KEEPS => {
                    drop(store);
                    store = place.open();
                }
                Step::Open => {}
            }
        }
        for number in 0..3 {
            let held = store.room(&room(number)).unwrap();
            let (chunks, used, first, is_shared) = model.get(&number).cloned().unwrap_or_default();
            let found: BTreeMap<_, _> = held.chunks.iter().map(|facts| (facts.id, facts.order)).collect();
            let expected: BTreeMap<_, _> = chunks.iter().map(|(number, order)| (chunk(*number), *order)).collect();
            prop_assert_eq!(&found, &expected);
            prop_assert_eq!((held.bytes, held.last_used), (chunks.len() as u64 * 10, used));
            prop_assert_eq!((held.first_used, held.is_shared), (first, is_shared));
            let ids: Vec<_> = (0..8).map(chunk).collect();
            let read: BTreeSet<_> = store.read(&room(number), &ids).unwrap().into_iter().map(|(id, _)| id).collect();
            prop_assert_eq!(read, expected.keys().copied().collect());
        }
        let chunks: usize = model.values().map(|room| room.0.len()).sum();
        let (rooms, chunks) = (model.len() as u64, chunks as u64);
        prop_assert_eq!(sums(&*store), (rooms, chunks, chunks * 10));
    });
}

/// Runs all of it on the stores of a place, in a module of that name.
macro_rules! conforms {
    ($name:ident: $place:ident) => {
        conforms!($name: $place:
            an_unknown_room_is_empty
            what_was_put_is_there_as_it_was
            a_chunk_put_again_is_there_once_with_its_new_order
            changes_are_made_in_their_order
            a_room_without_a_chunk_is_no_room
            rooms_that_nobody_uses_are_forgotten_and_no_others
            a_room_is_of_one_address_until_it_is_shared
            for_want_of_space_the_largest_go_that_are_not_shared
            its_clock_never_goes_back
            what_is_left_is_there_after_it_was_made_smaller
            rooms_whose_ids_are_neighbours_do_not_mix
            large_chunks_and_many_small_ones_are_kept
            an_empty_commit_and_a_probe_change_nothing
            it_may_be_read_while_it_is_written
            what_was_committed_is_there_when_it_is_opened_again
            it_is_a_map_of_maps
        );
    };
    ($name:ident: $place:ident: $($test:ident)*) => {
        mod $name {
            use super::{$place as Here, conformance};

            $(#[test]
            fn $test() {
                conformance::$test::<Here>();
            })*
        }
    };
}

pub(crate) use conforms;
