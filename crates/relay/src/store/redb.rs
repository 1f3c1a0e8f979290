//! Rooms in one file, by [redb](https://www.redb.org): a copy-on-write B-tree whose commit is one `fsync`.

mod blocks;
mod facts;
mod tables;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use axum::body::Bytes;
use groundswell_wire::{ChunkId, RoomId};
use redb::{
    Database, Durability, ReadableDatabase as _, ReadableTable as _, ReadableTableMetadata as _,
    TableDefinition, WriteTransaction,
};

use super::{Change, Store, StoreError, StoredRoom, Usage};
use tables::Tables;

/// A room's id before a chunk's.
type Key = [u8; 64];

/// [`facts`] by room and chunk. Apart from the bytes, so that to list a room is not to read it.
const FACTS: TableDefinition<'_, &Key, &[u8]> = TableDefinition::new("facts");
/// Chunks as they came, by room and chunk; of large ones what is left over by [`blocks`].
const CHUNKS: TableDefinition<'_, &Key, &[u8]> = TableDefinition::new("chunks");
/// Last used (seconds since 1970), chunks, bytes; of every room that has a chunk.
const ROOMS: TableDefinition<'_, &[u8; 32], (u64, u64, u64)> = TableDefinition::new("rooms");
/// First used (seconds), and 1 where more than one address uses it; of the rooms that were made since this is kept.
const STANDING: TableDefinition<'_, &[u8; 32], (u64, u64)> = TableDefinition::new("standing");
/// `format` (the layout's version), `probe` (how often the store was tried) and `clock` (how far the relay's clock has
/// come, in seconds).
const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");

/// The layout as this code writes it.
const FORMAT: u64 = 2;

/// The layout without blocks, standing and clock: what is in it can be read as it is.
const FIRST_FORMAT: u64 = 1;

/// The file in the data folder.
const FILE: &str = "rooms.redb";

/// Memory for pages of the file, in bytes.
const CACHE: usize = 64 << 20;

/// A store in one file of a folder.
pub struct RedbStore {
    reopen: Box<dyn Fn() -> Result<Database, redb::DatabaseError> + Send + Sync>,
    /// Where the file is, if it is one.
    file: Option<PathBuf>,
    /// Nothing while the file, after a failure, could not be opened again.
    database: RwLock<Option<Database>>,
}

impl std::fmt::Debug for RedbStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedbStore").finish_non_exhaustive()
    }
}

impl RedbStore {
    /// Opens the store in a folder, which is made where it is not there. The whole file is checked, so that
    /// damage is met here and not by a reader: reckon with a second for some hundred megabytes.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where the file is damaged or of a newer layout, [`StoreError::InUse`] where
    /// another relay has it open, [`StoreError::Full`] and [`StoreError::Failed`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let failed = |error: std::io::Error| failure(redb::Error::Io(error));
        std::fs::create_dir_all(folder).map_err(failed)?;
        let file = folder.join(FILE);
        let path = file.clone();
        let mut store = Self::opened_by(move || {
            let mut builder = Database::builder();
            builder.set_cache_size(CACHE).set_check_integrity_on_open(true);
            builder.create(&path)
        })?;
        store.file = Some(file);
        // The file's name must survive a power cut as its content does.
        #[cfg(unix)]
        std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        Ok(store)
    }

    fn opened_by(
        open: impl Fn() -> Result<Database, redb::DatabaseError> + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        let database = open().map_err(|error| failure(error.into()))?;
        prepare(&database)?;
        Ok(Self { reopen: Box::new(open), file: None, database: RwLock::new(Some(database)) })
    }

    /// Does something with the open database. After a failure of the disk redb answers nothing any more,
    /// so it is closed and opened again: what was committed can then still be read.
    fn with<T>(&self, work: impl FnOnce(&Database) -> Result<T, redb::Error>) -> Result<T, StoreError> {
        let held = self.held();
        let Some(database) = held.as_ref() else {
            drop(held);
            self.open_again();
            return Err(StoreError::Failed("the file cannot be opened".to_owned()));
        };
        let result = work(database);
        drop(held);
        result.map_err(|error| {
            if matches!(error, redb::Error::Io(_) | redb::Error::PreviousIo) {
                self.open_again();
            }
            failure(error)
        })
    }

    fn held(&self) -> RwLockReadGuard<'_, Option<Database>> {
        self.database.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn open_again(&self) {
        let mut held = self.database.write().unwrap_or_else(PoisonError::into_inner);
        // The old one holds the file's lock until it is gone.
        drop(held.take());
        *held = (self.reopen)().ok();
    }
}

/// Makes the tables, or checks that they are of this layout.
fn prepare(database: &Database) -> Result<(), StoreError> {
    let found = (|| {
        let transaction = durable(database)?;
        let found = {
            let mut meta = transaction.open_table(META)?;
            transaction.open_table(FACTS)?;
            transaction.open_table(CHUNKS)?;
            transaction.open_table(blocks::BLOCKS)?;
            transaction.open_table(STANDING)?;
            let mut rooms = transaction.open_table(ROOMS)?;
            let found = meta.get("format")?.map_or(FIRST_FORMAT, |format| format.value());
            if found == FIRST_FORMAT {
                meta.insert("clock", date(&mut rooms)?)?;
                meta.insert("format", FORMAT)?;
            }
            found
        };
        transaction.commit()?;
        Ok(found)
    })()
    .map_err(failure)?;
    if [FIRST_FORMAT, FORMAT].contains(&found) {
        Ok(())
    } else {
        Err(StoreError::Corrupt(format!("its layout is {found}, this relay knows {FORMAT}")))
    }
}

/// Takes over a store whose dates are the system's clock, which may have been wrong: it goes on from the latest of
/// them, and every room counts as used then. Returns that moment.
fn date(rooms: &mut redb::Table<'_, &[u8; 32], (u64, u64, u64)>) -> Result<u64, redb::Error> {
    let mut all = Vec::new();
    for row in rooms.iter()? {
        let (room, known) = row?;
        all.push((*room.value(), known.value()));
    }
    let latest = all.iter().map(|(_, (used, ..))| *used).max().unwrap_or_default();
    for (room, (_, chunks, bytes)) in all {
        rooms.insert(&room, (latest, chunks, bytes))?;
    }
    Ok(latest)
}

fn durable(database: &Database) -> Result<WriteTransaction, redb::Error> {
    let mut transaction = database.begin_write()?;
    transaction.set_durability(Durability::Immediate)?;
    Ok(transaction)
}

impl Store for RedbStore {
    fn commit(&self, changes: &[Change]) -> Result<(), StoreError> {
        self.with(|database| {
            let transaction = durable(database)?;
            {
                let mut tables = Tables::open(&transaction)?;
                for change in changes {
                    tables.make(change)?;
                }
            }
            Ok(transaction.commit()?)
        })
    }

    fn room(&self, room: &RoomId) -> Result<StoredRoom, StoreError> {
        let (rows, known) = self.with(|database| {
            let transaction = database.begin_read()?;
            let Some(known) = transaction.open_table(ROOMS)?.get(room.as_bytes())?.map(|known| known.value())
            else {
                return Ok((Vec::new(), None));
            };
            let standing = transaction.open_table(STANDING)?.get(room.as_bytes())?.map(|row| row.value());
            let table = transaction.open_table(FACTS)?;
            let mut rows = Vec::new();
            for row in table.range::<&Key>(&key(room, &[0; 32])..=&key(room, &[0xff; 32]))? {
                let (key, value) = row?;
                rows.push((*key.value(), value.value().to_vec()));
            }
            Ok((rows, Some((known.0, standing.unwrap_or((0, 1))))))
        })?;
        let Some((last_used, (first_used, shared))) = known else { return Ok(StoredRoom::default()) };
        let mut chunks = Vec::with_capacity(rows.len());
        for (key, row) in rows {
            chunks.push(facts::decode(&key, &row).ok_or_else(|| StoreError::Corrupt("a row".to_owned()))?);
        }
        chunks.sort_by_key(|facts| facts.order);
        let bytes = chunks.iter().map(|facts| u64::from(facts.size)).sum();
        Ok(StoredRoom { chunks, bytes, last_used, first_used, is_shared: shared != 0 })
    }

    fn read(&self, room: &RoomId, ids: &[ChunkId]) -> Result<Vec<(ChunkId, Bytes)>, StoreError> {
        self.with(|database| {
            let transaction = database.begin_read()?;
            let (facts, chunks) = (transaction.open_table(FACTS)?, transaction.open_table(CHUNKS)?);
            let blocks = transaction.open_table(blocks::BLOCKS)?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let key = key(room, id.as_bytes());
                let (Some(row), Some(rest)) = (facts.get(&key)?, chunks.get(&key)?) else { continue };
                let size = usize::try_from(facts::size(row.value())).unwrap_or_default();
                found.push((*id, blocks::join(&blocks, &key, rest.value(), size)?));
            }
            Ok(found)
        })
    }

    fn clock(&self) -> Result<u64, StoreError> {
        self.with(|database| {
            let transaction = database.begin_read()?;
            let mut latest = transaction.open_table(META)?.get("clock")?.map_or(0, |at| at.value());
            for row in transaction.open_table(ROOMS)?.iter()? {
                latest = latest.max(row?.1.value().0);
            }
            Ok(latest)
        })
    }

    fn expire(&self, unused_since: u64, most: usize) -> Result<usize, StoreError> {
        self.with(|database| {
            let mut unused = Vec::new();
            for row in database.begin_read()?.open_table(ROOMS)?.iter()? {
                let (room, known) = row?;
                if known.value().0 < unused_since {
                    unused.push(*room.value());
                    if unused.len() >= most {
                        break;
                    }
                }
            }
            let transaction = durable(database)?;
            {
                let mut tables = Tables::open(&transaction)?;
                for room in &unused {
                    tables.forget(&RoomId::from_bytes(*room))?;
                }
            }
            transaction.commit()?;
            Ok(unused.len())
        })
    }

    fn shrink(&self, bytes: u64, most: usize) -> Result<Vec<RoomId>, StoreError> {
        self.with(|database| {
            let mut unshared = Vec::new();
            let transaction = database.begin_read()?;
            let rooms = transaction.open_table(ROOMS)?;
            for row in transaction.open_table(STANDING)?.iter()? {
                let (room, standing) = row?;
                if standing.value().1 == 0
                    && let Some(known) = rooms.get(room.value())?
                {
                    unshared.push((known.value().2, RoomId::from_bytes(*room.value())));
                }
            }
            drop(transaction);
            let gone = super::largest(unshared, bytes, most);
            let transaction = durable(database)?;
            {
                let mut tables = Tables::open(&transaction)?;
                for room in &gone {
                    tables.forget(room)?;
                }
            }
            transaction.commit()?;
            Ok(gone)
        })
    }

    fn compact(&self) -> Result<(), StoreError> {
        let mut held = self.database.write().unwrap_or_else(PoisonError::into_inner);
        let Some(database) = held.as_mut() else { return Ok(()) };
        match database.compact() {
            Ok(_) => Ok(()),
            Err(redb::CompactionError::Storage(error)) => {
                drop(held);
                self.open_again();
                Err(failure(error.into()))
            }
            Err(error) => Err(StoreError::Failed(error.to_string())),
        }
    }

    fn usage(&self) -> Result<Usage, StoreError> {
        let file_bytes = self.file.as_deref().map_or(0, taken_up);
        self.with(|database| {
            let table = database.begin_read()?.open_table(ROOMS)?;
            let mut usage = Usage { rooms: table.len()?, file_bytes, ..Usage::default() };
            for row in table.iter()? {
                let (_, chunks, bytes) = row?.1.value();
                usage.chunks += chunks;
                usage.bytes += bytes;
            }
            Ok(usage)
        })
    }

    fn probe(&self) -> Result<(), StoreError> {
        self.with(|database| {
            let transaction = durable(database)?;
            {
                let mut meta = transaction.open_table(META)?;
                let times = meta.get("probe")?.map_or(0, |times| times.value());
                meta.insert("probe", times.wrapping_add(1))?;
            }
            Ok(transaction.commit()?)
        })
    }
}

/// What a file takes up on the disk, in bytes: it may be longer, with holes.
fn taken_up(file: &Path) -> u64 {
    let Ok(known) = std::fs::metadata(file) else { return 0 };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        known.blocks() * 512
    }
    #[cfg(not(unix))]
    known.len()
}

fn key(room: &RoomId, chunk: &[u8; 32]) -> Key {
    let mut key = [0; 64];
    let (first, second) = key.split_at_mut(32);
    first.copy_from_slice(room.as_bytes());
    second.copy_from_slice(chunk);
    key
}

fn failure(error: redb::Error) -> StoreError {
    use std::io::ErrorKind;
    let kind = if let redb::Error::Io(error) = &error { Some(error.kind()) } else { None };
    let is = |kinds: &[ErrorKind]| kind.is_some_and(|kind| kinds.contains(&kind));
    if matches!(error, redb::Error::DatabaseAlreadyOpen) {
        StoreError::InUse
    } else if is(&[ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::FileTooLarge]) {
        StoreError::Full
    } else if matches!(error, redb::Error::Corrupted(_))
        || is(&[ErrorKind::InvalidData, ErrorKind::UnexpectedEof])
    {
        StoreError::Corrupt(error.to_string())
    } else {
        StoreError::Failed(error.to_string())
    }
}
