//! The history as one snapshot in place of many small changes, so that a start reads little.

use crate::{
    console,
    engine::{Engine, StorageHandle},
    job::Job,
    stored::document,
};
use groundswell_model::Part;
use groundswell_storage::{Compaction, StorageError};

impl Engine {
    /// Whether a part's stored history is long enough.
    pub(crate) fn is_compaction_due(&self) -> bool {
        self.is_history_beyond(self.options.timings.changes)
    }

    /// Whether a part's stored history is not only long but of many bytes.
    pub(crate) fn is_history_large(&self) -> bool {
        self.is_history_beyond(usize::MAX)
    }

    /// Whether all is committed, and a part's history is of more changes than these or of too many bytes.
    fn is_history_beyond(&self, changes: usize) -> bool {
        let bytes = self.options.timings.bytes;
        self.with_open(|open| {
            open.unsaved.is_empty() && open.ledgers.iter().any(|(_, ledger)| ledger.exceeds(changes, bytes))
        })
        .unwrap_or(false)
    }

    /// Compacts the parts for which it is due, while nobody waits for anything.
    pub(crate) async fn compact(&self) {
        for part in Part::ALL {
            if self.queue.is_busy() {
                return self.queue.schedule(self.options.timings.compaction_ms, Job::Compact);
            }
            if let Err(error) = self.compact_part(part).await {
                if error == StorageError::UnknownDirectory {
                    return self.directory_gone().await;
                }
                // The history is as good as before, only longer.
                return console::report("compacting", &error);
            }
        }
        let timings = self.options.timings;
        // What is scheduled takes the place of what was: of a change meanwhile the projections are still to be written.
        match self.with_open(|open| open.unprojected) {
            Ok(true) => self.queue.schedule(timings.projection_ms, Job::Project),
            Ok(false) => self.queue.schedule(timings.compaction_ms, Job::Index),
            Err(_) => {}
        }
    }

    async fn compact_part(&self, part: Part) -> Result<(), StorageError> {
        let timings = self.options.timings;
        let Ok(StorageHandle { store, .. }) = self.storage_handle() else { return Ok(()) };
        let due = self.with_open(|open| {
            let ledger = open.ledgers.of(part);
            if !ledger.exceeds(timings.changes, timings.bytes) || !open.unsaved.is_empty() {
                return None;
            }
            let (changes, snapshots) = (ledger.deletable_changes(), ledger.deletable_snapshots());
            let bytes = open.directory.save(part);
            // What it takes the place of is deleted: it is read back before.
            let readable = open.directory.read_back(part, &bytes);
            Some((open.id, readable.map(|()| bytes), changes, snapshots))
        });
        let Ok(Some((id, bytes, changes, snapshots))) = due else { return Ok(()) };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(why) => {
                console::report(
                    "a snapshot that does not read back is not stored, and nothing is deleted",
                    &why,
                );
                return Ok(());
            }
        };
        let snapshot = document(part, bytes);
        let compaction = Compaction { snapshot: &snapshot, changes: &changes, snapshots: &snapshots };
        store.compact(&id.to_string(), &compaction).await?;
        // The directory is the same as before the wait: jobs are done one after the other.
        drop(self.with_open(|open| open.ledgers.of(part).compacted(snapshot.hash.clone(), &changes)));
        Ok(())
    }
}
