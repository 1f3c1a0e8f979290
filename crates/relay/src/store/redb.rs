//! Rooms in one file, by [redb](https://www.redb.org): a copy-on-write B-tree whose commit is one `fsync`.
//!
//! The file is to be little larger than the chunks in it. So a room is called by a number, what a chunk's row says is
//! not in its bytes again ([`bare`]), large chunks are cut to fill their pages ([`blocks`]), and what is left over is
//! written one behind the other ([`stream`]).

mod bare;
mod blocks;
mod earlier;
mod numbers;
mod rooms;
mod rows;
mod stream;
mod tables;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use axum::body::Bytes;
use groundswell_wire::{ChunkId, RoomId};
use redb::{
    Database, Durability, ReadableDatabase as _, ReadableTable as _, ReadableTableMetadata as _,
    TableDefinition, TableHandle as _, WriteTransaction,
};

use super::{Change, Store, StoreError, StoredRoom, Usage};
use rooms::Known;
use rows::Row;
use tables::Tables;

/// [`rooms`] by id.
const ROOMS: TableDefinition<'_, &[u8; 32], &[u8]> = TableDefinition::new("known");
/// [`rows`] by room and chunk. Apart from the bytes, so that to list a room is not to read it.
const INDEX: TableDefinition<'_, &rows::Key, &[u8]> = TableDefinition::new("index");
/// The index while it is written anew; in no commit.
const NEW_INDEX: TableDefinition<'_, &rows::Key, &[u8]> = TableDefinition::new("new index");
/// `format` (the layout's version), `probe` (how often the store was tried), `clock` (how far the relay's clock has
/// come, in seconds) and `rooms` (the number of the next room).
const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");

/// The layout as this code writes it. Those before are taken over ([`earlier`]).
const FORMAT: u64 = 3;

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
        result.map_err(|error| self.failed(error))
    }

    fn failed(&self, error: redb::Error) -> StoreError {
        if matches!(error, redb::Error::Io(_) | redb::Error::PreviousIo) {
            self.open_again();
        }
        failure(error)
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

/// Makes the tables, or takes over those of an earlier layout.
fn prepare(database: &Database) -> Result<(), StoreError> {
    let found = (|| {
        let transaction = durable(database)?;
        let found = {
            let mut meta = transaction.open_table(META)?;
            let found = meta.get("format")?.map(|format| format.value());
            let is_new =
                found.is_none() && transaction.list_tables()?.all(|table| table.name() == META.name());
            if is_new {
                meta.insert("format", FORMAT)?;
            }
            found.unwrap_or_default()
        };
        if found > FORMAT {
            transaction.abort()?;
            return Ok(found);
        }
        transaction.open_table(ROOMS)?;
        transaction.open_table(INDEX)?;
        transaction.open_table(stream::STREAM)?;
        transaction.open_table(blocks::BLOCKS)?;
        transaction.commit()?;
        earlier::take_over(database)?;
        Ok(found)
    })()
    .map_err(failure)?;
    if found <= FORMAT {
        Ok(())
    } else {
        Err(StoreError::Corrupt(format!("its layout is {found}, this relay knows {FORMAT}")))
    }
}

/// Writes the index anew where its pages are half empty, as they are after much was dropped. What is written in its
/// order fills them.
fn fill_index(database: &Database) -> Result<(), redb::Error> {
    let transaction = durable(database)?;
    let is_sparse = {
        let stats = transaction.open_table(INDEX)?.stats()?;
        stats.fragmented_bytes() > stats.stored_bytes() / 2
    };
    if !is_sparse {
        return Ok(transaction.abort()?);
    }
    {
        let (old, mut new) = (transaction.open_table(INDEX)?, transaction.open_table(NEW_INDEX)?);
        for row in old.iter()? {
            let (key, value) = row?;
            new.insert(key.value(), value.value())?;
        }
    }
    transaction.delete_table(INDEX)?;
    transaction.rename_table(NEW_INDEX, INDEX)?;
    Ok(transaction.commit()?)
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
                tables.finish()?;
            }
            Ok(transaction.commit()?)
        })
    }

    fn room(&self, room: &RoomId) -> Result<StoredRoom, StoreError> {
        let (rows, known) = self.with(|database| {
            let transaction = database.begin_read()?;
            let Some(known) = tables::known(&transaction.open_table(ROOMS)?, room)? else {
                return Ok((Vec::new(), Known::default()));
            };
            let table = transaction.open_table(INDEX)?;
            let (first, last) = rows::keys(known.number);
            let mut rows = Vec::new();
            for row in table.range::<&rows::Key>(&first..=&last)? {
                let (key, value) = row?;
                rows.push(Row::decode(key.value(), value.value()).ok_or_else(|| damaged("a row"))?);
            }
            Ok((rows, known))
        })?;
        let mut chunks: Vec<_> = rows.into_iter().map(|row| row.facts).collect();
        chunks.sort_by_key(|facts| facts.order);
        let bytes = chunks.iter().map(|facts| u64::from(facts.size)).sum();
        let Known { last_used, first_used, is_shared, .. } = known;
        Ok(StoredRoom { chunks, bytes, last_used, first_used, is_shared })
    }

    fn read(&self, room: &RoomId, ids: &[ChunkId]) -> Result<Vec<(ChunkId, Bytes)>, StoreError> {
        self.with(|database| {
            let transaction = database.begin_read()?;
            let Some(known) = tables::known(&transaction.open_table(ROOMS)?, room)? else {
                return Ok(Vec::new());
            };
            let index = transaction.open_table(INDEX)?;
            let stream = transaction.open_table(stream::STREAM)?;
            let blocks = transaction.open_table(blocks::BLOCKS)?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let Some(row) = tables::row(&index, &rows::key(known.number, id))? else { continue };
                found.push((*id, tables::chunk(*room, &known, &row, &stream, &blocks)?));
            }
            Ok(found)
        })
    }

    fn clock(&self) -> Result<u64, StoreError> {
        self.with(|database| {
            let transaction = database.begin_read()?;
            let mut latest = transaction.open_table(META)?.get("clock")?.map_or(0, |at| at.value());
            for known in all(&transaction.open_table(ROOMS)?)? {
                latest = latest.max(known?.1.last_used);
            }
            Ok(latest)
        })
    }

    fn expire(&self, unused_since: u64, most: usize) -> Result<usize, StoreError> {
        self.with(|database| {
            let mut unused = Vec::new();
            for known in all(&database.begin_read()?.open_table(ROOMS)?)? {
                let (room, known) = known?;
                if known.last_used < unused_since {
                    unused.push(room);
                    if unused.len() >= most {
                        break;
                    }
                }
            }
            let transaction = durable(database)?;
            {
                let mut tables = Tables::open(&transaction)?;
                for room in &unused {
                    tables.forget(room)?;
                }
            }
            transaction.commit()?;
            Ok(unused.len())
        })
    }

    fn shrink(&self, bytes: u64, most: usize) -> Result<Vec<RoomId>, StoreError> {
        self.with(|database| {
            let mut unshared = Vec::new();
            for known in all(&database.begin_read()?.open_table(ROOMS)?)? {
                let (room, known) = known?;
                if !known.is_shared {
                    unshared.push((known.bytes, room));
                }
            }
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
        let done = (|| {
            fill_index(database)?;
            database.compact()?;
            Ok(())
        })();
        drop(held);
        done.map_err(|error| self.failed(error))
    }

    fn usage(&self) -> Result<Usage, StoreError> {
        let file_bytes = self.file.as_deref().map_or(0, taken_up);
        self.with(|database| {
            let table = database.begin_read()?.open_table(ROOMS)?;
            let mut usage = Usage { rooms: table.len()?, file_bytes, ..Usage::default() };
            for known in all(&table)? {
                let (_, known) = known?;
                usage.chunks += known.chunks;
                usage.bytes += known.bytes;
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

/// All rooms, with what is known of them.
fn all(
    rooms: &redb::ReadOnlyTable<&'static [u8; 32], &'static [u8]>,
) -> Result<impl Iterator<Item = Result<(RoomId, Known), redb::Error>>, redb::Error> {
    Ok(rooms.iter()?.map(|row| {
        let (room, known) = row?;
        let known = Known::decode(known.value()).ok_or_else(|| damaged("a room"))?;
        Ok((RoomId::from_bytes(*room.value()), known))
    }))
}

/// The error that something stored is not what was written.
fn damaged(what: &str) -> redb::Error {
    redb::Error::Corrupted(what.to_owned())
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
