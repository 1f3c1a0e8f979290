//! What both the app and the worker read.

use js_sys::Array;
use wasm_bindgen::JsCast;

use crate::connection::Connection;
use crate::layout::{DIRECTORIES, PROJECTIONS, SETTINGS, section_key};
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

/// Sections of a directory's stored projections, as they stand together.
pub(crate) async fn sections(
    connection: &Connection,
    timeouts: Timeouts,
    directory: &str,
    sections: &[&str],
) -> Result<Vec<Option<Vec<u8>>>, StorageError> {
    let transaction = Transaction::begin(connection, &[PROJECTIONS], Mode::Read, timeouts.transaction_ms)?;
    let store = transaction.store(PROJECTIONS)?;
    let get = |section: &&str| store.get(&section_key(directory, section)).map_err(thrown);
    let requests = sections.iter().map(get).collect::<Result<Vec<_>, _>>()?;
    transaction.commit().await?;
    requests.iter().map(|request| Ok(bytes(&result(request)?))).collect()
}

/// One of the device's settings.
pub(crate) async fn setting(
    connection: &Connection,
    timeouts: Timeouts,
    name: &str,
) -> Result<Option<Vec<u8>>, StorageError> {
    let transaction = Transaction::begin(connection, &[SETTINGS], Mode::Read, timeouts.transaction_ms)?;
    let request = transaction.store(SETTINGS)?.get(&name.into()).map_err(thrown)?;
    transaction.commit().await?;
    let value = result(&request)?;
    if value.is_undefined() {
        return Ok(None);
    }
    bytes(&value).map(Some).ok_or_else(|| StorageError::Corrupt(SETTINGS.to_owned()))
}
