//! Sync links: given, looked at, taken, and made anew.

use super::Reply;
use crate::{
    clock,
    engine::{Engine, Home, Job},
    entries::changed,
    failure, random,
    requests::directories::LoadedDirectory,
    syncing::{self, link},
};
use groundswell_directory::Directory;
use groundswell_model::{
    Id, Part, Projection, StoredEntry,
    message::{Access, Answer, DirectoryEntry, EngineError, Fragment},
};
use groundswell_seal::Link;
use groundswell_sync::{Event, Settings};

impl Engine {
    /// The open directory's links. From the first time on it is synced.
    pub(crate) async fn share(&self) -> Reply {
        let id = self.with_open(|open| open.id)?;
        let entry = self.entry(id).await?;
        let link = match &entry.link {
            Some(fragment) => link::parse(fragment)?,
            None => {
                self.flush().await?;
                let seed = match entry.seed {
                    Some(seed) => seed,
                    None => random::bytes()?,
                };
                let link = link::first(id, seed, 0);
                self.sync_by(id, &link, &Part::ALL).await?;
                link
            }
        };
        self.links(&link)
    }

    fn links(&self, link: &Link) -> Reply {
        let name = self.with_open(|open| open.projection.network.name.clone())?;
        Ok(Answer::Links(link::to_give(link, &name)))
    }

    /// Closes the rooms of the open directory's links with a notice, and begins anew with other keys.
    pub(crate) async fn new_links(&self, message: &str) -> Reply {
        let id = self.with_open(|open| open.id)?;
        let entry = self.entry(id).await?;
        let old = entry.link.as_ref().map(link::parse).transpose()?;
        if let Some(old) = &old {
            self.flush().await?;
            self.close_rooms(old, message).await?;
        }
        let epoch = old.as_ref().map_or(0, |old| old.epoch().saturating_add(1));
        let link = link::first(id, random::bytes()?, epoch);
        let link = match old.as_ref().and_then(Link::relay) {
            // It stood in a link already.
            Some(relay) => link.clone().with_relay(relay).unwrap_or(link),
            None => link,
        };
        self.sync_by(id, &link, &Part::ALL).await?;
        self.links(&link)
    }

    /// What a link says of itself.
    pub(crate) async fn look_at_link(&self, text: &Fragment) -> Reply {
        let link = link::parse(text)?;
        let (here, brings) = match self.entry(link::directory(&link)).await {
            Ok(entry) => (Some(entry.shown.access), adopts(&entry, &link)),
            Err(EngineError::NoDirectory) => (None, true),
            Err(error) => return Err(error),
        };
        Ok(Answer::Invitation(link::invitation(&link, here, brings)))
    }

    /// Takes a link: the directory comes onto this device as an invitation, or what this device may do with it grows.
    pub(crate) async fn join(&self, text: &Fragment) -> Reply {
        let link = link::parse(text)?;
        let id = link::directory(&link);
        match self.entry(id).await {
            Ok(entry) => {
                let opened = self.open_directory(id, &[]).await?;
                if !adopts(&entry, &link) {
                    return Ok(opened);
                }
                self.flush().await?;
                // What this device has and the neighbours lack goes to them, if it may write.
                let parts: &[Part] = if link::access(&link) == Access::Edit { &Part::ALL } else { &[] };
                self.sync_by(id, &link, parts).await?;
                self.open_directory(id, &[]).await
            }
            Err(EngineError::NoDirectory) => self.invite(id, &link).await,
            Err(error) => Err(error),
        }
    }

    async fn invite(&self, id: Id, link: &Link) -> Reply {
        self.leave().await?;
        let Home { store, .. } = self.home()?;
        let now = clock::now();
        let shown = DirectoryEntry {
            id,
            name: link.name().unwrap_or_default().to_owned(),
            sample: false,
            access: link::access(link),
            shared: true,
            invitation: true,
            added: now,
            opened: now,
        };
        let entry = StoredEntry { shown, seed: link::seed(link), link: Some(link::fragment(&bare(link))) };
        let settings = syncing::settings(&Settings::default());
        store
            .join_directory(&id.to_string(), &entry.encode(), &settings)
            .await
            .map_err(failure::of_storage)?;
        let (directory, _) = Directory::open(id, self.author()?, &[]).map_err(super::directories::of_open)?;
        let projection = Projection { directory: id, heads: directory.heads(), ..Projection::default() };
        self.show_directory(&entry.shown, LoadedDirectory::of(directory), projection, true);
        self.tell_projection();
        self.list_changed().await;
        self.sync_as(&entry);
        Ok(Answer::Opened { entry: entry.shown, set_aside: 0 })
    }

    /// Keeps the open directory, which came as an invitation.
    pub(crate) async fn accept(&self) -> Reply {
        let id = self.with_open(|open| open.id)?;
        self.change_entry(id, &|entry| entry.shown.invitation = false).await?;
        self.list_changed().await;
        Ok(Answer::Done)
    }

    /// Removes a directory that came as an invitation, and was never accepted.
    pub(crate) async fn decline(&self, id: Id) -> Reply {
        let entry = self.entry(id).await?;
        if !entry.shown.invitation {
            return Err(EngineError::NoDirectory);
        }
        self.remove(id).await
    }

    /// Somebody looks at the page, or no longer: it may not come back, and what the next start paints is stored.
    pub(crate) fn attend(&self, visible: bool) -> Answer {
        self.tell_replica(if visible { Event::Awake } else { Event::Flush });
        if visible {
            self.run_errands_soon();
        } else {
            self.enqueue(Job::Project);
        }
        Answer::Done
    }

    /// Syncs a directory by this link from now on, all that was kept for another one thrown away. The documents of
    /// these parts are put before the neighbours as they are.
    async fn sync_by(&self, id: Id, link: &Link, publish: &[Part]) -> Result<(), EngineError> {
        let Home { store, .. } = self.home()?;
        let settings = syncing::settings(&Settings { publish: publish.to_vec(), ..Settings::default() });
        let (access, seed, fragment) = (link::access(link), link::seed(link), link::fragment(&bare(link)));
        let change = |bytes: &[u8]| {
            changed(bytes, |entry| {
                entry.shown.access = access;
                entry.shown.shared = true;
                entry.seed = seed;
                entry.link = Some(fragment.clone());
            })
        };
        store.begin_sync(&id.to_string(), &change, &settings).await.map_err(failure::of_storage)?;
        self.list_changed().await;
        self.check_syncing().await;
        Ok(())
    }
}

/// Whether a link is more than what this device goes by: it lets it do more, or is newer. A right to edit is
/// never given up for less.
fn adopts(entry: &StoredEntry, link: &Link) -> bool {
    let (here, offered) = (entry.shown.access, link::access(link));
    let Some(known) = entry.link.as_ref().and_then(|known| link::parse(known).ok()) else {
        return offered == Access::Edit;
    };
    offered > here || (offered == here && link.epoch() > known.epoch())
}

/// A link as it is kept: the name in it is only for whoever looks at it.
fn bare(link: &Link) -> Link {
    link.clone().with_name("")
}
