//! An address's share of the relay's time: how much work is done for it at once, and which of its connections wait.

use std::collections::VecDeque;

use super::{ConnectionId, Millis};

/// Units that an address gets at a time.
const PORTION: i64 = 5_000;

/// Milliseconds after which an address has its portion again without waiting for a turn.
const PORTION_EVERY: Millis = 5;

/// See the module.
#[derive(Debug)]
pub(super) struct Share {
    /// Units that may be used at once. Something dear may overdraw it; it is then paid off first.
    credit: i64,
    at: Millis,
    /// Connections that wait for their turn.
    queue: VecDeque<ConnectionId>,
    /// Whether the address is among those that wait.
    is_queued: bool,
}

impl Default for Share {
    fn default() -> Self {
        Self { credit: PORTION, at: 0, queue: VecDeque::new(), is_queued: false }
    }
}

impl Share {
    /// Whether a frame may be looked at now.
    pub(super) fn is_open(&mut self, now: Millis) -> bool {
        if now.saturating_sub(self.at) >= PORTION_EVERY {
            self.at = now;
            self.refill();
        }
        self.credit > 0
    }

    /// Whether others of the address wait already.
    pub(super) fn is_waited_for(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Gives a portion; says what there is then.
    pub(super) fn refill(&mut self) -> i64 {
        self.credit = self.credit.saturating_add(PORTION).min(PORTION);
        self.credit
    }

    /// What is left.
    pub(super) fn credit(&self) -> i64 {
        self.credit
    }

    /// Takes work out.
    pub(super) fn pay(&mut self, units: u64) {
        self.credit = self.credit.saturating_sub_unsigned(units);
    }

    /// Has a connection wait; says whether the address did not yet.
    pub(super) fn queue_up(&mut self, id: ConnectionId) -> bool {
        self.queue.push_back(id);
        !std::mem::replace(&mut self.is_queued, true)
    }

    /// The next connection to go on, as long as there is something left.
    pub(super) fn next(&mut self) -> Option<ConnectionId> {
        if self.credit > 0 { self.queue.pop_front() } else { None }
    }

    /// Ends a turn; says whether the address waits for another.
    pub(super) fn waits_on(&mut self) -> bool {
        self.is_queued = self.is_waited_for();
        self.is_queued
    }
}
