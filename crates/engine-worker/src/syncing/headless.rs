//! A replica without a document: it brings to the relay what is sealed or waits for it, and keeps what comes for
//! whoever opens the directory. It merges nothing.

use super::{replica_store, transport::Transport};
use crate::{clock, random};
use futures::channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use groundswell_model::message::Fragment;
use groundswell_storage::{StorageError, Store};
use groundswell_sync::{Effect, Event, Outcome, Replica, Status, Stored, Write};
use groundswell_wire::ChunkId;

/// The longest that a timer is set for, in milliseconds: no headless replica runs for longer.
const LONGEST_MS: u32 = 60_000;

/// A replica, and what it is driven with.
pub(super) struct Headless {
    replica: Replica,
    address: String,
    persistence: Persistence,
    events: UnboundedSender<Event>,
    transport: Transport,
    is_replaced: bool,
}

/// Where its records are kept.
pub(super) enum Persistence {
    /// In memory: nothing of it stays.
    Memory(Stored),
    /// In the storage, where the directory's own replica keeps it.
    Storage {
        /// The storage.
        store: Store,
        /// The directory.
        directory: String,
        /// The link it goes by.
        link: Fragment,
    },
}

impl Headless {
    /// A replica that connects to the relay at this address, and the events that are to be handed to it.
    pub(super) fn new(
        replica: Replica,
        address: String,
        persistence: Persistence,
    ) -> (Self, UnboundedReceiver<Event>) {
        let (events, happened) = mpsc::unbounded();
        (
            Self {
                replica,
                address,
                persistence,
                events,
                transport: Transport::default(),
                is_replaced: false,
            },
            happened,
        )
    }

    /// What is kept.
    ///
    /// # Errors
    /// Where the storage can not be read.
    pub(super) async fn load(&self) -> Result<Stored, StorageError> {
        match &self.persistence {
            Persistence::Memory(kept) => Ok(kept.clone()),
            Persistence::Storage { store, directory, .. } => replica_store::load(store, directory).await,
        }
    }

    /// Whether nothing may be written any more: the directory is gone, or goes by another link.
    pub(super) const fn is_replaced(&self) -> bool {
        self.is_replaced
    }

    /// Its status.
    pub(super) fn status(&self) -> Status {
        self.replica.current()
    }

    /// Hands the replica an event.
    pub(super) fn handle(&mut self, event: Event) -> Vec<Effect> {
        if let Event::Disconnected { connection } = &event {
            self.transport.disconnect(*connection);
        }
        self.replica.handle(event, clock::now().0, &mut random::fill)
    }

    /// Does what the replica wants. What comes of it is among the events.
    pub(super) async fn perform(&mut self, effect: Effect) {
        let answer = match effect {
            Effect::Load => match self.load().await {
                Ok(stored) => Some(Event::Loaded(stored)),
                Err(error) => {
                    super::failed("reading what is kept for neighbours", error);
                    None
                }
            },
            Effect::Write(write) => {
                let number = write.number;
                Some(Event::Written { number, done: self.write(write).await })
            }
            Effect::Fetch { number, ids } => Some(Event::Fetched { number, chunks: self.fetch(&ids).await }),
            Effect::Merge { number, .. } => Some(Event::Merged { number, outcome: Outcome::Later }),
            Effect::Save { number, .. } => Some(Event::Saved { number, document: None }),
            Effect::Connect { connection } => {
                let events = self.events.clone();
                self.transport.connect(&self.address, connection, move |event| push(&events, event))
            }
            Effect::Disconnect { connection } => {
                self.transport.disconnect(connection);
                None
            }
            Effect::Send { connection, bytes } => self.transport.send(connection, &bytes),
            Effect::SetTimer { after_ms } => {
                let events = self.events.clone();
                let after = u32::try_from(after_ms).unwrap_or(u32::MAX).min(LONGEST_MS);
                self.transport.wake(after, move || push(&events, Event::Timer));
                None
            }
            Effect::Status(_) => None,
        };
        if let Some(event) = answer {
            push(&self.events, event);
        }
    }

    async fn write(&mut self, write: Write) -> bool {
        match &mut self.persistence {
            Persistence::Memory(kept) => {
                remember(kept, write);
                true
            }
            Persistence::Storage { store, directory, link } => {
                let written = store
                    .write_sync(directory, &replica_store::write(&write), &replica_store::goes_by(link))
                    .await;
                let done = written.is_ok();
                self.is_replaced |= written == Err(StorageError::UnknownDirectory);
                if let Err(error) = written
                    && !self.is_replaced
                {
                    super::failed("writing what is kept for neighbours", error);
                }
                done
            }
        }
    }

    async fn fetch(&self, ids: &[ChunkId]) -> Vec<(ChunkId, Vec<u8>)> {
        match &self.persistence {
            Persistence::Memory(_) => Vec::new(),
            Persistence::Storage { store, directory, .. } => {
                replica_store::fetch(store, directory, ids).await
            }
        }
    }
}

/// Nobody listens any more once the replica is gone.
fn push(events: &UnboundedSender<Event>, event: Event) {
    let _ = events.unbounded_send(event);
}

fn remember(kept: &mut Stored, write: Write) {
    let Write { put, remove, settings, .. } = write;
    for (record, bytes) in put {
        match kept.records.iter_mut().find(|(known, _)| known.id == record.id) {
            Some((known, sealed)) => {
                *known = record;
                *sealed = bytes.or_else(|| sealed.take());
            }
            None => kept.records.push((record, bytes)),
        }
    }
    kept.records.retain(|(record, _)| remove.iter().all(|id| *id.as_bytes() != record.id));
    if let Some(settings) = settings {
        kept.settings = settings;
    }
}
