//! The app's half: small, quick, and unable to change anything.

use crate::connection::Connection;
use crate::read::{self, Directory};
use crate::{StorageError, Timeouts};

/// A short-lived read-only connection for the first paint. Drop it as soon as the list is painted; it
/// lets go by itself when another tab upgrades the database.
pub struct Reader {
    connection: Connection,
    timeouts: Timeouts,
}

impl Reader {
    /// Opens the database named `name` ([`crate::DATABASE`], outside tests) at whatever layout it has.
    /// `None` when nothing was ever stored on this device; the database is then not created either.
    ///
    /// # Errors
    /// [`StorageError::VersionTooNew`], [`StorageError::Timeout`], [`StorageError::Unavailable`].
    pub async fn open(name: &str, timeouts: Timeouts) -> Result<Option<Self>, StorageError> {
        let connection = Connection::open_existing(name, timeouts.open_ms).await?;
        Ok(connection.map(|connection| Self { connection, timeouts }))
    }

    /// The directories on this device, by id.
    ///
    /// # Errors
    /// [`StorageError::Closed`], [`StorageError::Timeout`], [`StorageError::Corrupt`].
    pub async fn list_directories(&self) -> Result<Vec<Directory>, StorageError> {
        read::directories(&self.connection, self.timeouts).await
    }

    /// These sections of a directory's stored projections, as they stand together: one answer for each, nothing where
    /// it is not there or not bytes.
    ///
    /// # Errors
    /// As [`Self::list_directories`].
    pub async fn read_sections(
        &self,
        directory: &str,
        sections: &[&str],
    ) -> Result<Vec<Option<Vec<u8>>>, StorageError> {
        read::sections(&self.connection, self.timeouts, directory, sections).await
    }

    /// One of the device's settings.
    ///
    /// # Errors
    /// As [`Self::list_directories`].
    pub async fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        read::setting(&self.connection, self.timeouts, name).await
    }
}
