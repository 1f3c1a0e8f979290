//! The stored projection, which the page paints before this program runs.
//!
//! It is written a moment after the last change, never while one waits to be committed: a projection that
//! knows more than the history would show as saved what is not.

use crate::{
    console,
    engine::{Engine, Job, StorageHandle},
};
use groundswell_storage::StorageError;

impl Engine {
    /// Writes the projection, if the stored one is another, and goes on with what is done after that.
    pub(crate) async fn write_projection(&self) {
        let timings = self.options.timings;
        if self.is_busy() {
            return self.schedule(timings.projection_ms, Job::Project);
        }
        if let Err(StorageError::UnknownDirectory) = self.keep_projection().await {
            return self.directory_gone().await;
        }
        if self.is_history_large() {
            // After an import, say: a start would take longer by whole seconds.
            self.enqueue(Job::Compact);
        } else if self.is_compaction_due() {
            self.schedule(timings.compaction_ms, Job::Compact);
        }
    }

    /// Writes the projection, if the stored one is another: by it a directory that is not open is searched too.
    ///
    /// # Errors
    /// What the storage answers. It is no loss: the next start rebuilds the projection.
    pub(crate) async fn keep_projection(&self) -> Result<(), StorageError> {
        let Ok(StorageHandle { store, .. }) = self.storage_handle() else { return Ok(()) };
        let due = self.with_open(|open| {
            // A commit that succeeds later asks for the projection again.
            let due = open.unprojected && open.unsaved.is_empty();
            due.then(|| (open.id, open.encode_projection()))
        });
        let Ok(Some((id, bytes))) = due else { return Ok(()) };
        let kept = store.write_projection(&id.to_string(), &bytes).await;
        match &kept {
            // No other job ran meanwhile, so nothing changed.
            Ok(()) => drop(self.with_open(|open| open.unprojected = false)),
            Err(StorageError::UnknownDirectory) => {}
            Err(error) => console::report("the projection", error),
        }
        kept
    }
}
