//! Replacing a directory's links: notices that all who hold the old ones can read are brought to the relay before
//! anything else changes.

use super::{
    headless::{Headless, Persistence},
    link,
};
use crate::engine::Engine;
use futures::{
    StreamExt as _,
    channel::mpsc::UnboundedReceiver,
    future::{Either, select},
};
use gloo_timers::future::TimeoutFuture;
use groundswell_model::{Part, message::EngineError};
use groundswell_seal::{Capability, Link, Notice as Contents, Withdrawal};
use groundswell_sync::{Connection, Effect, Event, Notice, Refusal, Replica, State, Status, Stored, Timings};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How long the relay may take for each step, in milliseconds.
const LIMIT_MS: u32 = 20_000;
/// [`groundswell_sync::Record::kind`] of a notice.
const NOTICE: u8 = 2;

/// New links, on their way to take the place of others.
pub(crate) struct Replacing<'a> {
    /// The link whose rooms are closed.
    pub(crate) old: &'a Link,
    /// The link in its place, for which the old one vouches.
    pub(crate) new: &'a Link,
    /// The message for the holders of the old links.
    pub(crate) words: String,
    /// Whether holders of the old public link are led on to the new one.
    pub(crate) keeps_public: bool,
    /// Also where somebody else has replaced the links.
    pub(crate) anyway: bool,
}

impl Engine {
    /// Puts notices into the rooms of a link, and waits until the relay has them for good. It is done apart from the
    /// directory's own syncing and keeps nothing in the storage: where it fails nothing has changed here. The notices
    /// are given back, each with its sealed bytes.
    ///
    /// # Errors
    /// [`EngineError::AlreadyReplaced`] where somebody else has replaced the links or was quicker to;
    /// [`EngineError::NoRelay`] where the relay does not acknowledge.
    pub(crate) async fn close_rooms(
        &self,
        replacing: &Replacing<'_>,
    ) -> Result<Vec<(Notice, Vec<u8>)>, EngineError> {
        let session = self.syncing.borrow().as_ref().map(|syncing| syncing.session);
        // With what is here already the relay sends only the rest.
        let kept = match session {
            Some(session) => self.read_replica(session).await.unwrap_or_default(),
            None => Stored::default(),
        };
        let mut closing = self.visit(replacing.old, kept.clone())?;
        let before = closing.until_live().await?;
        // What an earlier attempt put before it was interrupted is there already.
        let ours: Vec<Notice> =
            before.notices.iter().filter(|notice| names(notice, replacing)).cloned().collect();
        if !before.notices.is_empty() && ours.is_empty() && !replacing.anyway {
            return Err(EngineError::AlreadyReplaced);
        }
        let mut notices: Vec<(Notice, Vec<u8>)> = ours
            .iter()
            .filter_map(|notice| Some((notice.clone(), closing.sealed.get(&notice.chunk)?.clone())))
            .collect();
        // The members part's room decides who was first, so that nobody is who has not closed it.
        for notice in self::notices(replacing) {
            if ours.iter().all(|known| known.part != notice.0) {
                self.note_begun(link::directory(replacing.old)).await?;
                notices.extend(closing.put(notice).await?);
            }
        }
        drop(closing);
        if replacing.anyway {
            return Ok(notices);
        }
        // Somebody else may have done the same at the same time: in the relay's order the first one counts.
        let mut looking = self.visit(replacing.old, kept)?;
        let after = looking.until_live().await?;
        if is_first(&after, replacing) {
            return Ok(notices);
        }
        let withdrawal = Withdrawal::sign(replacing.new.capability(), replacing.old.directory());
        let withdrawn = Contents { withdrawal, ..Contents::default() }.items();
        for part in [Part::Members, Part::Public] {
            looking.put((part, withdrawn.clone())).await?;
        }
        Err(EngineError::AlreadyReplaced)
    }

    /// The notices in the rooms of a link, which is to read.
    ///
    /// # Errors
    /// [`EngineError::NoRelay`].
    pub(super) async fn notices_in(&self, link: &Link) -> Result<Vec<Notice>, EngineError> {
        Ok(self.visit(link, Stored::default())?.until_live().await?.notices)
    }

    /// A replica that looks into the rooms of a link and keeps nothing.
    fn visit(&self, link: &Link, kept: Stored) -> Result<Visit, EngineError> {
        let keys = link::keys(link)?;
        let replica = Replica::new(&keys, Timings { batch_ms: 0, ..Timings::default() });
        let (headless, happened) =
            Headless::new(replica, self.relay_of(link)?, Persistence::Memory(kept.clone()));
        let events = VecDeque::from([Event::Loaded(kept)]);
        Ok(Visit {
            headless,
            happened,
            events,
            sealed: BTreeMap::new(),
            own: BTreeSet::new(),
            held: BTreeSet::new(),
        })
    }
}

/// The notice for each part, in the order in which they are put.
fn notices(replacing: &Replacing<'_>) -> Vec<(Part, Vec<Vec<u8>>)> {
    let succession = replacing.new.lineage().last().cloned();
    let of = |part: Part| {
        let public = replacing.new.weaken(groundswell_seal::Grant::Public);
        let leads_on = part == Part::Public && replacing.keeps_public;
        let public_seed = public.filter(|_| leads_on).map(|link| link.capability().seed().clone());
        let words = replacing.words.clone();
        (part, Contents { words, succession: succession.clone(), public_seed, withdrawal: None }.items())
    };
    [Part::Members, Part::Public].map(of).to_vec()
}

/// Whether, of the notices in the members part's room that name new keys, the first names these.
fn is_first(status: &Status, replacing: &Replacing<'_>) -> bool {
    let room = replacing.old.keys();
    let read = |notice: &Notice| Contents::read(&notice.items, &room, replacing.old.directory());
    let all: Vec<_> = status.notices.iter().filter(|notice| notice.part == Part::Members).map(read).collect();
    let withdrawn: Vec<_> =
        all.iter().filter_map(|notice| notice.withdrawal.as_ref()).map(|it| it.key).collect();
    let named = all.iter().filter_map(|notice| notice.succession.as_ref()).map(|it| it.to);
    let mut named = named.filter(|key| !withdrawn.contains(key));
    named.next() == Some(*Capability::key(replacing.new.capability()))
}

/// Whether a notice names these new keys.
fn names(notice: &Notice, replacing: &Replacing<'_>) -> bool {
    let read = Contents::read(&notice.items, &replacing.old.keys(), replacing.old.directory());
    read.succession.is_some_and(|it| it.to == *Capability::key(replacing.new.capability()))
}

/// A replica without a document or a storage, and what came of it.
struct Visit {
    headless: Headless,
    happened: UnboundedReceiver<Event>,
    events: VecDeque<Event>,
    /// The sealed bytes of notices, by the ids of their chunks.
    sealed: BTreeMap<[u8; 32], Vec<u8>>,
    /// The notices that it sealed itself.
    own: BTreeSet<[u8; 32]>,
    /// Those of them that the relay has for good.
    held: BTreeSet<[u8; 32]>,
}

impl Visit {
    /// Exchanges everything with the relay, in both directions.
    async fn until_live(&mut self) -> Result<Status, EngineError> {
        self.drive(|visit| {
            let status = visit.headless.status();
            let is_live = status.connection == Connection::Live && status.progress.is_none();
            // What a closed room does not take any more is not waited for.
            let is_delivered = status.waiting == 0 && status.owed == 0 || !status.notices.is_empty();
            (is_live && is_delivered).then_some(status)
        })
        .await
    }

    /// Puts a notice, and waits until the relay has it for good.
    async fn put(&mut self, notice: (Part, Vec<Vec<u8>>)) -> Result<Option<(Notice, Vec<u8>)>, EngineError> {
        self.own.clear();
        self.held.clear();
        self.events.push_back(Event::Close { notices: vec![notice] });
        let chunk = self.drive(|visit| visit.held.first().copied()).await?;
        let known = self.headless.status().notices.into_iter().find(|notice| notice.chunk == chunk);
        Ok(known.and_then(|notice| Some((notice, self.sealed.get(&chunk)?.clone()))))
    }

    async fn drive<T>(&mut self, done: impl Fn(&Self) -> Option<T>) -> Result<T, EngineError> {
        let mut limit = TimeoutFuture::new(LIMIT_MS);
        loop {
            while let Some(event) = self.events.pop_front() {
                for effect in self.headless.handle(event) {
                    self.note(&effect);
                    self.headless.perform(effect).await;
                }
                if let Some(done) = done(self) {
                    return Ok(done);
                }
            }
            match self.headless.status().connection {
                Connection::Refused(Refusal::Version | Refusal::NotAllowed) => {
                    return Err(EngineError::NoRelay);
                }
                // Once a room is closed it refuses whatever else comes, which says nothing of the notice.
                Connection::Refused(
                    Refusal::Limit | Refusal::ReadOnly | Refusal::Closed | Refusal::Other,
                )
                | Connection::Offline
                | Connection::Connecting
                | Connection::Live => {}
            }
            match select(self.happened.next(), limit).await {
                Either::Left((Some(event), rest)) => {
                    limit = rest;
                    self.events.push_back(event);
                }
                Either::Left((None, _)) | Either::Right(_) => return Err(EngineError::NoRelay),
            }
        }
    }

    /// Notes which notices are sealed here, and which of them the relay has.
    fn note(&mut self, effect: &Effect) {
        let Effect::Write(write) = effect else { return };
        for (record, bytes) in write.put.iter().filter(|(record, _)| record.kind == NOTICE) {
            if let Some(bytes) = bytes {
                self.sealed.insert(record.id, bytes.clone());
            }
            match record.state {
                State::Outbox => drop(self.own.insert(record.id)),
                State::Held if self.own.contains(&record.id) => drop(self.held.insert(record.id)),
                State::Held | State::Unread | State::Unreadable => {}
            }
        }
    }
}
