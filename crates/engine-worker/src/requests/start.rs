//! Opening the storage.

use super::Reply;
use crate::{
    engine::{Engine, Home},
    failure, random,
};
use groundswell_interchange::Language;
use groundswell_model::{
    DeviceId,
    message::{Answer, Ended, EngineError},
};
use groundswell_storage::{Options as StoreOptions, Store};

/// The setting that holds this device's id.
const DEVICE: &str = "device";

impl Engine {
    /// Opens the storage, unless it is open, and lists its directories.
    pub(crate) async fn start(&self, language: &str, before: Ended) -> Reply {
        self.before.set(Some(before));
        self.language.set(Language::from_tag(language));
        let home = match self.home() {
            Ok(home) => home,
            Err(_) => self.open_home().await?,
        };
        self.join_channel();
        self.run_errands_soon();
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
}
