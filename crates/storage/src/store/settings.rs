//! The device's own settings: they belong to no directory and never leave the device.

use super::Store;
use crate::StorageError;
use crate::connection::Connection;
use crate::layout::SETTINGS;
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
}
