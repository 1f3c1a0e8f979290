//! How far the background sync of an engine has come.

use futures::future::AbortHandle;
use gloo_timers::callback::Timeout;
use groundswell_model::Id;
use std::cell::{Cell, RefCell};

/// The background sync of an engine.
#[derive(Default)]
pub(crate) struct BackgroundSync {
    /// Until the next round.
    pub(super) timer: RefCell<Option<Timeout>>,
    /// Whether a round is running: one directory after the other.
    pub(super) is_running: Cell<bool>,
    /// What is under way.
    pub(super) current: RefCell<Option<Run>>,
    /// After so many milliseconds the next round follows one after which something still waited; each time it is
    /// longer.
    pub(super) again_ms: Cell<u32>,
}

/// The background sync of one directory, aborted when this is dropped.
pub(super) struct Run {
    pub(super) directory: Id,
    pub(super) abort: AbortHandle,
}

impl Drop for Run {
    fn drop(&mut self) {
        self.abort.abort();
    }
}
