//! The list of directories, their projections, and what comes and goes with a whole directory.

use super::{Record, Store};
use crate::StorageError;
use crate::connection::Connection;
use crate::layout::{
    CHANGES, CHUNKS, DIRECTORIES, HOLDINGS, PROJECTIONS, QUARANTINE, SETTINGS, SNAPSHOTS, SYNCING, UNSEALED,
    directory_of, record_key, records_of, section_key,
};
use crate::read::{self, Directory};
use crate::transaction::{Mode, bytes, put, result, thrown};
use js_sys::Array;
use wasm_bindgen::JsCast;

/// Sections of projections: what each is called, and its bytes.
pub type Sections = Vec<(&'static str, Vec<u8>)>;

impl Store {
    /// The directories on this device, by id.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`], and as [`Store`] says.
    pub async fn list_directories(&self) -> Result<Vec<Directory>, StorageError> {
        self.run(async |connection: &Connection| read::directories(connection, self.shared.timeouts).await)
            .await
    }

    /// Puts a directory on this device: its entry in the list, its first changes (a new network, a restored backup),
    /// and where it is synced from its first moment what is remembered of that, strictly durable and in one
    /// transaction. For a directory already here it replaces the entry and adds the changes.
    ///
    /// # Errors
    /// As [`Store`] says.
    pub async fn create_directory(
        &self,
        directory: &str,
        entry: &[u8],
        changes: &[Record],
        syncing: Option<&[u8]>,
    ) -> Result<(), StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[DIRECTORIES, CHANGES, SYNCING], Mode::WriteStrict)?;
            put(&transaction.store(DIRECTORIES)?, &directory.into(), entry)?;
            let store = transaction.store(CHANGES)?;
            for Record { part, hash, bytes } in changes {
                put(&store, &record_key(directory, part, hash), bytes)?;
            }
            if let Some(settings) = syncing {
                put(&transaction.store(SYNCING)?, &directory.into(), settings)?;
            }
            transaction.commit().await
        })
        .await
    }

    /// Replaces a directory's entry by what `change` makes of it, strictly durable. Reading and writing are
    /// one transaction, so two tabs that change different fields keep both. `change` may be called twice, and
    /// is given nothing where the stored value is not bytes.
    ///
    /// # Errors
    /// [`StorageError::UnknownDirectory`], and as [`Store`] says.
    pub async fn update_directory(
        &self,
        directory: &str,
        change: &dyn Fn(&[u8]) -> Vec<u8>,
    ) -> Result<(), StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[DIRECTORIES], Mode::WriteStrict)?;
            let store = transaction.store(DIRECTORIES)?;
            let key = directory.into();
            let entry = transaction.answer(&store.get(&key).map_err(thrown)?).await?;
            if entry.is_undefined() {
                return Err(StorageError::UnknownDirectory);
            }
            put(&store, &key, &change(&bytes(&entry).unwrap_or_default()))?;
            transaction.commit().await
        })
        .await
    }

    /// Removes everything of one directory, damaged records included, in one transaction.
    ///
    /// # Errors
    /// As [`Store`] says.
    pub async fn erase_directory(&self, directory: &str) -> Result<(), StorageError> {
        self.run(async |connection: &Connection| {
            // Of projections there may also be one that an earlier version of the app wrote.
            let keyed_by_array =
                [CHANGES, SNAPSHOTS, QUARANTINE, CHUNKS, HOLDINGS, UNSEALED, PROJECTIONS, SETTINGS];
            let keyed_by_directory = [DIRECTORIES, PROJECTIONS, SYNCING];
            let all = [keyed_by_array.as_slice(), &keyed_by_directory].concat();
            let transaction = self.begin(connection, &all, Mode::WriteStrict)?;
            let records = records_of(directory)?;
            for store in keyed_by_array {
                transaction.store(store)?.delete(&records).map_err(thrown)?;
            }
            for store in keyed_by_directory {
                transaction.store(store)?.delete(&directory.into()).map_err(thrown)?;
            }
            transaction.commit().await
        })
        .await
    }

    /// These sections of a directory's stored projections, as they stand together: one answer for each, nothing where
    /// it is not there or not bytes.
    ///
    /// # Errors
    /// As [`Store`] says.
    pub async fn read_sections(
        &self,
        directory: &str,
        sections: &[&str],
    ) -> Result<Vec<Option<Vec<u8>>>, StorageError> {
        self.run(async |connection: &Connection| {
            read::sections(connection, self.shared.timeouts, directory, sections).await
        })
        .await
    }

    /// Writes sections of a directory's projections: those that `change` names when it is given the one called `index`,
    /// or nothing where that is not there. Reading and writing are one transaction, so that what two tabs write stands
    /// together. `change` may be called twice. Relaxed durability: all of it can be computed again.
    ///
    /// What an earlier version of the app stored of the directory in this place is deleted, and so is what is left of
    /// directories that are not on this device any more.
    ///
    /// # Errors
    /// [`StorageError::UnknownDirectory`], and as [`Store`] says.
    pub async fn write_sections(
        &self,
        directory: &str,
        index: &str,
        change: &dyn Fn(Option<&[u8]>) -> Sections,
    ) -> Result<(), StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[DIRECTORIES, PROJECTIONS], Mode::WriteRelaxed)?;
            transaction.require(directory).await?;
            let store = transaction.store(PROJECTIONS)?;
            let kept = store.get_all_keys().map_err(thrown)?;
            let listed = transaction.store(DIRECTORIES)?.get_all_keys().map_err(thrown)?;
            let before = store.get(&section_key(directory, index)).map_err(thrown)?;
            let before = bytes(&transaction.answer(&before).await?);
            let listed = result(&listed)?.unchecked_into::<Array>();
            for key in result(&kept)?.unchecked_into::<Array>().iter() {
                let is_listed = directory_of(&key).is_some_and(|id| listed.includes(&id.into(), 0));
                if !is_listed || key == *directory {
                    store.delete(&key).map_err(thrown)?;
                }
            }
            for (section, bytes) in change(before.as_deref()) {
                put(&store, &section_key(directory, section), &bytes)?;
            }
            transaction.commit().await
        })
        .await
    }
}
