//! The list of the directories on this device.

use crate::{
    channel::TabMessage,
    console,
    engine::{Engine, StorageHandle},
    failure,
};
use groundswell_model::{
    Id, StoredEntry, Timestamp,
    message::{Access, DirectoryEntry, EngineError, Event},
};
use groundswell_storage::Directory as StoredDirectory;

impl Engine {
    /// The directories on this device, last opened first.
    pub(crate) async fn list(&self) -> Result<Vec<DirectoryEntry>, EngineError> {
        let mut entries: Vec<_> = self.stored_entries().await?.into_iter().map(|entry| entry.shown).collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.opened));
        Ok(entries)
    }

    /// All entries, in no order.
    ///
    /// # Errors
    /// What the storage answers.
    pub(crate) async fn stored_entries(&self) -> Result<Vec<StoredEntry>, EngineError> {
        let StorageHandle { store, .. } = self.storage_handle()?;
        let stored = store.list_directories().await.map_err(failure::of_storage)?;
        Ok(stored.into_iter().filter_map(entry).collect())
    }

    /// The entry of one directory.
    ///
    /// # Errors
    /// [`EngineError::NoDirectory`], and what the storage answers.
    pub(crate) async fn entry(&self, id: Id) -> Result<StoredEntry, EngineError> {
        let mut entries = self.stored_entries().await?.into_iter();
        entries.find(|entry| entry.shown.id == id).ok_or(EngineError::NoDirectory)
    }

    /// Changes the entry of one directory.
    ///
    /// # Errors
    /// [`EngineError::NoDirectory`], and what the storage answers.
    pub(crate) async fn change_entry(
        &self,
        id: Id,
        change: &dyn Fn(&mut StoredEntry),
    ) -> Result<(), EngineError> {
        let StorageHandle { store, .. } = self.storage_handle()?;
        let change = |bytes: &[u8]| changed(bytes, change);
        store.update_directory(&id.to_string(), &change).await.map_err(failure::of_storage)
    }

    /// Tells the page what directories there are now.
    pub(crate) async fn emit_directories(&self) {
        match self.list().await {
            Ok(entries) => self.emit(Event::Directories(entries)),
            Err(error) => console::report("the list of directories", &error),
        }
    }

    /// Tells the page and every other tab that the list of directories changed.
    pub(crate) async fn list_changed(&self) {
        self.emit_directories().await;
        self.broadcast(&TabMessage::List);
    }
}

/// A stored entry with a change made to it. One that this version does not understand stays as it is.
pub(crate) fn changed(bytes: &[u8], change: impl FnOnce(&mut StoredEntry)) -> Vec<u8> {
    match StoredEntry::decode(bytes) {
        Ok(mut entry) => {
            change(&mut entry);
            entry.encode()
        }
        Err(error) => {
            console::report("the list of directories", &error);
            bytes.to_vec()
        }
    }
}

/// An entry as stored. One that this version does not understand is listed under its id, since its history
/// may be as good as any.
fn entry(stored: StoredDirectory) -> Option<StoredEntry> {
    let Ok(id) = stored.id.parse::<Id>() else {
        console::report("the list of directories", &stored.id);
        return None;
    };
    let entry = StoredEntry::decode(&stored.bytes).unwrap_or_else(|error| {
        console::report("the list of directories", &error);
        let name = stored.id;
        let shown = DirectoryEntry {
            id,
            name,
            sample: false,
            access: Access::Edit,
            shared: false,
            invitation: false,
            added: Timestamp(0),
            opened: Timestamp(0),
        };
        StoredEntry { shown, seed: None, link: None }
    });
    Some(entry)
}
