//! What the store does when its disk fails.

use std::io;
use std::sync::{Arc, Mutex};

use groundswell_wire::{Kind, WholeId};
use redb::StorageBackend;

use super::*;
use crate::store::Facts;

/// A disk in memory, of which a program that dies leaves what it wrote.
#[derive(Debug, Clone, Default)]
struct Disk(Arc<Mutex<Content>>);

#[derive(Debug, Default)]
struct Content {
    bytes: Vec<u8>,
    size: usize,
    is_dead: bool,
}

impl Disk {
    fn of(size: usize) -> Self {
        let disk = Self::default();
        disk.resize(size);
        disk
    }

    fn resize(&self, size: usize) {
        self.0.lock().unwrap().size = size;
    }

    fn store(&self) -> Result<RedbStore, StoreError> {
        let disk = self.clone();
        RedbStore::opened_by(move || {
            Database::builder().set_check_integrity_on_open(true).create_with_backend(disk.clone())
        })
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> Result<u64, io::Error> {
        Ok(self.0.lock().unwrap().bytes.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), io::Error> {
        let content = self.0.lock().unwrap();
        if content.is_dead {
            return Err(io::Error::other("no such device"));
        }
        let start = offset as usize;
        out.copy_from_slice(content.bytes.get(start..start + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, length: u64) -> Result<(), io::Error> {
        let mut content = self.0.lock().unwrap();
        if length as usize > content.size {
            return Err(io::ErrorKind::StorageFull.into());
        }
        content.bytes.resize(length as usize, 0);
        Ok(())
    }

    fn sync_data(&self) -> Result<(), io::Error> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        let mut content = self.0.lock().unwrap();
        if content.is_dead {
            return Err(io::Error::other("no such device"));
        }
        let start = offset as usize;
        content.bytes[start..start + data.len()].copy_from_slice(data);
        Ok(())
    }
}

const ROOM: RoomId = RoomId::from_bytes([1; 32]);

fn put(number: u8, size: usize) -> Change {
    let facts = Facts {
        id: ChunkId::from_bytes([number; 32]),
        kind: Kind::Tail,
        whole: WholeId::from_bytes([0; 16]),
        piece: 0,
        pieces: 1,
        covers: Vec::new(),
        size: size as u32,
        at: 0,
        order: number.into(),
    };
    Change::Put { room: ROOM, facts, bytes: vec![number; size].into() }
}

#[test]
fn a_full_disk_is_told_apart_and_what_was_stored_can_still_be_read() {
    let disk = Disk::of(6 << 20);
    let store = disk.store().unwrap();
    let mut stored = 0;
    let error = loop {
        match store.commit(&[put(stored, 200_000)]) {
            Ok(()) => stored += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Full), "{error:?}");
    assert!(stored > 5, "{stored}");
    assert!(matches!(store.commit(&[put(200, 200_000)]), Err(StoreError::Full)));
    assert_eq!(store.room(&ROOM).unwrap().chunks.len(), usize::from(stored));
    let first = ChunkId::from_bytes([0; 32]);
    assert_eq!(store.read(&ROOM, &[first]).unwrap().len(), 1);

    disk.resize(64 << 20);
    store.probe().unwrap();
    store.commit(&[put(stored, 200_000)]).unwrap();
    assert_eq!(store.room(&ROOM).unwrap().chunks.len(), usize::from(stored) + 1);
}

#[test]
fn a_disk_that_comes_back_is_used_again() {
    let disk = Disk::of(64 << 20);
    let store = disk.store().unwrap();
    store.commit(&[put(1, 100)]).unwrap();
    disk.0.lock().unwrap().is_dead = true;
    assert!(matches!(store.commit(&[put(2, 100)]), Err(StoreError::Failed(_))));
    assert!(store.probe().is_err());
    disk.0.lock().unwrap().is_dead = false;
    let _closed_meanwhile = store.probe();
    store.probe().unwrap();
    assert_eq!(store.room(&ROOM).unwrap().chunks.len(), 1);
}

#[test]
fn a_row_of_facts_is_read_as_it_was_written_and_nothing_else_is() {
    let Change::Put { facts, .. } = put(9, 77) else { unreachable!() };
    let facts = Facts { covers: vec![ChunkId::from_bytes([3; 32])], kind: Kind::Checkpoint, ..facts };
    let (key, row) = (key(&ROOM, facts.id.as_bytes()), facts::encode(&facts));
    assert_eq!(facts::decode(&key, &row), Some(facts));
    assert_eq!(facts::size(&row), 77);
    for length in 0..row.len() {
        assert_eq!(facts::decode(&key, &row[..length]).is_some(), length == row.len() - 32, "{length}");
    }
    let mut newer = row.clone();
    newer[0] = 2;
    assert_eq!(facts::decode(&key, &newer), None);
}

/// A file as the first layout has it, written row by row: facts by room and chunk, chunks, rooms, the format.
fn first_layout(folder: &Path, rooms: &[(u8, u64)]) {
    let database = Database::create(folder.join("rooms.redb")).unwrap();
    let transaction = database.begin_write().unwrap();
    {
        let mut facts =
            transaction.open_table(TableDefinition::<'_, &[u8; 64], &[u8]>::new("facts")).unwrap();
        let mut chunks =
            transaction.open_table(TableDefinition::<'_, &[u8; 64], &[u8]>::new("chunks")).unwrap();
        let mut used =
            transaction.open_table(TableDefinition::<'_, &[u8; 32], (u64, u64, u64)>::new("rooms")).unwrap();
        let mut meta = transaction.open_table(TableDefinition::<'_, &str, u64>::new("meta")).unwrap();
        meta.insert("format", 1).unwrap();
        for (room, last_used) in rooms {
            for (chunk, size) in [(1u8, 300u32), (2, 100_000)] {
                let mut key = [*room; 64];
                key[32..].fill(chunk);
                // Version, kind, whole, piece, pieces, size, at, order.
                let mut row = vec![1, 0];
                row.extend([chunk; 16]);
                row.extend([0, 0, 1, 0]);
                row.extend(size.to_le_bytes());
                row.extend(last_used.to_le_bytes());
                row.extend(u64::from(chunk).to_le_bytes());
                facts.insert(&key, row.as_slice()).unwrap();
                chunks.insert(&key, vec![chunk; size as usize].as_slice()).unwrap();
            }
            used.insert(&[*room; 32], (*last_used, 2, 100_300)).unwrap();
        }
    }
    transaction.commit().unwrap();
}

#[test]
fn a_file_of_the_first_layout_is_taken_over_and_nothing_in_it_is_old() {
    let folder = tempfile::tempdir().unwrap();
    // The third was used while the system's clock was 401 days ahead.
    let (year, ahead) = (1_700_000_000, 1_700_000_000 + 401 * 86_400);
    first_layout(folder.path(), &[(1, year), (2, year + 5), (3, ahead)]);
    for _ in 0..2 {
        let store = RedbStore::open(folder.path()).unwrap();
        assert_eq!(store.clock().unwrap(), ahead);
        for number in 1..=3 {
            let room = RoomId::from_bytes([number; 32]);
            let held = store.room(&room).unwrap();
            assert_eq!((held.bytes, held.last_used, held.first_used), (100_300, ahead, 0));
            assert!(held.is_shared, "what is from before counts as several people's");
            let ids = held.chunks.iter().map(|facts| facts.id).collect::<Vec<_>>();
            let read = store.read(&room, &ids).unwrap();
            assert_eq!(read.iter().map(|(_, bytes)| bytes.len()).collect::<Vec<_>>(), [300, 100_000]);
        }
        assert_eq!(store.expire(ahead, 10).unwrap(), 0);
        assert_eq!(store.shrink(u64::MAX, 10).unwrap(), []);
    }
    let store = RedbStore::open(folder.path()).unwrap();
    let room = RoomId::from_bytes([1; 32]);
    store.commit(&[put(9, 50_000), Change::Drop { room, id: ChunkId::from_bytes([2; 32]) }]).unwrap();
    assert_eq!(store.room(&room).unwrap().chunks.len(), 2);
    assert_eq!(store.read(&room, &[ChunkId::from_bytes([9; 32])]).unwrap()[0].1.len(), 50_000);
}

#[test]
fn a_newer_layout_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(RedbStore::open(folder.path()).unwrap());
    let database = Database::create(folder.path().join("rooms.redb")).unwrap();
    let transaction = database.begin_write().unwrap();
    transaction.open_table(META).unwrap().insert("format", FORMAT + 1).unwrap();
    transaction.commit().unwrap();
    drop(database);
    assert!(matches!(RedbStore::open(folder.path()), Err(StoreError::Corrupt(_))));
}
