//! Where an engine keeps things, and how patient it is.

use crate::CHANNEL;
use groundswell_storage::{DATABASE, Timeouts};

/// How an engine is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// The database's name: [`DATABASE`], outside tests.
    pub database: String,
    /// The name of the channel to the other tabs: [`CHANNEL`], outside tests.
    pub channel: String,
    /// The relay of links that name none: the one that serves the page, where this is `None`.
    pub relay: Option<String>,
    /// How long to wait for the storage.
    pub timeouts: Timeouts,
    /// When things happen by themselves.
    pub timings: Timings,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            database: DATABASE.to_owned(),
            channel: CHANNEL.to_owned(),
            relay: None,
            timeouts: Timeouts::default(),
            timings: Timings::default(),
        }
    }
}

/// When an engine does things by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timings {
    /// From the last change to writing the projection, in milliseconds.
    pub projection_ms: u32,
    /// From writing the projection to compacting the history, if it is due, in milliseconds.
    pub compaction_ms: u32,
    /// From a start, from opening a directory and from coming to the front until the shared directories that are
    /// not open are looked after, in milliseconds.
    pub background_sync_ms: u32,
    /// From a background sync after which something still waited until the next one, in milliseconds.
    pub background_sync_again_ms: u32,
    /// How long a background sync waits for the lock of its directory, in milliseconds: who holds it for longer syncs it.
    pub background_sync_lock_ms: u32,
    /// From one look of a tab whether another leads the syncing to the next, in milliseconds. From one that says
    /// nothing for four of them the lead is taken.
    pub pulse_ms: u32,
    /// A part's history is compacted when this tab read or wrote more changes of it than this, ...
    pub changes: usize,
    /// ... or more bytes of changes.
    pub bytes: usize,
    /// From a commit that failed to the next try, in milliseconds; twice as long after each further failure.
    pub retry_ms: u32,
    /// At most so long from one try to the next, in milliseconds.
    pub longest_retry_ms: u32,
    /// After this many failures in a row those who wait for the commit get an error. It is tried
    /// again all the same.
    pub patience: u32,
}

impl Default for Timings {
    /// A projection a second after the last edit, compaction when nothing was edited for five more; the
    /// bounds keep a start's work within a few hundred small records. A person who waits for a commit is told
    /// after some two seconds that it fails. A tab that is suspended is replaced within some ten seconds.
    fn default() -> Self {
        Self {
            projection_ms: 1_000,
            compaction_ms: 5_000,
            background_sync_ms: 3_000,
            background_sync_again_ms: 15_000,
            background_sync_lock_ms: 500,
            pulse_ms: 2_000,
            changes: 200,
            bytes: 512 * 1024,
            retry_ms: 250,
            longest_retry_ms: 30_000,
            patience: 4,
        }
    }
}
