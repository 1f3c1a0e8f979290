//! The list of directories, their projections, and what comes and goes with a whole directory.

use super::{Record, Store};
use crate::StorageError;
use crate::connection::Connection;
use crate::layout::{
    CHANGES, CHUNKS, DIRECTORIES, HOLDINGS, PROJECTIONS, QUARANTINE, SNAPSHOTS, SYNCING, UNSEALED,
    record_key, records_of,
};
use crate::read::{self, Directory};
use crate::transaction::{Mode, bytes, put, thrown};

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
            let keyed_by_record = [CHANGES, SNAPSHOTS, QUARANTINE, CHUNKS, HOLDINGS, UNSEALED];
            let keyed_by_directory = [DIRECTORIES, PROJECTIONS, SYNCING];
            let all = [keyed_by_record.as_slice(), &keyed_by_directory].concat();
            let transaction = self.begin(connection, &all, Mode::WriteStrict)?;
            let records = records_of(directory)?;
            for store in keyed_by_record {
                transaction.store(store)?.delete(&records).map_err(thrown)?;
            }
            for store in keyed_by_directory {
                transaction.store(store)?.delete(&directory.into()).map_err(thrown)?;
            }
            transaction.commit().await
        })
        .await
    }

    /// The stored projection of a directory, if it has one.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`], and as [`Store`] says.
    pub async fn read_projection(&self, directory: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.run(async |connection: &Connection| {
            read::projection(connection, self.shared.timeouts, directory).await
        })
        .await
    }

    /// Stores what the app paints first. Relaxed durability: it can be computed again.
    ///
    /// # Errors
    /// [`StorageError::UnknownDirectory`], and as [`Store`] says.
    pub async fn write_projection(&self, directory: &str, projection: &[u8]) -> Result<(), StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[DIRECTORIES, PROJECTIONS], Mode::WriteRelaxed)?;
            put(&transaction.store(PROJECTIONS)?, &directory.into(), projection)?;
            transaction.require(directory).await?;
            transaction.commit().await
        })
        .await
    }
}
