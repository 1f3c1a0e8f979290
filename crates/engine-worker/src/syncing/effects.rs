//! What the replica wants done, done.

use super::{
    failed,
    job::{SyncJob, SyncTask},
    replica_store,
    session::Syncing,
    state, storage_handle,
};
use crate::{channel::TabMessage, console, engine::Engine, job::Job};
use groundswell_model::{Part, message::Event as PageEvent};
use groundswell_sync::{Document, Effect, Event, Name, Status, Stored, Write};
use groundswell_wire::ChunkId;

impl Engine {
    /// Performs an effect, and answers the event that follows from it.
    pub(super) async fn perform(&self, session: u32, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Load => {
                self.catch_up().await;
                let kept = self.read_replica(session).await;
                if kept.is_none() {
                    self.lead_again_later(session);
                }
                kept.map(Event::Loaded)
            }
            Effect::Write(write) => Some(self.write_replica(session, &write).await),
            Effect::Fetch { number, ids } => {
                Some(Event::Fetched { number, chunks: self.fetch(session, &ids).await })
            }
            Effect::Merge { number, part, items, claims } => {
                let outcome = self.merge_items(part, items, &claims).await;
                Some(Event::Merged { number, outcome })
            }
            Effect::Save { number, part, claims } => {
                Some(Event::Saved { number, document: self.document(part, &claims).await })
            }
            Effect::Connect { connection } => self.connect(session, connection),
            Effect::Disconnect { connection } => {
                self.with_syncing(session, |syncing| syncing.transport.disconnect(connection));
                None
            }
            Effect::Send { connection, bytes } => {
                self.with_syncing(session, |syncing| syncing.transport.send(connection, &bytes)).flatten()
            }
            Effect::SetTimer { after_ms } => {
                let send = self.replica_events(session);
                // A week is as good as never.
                let after = u32::try_from(after_ms).unwrap_or(u32::MAX).min(7 * 86_400_000);
                self.with_syncing(session, |syncing| {
                    syncing.transport.wake(after, move || send(Event::Timer))
                });
                None
            }
            Effect::Status(status) => {
                self.show_status(session, *status);
                None
            }
        }
    }

    /// What the storage holds for the replica.
    pub(super) async fn read_replica(&self, session: u32) -> Option<Stored> {
        let directory = self.with_syncing(session, |syncing| syncing.directory)?.to_string();
        let store = storage_handle(self)?.store;
        match replica_store::load(&store, &directory).await {
            Ok(stored) => Some(Stored {
                parts: Part::ALL.into_iter().map(|part| (part, self.part_status(part))).collect(),
                ..stored
            }),
            Err(error) => {
                failed("reading what is kept for neighbours", error);
                None
            }
        }
    }

    async fn write_replica(&self, session: u32, write: &Write) -> Event {
        let number = write.number;
        let of = self.with_syncing(session, |syncing| (syncing.directory, syncing.link.clone()));
        let (Some((directory, link)), Some(storage_handle)) = (of, storage_handle(self)) else {
            return Event::Written { number, done: false };
        };
        let goes_by = replica_store::goes_by(&link);
        let written = storage_handle
            .store
            .write_sync(&directory.to_string(), &replica_store::write(write), &goes_by)
            .await;
        let done = written.is_ok();
        if let Err(error) = written {
            failed("writing what is kept for neighbours", error);
        }
        Event::Written { number, done }
    }

    async fn fetch(&self, session: u32, ids: &[ChunkId]) -> Vec<(ChunkId, Vec<u8>)> {
        let directory = self.with_syncing(session, |syncing| syncing.directory);
        let (Some(directory), Some(storage_handle)) = (directory, storage_handle(self)) else {
            return Vec::new();
        };
        replica_store::fetch(&storage_handle.store, &directory.to_string(), ids).await
    }

    async fn document(&self, part: Part, claims: &[Name]) -> Option<Document> {
        // What is sent is stored before.
        self.flush().await.ok()?;
        self.with_open(|open| {
            let saved = open.directory.save(part);
            // It takes the place of what others need: it is read back before.
            if let Err(why) = open.directory.read_back(part, &saved) {
                console::report("a checkpoint that does not read back is not sent", &why);
                return None;
            }
            Some(Document {
                names: open.directory.heads_of(part),
                lacking: open.directory.lacking(part, claims),
                items: vec![saved],
            })
        })
        .ok()
        .flatten()
    }

    fn connect(&self, session: u32, connection: u32) -> Option<Event> {
        let send = self.replica_events(session);
        let connect = |syncing: &mut Syncing| syncing.transport.connect(&syncing.address, connection, send);
        self.with_syncing(session, connect).flatten()
    }

    fn show_status(&self, session: u32, status: Status) {
        let shown = self.with_syncing(session, |syncing| {
            let (shown, next) = syncing.notices.read(&syncing.parsed, &status, &syncing.own);
            let (shown, next) = (shown.clone(), next.cloned());
            let state = state::of(status, shown);
            syncing.shown.clone_from(&state);
            (syncing.directory, state, next)
        });
        self.finish_once_live(session);
        if let Some((directory, state, next)) = shown {
            if let Some(next) = next {
                self.queue.push(Job::Sync(SyncJob { session, what: SyncTask::LeadOn(next) }));
            }
            self.broadcast(&TabMessage::Synced { directory, state: Box::new(state.clone()) });
            self.page.emit(PageEvent::Sync(Some(state)));
        }
    }

    /// Lets callbacks of the browser send events to the replica of this session.
    fn replica_events(&self, session: u32) -> impl Fn(Event) + Clone + 'static + use<> {
        let send = self.queue.sender();
        move |event| send(Job::Sync(SyncJob { session, what: SyncTask::Event(event) }))
    }
}
