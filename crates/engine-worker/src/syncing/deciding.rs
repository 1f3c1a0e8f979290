//! Which links this device goes by, where others were made in place of the same earlier one.

use super::{Own, Syncing, replaced, replica_store};
use crate::{
    channel::TabMessage,
    console,
    engine::{Engine, StorageHandle},
    failure,
};
use groundswell_model::{Id, message::EngineError};
use groundswell_seal::{Link, Notice as Contents};
use groundswell_wire::VerifyingKey;

impl Engine {
    /// Reads what this device knows of keys.
    pub(super) async fn load_own(&self, session: u32) {
        let Some(directory) = self.with_syncing(session, |syncing| syncing.directory) else { return };
        let Some(link) = self.with_syncing(session, |syncing| syncing.parsed.clone()) else { return };
        let read = async {
            Ok::<_, EngineError>((
                self.own_keys(directory).await?,
                self.is_unfinished(directory, &link).await?,
            ))
        };
        match read.await {
            Ok((own, unfinished)) => {
                self.with_syncing(session, |syncing| {
                    syncing.own = own;
                    syncing.unfinished = unfinished;
                });
            }
            Err(error) => console::report("reading which links are gone by", &error),
        }
    }

    /// What this device knows of a directory's keys by itself.
    ///
    /// # Errors
    /// What the storage answers.
    pub(crate) async fn own_keys(&self, directory: Id) -> Result<Own, EngineError> {
        let StorageHandle { store, device, .. } = self.storage_handle()?;
        let read = async |name: String| {
            let stored = store.setting(&name).await.map_err(failure::of_storage)?;
            Ok::<_, EngineError>(keys(&stored.unwrap_or_default()))
        };
        Ok(Own { device, made: read(made(directory)).await?, decided: read(decided(directory)).await? })
    }

    /// Notes that this device made these keys.
    ///
    /// # Errors
    /// What the storage answers.
    pub(crate) async fn note_made(&self, id: Id, key: [u8; 32]) -> Result<(), EngineError> {
        self.add_keys(&made(id), &[key]).await
    }

    /// Decides to go on with the links in use, against all others that are known.
    ///
    /// # Errors
    /// What the storage answers.
    pub(crate) async fn decide(&self) -> Result<(), EngineError> {
        let id = self.with_open(|open| open.id)?;
        let session = self.syncing.borrow().as_ref().map(|syncing| syncing.session);
        let Some(session) = session else { return Ok(()) };
        let kept = replica_store::load(&self.storage_handle()?.store, &id.to_string())
            .await
            .map_err(failure::of_storage)?;
        let directory = *id.as_bytes();
        let rivals = kept.settings.earlier.iter().flat_map(|room| {
            let keys = replaced::keys_of(room);
            room.notices.iter().filter_map(move |(notice, _)| {
                let read = Contents::read(&notice.items, &keys, &directory);
                read.succession.map(|succession| *VerifyingKey::as_bytes(&succession.to))
            })
        });
        let own = self.with_syncing(session, |syncing| *syncing.parsed.capability().key().as_bytes());
        let rivals: Vec<[u8; 32]> = rivals.filter(|key| Some(*key) != own).collect();
        self.decide_against(id, &rivals).await?;
        self.broadcast(&TabMessage::Decided(id));
        self.decided(id).await;
        Ok(())
    }

    /// It was decided by which links this directory goes, or new ones were half made: the leader restarts
    /// its syncing with that.
    pub(crate) async fn decided(&self, directory: Id) {
        let is_led = |syncing: &Syncing| syncing.directory == directory && syncing.replica.is_some();
        if self.syncing.borrow().as_ref().is_some_and(is_led) {
            self.stop_syncing();
            self.check_syncing().await;
        }
    }

    /// Notes that this device does not go by these keys.
    ///
    /// # Errors
    /// What the storage answers.
    pub(crate) async fn decide_against(&self, id: Id, others: &[[u8; 32]]) -> Result<(), EngineError> {
        self.add_keys(&decided(id), others).await
    }

    /// Forgets what this device knows of keys: the directory is gone.
    ///
    /// # Errors
    /// What the storage answers.
    pub(crate) async fn forget_keys(&self, id: Id) -> Result<(), EngineError> {
        let store = self.storage_handle()?.store;
        for setting in [made(id), decided(id)] {
            store.put_setting(&setting, &[]).await.map_err(failure::of_storage)?;
        }
        Ok(())
    }

    async fn add_keys(&self, setting: &str, more: &[[u8; 32]]) -> Result<(), EngineError> {
        let store = self.storage_handle()?.store;
        let known = store.setting(setting).await.map_err(failure::of_storage)?.unwrap_or_default();
        let mut all = keys(&known);
        all.extend(more);
        all.sort_unstable();
        all.dedup();
        store.put_setting(setting, &all.concat()).await.map_err(failure::of_storage)
    }

    /// Goes by the link to which the public link of this session leads on.
    pub(super) async fn lead_on(&self, session: u32, link: &Link) {
        let Some(directory) = self.with_syncing(session, |syncing| syncing.directory) else { return };
        if let Err(error) = self.sync_by(directory, link, &[], &[]).await {
            console::report("going on with the new public link", &error);
        }
    }
}

/// The setting that holds the keys that are not gone by.
fn decided(directory: Id) -> String {
    format!("decided/{directory}")
}

/// The setting that holds the keys that this device made.
fn made(directory: Id) -> String {
    format!("made/{directory}")
}

fn keys(bytes: &[u8]) -> Vec<[u8; 32]> {
    bytes.as_chunks().0.to_vec()
}
