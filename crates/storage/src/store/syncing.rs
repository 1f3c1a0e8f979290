//! What a directory's syncing keeps: sealed chunks, how it stands with each, and changes that no chunk holds yet.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbRequest;

use super::Store;
use super::records::{Record, RecordKey, parse_key};
use crate::StorageError;
use crate::connection::Connection;
use crate::layout::{CHUNKS, DIRECTORIES, HOLDINGS, SYNCING, UNSEALED, chunk_key, record_key, records_of};
use crate::transaction::{Mode, Transaction, bytes, put, result, thrown};

/// All that is stored of a directory's syncing, but for the sealed chunks themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SyncContents {
    /// How it stands with each chunk, by its id.
    pub holdings: Vec<(String, Vec<u8>)>,
    /// Changes of this device that no chunk holds yet.
    pub unsealed: Vec<Record>,
    /// What is remembered; nothing where the directory is not synced.
    pub settings: Option<Vec<u8>>,
}

/// Something to be written at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SyncWrite {
    /// How it stands with chunks now: id, holding, and the sealed chunk where that is new.
    pub put: Vec<(String, Vec<u8>, Option<Vec<u8>>)>,
    /// Ids of chunks that are removed, with how it stood with them.
    pub remove: Vec<String>,
    /// Changes that a chunk holds now.
    pub sealed: Vec<RecordKey>,
    /// What is to be remembered, where that changed.
    pub settings: Option<Vec<u8>>,
}

impl Store {
    /// Begins to sync a directory, or begins anew with other keys: its entry becomes what `change` makes of it, and
    /// nothing stays of an earlier syncing but what is named here. Strictly durable, in one transaction.
    ///
    /// # Errors
    /// [`StorageError::UnknownDirectory`], and as [`Store`] says.
    pub async fn begin_sync(
        &self,
        directory: &str,
        change: &dyn Fn(&[u8]) -> Vec<u8>,
        settings: &[u8],
    ) -> Result<(), StorageError> {
        self.run(async |connection: &Connection| {
            let stores = [DIRECTORIES, CHUNKS, HOLDINGS, UNSEALED, SYNCING];
            let transaction = self.begin(connection, &stores, Mode::WriteStrict)?;
            let store = transaction.store(DIRECTORIES)?;
            let key = directory.into();
            let entry = transaction.answer(&store.get(&key).map_err(thrown)?).await?;
            if entry.is_undefined() {
                return Err(StorageError::UnknownDirectory);
            }
            put(&store, &key, &change(&bytes(&entry).unwrap_or_default()))?;
            let records = records_of(directory)?;
            for store in [CHUNKS, HOLDINGS, UNSEALED] {
                transaction.store(store)?.delete(&records).map_err(thrown)?;
            }
            put(&transaction.store(SYNCING)?, &key, settings)?;
            transaction.commit().await
        })
        .await
    }

    /// Puts a directory on this device that is synced from its first moment: its entry in the list, and what is
    /// remembered of the syncing. Strictly durable, in one transaction.
    ///
    /// # Errors
    /// As [`Store`] says.
    pub async fn join_directory(
        &self,
        directory: &str,
        entry: &[u8],
        settings: &[u8],
    ) -> Result<(), StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[DIRECTORIES, SYNCING], Mode::WriteStrict)?;
            put(&transaction.store(DIRECTORIES)?, &directory.into(), entry)?;
            put(&transaction.store(SYNCING)?, &directory.into(), settings)?;
            transaction.commit().await
        })
        .await
    }

    /// Everything stored of a directory's syncing, as of one moment. What is not bytes is left out: it can be had
    /// again from a neighbour.
    ///
    /// # Errors
    /// As [`Store`] says.
    pub async fn load_sync(&self, directory: &str) -> Result<SyncContents, StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[HOLDINGS, UNSEALED, SYNCING], Mode::Read)?;
            let holdings = All::ask(&transaction, HOLDINGS, directory)?;
            let unsealed = All::ask(&transaction, UNSEALED, directory)?;
            let settings = transaction.store(SYNCING)?.get(&directory.into()).map_err(thrown)?;
            transaction.commit().await?;
            let holdings = holdings.read()?.into_iter().filter_map(|(key, bytes)| {
                let id = key.unchecked_ref::<Array>().get(1).as_string()?;
                Some((id, bytes))
            });
            let unsealed = unsealed.read()?.into_iter().map(|(key, bytes)| {
                let RecordKey { part, hash } = parse_key(&key)?;
                Ok(Record { part, hash, bytes })
            });
            Ok(SyncContents {
                holdings: holdings.collect(),
                unsealed: unsealed.collect::<Result<_, StorageError>>()?,
                settings: bytes(&result(&settings)?),
            })
        })
        .await
    }

    /// The sealed chunks of these ids that are there.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`] when the browser cannot read one back, and as [`Store`] says.
    pub async fn read_chunks(
        &self,
        directory: &str,
        ids: &[String],
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[CHUNKS], Mode::Read)?;
            let store = transaction.store(CHUNKS)?;
            let requests = ids
                .iter()
                .map(|id| store.get(&chunk_key(directory, id)).map_err(thrown))
                .collect::<Result<Vec<_>, _>>()?;
            transaction.commit().await?;
            let mut found = Vec::with_capacity(ids.len());
            for (id, request) in ids.iter().zip(&requests) {
                if let Some(bytes) = bytes(&result(request)?) {
                    found.push((id.clone(), bytes));
                }
            }
            Ok(found)
        })
        .await
    }

    /// Writes, all or nothing, strictly durable. To write the same twice changes nothing. Nothing is written where the
    /// directory's entry is not one that the writer goes by: another tab may have begun to sync it by another link.
    ///
    /// # Errors
    /// [`StorageError::UnknownDirectory`], also where the entry is another; and as [`Store`] says.
    pub async fn write_sync(
        &self,
        directory: &str,
        write: &SyncWrite,
        is_current: &dyn Fn(&[u8]) -> bool,
    ) -> Result<(), StorageError> {
        self.run(async |connection: &Connection| {
            let stores = [DIRECTORIES, CHUNKS, HOLDINGS, UNSEALED, SYNCING];
            let transaction = self.begin(connection, &stores, Mode::WriteStrict)?;
            let (chunks, holdings) = (transaction.store(CHUNKS)?, transaction.store(HOLDINGS)?);
            for (id, holding, sealed) in &write.put {
                let key = chunk_key(directory, id);
                put(&holdings, &key, holding)?;
                if let Some(sealed) = sealed {
                    put(&chunks, &key, sealed)?;
                }
            }
            for id in &write.remove {
                let key = chunk_key(directory, id);
                holdings.delete(&key).map_err(thrown)?;
                chunks.delete(&key).map_err(thrown)?;
            }
            let unsealed = transaction.store(UNSEALED)?;
            for RecordKey { part, hash } in &write.sealed {
                unsealed.delete(&record_key(directory, part, hash)).map_err(thrown)?;
            }
            if let Some(settings) = &write.settings {
                put(&transaction.store(SYNCING)?, &directory.into(), settings)?;
            }
            let entry = transaction.store(DIRECTORIES)?.get(&directory.into()).map_err(thrown)?;
            let entry = bytes(&transaction.answer(&entry).await?);
            if !entry.is_some_and(|entry| is_current(&entry)) {
                return Err(StorageError::UnknownDirectory);
            }
            transaction.commit().await
        })
        .await
    }
}

/// Two requests of one transaction, whose answers are in the same order.
struct All {
    keys: IdbRequest,
    values: IdbRequest,
}

impl All {
    fn ask(transaction: &Transaction, store: &str, directory: &str) -> Result<Self, StorageError> {
        let store = transaction.store(store)?;
        let range = records_of(directory)?;
        Ok(Self {
            keys: store.get_all_keys_with_key(&range).map_err(thrown)?,
            values: store.get_all_with_key(&range).map_err(thrown)?,
        })
    }

    fn read(&self) -> Result<Vec<(JsValue, Vec<u8>)>, StorageError> {
        let keys = result(&self.keys)?.unchecked_into::<Array>();
        let values = result(&self.values)?.unchecked_into::<Array>();
        Ok(keys.iter().zip(values.iter()).filter_map(|(key, value)| Some((key, bytes(&value)?))).collect())
    }
}
