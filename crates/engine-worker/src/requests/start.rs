//! Opening the storage, and the list of directories in it.

use super::Reply;
use crate::{
    channel::Word,
    console,
    engine::{Engine, Home},
    failure, random,
};
use groundswell_interchange::Language;
use groundswell_model::{
    DeviceId, Id, StoredEntry, Timestamp,
    message::{Access, Answer, DirectoryEntry, EngineError, Event},
};
use groundswell_storage::{Directory as StoredDirectory, Options as StoreOptions, Store};

/// The setting that holds this device's id.
const DEVICE: &str = "device";

impl Engine {
    /// Opens the storage, unless it is open, and lists its directories.
    pub(crate) async fn start(&self, language: &str) -> Reply {
        self.language.set(Language::from_tag(language));
        let home = match self.home() {
            Ok(home) => home,
            Err(_) => self.open_home().await?,
        };
        self.join_channel();
        Ok(Answer::Ready { device: home.device, directories: self.list().await? })
    }

    async fn open_home(&self) -> Result<Home, EngineError> {
        let options = StoreOptions {
            name: self.options.database.clone(),
            timeouts: self.options.timeouts,
            on_event: Box::new(self.storage_listener()),
        };
        let store = Store::open(options).await.map_err(failure::of_storage)?;
        let fresh = random::bytes::<8>()?;
        let device = store.setting_or_put(DEVICE, &fresh).await.map_err(failure::of_storage)?;
        let device = DeviceId(device.try_into().unwrap_or(fresh));
        let home = Home { store, device };
        *self.home.borrow_mut() = Some(home.clone());
        Ok(home)
    }

    /// The directories on this device, last opened first.
    pub(crate) async fn list(&self) -> Result<Vec<DirectoryEntry>, EngineError> {
        let Home { store, .. } = self.home()?;
        let stored = store.list_directories().await.map_err(failure::of_storage)?;
        let mut entries: Vec<_> = stored.into_iter().filter_map(entry).map(|entry| entry.shown).collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.opened));
        Ok(entries)
    }

    /// The entry of one directory.
    ///
    /// # Errors
    /// [`EngineError::NoDirectory`], and what the storage answers.
    pub(crate) async fn entry(&self, id: Id) -> Result<StoredEntry, EngineError> {
        let Home { store, .. } = self.home()?;
        let stored = store.list_directories().await.map_err(failure::of_storage)?;
        stored
            .into_iter()
            .filter_map(entry)
            .find(|entry| entry.shown.id == id)
            .ok_or(EngineError::NoDirectory)
    }

    /// Tells the page what directories there are now.
    pub(crate) async fn tell_list(&self) {
        match self.list().await {
            Ok(entries) => self.tell(Event::Directories(entries)),
            Err(error) => console::report("the list of directories", &error),
        }
    }

    /// Tells the page and every other tab that the list of directories changed.
    pub(crate) async fn list_changed(&self) {
        self.tell_list().await;
        self.tell_tabs(&Word::List);
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
