//! What the engine does for a syncing, in its turn.

use super::closing::Closed;
use groundswell_seal::Link;
use groundswell_sync::Event;

/// Something that concerns a syncing.
pub(crate) struct SyncJob {
    pub(super) session: u32,
    pub(super) what: SyncTask,
}

/// What concerns it.
pub(super) enum SyncTask {
    /// This tab leads from now on.
    Lead,
    /// Something happened to the replica.
    Event(Event),
    /// The public link leads on to this one.
    LeadOn(Link),
    /// New links that were half made are to be made to the end.
    Finish,
    /// Their old rooms were closed, or not.
    Finished(Box<Closed>),
}
