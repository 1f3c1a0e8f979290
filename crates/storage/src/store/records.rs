//! A directory's changes and snapshots.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbRequest;

use super::Store;
use crate::StorageError;
use crate::connection::Connection;
use crate::layout::{CHANGES, DIRECTORIES, SNAPSHOTS, SYNCING, UNSEALED, record_key, records_of};
use crate::transaction::{Mode, Transaction, bytes, put, result, thrown};

/// Names a record within its directory and kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey {
    /// The part of the directory it belongs to.
    pub part: String,
    /// The hash of its content, as the caller writes it.
    pub hash: String,
}

/// A stored change or snapshot. Records are immutable: the same key always means the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    /// The part of the directory it belongs to.
    pub part: String,
    /// The hash of its content, as the caller writes it.
    pub hash: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// One appended change.
    Change,
    /// A document that stands for the changes it replaced.
    Snapshot,
}

impl RecordKind {
    pub(super) fn store(self) -> &'static str {
        match self {
            Self::Change => CHANGES,
            Self::Snapshot => SNAPSHOTS,
        }
    }
}

/// A stored value that is not bytes or that the browser could not read back. It is still where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What it was stored as.
    pub kind: RecordKind,
    /// Its key.
    pub key: RecordKey,
    /// What is wrong, in the browser's words.
    pub reason: String,
}

/// All that is stored of a directory's document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// Snapshots, by part and hash.
    pub snapshots: Vec<Record>,
    /// Changes, by part and hash.
    pub changes: Vec<Record>,
    /// Records that could not be read, to be told about and quarantined.
    pub unreadable: Vec<Unreadable>,
}

/// The keys of all that is stored of a directory's document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys {
    /// Keys of snapshots, by part and hash.
    pub snapshots: Vec<RecordKey>,
    /// Keys of changes, by part and hash.
    pub changes: Vec<RecordKey>,
}

/// A snapshot and the records it makes superfluous.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compaction<'a> {
    /// The snapshot to store.
    pub snapshot: &'a Record,
    /// Hashes of changes of the same part that are in the snapshot and that this tab itself read or wrote.
    pub changes: &'a [String],
    /// Hashes of snapshots of the same part of which the same holds.
    pub snapshots: &'a [String],
}

impl Store {
    /// Everything stored of a directory's document, as of one moment. Empty for an unknown directory.
    ///
    /// A record that cannot be read does not hide the others: it is named in [`Contents::unreadable`].
    ///
    /// # Errors
    /// As [`Store`] says.
    pub async fn load_directory(&self, directory: &str) -> Result<Contents, StorageError> {
        let whole =
            self.run(async |connection: &Connection| self.load_at_once(connection, directory).await).await;
        match whole {
            // One value the browser cannot read fails the whole request.
            Err(StorageError::Corrupt(_)) => self.load_one_by_one(directory).await,
            outcome => outcome,
        }
    }

    /// The keys of everything stored of a directory's document, as of one moment: what to ask
    /// [`Store::read_records`] for after another tab wrote.
    ///
    /// # Errors
    /// As [`Store`] says.
    pub async fn list_keys(&self, directory: &str) -> Result<Keys, StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[CHANGES, SNAPSHOTS], Mode::Read)?;
            let range = records_of(directory)?;
            let ask = |store| transaction.store(store)?.get_all_keys_with_key(&range).map_err(thrown);
            let (snapshots, changes) = (ask(SNAPSHOTS)?, ask(CHANGES)?);
            transaction.commit().await?;
            Ok(Keys { snapshots: keys(&snapshots)?, changes: keys(&changes)? })
        })
        .await
    }

    /// The named records that are there and readable, in the order asked for.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`] when the browser cannot read one back, and as [`Store`] says.
    pub async fn read_records(
        &self,
        directory: &str,
        kind: RecordKind,
        wanted: &[RecordKey],
    ) -> Result<Vec<Record>, StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[kind.store()], Mode::Read)?;
            let store = transaction.store(kind.store())?;
            let requests = wanted
                .iter()
                .map(|key| store.get(&record_key(directory, &key.part, &key.hash)).map_err(thrown))
                .collect::<Result<Vec<_>, _>>()?;
            transaction.commit().await?;
            let mut found = Vec::with_capacity(wanted.len());
            for (RecordKey { part, hash }, request) in wanted.iter().zip(&requests) {
                if let Some(bytes) = bytes(&result(request)?) {
                    found.push(Record { part: part.clone(), hash: hash.clone(), bytes });
                }
            }
            Ok(found)
        })
        .await
    }

    /// Adds changes, all or none, strictly durable: `Ok` means they are on the disk. Adding a change that
    /// is there already changes nothing, so after any error the same call can be repeated.
    ///
    /// # Errors
    /// [`StorageError::UnknownDirectory`], and as [`Store`] says.
    pub async fn append(&self, directory: &str, changes: &[Record]) -> Result<(), StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[DIRECTORIES, CHANGES], Mode::WriteStrict)?;
            let store = transaction.store(CHANGES)?;
            for Record { part, hash, bytes } in changes {
                put(&store, &record_key(directory, part, hash), bytes)?;
            }
            transaction.require(directory).await?;
            transaction.commit().await
        })
        .await
    }

    /// As [`Store::append`], and notes `own` as not sealed yet where the directory is synced: they wait there until
    /// [`Store::write_sync`] names them as sealed.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn append_own(
        &self,
        directory: &str,
        own: &[Record],
        others: &[Record],
    ) -> Result<(), StorageError> {
        self.run(async |connection: &Connection| {
            let stores = [DIRECTORIES, CHANGES, SYNCING, UNSEALED];
            let transaction = self.begin(connection, &stores, Mode::WriteStrict)?;
            let store = transaction.store(CHANGES)?;
            for Record { part, hash, bytes } in own.iter().chain(others) {
                put(&store, &record_key(directory, part, hash), bytes)?;
            }
            let synced = transaction.store(SYNCING)?.get_key(&directory.into()).map_err(thrown)?;
            transaction.require(directory).await?;
            // Of one transaction, so it is there when the later request was answered.
            if !result(&synced)?.is_undefined() {
                let unsealed = transaction.store(UNSEALED)?;
                for Record { part, hash, bytes } in own {
                    put(&unsealed, &record_key(directory, part, hash), bytes)?;
                }
            }
            transaction.commit().await
        })
        .await
    }

    /// Stores a snapshot and deletes exactly the records named as superfluous, in one transaction. What
    /// another tab added meanwhile is not named, so it stays. A snapshot never deletes itself.
    ///
    /// # Errors
    /// [`StorageError::UnknownDirectory`], and as [`Store`] says.
    pub async fn compact(&self, directory: &str, compaction: &Compaction<'_>) -> Result<(), StorageError> {
        let Record { part, hash, bytes } = compaction.snapshot;
        self.run(async |connection: &Connection| {
            let transaction =
                self.begin(connection, &[DIRECTORIES, CHANGES, SNAPSHOTS], Mode::WriteStrict)?;
            let snapshots = transaction.store(SNAPSHOTS)?;
            put(&snapshots, &record_key(directory, part, hash), bytes)?;
            for old in compaction.snapshots.iter().filter(|old| *old != hash) {
                snapshots.delete(&record_key(directory, part, old)).map_err(thrown)?;
            }
            let changes = transaction.store(CHANGES)?;
            for old in compaction.changes {
                changes.delete(&record_key(directory, part, old)).map_err(thrown)?;
            }
            transaction.require(directory).await?;
            transaction.commit().await
        })
        .await
    }

    async fn load_at_once(&self, connection: &Connection, directory: &str) -> Result<Contents, StorageError> {
        let transaction = self.begin(connection, &[CHANGES, SNAPSHOTS], Mode::Read)?;
        let snapshots = Listing::ask(&transaction, RecordKind::Snapshot, directory)?;
        let changes = Listing::ask(&transaction, RecordKind::Change, directory)?;
        transaction.commit().await?;
        let mut contents = Contents::default();
        contents.snapshots = snapshots.records(&mut contents.unreadable)?;
        contents.changes = changes.records(&mut contents.unreadable)?;
        Ok(contents)
    }

    async fn load_one_by_one(&self, directory: &str) -> Result<Contents, StorageError> {
        let Keys { snapshots, changes } = self.list_keys(directory).await?;
        let mut contents = Contents::default();
        for (kind, keys) in [(RecordKind::Snapshot, snapshots), (RecordKind::Change, changes)] {
            for key in keys {
                match self.read_records(directory, kind, std::slice::from_ref(&key)).await {
                    Ok(found) => match kind {
                        RecordKind::Snapshot => contents.snapshots.extend(found),
                        RecordKind::Change => contents.changes.extend(found),
                    },
                    Err(StorageError::Corrupt(reason)) => {
                        contents.unreadable.push(Unreadable { kind, key, reason });
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(contents)
    }
}

/// Two requests of one transaction, whose answers are in the same order.
struct Listing {
    kind: RecordKind,
    keys: IdbRequest,
    values: IdbRequest,
}

impl Listing {
    fn ask(transaction: &Transaction, kind: RecordKind, directory: &str) -> Result<Self, StorageError> {
        let store = transaction.store(kind.store())?;
        let range = records_of(directory)?;
        Ok(Self {
            kind,
            keys: store.get_all_keys_with_key(&range).map_err(thrown)?,
            values: store.get_all_with_key(&range).map_err(thrown)?,
        })
    }

    fn records(&self, unreadable: &mut Vec<Unreadable>) -> Result<Vec<Record>, StorageError> {
        let values = result(&self.values)?.unchecked_into::<Array>();
        let mut records = Vec::with_capacity(values.length() as usize);
        for (key, value) in keys(&self.keys)?.into_iter().zip(values.iter()) {
            match bytes(&value) {
                Some(bytes) => records.push(Record { part: key.part, hash: key.hash, bytes }),
                None => unreadable.push(Unreadable {
                    kind: self.kind,
                    key,
                    reason: "the stored value is not bytes".to_owned(),
                }),
            }
        }
        Ok(records)
    }
}

fn keys(request: &IdbRequest) -> Result<Vec<RecordKey>, StorageError> {
    let keys = result(request)?.unchecked_into::<Array>();
    keys.iter().map(|key| parse_key(&key)).collect()
}

/// Reads back what [`record_key`] wrote.
pub(super) fn parse_key(key: &JsValue) -> Result<RecordKey, StorageError> {
    let key = key.unchecked_ref::<Array>();
    match (key.get(1).as_string(), key.get(2).as_string()) {
        (Some(part), Some(hash)) => Ok(RecordKey { part, hash }),
        _ => Err(StorageError::Other("a record's key is not its part and hash".to_owned())),
    }
}
