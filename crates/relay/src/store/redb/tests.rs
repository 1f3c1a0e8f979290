//! What the store does when its disk fails.

use std::io;
use std::sync::{Arc, Mutex};

use groundswell_wire::{BlobId, Header, Kind};
use redb::StorageBackend;

use super::*;
use crate::store::Facts;

/// A disk in memory, of which a program that dies leaves what it wrote.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk(Arc<Mutex<Content>>);

#[derive(Debug, Default)]
struct Content {
    bytes: Vec<u8>,
    size: usize,
    is_dead: bool,
    /// After so many further writes it is dead.
    writes: Option<usize>,
}

impl Disk {
    pub(super) fn of(size: usize) -> Self {
        let disk = Self::default();
        disk.resize(size);
        disk
    }

    pub(super) fn resize(&self, size: usize) {
        self.0.lock().unwrap().size = size;
    }

    pub(super) fn len(&self) -> usize {
        self.0.lock().unwrap().bytes.len()
    }

    /// A disk with the same on it that dies after so many writes.
    pub(super) fn copy(&self, writes: usize) -> Self {
        let content = self.0.lock().unwrap();
        let (bytes, size) = (content.bytes.clone(), content.size);
        Self(Arc::new(Mutex::new(Content { bytes, size, is_dead: false, writes: Some(writes) })))
    }

    /// Comes back; says whether it was dead.
    pub(super) fn revive(&self) -> bool {
        let mut content = self.0.lock().unwrap();
        content.writes = None;
        std::mem::take(&mut content.is_dead)
    }

    pub(super) fn store(&self) -> Result<RedbStore, StoreError> {
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
        content.is_dead |= content.writes == Some(0);
        if content.is_dead {
            return Err(io::Error::other("no such device"));
        }
        content.writes = content.writes.map(|left| left - 1);
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
        blob: BlobId::from_bytes([0; 16]),
        fragment: 0,
        fragments: 1,
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
fn a_row_is_read_as_it_was_written_and_nothing_else_is() {
    let Change::Put { facts, .. } = put(9, 77) else { unreachable!() };
    let facts = Facts { covers: vec![ChunkId::from_bytes([3; 32])], kind: Kind::Checkpoint, ..facts };
    for epoch in [None, Some(0), Some(u32::MAX)] {
        let row = Row { facts: facts.clone(), position: 4_711, epoch };
        let (key, bytes) = (rows::key(5, &facts.id), row.encode());
        assert_eq!(Row::decode(&key, &bytes), Some(row));
        for length in 0..bytes.len() {
            assert_eq!(Row::decode(&key, &bytes[..length]).is_some(), length == bytes.len() - 32, "{length}");
        }
        let mut newer = bytes.clone();
        newer[0] |= 0x40;
        assert_eq!(Row::decode(&key, &newer), None);
    }
    let known = Known {
        number: 3,
        is_shared: true,
        stream: rooms::Stream { end: 9, blocks: 1, live: 5 },
        ..Known::default()
    };
    let bytes = known.encode();
    assert_eq!(Known::decode(&bytes), Some(known));
    for length in 0..bytes.len() {
        assert_eq!(Known::decode(&bytes[..length]), None);
    }
}

/// A chunk as an editor makes it, but for the signature, and what a relay knows of it.
fn sealed(room: RoomId, number: u32, size: usize, covers: usize) -> (Facts, Bytes) {
    let hash = |what: u32| *blake3::hash(&[number, what].map(u32::to_le_bytes).concat()).as_bytes();
    let mut covers: Vec<_> = (0..covers as u32).map(|other| ChunkId::from_bytes(hash(other + 9))).collect();
    covers.sort_unstable();
    let kind = if covers.is_empty() { Kind::Tail } else { Kind::Checkpoint };
    let header = Header {
        room,
        key: [if number == 77 { 5 } else { 4 }; 32].into(),
        epoch: number % 3,
        kind,
        blob: BlobId::from_bytes([number as u8; 16]),
        fragment: 0,
        fragments: 300,
        covers: covers.clone(),
        nonce: [number as u8; 24],
    };
    let mut bytes = Vec::new();
    header.encode(&mut bytes).unwrap();
    let length = bytes.len() + size;
    let mut text = vec![0; size];
    blake3::Hasher::new().update(&hash(0)).finalize_xof().fill(&mut text);
    bytes.extend(text);
    let facts = Facts {
        id: ChunkId::from_bytes(hash(1)),
        kind,
        blob: header.blob,
        fragment: 0,
        fragments: 300,
        covers,
        size: length as u32,
        at: 1_000 + u64::from(number),
        order: number.into(),
    };
    (facts, bytes.into())
}

/// Sizes around all at which something is cut.
const SIZES: [usize; 12] = [80, 81, 300, 3_900, 4_000, 4_047, 4_048, 4_072, 4_073, 9_000, 70_000, 261_000];

#[test]
fn chunks_come_back_as_they_were_however_often_others_go() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = RedbStore::open(folder.path()).unwrap();
    let mut there = std::collections::BTreeMap::new();
    for round in 0..12u32 {
        let chunks = (0..40).map(|number| {
            let number = round * 40 + number;
            // Some are as large as chunks are; most are small.
            let size =
                if number % 8 == 0 { SIZES[number as usize / 8 % 12] } else { 100 + number as usize % 900 };
            sealed(ROOM, number, size, if number % 11 == 10 { 40 } else { 0 })
        });
        let mut changes = Vec::new();
        for (facts, bytes) in chunks {
            there.insert(facts.id, (facts.clone(), bytes.clone()));
            changes.push(Change::Put { room: ROOM, facts, bytes });
        }
        store.commit(&changes).unwrap();
        // Some go, the first ones more often, so that holes of all sizes come about.
        let gone: Vec<_> = there
            .values()
            .filter(|(facts, _)| facts.order % 40 < 4 || (facts.order + u64::from(round)) % 7 == 0)
            .map(|(facts, _)| facts.id)
            .collect();
        let drops: Vec<_> = gone.iter().map(|id| Change::Drop { room: ROOM, id: *id }).collect();
        drops.chunks(7).for_each(|drops| store.commit(drops).unwrap());
        gone.iter().for_each(|id| drop(there.remove(id)));
        if round % 4 == 3 {
            store.compact().unwrap();
        }
        if round % 5 == 4 {
            drop(store);
            store = RedbStore::open(folder.path()).unwrap();
        }
        let mut facts: Vec<_> = there.values().map(|(facts, _)| facts.clone()).collect();
        facts.sort_by_key(|facts| facts.order);
        assert_eq!(store.room(&ROOM).unwrap().chunks, facts);
        let ids: Vec<_> = there.keys().copied().collect();
        for (id, bytes) in store.read(&ROOM, &ids).unwrap() {
            assert_eq!(bytes, there[&id].1, "{:?}", there[&id].0);
        }
        let known = store.with(|database| tables::known(&database.begin_read()?.open_table(ROOMS)?, &ROOM));
        let stream = known.unwrap().unwrap().stream;
        assert!(!stream.is_to_be_tidied(), "{stream:?}");
    }
    assert!(there.len() > 60, "{}", there.len());
}

#[test]
fn what_the_row_says_is_not_stored_again_and_what_differs_is() {
    let (facts, bytes) = sealed(ROOM, 5, 300, 3);
    let key = bare::key(&bytes).unwrap();
    let (epoch, rest) = bare::strip(&bytes, &facts, ROOM, key).unwrap();
    assert_eq!((epoch, rest.len()), (2, 300 + Header::NONCE_BYTES));
    assert_eq!([bare::start(&facts, ROOM, key, epoch).unwrap().as_slice(), rest].concat(), bytes);
    let other = RoomId::from_bytes([2; 32]);
    assert_eq!(bare::strip(&bytes, &facts, other, key), None);
    assert_eq!(bare::strip(&bytes, &facts, ROOM, [9; 32]), None);
    assert_eq!(
        bare::strip(&bytes, &Facts { fragment: 1, covers: Vec::new(), ..facts.clone() }, ROOM, key),
        None
    );
    assert_eq!(bare::strip(&bytes[..90], &facts, ROOM, key), None);
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
