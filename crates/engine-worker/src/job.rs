//! What an engine does, one thing after the other.

use crate::{channel::Received, syncing::job::SyncJob};
use groundswell_model::message::Call;

/// Something to be done when its turn comes.
pub(crate) enum Job {
    /// A request of the page.
    Call(Call),
    /// A message from another tab.
    TabMessage(Received),
    /// The storage was deleted, by the browser or the person.
    StorageDeleted,
    /// A commit that failed is tried again.
    Retry,
    /// The projections are written.
    Project,
    /// The history is compacted.
    Compact,
    /// What an edit needs is prepared.
    WarmUp,
    /// What a history is found by is made ready.
    Index,
    /// Something concerns syncing.
    Sync(SyncJob),
}
