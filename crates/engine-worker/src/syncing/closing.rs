//! Old rooms that are being closed, so that a directory goes on by new links.

use super::lock::Held;
use groundswell_model::message::EngineError;
use groundswell_seal::Link;
use groundswell_sync::Notice;

/// How half made links stand.
pub(crate) enum Finishing<F> {
    /// There are none, or not any more.
    Nothing,
    /// Another tab is at it, and may be ended before it is done.
    Elsewhere,
    /// Their old rooms are closed by this.
    Here(F),
}

/// Rooms that were closed apart from the directory's own syncing, and what came of it.
pub(crate) struct Closed {
    pub(crate) old: Link,
    pub(crate) new: Link,
    pub(crate) notices: Result<Vec<(Notice, Vec<u8>)>, EngineError>,
    /// No other tab does the same meanwhile.
    pub(crate) lock: Held,
}
