//! Files of the layouts before, written row by row.

use std::path::Path;

use super::*;
use crate::store::redb::RedbStore;
use crate::store::redb::tests::Disk;
use crate::store::{Change, Store as _, StoreError};

/// Rooms of the fixture: which, last used, first used and shared.
type Room = (u8, u64, Option<(u64, u64)>);

/// Sizes of the chunks of each room. The third is cut where there are blocks.
const SIZES: [(u8, u32); 3] = [(1, 300), (2, 100_000), (3, 20_000)];

fn content(chunk: u8, size: u32) -> Vec<u8> {
    (0..size).map(|place| (place / 7) as u8 ^ chunk).collect()
}

/// A file of a layout. With blocks the third chunk of each room is cut: 8,096 + 8,096 + 3,808.
fn file(folder: &Path, format: Option<u64>, rooms: &[Room]) {
    fill(&Database::create(folder.join("rooms.redb")).unwrap(), format, rooms);
}

fn fill(database: &Database, format: Option<u64>, rooms: &[Room]) {
    let transaction = database.begin_write().unwrap();
    {
        let mut old_facts = transaction.open_table(FACTS).unwrap();
        let mut chunks = transaction.open_table(CHUNKS).unwrap();
        let mut used = transaction.open_table(ROOMS).unwrap();
        let mut meta = transaction.open_table(META).unwrap();
        if let Some(format) = format {
            meta.insert("format", format).unwrap();
        }
        for (room, last_used, standing) in rooms {
            for (chunk, size) in SIZES {
                let key = key(RoomId::from_bytes([*room; 32]), &[chunk; 32]);
                let mut row = vec![1, 0];
                row.extend([chunk; 16]);
                row.extend([0, 0, 1, 0]);
                row.extend(size.to_le_bytes());
                row.extend(last_used.to_le_bytes());
                row.extend(u64::from(10 - chunk).to_le_bytes());
                old_facts.insert(&key, row.as_slice()).unwrap();
                let bytes = content(chunk, size);
                let mut rest = bytes.as_slice();
                if standing.is_some() && chunk == 3 {
                    let mut blocks = transaction.open_table(BLOCKS).unwrap();
                    for number in 0..2 {
                        blocks.insert(&block(&key, number), &rest[..8_096]).unwrap();
                        rest = &rest[8_096..];
                    }
                }
                chunks.insert(&key, rest).unwrap();
            }
            used.insert(&[*room; 32], (*last_used, 3, 120_300)).unwrap();
            if let Some(standing) = standing {
                let mut all = transaction.open_table(STANDING).unwrap();
                all.insert(&[*room; 32], *standing).unwrap();
                meta.insert("clock", 5_000).unwrap();
            }
        }
    }
    transaction.commit().unwrap();
}

/// Everything of the fixture is there, with these dates.
fn is_all_there(store: &RedbStore, rooms: &[(u8, u64, u64, bool)]) {
    for (number, last_used, first_used, is_shared) in rooms {
        let room = RoomId::from_bytes([*number; 32]);
        let held = store.room(&room).unwrap();
        assert_eq!((held.bytes, held.last_used), (120_300, *last_used));
        assert_eq!((held.first_used, held.is_shared), (*first_used, *is_shared));
        let ids: Vec<_> = held.chunks.iter().map(|facts| facts.id).collect();
        assert_eq!(ids, [3, 2, 1].map(|number| ChunkId::from_bytes([number; 32])));
        for ((id, bytes), (chunk, size)) in store.read(&room, &ids).unwrap().iter().zip(SIZES.iter().rev()) {
            assert_eq!((*id, &bytes[..]), (ChunkId::from_bytes([*chunk; 32]), &content(*chunk, *size)[..]));
        }
    }
    let usage = store.usage().unwrap();
    assert_eq!((usage.rooms, usage.chunks), (rooms.len() as u64, rooms.len() as u64 * 3));
}

#[test]
fn a_file_of_the_first_layout_is_taken_over_and_nothing_in_it_is_old() {
    let (year, ahead) = (1_700_000_000, 1_700_000_000 + 401 * 86_400);
    for format in [None, Some(1)] {
        let folder = tempfile::tempdir().unwrap();
        // The third was used while the system's clock was 401 days ahead.
        file(folder.path(), format, &[(1, year, None), (2, year + 5, None), (3, ahead, None)]);
        for _ in 0..2 {
            let store = RedbStore::open(folder.path()).unwrap();
            assert_eq!(store.clock().unwrap(), ahead);
            // What is from before counts as several people's.
            is_all_there(&store, &[1, 2, 3].map(|room| (room, ahead, 0, true)));
            assert_eq!(store.expire(ahead, 10).unwrap(), 0);
            assert_eq!(store.shrink(u64::MAX, 10).unwrap(), []);
        }
        let store = RedbStore::open(folder.path()).unwrap();
        let room = RoomId::from_bytes([1; 32]);
        store.commit(&[Change::Drop { room, id: ChunkId::from_bytes([2; 32]) }]).unwrap();
        assert_eq!(store.room(&room).unwrap().chunks.len(), 2);
    }
}

#[test]
fn a_file_of_the_second_layout_is_taken_over_with_its_dates() {
    let folder = tempfile::tempdir().unwrap();
    file(folder.path(), Some(2), &[(1, 4_000, Some((3_000, 0))), (2, 4_500, Some((3_500, 1)))]);
    for _ in 0..2 {
        let store = RedbStore::open(folder.path()).unwrap();
        assert_eq!(store.clock().unwrap(), 5_000);
        is_all_there(&store, &[(1, 4_000, 3_000, false), (2, 4_500, 3_500, true)]);
    }
    let store = RedbStore::open(folder.path()).unwrap();
    assert_eq!(store.shrink(1, 10).unwrap(), [RoomId::from_bytes([1; 32])]);
}

#[test]
fn what_was_interrupted_goes_on_and_rooms_are_never_in_both_layouts() {
    let rooms: Vec<Room> = (1..=9).map(|room| (room, 4_000, Some((3_000, 0)))).collect();
    let expected: Vec<_> = (1..=9).map(|room| (room, 4_000, 3_000, false)).collect();
    for steps in 0..9 {
        let folder = tempfile::tempdir().unwrap();
        file(folder.path(), Some(2), &rooms);
        let database = Database::create(folder.path().join("rooms.redb")).unwrap();
        for _ in 0..steps {
            assert!(step(&database, 1).unwrap());
        }
        drop(database);
        is_all_there(&RedbStore::open(folder.path()).unwrap(), &expected);
    }
}

/// A disk with a file of the second layout.
fn disk(rooms: &[Room]) -> Disk {
    let disk = Disk::of(64 << 20);
    fill(&Database::builder().create_with_backend(disk.clone()).unwrap(), Some(2), rooms);
    disk
}

#[test]
fn wherever_it_is_cut_off_the_next_start_goes_on_and_nothing_is_lost() {
    let rooms: Vec<Room> = (1..=4).map(|room| (room, 4_000, Some((3_000, 1)))).collect();
    let expected: Vec<_> = (1..=4).map(|room| (room, 4_000, 3_000, true)).collect();
    let old = disk(&rooms);
    for writes in 0.. {
        let disk = old.copy(writes);
        let opened = disk.store().is_ok();
        let died = disk.revive();
        is_all_there(&disk.store().unwrap(), &expected);
        if opened && !died {
            assert!(writes > 20, "{writes}");
            break;
        }
    }
}

#[test]
fn where_there_is_no_space_to_take_it_over_it_waits_for_some() {
    let rooms: Vec<Room> = (1..=40).map(|room| (room, 4_000, Some((3_000, 1)))).collect();
    let expected: Vec<_> = (1..=40).map(|room| (room, 4_000, 3_000, true)).collect();
    let disk = disk(&rooms);
    disk.resize(disk.len());
    assert!(matches!(disk.store(), Err(StoreError::Full)));
    assert!(matches!(disk.store(), Err(StoreError::Full)));
    disk.resize(64 << 20);
    is_all_there(&disk.store().unwrap(), &expected);
}
