//! Opening the storage.

use super::Reply;
use crate::{
    engine::{Engine, StorageHandle},
    failure, random,
};
use groundswell_interchange::Language;
use groundswell_model::{
    DeviceId,
    message::{Answer, EngineError, EngineExit},
};
use groundswell_storage::{Options as StoreOptions, Store};

/// The setting that holds this device's id.
const DEVICE: &str = "device";

impl Engine {
    /// Opens the storage, unless it is open, and lists its directories.
    pub(crate) async fn start(&self, language: &str, before: EngineExit) -> Reply {
        self.before.set(Some(before));
        self.language.set(Language::from_tag(language));
        let storage_handle = match self.storage_handle() {
            Ok(storage_handle) => storage_handle,
            Err(_) => self.open_storage().await?,
        };
        self.join_channel();
        self.schedule_background_sync();
        Ok(Answer::Ready { device: storage_handle.device, directories: self.list().await? })
    }

    async fn open_storage(&self) -> Result<StorageHandle, EngineError> {
        let options = StoreOptions {
            name: self.options.database.clone(),
            timeouts: self.options.timeouts,
            on_event: Box::new(self.storage_listener()),
        };
        let store = Store::open(options).await.map_err(failure::of_storage)?;
        let fresh = random::bytes::<8>()?;
        let device = store.setting_or_put(DEVICE, &fresh).await.map_err(failure::of_storage)?;
        let device = DeviceId(device.try_into().unwrap_or(fresh));
        let storage_handle = StorageHandle { store, device };
        *self.storage_handle.borrow_mut() = Some(storage_handle.clone());
        Ok(storage_handle)
    }
}
