//! What the document holds and the storage does not yet.

use groundswell_directory::News;
use groundswell_model::message::Answer;
use groundswell_storage::Record;

/// Where a change was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// On this device, or brought onto it from a file: the neighbours do not have it yet.
    Here,
    /// By a neighbour, who sent it.
    Elsewhere,
}

/// An action that the document holds and the storage does not yet.
pub(crate) struct Unsaved {
    /// What is to be stored.
    pub(crate) records: Vec<Record>,
    /// What changed, until it is sent to the page.
    pub(crate) news: Option<News>,
    /// The call that waits for the commit, and its answer.
    pub(crate) reply: Option<(u32, Answer)>,
    /// Where it was made.
    pub(crate) origin: Origin,
}
