//! Renewed links: the old ones are ended with notices, and the directory goes on by others, for which the old ones
//! vouch. What was begun is gone through with, also after an interruption and without another press: half made, it
//! would leave everybody without links.

use super::Reply;
use crate::{
    channel::TabMessage,
    clock, console,
    engine::{Engine, StorageHandle},
    failure, random,
    syncing::{
        link,
        lock::{self, Held},
        notice::Replacing,
    },
};
use groundswell_model::{
    DeviceId, Id, Part,
    message::{EngineError, Fragment},
};
use groundswell_seal::{Capability, Link, Seed, Succession};
use groundswell_sync::Notice;
use serde::{Deserialize, Serialize};

/// How long a press waits for another tab that finishes the same, in milliseconds. Two at once do no harm.
const WAIT_MS: u32 = 500;
/// The version of what is stored.
const VERSION: u8 = 1;

/// A link that is to take the place of the one in use, and how. It is stored before anybody is told of it: an attempt
/// that was interrupted goes on with the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Successor {
    link: String,
    words: String,
    keeps_public: bool,
    anyway: bool,
    /// Whether a notice may have gone out: from then on the old links may have ended.
    begun: bool,
}

impl Successor {
    fn encode(&self) -> Vec<u8> {
        // Writing to memory can not fail: the one error of postcard's here is a full buffer.
        postcard::to_extend(self, vec![VERSION]).unwrap_or_default()
    }

    /// Programs of before stored the link alone: how it was to be made is not known then, and a press says it.
    fn decode(bytes: &[u8]) -> Option<Self> {
        match bytes.split_first()? {
            (&VERSION, rest) => postcard::from_bytes(rest).ok(),
            _ => Some(Self {
                link: String::from_utf8(bytes.to_vec()).ok()?,
                words: String::new(),
                keeps_public: false,
                anyway: false,
                begun: false,
            }),
        }
    }

    /// The link, if it is the next one of this.
    fn after(&self, old: &Link) -> Option<Link> {
        let link = link::parse(&Fragment(self.link.clone())).ok()?;
        let is_next = link.lineage().last().is_some_and(|succession| succession.from == old.keys());
        is_next.then_some(link)
    }
}

/// How half made links stand.
pub(crate) enum Finishing<F> {
    /// There are none, or not any more.
    Nothing,
    /// Another tab is at it, and may be ended before it is done.
    Elsewhere,
    /// Their old rooms are closed by this.
    Here(F),
}

/// Rooms that were closed apart from the directory's own syncing, and what came of it.
pub(crate) struct Closed {
    old: Link,
    new: Link,
    notices: Result<Vec<(Notice, Vec<u8>)>, EngineError>,
    /// No other tab does the same meanwhile.
    _lock: Held,
}

impl Engine {
    /// Replaces the open directory's links.
    pub(crate) async fn new_links(&self, words: &str, keeps_public: bool, anyway: bool) -> Reply {
        let id = self.with_open(|open| open.id)?;
        let entry = self.entry(id).await?;
        let Some(fragment) = &entry.link else {
            let link = link::first(id, random::bytes()?, 0);
            self.sync_by(id, &link, &Part::ALL, &[]).await?;
            return self.links(&link);
        };
        let old = link::parse(fragment)?;
        self.flush().await?;
        let _lock = lock::held(&self.renewing(id), WAIT_MS).await;
        let (new, begun) = self.successor(id, &old).await?;
        let Fragment(link) = link::fragment(&new);
        let words = words.to_owned();
        self.keep_successor(id, Some(&Successor { link, words: words.clone(), keeps_public, anyway, begun }))
            .await?;
        let closed = self.close_rooms(&Replacing { old: &old, new: &new, words, keeps_public, anyway }).await;
        match self.closed(id, &new, closed).await {
            Ok(()) => self.links(&new),
            Err(EngineError::NoRelay) if self.is_unfinished(id, &old).await? => {
                // Whoever leads the syncing, here or in another tab, finishes it.
                self.broadcast(&TabMessage::Decided(id));
                self.decided(id).await;
                Err(EngineError::LinksUnfinished)
            }
            Err(error) => Err(error),
        }
    }

    /// The old rooms were closed, or not: then what may be said of the new links.
    async fn closed(
        &self,
        id: Id,
        new: &Link,
        notices: Result<Vec<(Notice, Vec<u8>)>, EngineError>,
    ) -> Result<(), EngineError> {
        match notices {
            Ok(notices) => self.sync_by(id, new, &Part::ALL, &notices).await,
            Err(EngineError::AlreadyReplaced) => {
                self.keep_successor(id, None).await?;
                Err(EngineError::AlreadyReplaced)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether notices of new links in place of this one may have gone out, and nobody here goes by them yet.
    ///
    /// # Errors
    /// What the storage answers.
    pub(crate) async fn is_unfinished(&self, id: Id, old: &Link) -> Result<bool, EngineError> {
        let stored = self.stored_successor(id).await?;
        Ok(stored.is_some_and(|stored| stored.begun && stored.after(old).is_some()))
    }

    /// Notes that notices of the new links go out from now on.
    ///
    /// # Errors
    /// What the storage answers.
    pub(crate) async fn note_begun(&self, id: Id) -> Result<(), EngineError> {
        match self.stored_successor(id).await? {
            Some(stored) if !stored.begun => {
                self.keep_successor(id, Some(&Successor { begun: true, ..stored })).await
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Closes the rooms of half made new links of the open directory, beside everything else that the engine does: a
    /// relay may take its time.
    ///
    /// # Errors
    /// What the storage answers.
    pub(crate) async fn finish_closing(
        &self,
        id: Id,
    ) -> Result<Finishing<impl Future<Output = Option<Closed>> + 'static + use<>>, EngineError> {
        let Some(lock) = lock::held(&self.renewing(id), WAIT_MS).await else {
            return Ok(Finishing::Elsewhere);
        };
        let Some(fragment) = self.entry(id).await?.link else { return Ok(Finishing::Nothing) };
        let old = link::parse(&fragment)?;
        let Some(stored) = self.stored_successor(id).await?.filter(|stored| stored.begun) else {
            return Ok(Finishing::Nothing);
        };
        let Some(new) = stored.after(&old) else { return Ok(Finishing::Nothing) };
        self.flush().await?;
        let me = self.downgrade();
        Ok(Finishing::Here(async move {
            let Successor { words, keeps_public, anyway, .. } = stored;
            let engine = me.upgrade()?;
            let notices =
                engine.close_rooms(&Replacing { old: &old, new: &new, words, keeps_public, anyway }).await;
            Some(Closed { old, new, notices, _lock: lock })
        }))
    }

    /// Goes on by new links whose old rooms were closed meanwhile, if the old ones are still in use.
    ///
    /// # Errors
    /// Why they could not be closed, and what the storage answers.
    pub(crate) async fn finish(&self, id: Id, closed: Closed) -> Result<(), EngineError> {
        let Closed { old, new, notices, _lock } = closed;
        let in_use = self.entry(id).await?.link;
        if in_use.and_then(|link| link::parse(&link).ok()).is_some_and(|link| link.keys() == old.keys()) {
            self.closed(id, &new, notices).await?;
        }
        Ok(())
    }

    /// The link that is to take the place of another, and whether notices of it may have gone out.
    async fn successor(&self, id: Id, old: &Link) -> Result<(Link, bool), EngineError> {
        if let Some(stored) = self.stored_successor(id).await?
            && let Some(link) = stored.after(old)
        {
            return Ok((link, stored.begun));
        }
        let DeviceId(device) = self.storage_handle()?.device;
        let capability = Capability::edit(Seed::from_bytes(random::bytes()?));
        let (keys, directory, made_at) = (old.capability(), old.directory(), clock::now().0);
        let succession = Succession::sign(keys, old.epoch(), directory, &capability, made_at, device);
        let new = succession.and_then(|succession| old.succeed(succession, capability));
        let new = new.ok_or(EngineError::ReadOnly)?;
        self.note_made(id, *new.capability().key().as_bytes()).await?;
        Ok((new, false))
    }

    async fn stored_successor(&self, id: Id) -> Result<Option<Successor>, EngineError> {
        let StorageHandle { store, .. } = self.storage_handle()?;
        let stored = store.setting(&successor_of(id)).await.map_err(failure::of_storage)?.unwrap_or_default();
        let read = Successor::decode(&stored);
        if read.is_none() && !stored.is_empty() {
            console::report("new links", &"what is stored of half made ones can not be read");
        }
        Ok(read)
    }

    /// Keeps which link is to take the place of the one in use, or that none is.
    ///
    /// # Errors
    /// What the storage answers.
    pub(crate) async fn keep_successor(
        &self,
        id: Id,
        successor: Option<&Successor>,
    ) -> Result<(), EngineError> {
        let bytes = successor.map(Successor::encode).unwrap_or_default();
        let store = self.storage_handle()?.store;
        store.put_setting(&successor_of(id), &bytes).await.map_err(failure::of_storage)
    }

    /// The lock of whoever makes new links of a directory on this device.
    fn renewing(&self, directory: Id) -> String {
        format!("{}/renewing/{directory}", self.options.channel)
    }
}

/// The setting that holds the link that is to take the place of the one in use.
fn successor_of(directory: Id) -> String {
    format!("successor/{directory}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_link(seed: u8) -> Link {
        Link::new(Capability::edit(Seed::from_bytes([seed; 32])), [2; 12], 0)
    }

    fn next(old: &Link) -> Link {
        let capability = Capability::edit(Seed::from_bytes([9; 32]));
        let succession = Succession::sign(old.capability(), 0, old.directory(), &capability, 7, [1; 8]);
        old.succeed(succession.unwrap(), capability).unwrap()
    }

    #[test]
    fn half_made_links_are_read_as_they_were_stored() {
        let (old, new) = (a_link(1), next(&a_link(1)));
        let stored = Successor {
            link: new.fragment().to_string(),
            words: "Ask Ada".to_owned(),
            keeps_public: true,
            anyway: false,
            begun: true,
        };
        let read = Successor::decode(&stored.encode()).unwrap();
        assert_eq!(read, stored);
        assert_eq!(read.after(&old), Some(new));
        assert_eq!(read.after(&a_link(3)), None, "they follow other ones");
        assert_eq!(Successor::decode(&[]), None);
        let cut = stored.encode();
        assert_eq!(Successor::decode(&cut[..cut.len() / 2]), None);
    }

    #[test]
    fn of_the_link_alone_as_programs_of_before_stored_it_nothing_was_begun() {
        let (old, new) = (a_link(1), next(&a_link(1)));
        let read = Successor::decode(new.fragment().as_bytes()).unwrap();
        assert_eq!((read.after(&old), read.begun), (Some(new), false));
    }
}
