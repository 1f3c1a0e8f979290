//! What both the app and the worker read.

use js_sys::Array;
use wasm_bindgen::JsCast;

use crate::connection::Connection;
use crate::layout::{DIRECTORIES, PROJECTIONS, SETTINGS};
use crate::transaction::{Mode, Transaction, bytes, result, thrown};
use crate::{StorageError, Timeouts};

/// An entry in this device's list of directories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// The directory's id.
    pub id: String,
    /// The entry, as the caller wrote it. Empty when the stored value is not bytes, so that one damaged
    /// entry hides no other directory.
    pub bytes: Vec<u8>,
}

/// All entries, by id.
pub(crate) async fn directories(
    connection: &Connection,
    timeouts: Timeouts,
) -> Result<Vec<Directory>, StorageError> {
    let transaction = Transaction::begin(connection, &[DIRECTORIES], Mode::Read, timeouts.transaction_ms)?;
    let store = transaction.store(DIRECTORIES)?;
    let ids = store.get_all_keys().map_err(thrown)?;
    let entries = store.get_all().map_err(thrown)?;
    transaction.commit().await?;
    let ids = result(&ids)?.unchecked_into::<Array>();
    let entries = result(&entries)?.unchecked_into::<Array>();
    ids.iter()
        .zip(entries.iter())
        .map(|(id, entry)| match id.as_string() {
            Some(id) => Ok(Directory { id, bytes: bytes(&entry).unwrap_or_default() }),
            None => Err(StorageError::Corrupt(DIRECTORIES.to_owned())),
        })
        .collect()
}

/// The stored projection of a directory.
pub(crate) async fn projection(
    connection: &Connection,
    timeouts: Timeouts,
    directory: &str,
) -> Result<Option<Vec<u8>>, StorageError> {
    value(connection, timeouts, PROJECTIONS, directory).await
}

/// One of the device's settings.
pub(crate) async fn setting(
    connection: &Connection,
    timeouts: Timeouts,
    name: &str,
) -> Result<Option<Vec<u8>>, StorageError> {
    value(connection, timeouts, SETTINGS, name).await
}

async fn value(
    connection: &Connection,
    timeouts: Timeouts,
    store: &str,
    key: &str,
) -> Result<Option<Vec<u8>>, StorageError> {
    let transaction = Transaction::begin(connection, &[store], Mode::Read, timeouts.transaction_ms)?;
    let request = transaction.store(store)?.get(&key.into()).map_err(thrown)?;
    transaction.commit().await?;
    let value = result(&request)?;
    if value.is_undefined() {
        return Ok(None);
    }
    bytes(&value).map(Some).ok_or_else(|| StorageError::Corrupt(store.to_owned()))
}
