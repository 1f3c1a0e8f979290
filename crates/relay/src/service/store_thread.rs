//! The two threads of the store: one writes, and takes together what waits; one reads, and waits for no `fsync`.

use std::sync::{Arc, Weak, mpsc};
use std::time::{Duration, Instant};

use groundswell_wire::{Channel, ChunkId, RoomId};
use tracing::info;

use super::Hub;
use super::log::store_fault;
use crate::relay::{ConnectionId, Input, StoreFault, Ticket};
use crate::store::{Change, Store, StoreError, Usage};

/// What the writing thread is asked.
#[derive(Debug)]
pub(super) enum Job {
    /// To make changes.
    Commit {
        /// Their number.
        ticket: Ticket,
        /// The changes.
        changes: Vec<Change>,
    },
    /// What a room holds. Asked here, so that it is never answered in the middle of a change.
    Load(RoomId),
    /// To forget rooms unused since then, in seconds of the relay's clock.
    Expire(u64),
    /// To forget rooms that only one address ever used, until so many bytes are free.
    Shrink(u64),
    /// Whether the store can be written.
    Probe,
}

/// What the reading thread is asked.
#[derive(Debug)]
pub(super) struct Fetch {
    pub(super) connection: ConnectionId,
    pub(super) channel: Channel,
    pub(super) room: RoomId,
    pub(super) ids: Vec<ChunkId>,
}

/// Changes in one commit: enough to share an `fsync`, not so many that the first waits for long.
const GROUP: usize = 4_096;

/// Commits begin no more often than this while there are more to come: what waits meanwhile shares an `fsync`.
const BETWEEN_COMMITS: Duration = Duration::from_millis(15);

/// Rooms that are forgotten in one commit.
const EXPIRED_AT_ONCE: usize = 64;

/// Rooms that are forgotten for want of space in one commit: they are large.
const SHRUNK_AT_ONCE: usize = 8;

/// How often it is counted anew what the store holds.
const COUNT_EVERY: Duration = Duration::from_secs(60);

/// Starts both. They end with the hub.
pub(super) fn start(
    store: Box<dyn Store>,
    hub: Weak<Hub>,
    jobs: mpsc::Receiver<Job>,
    fetches: mpsc::Receiver<Fetch>,
) {
    let store: Arc<dyn Store> = Arc::from(store);
    let reads = (Arc::clone(&store), hub.clone());
    std::thread::spawn(move || read(reads.0.as_ref(), &reads.1, &fetches));
    std::thread::spawn(move || write(store.as_ref(), &hub, &jobs));
}

fn read(store: &dyn Store, hub: &Weak<Hub>, fetches: &mpsc::Receiver<Fetch>) {
    while let Ok(Fetch { connection, channel, room, ids }) = fetches.recv() {
        let chunks = store.read(&room, &ids).map_err(|error| fault(&error));
        let Some(hub) = hub.upgrade() else { return };
        hub.input(Input::Read { connection, channel, room, chunks });
    }
}

fn write(store: &dyn Store, hub: &Weak<Hub>, jobs: &mpsc::Receiver<Job>) {
    let mut next = None;
    let mut counted = Instant::now();
    let mut last_began = counted;
    let mut file = File::default();
    if let (Ok(usage), Some(hub)) = (store.usage(), hub.upgrade()) {
        file.look(store, usage, &hub);
    }
    while let Some(job) = next.take().or_else(|| jobs.recv().ok()) {
        let done = match job {
            Job::Commit { ticket, mut changes } => {
                let mut tickets = vec![ticket];
                while changes.len() < GROUP {
                    // Zero where the last commit is long ago: then only what is here already is taken along.
                    let wait = BETWEEN_COMMITS.saturating_sub(last_began.elapsed());
                    match jobs.recv_timeout(wait) {
                        Ok(Job::Commit { ticket, changes: more }) => {
                            tickets.push(ticket);
                            changes.extend(more);
                        }
                        other => {
                            next = other.ok();
                            break;
                        }
                    }
                }
                let began = Instant::now();
                last_began = began;
                let result = store.commit(&changes).map_err(|error| fault(&error));
                let Some(hub) = hub.upgrade() else { return };
                hub.figures.committed(began.elapsed());
                Input::Committed { tickets, result }
            }
            Job::Load(room) => {
                Input::Loaded { room, stored: store.room(&room).map_err(|error| fault(&error)) }
            }
            Job::Expire(unused_since) => {
                expire(store, unused_since);
                counted = Instant::now().checked_sub(COUNT_EVERY).unwrap_or(counted);
                Input::Tick
            }
            Job::Shrink(bytes) => {
                counted = Instant::now().checked_sub(COUNT_EVERY).unwrap_or(counted);
                match store.shrink(bytes, SHRUNK_AT_ONCE) {
                    Ok(rooms) => Input::Shrunk { rooms },
                    Err(error) => {
                        fault(&error);
                        Input::Tick
                    }
                }
            }
            Job::Probe => Input::Probed { is_well: store.probe().is_ok() },
        };
        let Some(hub) = hub.upgrade() else { return };
        hub.input(done);
        if counted.elapsed() >= COUNT_EVERY {
            counted = Instant::now();
            if let Ok(usage) = store.usage() {
                hub.figures.counted(usage);
                hub.input(Input::Usage { bytes: usage.bytes });
                file.look(store, usage, &hub);
            }
        }
    }
}

/// When the store's file is made smaller.
#[derive(Debug, Default)]
struct File {
    /// What it took up after it was last made smaller, in bytes.
    smallest: u64,
    /// Since when it is larger than it should be.
    wanted: Option<Instant>,
    is_begun: bool,
}

/// A file may take up half as much again as its chunks, and this, in bytes.
const SLACK: u64 = 8 << 20;

/// Chunks in all, in bytes, up to which to make the file smaller keeps nobody waiting: about a tenth of a second.
const QUICK: u64 = 64 << 20;

/// How long a larger file waits for a moment in which nobody is connected.
const MOST_WANTED: Duration = Duration::from_secs(24 * 3_600);

impl File {
    /// Makes the file smaller where it is much larger than its chunks: at the start, where that takes no time, when
    /// nobody is there, or after a day in which somebody always was.
    fn look(&mut self, store: &dyn Store, usage: Usage, hub: &Hub) {
        let is_start = !std::mem::replace(&mut self.is_begun, true);
        // What does not get smaller is not tried again before it has grown.
        let is_large = usage.file_bytes > usage.bytes / 2 * 3 + SLACK
            && usage.file_bytes > self.smallest.saturating_add(self.smallest / 4);
        if !is_large {
            self.wanted = None;
            return;
        }
        let since = *self.wanted.get_or_insert_with(Instant::now);
        let may =
            is_start || usage.bytes <= QUICK || hub.connections() == 0 || since.elapsed() >= MOST_WANTED;
        if !may {
            return;
        }
        let began = Instant::now();
        match store.compact().and_then(|()| store.usage()) {
            Ok(usage) => {
                self.smallest = usage.file_bytes;
                info!(bytes = usage.file_bytes, "the store's file was made smaller");
                hub.figures.counted(usage);
                hub.figures.compacted(began.elapsed());
            }
            Err(error) => drop(fault(&error)),
        }
        self.wanted = None;
    }
}

fn expire(store: &dyn Store, unused_since: u64) {
    // Little by little: others wait meanwhile.
    for _ in 0..16 {
        match store.expire(unused_since, EXPIRED_AT_ONCE) {
            Ok(EXPIRED_AT_ONCE) => {}
            Ok(_) => return,
            Err(error) => {
                fault(&error);
                return;
            }
        }
    }
}

/// The fault for the state machine; the log gets the whole error.
pub(super) fn fault(error: &StoreError) -> StoreFault {
    store_fault(error);
    match error {
        StoreError::Full => StoreFault::Full,
        StoreError::Corrupt(_) => StoreFault::Corrupt,
        StoreError::InUse | StoreError::Failed(_) => StoreFault::Failed,
    }
}
