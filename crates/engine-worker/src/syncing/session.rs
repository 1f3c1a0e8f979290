//! The syncing of one directory, from the moment it is opened until it is left.

use super::{leadership::Leadership, lock::Lock, replaced, transport::Transport};
use crate::{clock, random};
use gloo_timers::callback::{Interval, Timeout};
use groundswell_model::{
    Id,
    message::{Fragment, SyncState},
};
use groundswell_seal::{Keys, Link};
use groundswell_sync::{Effect, Event, Replica};

/// The syncing of the open directory.
pub(crate) struct Syncing {
    /// Tells this syncing from earlier ones, whose sockets and timers may still ring.
    pub(super) session: u32,
    pub(super) directory: Id,
    /// The link it goes by.
    pub(super) link: Fragment,
    pub(super) address: String,
    pub(super) parsed: Link,
    pub(super) keys: Keys,
    pub(super) own: replaced::Own,
    pub(super) notices: replaced::Reader,
    /// There is one in the tab that leads.
    pub(super) replica: Option<Replica>,
    pub(super) transport: Transport,
    /// Held, or waited for, as long as this lives.
    pub(super) lock: Option<Lock>,
    pub(super) leadership: Leadership,
    /// Looks whether somebody leads, as long as this lives.
    pub(super) _pulse: Interval,
    /// What the page was last sent.
    pub(super) shown: SyncState,
    /// Whether new links were half made, and the rest is to be done once the relay answers.
    pub(super) unfinished: bool,
    /// Until it is tried again.
    pub(super) finishing: Option<Timeout>,
}

impl Syncing {
    /// Has the replica handle an event, if there is one.
    pub(super) fn handle(&mut self, event: Event) -> Vec<Effect> {
        // Its connection is gone with its end.
        if let Event::Disconnected { connection } = &event {
            self.transport.disconnect(*connection);
        }
        let Some(replica) = &mut self.replica else { return Vec::new() };
        replica.handle(event, clock::now().0, &mut random::fill)
    }
}
