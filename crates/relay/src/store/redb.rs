//! Rooms in one file, by [redb](https://www.redb.org): a copy-on-write B-tree whose commit is one `fsync`.

mod facts;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use axum::body::Bytes;
use groundswell_wire::{ChunkId, RoomId};
use redb::{
    Database, Durability, ReadableDatabase as _, ReadableTable as _, ReadableTableMetadata as _, Table,
    TableDefinition, WriteTransaction,
};

use super::{Change, Facts, Store, StoreError, StoredRoom, Usage};

/// A room's id before a chunk's.
type Key = [u8; 64];

/// [`facts`] by room and chunk. Apart from the bytes, so that to list a room is not to read it.
const FACTS: TableDefinition<'_, &Key, &[u8]> = TableDefinition::new("facts");
/// Chunks as they came, by room and chunk.
const CHUNKS: TableDefinition<'_, &Key, &[u8]> = TableDefinition::new("chunks");
/// Last used (seconds since 1970), chunks, bytes; of every room that has a chunk.
const ROOMS: TableDefinition<'_, &[u8; 32], (u64, u64, u64)> = TableDefinition::new("rooms");
/// `format` (the layout's version) and `probe` (how often the store was tried).
const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");

/// The layout as this code writes and reads it.
const FORMAT: u64 = 1;

/// The file in the data folder.
const FILE: &str = "rooms.redb";

/// Memory for pages of the file, in bytes.
const CACHE: usize = 64 << 20;

/// A store in one file of a folder.
pub struct RedbStore {
    reopen: Box<dyn Fn() -> Result<Database, redb::DatabaseError> + Send + Sync>,
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
        let store = Self::opened_by(move || {
            let mut builder = Database::builder();
            builder.set_cache_size(CACHE).set_check_integrity_on_open(true);
            builder.create(&file)
        })?;
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
        Ok(Self { reopen: Box::new(open), database: RwLock::new(Some(database)) })
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
            transaction.open_table(ROOMS)?;
            let found = meta.get("format")?.map(|format| format.value());
            if found.is_none() {
                meta.insert("format", FORMAT)?;
            }
            found.unwrap_or(FORMAT)
        };
        transaction.commit()?;
        Ok(found)
    })()
    .map_err(failure)?;
    if found == FORMAT {
        Ok(())
    } else {
        Err(StoreError::Corrupt(format!("its layout is {found}, this relay knows {FORMAT}")))
    }
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
        let (rows, last_used) = self.with(|database| {
            let transaction = database.begin_read()?;
            let Some(known) = transaction.open_table(ROOMS)?.get(room.as_bytes())?.map(|known| known.value())
            else {
                return Ok((Vec::new(), 0));
            };
            let table = transaction.open_table(FACTS)?;
            let mut rows = Vec::new();
            for row in table.range::<&Key>(&key(room, &[0; 32])..=&key(room, &[0xff; 32]))? {
                let (key, value) = row?;
                rows.push((*key.value(), value.value().to_vec()));
            }
            Ok((rows, known.0))
        })?;
        let mut chunks = Vec::with_capacity(rows.len());
        for (key, row) in rows {
            chunks.push(facts::decode(&key, &row).ok_or_else(|| StoreError::Corrupt("a row".to_owned()))?);
        }
        chunks.sort_by_key(|facts| facts.order);
        let bytes = chunks.iter().map(|facts| u64::from(facts.size)).sum();
        Ok(StoredRoom { chunks, bytes, last_used })
    }

    fn read(&self, room: &RoomId, ids: &[ChunkId]) -> Result<Vec<(ChunkId, Bytes)>, StoreError> {
        self.with(|database| {
            let table = database.begin_read()?.open_table(CHUNKS)?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                if let Some(bytes) = table.get(&key(room, id.as_bytes()))? {
                    found.push((*id, Bytes::copy_from_slice(bytes.value())));
                }
            }
            Ok(found)
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

    fn usage(&self) -> Result<Usage, StoreError> {
        self.with(|database| {
            let table = database.begin_read()?.open_table(ROOMS)?;
            let mut usage = Usage { rooms: table.len()?, ..Usage::default() };
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

/// The tables of one write.
struct Tables<'t> {
    facts: Table<'t, &'static Key, &'static [u8]>,
    chunks: Table<'t, &'static Key, &'static [u8]>,
    rooms: Table<'t, &'static [u8; 32], (u64, u64, u64)>,
}

impl<'t> Tables<'t> {
    fn open(transaction: &'t WriteTransaction) -> Result<Self, redb::Error> {
        Ok(Self {
            facts: transaction.open_table(FACTS)?,
            chunks: transaction.open_table(CHUNKS)?,
            rooms: transaction.open_table(ROOMS)?,
        })
    }

    fn make(&mut self, change: &Change) -> Result<(), redb::Error> {
        match change {
            Change::Put { room, facts, bytes } => self.put(room, facts, bytes),
            Change::Drop { room, id } => self.drop(room, id),
            Change::Touch { room, at } => {
                if let Some((used, chunks, bytes)) = self.known(room)? {
                    self.rooms.insert(room.as_bytes(), (used.max(*at), chunks, bytes))?;
                }
                Ok(())
            }
        }
    }

    fn put(&mut self, room: &RoomId, facts: &Facts, chunk: &Bytes) -> Result<(), redb::Error> {
        let key = key(room, facts.id.as_bytes());
        let is_new = self.facts.insert(&key, facts::encode(facts).as_slice())?.is_none();
        let (used, mut chunks, mut bytes) = self.known(room)?.unwrap_or_default();
        if is_new {
            self.chunks.insert(&key, chunk.as_ref())?;
            chunks += 1;
            bytes += u64::from(facts.size);
        }
        self.rooms.insert(room.as_bytes(), (used.max(facts.at), chunks, bytes))?;
        Ok(())
    }

    fn drop(&mut self, room: &RoomId, id: &ChunkId) -> Result<(), redb::Error> {
        let key = key(room, id.as_bytes());
        let Some(size) = self.facts.remove(&key)?.map(|row| facts::size(row.value())) else { return Ok(()) };
        self.chunks.remove(&key)?;
        let (used, chunks, bytes) = self.known(room)?.unwrap_or_default();
        if chunks <= 1 {
            self.rooms.remove(room.as_bytes())?;
        } else {
            self.rooms.insert(room.as_bytes(), (used, chunks - 1, bytes.saturating_sub(size)))?;
        }
        Ok(())
    }

    fn forget(&mut self, room: &RoomId) -> Result<(), redb::Error> {
        let (first, last) = (key(room, &[0; 32]), key(room, &[0xff; 32]));
        self.facts.retain_in::<&Key, _>(&first..=&last, |_, _| false)?;
        self.chunks.retain_in::<&Key, _>(&first..=&last, |_, _| false)?;
        self.rooms.remove(room.as_bytes())?;
        Ok(())
    }

    fn known(&self, room: &RoomId) -> Result<Option<(u64, u64, u64)>, redb::Error> {
        Ok(self.rooms.get(room.as_bytes())?.map(|known| known.value()))
    }
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
