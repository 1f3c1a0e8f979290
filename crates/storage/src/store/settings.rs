//! The device's own settings, and what it keeps for a directory beside its documents. None of it ever leaves the device.

use super::Store;
use crate::StorageError;
use crate::connection::Connection;
use crate::layout::{DIRECTORIES, SETTINGS, section_key};
use crate::read;
use crate::transaction::{Mode, bytes, put, thrown};

impl Store {
    /// One setting, if it was ever put.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`], and as [`Store`] says.
    pub async fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.run(async |connection: &Connection| read::setting(connection, self.shared.timeouts, name).await)
            .await
    }

    /// Puts a setting, strictly durable.
    ///
    /// # Errors
    /// As [`Store`] says.
    pub async fn put_setting(&self, name: &str, value: &[u8]) -> Result<(), StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[SETTINGS], Mode::WriteStrict)?;
            put(&transaction.store(SETTINGS)?, &name.into(), value)?;
            transaction.commit().await
        })
        .await
    }

    /// Puts a setting that outlives this program but need not outlive the machine: of relaxed durability, and quick.
    ///
    /// # Errors
    /// As [`Store`] says.
    pub async fn jot(&self, name: &str, value: &[u8]) -> Result<(), StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[SETTINGS], Mode::WriteRelaxed)?;
            put(&transaction.store(SETTINGS)?, &name.into(), value)?;
            transaction.commit().await
        })
        .await
    }

    /// The setting, or `fresh` if there was none, which is then put, strictly durable. Two tabs that start
    /// at once agree on the answer: for what a device has one of, such as its id.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`], and as [`Store`] says.
    pub async fn setting_or_put(&self, name: &str, fresh: &[u8]) -> Result<Vec<u8>, StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[SETTINGS], Mode::WriteStrict)?;
            let store = transaction.store(SETTINGS)?;
            let known = transaction.answer(&store.get(&name.into()).map_err(thrown)?).await?;
            if !known.is_undefined() {
                return bytes(&known).ok_or_else(|| StorageError::Corrupt(SETTINGS.to_owned()));
            }
            put(&store, &name.into(), fresh)?;
            transaction.commit().await?;
            Ok(fresh.to_vec())
        })
        .await
    }

    /// What this device keeps for a directory under this name, if it keeps anything.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`], and as [`Store`] says.
    pub async fn kept_for(&self, directory: &str, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[SETTINGS], Mode::Read)?;
            let store = transaction.store(SETTINGS)?;
            let kept = store.get(&section_key(directory, name)).map_err(thrown)?;
            let kept = transaction.answer(&kept).await?;
            if kept.is_undefined() {
                return Ok(None);
            }
            bytes(&kept).map(Some).ok_or_else(|| StorageError::Corrupt(SETTINGS.to_owned()))
        })
        .await
    }

    /// Keeps something for a directory under this name, until the directory is erased. Relaxed durability.
    ///
    /// # Errors
    /// [`StorageError::UnknownDirectory`], and as [`Store`] says.
    pub async fn keep_for(&self, directory: &str, name: &str, value: &[u8]) -> Result<(), StorageError> {
        self.run(async |connection: &Connection| {
            let transaction = self.begin(connection, &[DIRECTORIES, SETTINGS], Mode::WriteRelaxed)?;
            transaction.require(directory).await?;
            put(&transaction.store(SETTINGS)?, &section_key(directory, name), value)?;
            transaction.commit().await
        })
        .await
    }
}
