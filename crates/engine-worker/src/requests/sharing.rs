//! Sync links: given, looked at, and taken.

use super::Reply;
use crate::{
    clock,
    engine::{Engine, Job, StorageHandle},
    entries::changed,
    failure, random,
    requests::directories::LoadedDirectory,
    syncing::{self, link},
};
use groundswell_directory::Directory;
use groundswell_model::{
    Id, Part, Projection, StoredEntry,
    message::{Access, Answer, DirectoryEntry, EngineError, Fragment, LinkRelation},
};
use groundswell_seal::Link;
use groundswell_sync::{Event, Notice, Settings};

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
                self.sync_by(id, &link, &Part::ALL, &[]).await?;
                link
            }
        };
        self.links(&link)
    }

    pub(super) fn links(&self, link: &Link) -> Reply {
        let name = self.with_open(|open| open.projection.network.name.clone())?;
        Ok(Answer::Links(link::to_give(link, &name)))
    }

    /// Goes on with the links in use, whatever others were made in place of the same earlier one.
    pub(crate) async fn keep_links(&self) -> Reply {
        self.decide().await?;
        Ok(Answer::Done)
    }

    /// What a link says of itself.
    pub(crate) async fn look_at_link(&self, text: &Fragment) -> Reply {
        let link = link::parse(text)?;
        let entry = match self.entry(link::directory(&link)).await {
            Ok(entry) => Some(entry),
            Err(EngineError::NoDirectory) => None,
            Err(error) => return Err(error),
        };
        let page = syncing::own_page();
        let own = self.own_keys(link::directory(&link)).await?;
        let further = match &entry {
            Some(entry) => self.vouching(entry, &link).await?,
            None => Vec::new(),
        };
        let invitation = link::invitation(&link, text, entry.as_ref(), page.as_deref(), &own, &further);
        Ok(Answer::Invitation(invitation))
    }

    /// Takes a link: the directory comes onto this device as an invitation, or what this device may do with it grows.
    pub(crate) async fn join(&self, text: &Fragment) -> Reply {
        let link = link::parse(text)?;
        let id = link::directory(&link);
        match self.entry(id).await {
            Ok(entry) => {
                let further = self.vouching(&entry, &link).await?;
                let relation = link::relation(&entry, &link, &further);
                if relation == LinkRelation::Unrelated {
                    return Err(EngineError::NotVouched);
                }
                let opened = self.open_directory(id, &[]).await?;
                if !relation.is_adopted() {
                    return Ok(opened);
                }
                self.flush().await?;
                let link = link::adopted(&entry, &link, relation);
                // What this device has and the neighbours lack goes to them, if it may write.
                let parts: &[Part] = if link::access(&link) == Access::Edit { &Part::ALL } else { &[] };
                self.sync_by(id, &link, parts, &[]).await?;
                self.open_directory(id, &[]).await
            }
            Err(EngineError::NoDirectory) => self.invite(id, &link).await,
            Err(error) => Err(error),
        }
    }

    async fn invite(&self, id: Id, link: &Link) -> Reply {
        self.leave().await?;
        let StorageHandle { store, .. } = self.storage_handle()?;
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
        self.emit_projection();
        self.list_changed().await;
        self.sync_as(&entry);
        Ok(Answer::Opened { entry: entry.shown, quarantined: 0 })
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
        self.notify_replica(if visible { Event::Awake } else { Event::Flush });
        if visible {
            self.schedule_background_sync();
        } else {
            self.enqueue(Job::Project);
        }
        Answer::Done
    }

    /// Syncs a directory by this link from now on, all that was kept for another one thrown away but the notices in
    /// its rooms, to which those that were `put` there meanwhile are added. The documents of these parts are put before
    /// the neighbours as they are.
    pub(crate) async fn sync_by(
        &self,
        id: Id,
        link: &Link,
        publish: &[Part],
        put: &[(Notice, Vec<u8>)],
    ) -> Result<(), EngineError> {
        let StorageHandle { store, .. } = self.storage_handle()?;
        let key = id.to_string();
        let known = self.entry(id).await?.link.map(|fragment| link::parse(&fragment)).transpose()?;
        let kept = syncing::load(&store, &key).await.map_err(failure::of_storage)?;
        let earlier = match &known {
            Some(known) if known.keys() != link.keys() => {
                syncing::earlier(&store, &key, known, &kept, put).await
            }
            Some(_) | None => kept.settings.earlier.clone(),
        };
        let left_behind = syncing::behind(known.as_ref(), &kept, link);
        if let Some(known) =
            known.filter(|known| known.epoch() == link.epoch() && known.keys() != link.keys())
        {
            // Of two sets of links this device has used both: about the one before it is decided.
            self.decide_against(id, &[*known.capability().key().as_bytes()]).await?;
        }
        let publish = publish.to_vec();
        let settings = syncing::settings(&Settings { publish, earlier, left_behind, ..Settings::default() });
        let (access, seed, fragment) = (link::access(link), link::seed(link), link::fragment(&bare(link)));
        let change = |bytes: &[u8]| {
            changed(bytes, |entry| {
                entry.shown.access = access;
                entry.shown.shared = true;
                entry.seed = seed;
                entry.link = Some(fragment.clone());
            })
        };
        store.begin_sync(&key, &change, &settings).await.map_err(failure::of_storage)?;
        self.keep_successor(id, None).await?;
        self.list_changed().await;
        self.check_syncing().await;
        Ok(())
    }
}

/// A link as it is kept: the name in it is only for whoever looks at it.
pub(super) fn bare(link: &Link) -> Link {
    link.clone().with_name("")
}
