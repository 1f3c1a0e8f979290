//! The conformance tests, on every store there is.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod conformance;
mod sizes;

use groundswell_relay::store::memory::MemoryStore;
use groundswell_relay::store::redb::RedbStore;
use groundswell_relay::store::{Store, StoreError};

use conformance::{Place, conforms};

/// A folder with a store in it.
struct Folder(tempfile::TempDir);

impl Place for Folder {
    const KEEPS: bool = true;

    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn open(&self) -> Box<dyn Store> {
        Box::new(RedbStore::open(self.0.path()).unwrap())
    }
}

/// Nowhere.
struct Nowhere;

impl Place for Nowhere {
    const KEEPS: bool = false;

    fn new() -> Self {
        Self
    }

    fn open(&self) -> Box<dyn Store> {
        Box::new(MemoryStore::new())
    }
}

conforms!(redb: Folder);
conforms!(memory: Nowhere);

#[test]
fn a_store_that_is_open_is_not_opened_by_another() {
    let folder = tempfile::tempdir().unwrap();
    let _open = RedbStore::open(folder.path()).unwrap();
    assert!(matches!(RedbStore::open(folder.path()), Err(StoreError::InUse)));
}

#[test]
fn a_damaged_file_is_met_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let store = RedbStore::open(folder.path()).unwrap();
    let changes: Vec<_> = (0..200).map(|n| conformance::put(1, n, n.into(), 2_000)).collect();
    store.commit(&changes).unwrap();
    drop(store);
    let file = folder.path().join("rooms.redb");
    let mut bytes = std::fs::read(&file).unwrap();
    let (middle, end) = (bytes.len() / 4, bytes.len() * 3 / 4);
    bytes[middle..end].fill(0xa5);
    std::fs::write(&file, bytes).unwrap();
    let error = RedbStore::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");

    std::fs::write(&file, "not a store at all").unwrap();
    let error = RedbStore::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
}

/// What the file takes up beside what the chunks in it come to.
fn ratio(store: &dyn Store) -> f64 {
    let usage = store.usage().unwrap();
    usage.file_bytes as f64 / usage.bytes as f64
}

/// A room after a day: new checkpoints all the time, each in place of the tails and the checkpoint before it.
#[test]
fn the_file_stays_near_its_chunks_where_much_comes_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    let store = RedbStore::open(folder.path()).unwrap();
    for hour in 0..60u8 {
        let order = u64::from(hour) * 100;
        for room in 0..4 {
            let tails = (0..20).map(|tail| conformance::put(room, 100 + tail, order, 400));
            let fragments = (0..3).map(|fragment| {
                conformance::put(room, hour % 20 + fragment * 20, order, 258_243 >> fragment)
            });
            store.commit(&tails.chain(fragments).collect::<Vec<_>>()).unwrap();
            let old = (0..3).map(|fragment| conformance::remove(room, (hour + 18) % 20 + fragment * 20));
            store.commit(&old.collect::<Vec<_>>()).unwrap();
        }
    }
    assert!(ratio(&store) < 1.5, "{}", ratio(&store));
    store.compact().unwrap();
    assert!(ratio(&store) < 1.15, "{}", ratio(&store));
}
