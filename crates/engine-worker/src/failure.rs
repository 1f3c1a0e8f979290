//! What the storage's errors mean to people.

use groundswell_model::message::EngineError;
use groundswell_storage::StorageError;

/// The error as it is sent to the page.
pub(crate) fn of_storage(error: StorageError) -> EngineError {
    match error {
        StorageError::Quota => EngineError::StorageFull,
        StorageError::Blocked => EngineError::StorageBlocked,
        StorageError::VersionTooNew => EngineError::StorageNewer,
        StorageError::Timeout => EngineError::StorageSlow,
        StorageError::Unavailable(why) => EngineError::StorageUnavailable(why),
        StorageError::UnknownDirectory => EngineError::NoDirectory,
        StorageError::Closed | StorageError::Corrupt(_) | StorageError::Other(_) => {
            EngineError::Storage(error.to_string())
        }
    }
}

/// Whether trying again can help: not where the directory is gone, or the storage belongs to a newer app.
pub(crate) const fn passes(error: &StorageError) -> bool {
    !matches!(error, StorageError::UnknownDirectory | StorageError::VersionTooNew)
}
