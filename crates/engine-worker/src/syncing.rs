//! The open directory and its neighbours: a replica of `groundswell_sync`, driven over the browser.
//!
//! Of the tabs that have a directory open one leads: it holds a lock, has the connection to the relay and is the only
//! one with a replica. The others commit their changes, marked as unsealed, and notify the leader over the channel. When
//! the leader goes, the browser gives the lock to another, which begins from what the storage holds. Where the leader
//! does not answer, because the browser suspended it, another takes the lock away (`leadership`).

mod attempts;
pub(crate) mod background;
mod bridging;
pub(crate) mod closing;
mod deciding;
mod effects;
mod finishing;
mod headless;
pub(crate) mod job;
mod lead;
mod leadership;
pub(crate) mod link;
pub(crate) mod lock;
mod merging;
pub(crate) mod notice;
mod replaced;
mod replica_store;
pub(crate) mod session;
mod socket;
mod state;
pub(crate) mod successor;
mod transport;
mod unsendable;

pub(crate) use replica_store::{earlier, load, settings};
pub(crate) use socket::own_page;
pub(crate) use unsendable::behind;

use crate::{
    channel::TabMessage,
    console,
    engine::{Engine, StorageHandle},
    failure,
    job::Job,
    unsaved::{Origin, Unsaved},
};
use groundswell_directory::News;
use groundswell_model::{
    DeviceId, Id, Part, StoredEntry,
    message::{Access, EngineError, Event as PageEvent, Fragment, SyncState},
};
use groundswell_seal::Link;
use groundswell_storage::Record;
use groundswell_sync::{Change, Event, PartStatus, Replica, Timings};
use job::{SyncJob, SyncTask};
use session::Syncing;
use sha2::{Digest as _, Sha256};
use transport::Transport;

impl Engine {
    /// Syncs the open directory as its entry in the list says, which may have changed.
    pub(crate) async fn check_syncing(&self) {
        let Ok(id) = self.with_open(|open| open.id) else { return self.stop_syncing() };
        match self.entry(id).await {
            Ok(entry) => self.sync_as(&entry),
            Err(_) => self.stop_syncing(),
        }
    }

    /// Begins to sync the open directory by the link of its entry, unless that is under way; or ends it where it has
    /// none.
    pub(crate) fn sync_as(&self, entry: &StoredEntry) {
        let id = entry.shown.id;
        self.cancel_background_sync(id);
        drop(self.with_open(|open| open.access = entry.shown.access));
        let Some(fragment) = entry.link.clone() else { return self.stop_syncing() };
        let is_same = |syncing: &Syncing| syncing.directory == id && syncing.link == fragment;
        if self.syncing.borrow().as_ref().is_some_and(is_same) {
            return;
        }
        self.stop_syncing();
        let begun = self.begin_syncing(id, fragment, SyncState::default());
        if let Err(error) = begun {
            console::report("syncing", &error);
        }
    }

    /// Begins to sync a directory by this link, and shows this until more is known.
    fn begin_syncing(&self, directory: Id, fragment: Fragment, shown: SyncState) -> Result<(), EngineError> {
        let link = link::parse(&fragment)?;
        let keys = link::keys(&link)?;
        let address = self.relay_of(&link)?;
        let session = self.sessions.get().wrapping_add(1);
        self.sessions.set(session);
        let lock = self.ask_to_lead(session, directory);
        let leadership = self.leadership(lock.is_some());
        let leads = leadership.leads();
        self.syncing.replace(Some(Syncing {
            session,
            directory,
            link: fragment,
            address,
            parsed: link.clone(),
            keys,
            own: replaced::Own::default(),
            notices: replaced::Reader::default(),
            replica: None,
            transport: Transport::default(),
            lock,
            leadership,
            _pulse: self.pulse(session),
            shown: shown.clone(),
            unfinished: false,
            finishing: None,
        }));
        self.page.emit(PageEvent::Sync(Some(shown)));
        if leads {
            self.queue.push(Job::Sync(SyncJob { session, what: SyncTask::Lead }));
        } else {
            // Whoever leads knows better.
            self.broadcast(&TabMessage::WhoLeads(directory));
        }
        Ok(())
    }

    /// The address of the relay that a link names: the page's own, unless it says otherwise.
    ///
    /// # Errors
    /// Where the page has no address.
    pub(crate) fn relay_of(&self, link: &Link) -> Result<String, EngineError> {
        let named = link.relay().map(socket::door);
        named
            .or_else(|| self.options.relay.clone())
            .or_else(socket::own_relay)
            .ok_or_else(|| EngineError::Stopped("the page has no address".to_owned()))
    }

    /// Ends the syncing: the connection, the timer and the lock go.
    pub(crate) fn stop_syncing(&self) {
        if self.syncing.take().is_some() {
            self.page.emit(PageEvent::Sync(None));
        }
    }

    /// Does what concerns a syncing, if that is still the one.
    pub(crate) async fn sync(&self, job: SyncJob) {
        let SyncJob { session, what } = job;
        match what {
            SyncTask::Event(event) => self.drive(session, event).await,
            SyncTask::LeadOn(link) => self.lead_on(session, &link).await,
            SyncTask::Finish if self.still_leads(session) => self.finish_links(session).await,
            SyncTask::Finish => {}
            SyncTask::Finished(closed) => self.links_finished(session, *closed).await,
            // Another may have taken the lead before this had its turn.
            SyncTask::Lead if !self.still_leads(session) => {}
            SyncTask::Lead => {
                let Ok(DeviceId(device)) = self.storage_handle().map(|storage_handle| storage_handle.device)
                else {
                    return;
                };
                let made = self.with_syncing(session, |syncing| {
                    syncing.replica = Some(Replica::new(&syncing.keys, Timings::default()).on_device(device));
                });
                if made.is_some() {
                    self.load_replica(session).await;
                }
            }
        }
    }

    /// Hands the replica an event, if this tab has it, and performs the effects.
    async fn drive(&self, session: u32, event: Event) {
        let mut events = std::collections::VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let effects = self.with_syncing(session, |syncing| syncing.handle(event)).unwrap_or_default();
            for effect in effects {
                // Each may come long after the one before: another tab may lead by then.
                if !self.still_leads(session) {
                    return;
                }
                events.extend(self.perform(session, effect).await);
            }
        }
    }

    /// Looks at the syncing of this session, if that is still the one.
    fn with_syncing<T>(&self, session: u32, look: impl FnOnce(&mut Syncing) -> T) -> Option<T> {
        self.syncing.borrow_mut().as_mut().filter(|syncing| syncing.session == session).map(look)
    }

    /// Enqueues an event for the replica, if there is one.
    pub(crate) fn notify_replica(&self, event: Event) {
        let session = self.syncing.borrow().as_ref().map(|syncing| syncing.session);
        if let Some(session) = session {
            self.queue.push(Job::Sync(SyncJob { session, what: SyncTask::Event(event) }));
        }
    }

    /// These changes of this device were committed: they are for the neighbours too.
    pub(crate) fn hand_to_neighbours(&self, records: &[Record]) {
        if self.syncing.borrow().is_none() {
            return;
        }
        for part in Part::ALL {
            let of_part = records.iter().filter(|record| record.part == part.label());
            let changes: Vec<Change> = of_part
                .filter_map(|record| {
                    Some(Change { name: replica_store::name(&record.hash)?, bytes: record.bytes.clone() })
                })
                .collect();
            if !changes.is_empty() {
                let status = self.part_status(part);
                self.notify_replica(Event::Committed { part, changes, status });
            }
        }
    }

    /// A part's state, for neighbours to compare, and what it waits for.
    fn part_status(&self, part: Part) -> PartStatus {
        self.with_open(|open| PartStatus {
            state: Sha256::digest(open.directory.heads_of(part).concat()).into(),
            missing: u32::try_from(open.directory.missing_of(part)).unwrap_or(u32::MAX),
        })
        .unwrap_or_default()
    }

    /// Puts what neighbours sent into the storage, with whatever else is not there yet; and what was made of it here, to
    /// be sent by whoever may write.
    async fn keep_merged(
        &self,
        records: Vec<Record>,
        own: Vec<Record>,
        news: News,
    ) -> Result<(), EngineError> {
        self.with_open(|open| {
            let origin = if open.access == Access::Edit { Origin::Here } else { Origin::Elsewhere };
            // Told once, with whichever is stored first.
            let mut news = Some(news);
            for (records, origin) in [(records, Origin::Elsewhere), (own, origin)] {
                if !records.is_empty() {
                    open.unsaved.push(Unsaved { records, news: news.take(), reply: None, origin });
                }
            }
        })?;
        self.flush().await
    }

    /// Where somebody else wrote under the name under which this tab writes, it goes on under a new one.
    pub(crate) fn write_under_a_free_name(&self) {
        if self.with_open(|open| open.directory.is_impersonated()) != Ok(true) {
            return;
        }
        console::report("merging", &"somebody wrote in the name of this device; it goes on under another");
        match self.author() {
            Ok(author) => drop(self.with_open(|open| open.directory.set_author(author))),
            Err(error) => console::report("a new name to write under", &error),
        }
    }

    /// Shows the whole of the open directory, of which much is new.
    async fn show_anew(&self) {
        let shown = self.with_open(|open| {
            open.project_anew();
            open.unprojected = true;
        });
        if shown.is_ok() {
            self.emit_projection();
            self.queue.schedule(self.options.timings.projection_ms, Job::Project);
            self.check_name().await;
        }
    }

    async fn load_replica(&self, session: u32) {
        self.load_own(session).await;
        // What another tab wrote while it led may not have been received here.
        self.catch_up().await;
        match self.read_replica(session).await {
            Some(stored) => self.drive(session, Event::Loaded(stored)).await,
            None => self.lead_again_later(session),
        }
    }

    /// Storage that can not be read now may be read later: the replica starts again then.
    fn lead_again_later(&self, session: u32) {
        let enqueue = self.queue.sender();
        let lead = move || enqueue(Job::Sync(SyncJob { session, what: SyncTask::Lead }));
        let after = self.options.timings.longest_retry_ms;
        self.with_syncing(session, |syncing| syncing.transport.wake(after, lead));
    }
}

/// The lock of whoever syncs a directory on this device.
fn lock_name(channel: &str, directory: Id) -> String {
    format!("{channel}/sync/{directory}")
}

/// The storage, for effects.
fn storage_handle(engine: &Engine) -> Option<StorageHandle> {
    engine.storage_handle().ok()
}

fn failed(what: &str, error: groundswell_storage::StorageError) {
    console::report(what, &failure::of_storage(error));
}
