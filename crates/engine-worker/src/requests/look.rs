//! Looking without changing.

use super::Reply;
use crate::{
    engine::{Engine, StorageHandle},
    failure,
};
use groundswell_model::{
    Id, Kind, Part,
    message::{Answer, Packed, StorageSummary},
};
use groundswell_storage::usage;

impl Engine {
    /// One record with its conflicts.
    pub(crate) fn read(&self, kind: Kind, id: Id) -> Reply {
        self.with_open(|open| Answer::Record(open.directory.read(kind, id).as_ref().map(Packed::of)))
    }

    /// Deleted records that can be restored.
    pub(crate) fn deleted(&self) -> Reply {
        self.with_open(|open| Answer::Deleted(Packed::of(&open.directory.deleted())))
    }

    /// What the storage holds.
    pub(crate) async fn storage(&self) -> Reply {
        let StorageHandle { store, .. } = self.storage_handle()?;
        let mut summary = StorageSummary::default();
        // A browser that does not say leaves the figures out.
        if let Ok(usage) = usage().await {
            // Browsers tell whole bytes, as doubles.
            summary.used = Some(usage.used as u64);
            summary.quota = Some(usage.quota as u64);
        }
        let open = self.with_open(|open| {
            let document: usize = Part::ALL.iter().map(|part| open.directory.save(*part).len()).sum();
            summary.document = document as u64;
            summary.changes = open.directory.change_count();
            open.id
        });
        if let Ok(id) = open {
            summary.quarantined =
                store.list_quarantine(&id.to_string()).await.map_err(failure::of_storage)?.len();
        }
        Ok(Answer::Storage(summary))
    }
}
