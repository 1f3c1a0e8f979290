//! What whoever runs the relay is told. Never a room, a chunk, a token, an address or what was asked for: only what
//! kind of thing happened, and how often.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use groundswell_wire::Refusal;
use tracing::{error, warn};

use crate::relay::Counters;
use crate::store::StoreError;

/// How often the same is said again, and refusals are counted.
const AGAIN: Duration = Duration::from_secs(60);

/// Says that the store failed, once a minute as long as it fails in the same way. No error of a store names a room, a
/// chunk or a client.
pub(super) fn store_fault(fault: &StoreError) {
    static LAST: Mutex<Option<(String, Instant)>> = Mutex::new(None);
    let text = fault.to_string();
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if !last.as_ref().is_some_and(|(said, at)| *said == text && at.elapsed() < AGAIN) {
        error!(fault = %text, "the store failed");
        *last = Some((text, Instant::now()));
    }
}

/// What was refused since it was last said.
#[derive(Debug)]
pub(super) struct Refusals {
    told: [u64; Refusal::ALL.len()],
    at: Instant,
}

impl Refusals {
    pub(super) fn new() -> Self {
        Self { told: [0; Refusal::ALL.len()], at: Instant::now() }
    }

    /// Says by reason how much was refused, once a minute, or now where that is the end.
    pub(super) fn log(&mut self, counters: &Counters, is_end: bool) {
        if self.at.elapsed() < AGAIN && !is_end {
            return;
        }
        for ((reason, now), before) in Refusal::ALL.iter().zip(counters.refused).zip(self.told) {
            let count = now.saturating_sub(before);
            if count > 0 {
                warn!(?reason, count, "requests were refused");
            }
        }
        *self = Self { told: counters.refused, at: Instant::now() };
    }
}
