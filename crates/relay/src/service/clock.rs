//! The relay's own clock, which goes on only while it runs, and what is said of the system's.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tracing::warn;

use crate::relay::Millis;

/// By how much the system's clock may differ from what has passed before it is said.
const TOLERANCE: Duration = Duration::from_secs(5);

/// By how much it may be behind what the store was last dated with: more than a clock drifts.
const BEHIND: u64 = 3_600;

/// See the module.
#[derive(Debug)]
pub(super) struct Clock {
    /// What it showed when it began.
    from: Millis,
    began: Instant,
    /// The system's clock and this one when they were last compared.
    system: Mutex<(SystemTime, Instant)>,
}

impl Clock {
    /// A clock that goes on from so many seconds. A store that was never dated begins with the system's clock: no more
    /// than a number to count on from.
    pub(super) fn from(seconds: u64) -> Self {
        let (system, began) = (SystemTime::now(), Instant::now());
        let shown = system.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let from = if seconds == 0 { shown } else { seconds };
        if shown.saturating_add(BEHIND) < from {
            let seconds = from - shown;
            warn!(
                seconds,
                "the system's clock is behind what this store was dated with; nothing is forgotten by it"
            );
        }
        Self { from: from.saturating_mul(1_000), began, system: Mutex::new((system, began)) }
    }

    pub(super) fn now(&self) -> Millis {
        let passed = Millis::try_from(self.began.elapsed().as_millis()).unwrap_or(Millis::MAX);
        self.from.saturating_add(passed)
    }

    /// Says it where the system's clock was set since the last time.
    pub(super) fn compare(&self) {
        let mut last = self.system.lock().unwrap_or_else(PoisonError::into_inner);
        let (system, steady) = (SystemTime::now(), Instant::now());
        if let Some(jump) = jump(*last, (system, steady)) {
            warn!(seconds = jump, "the system's clock was set; nothing here depends on it");
        }
        *last = (system, steady);
    }
}

/// By how many seconds the system's clock went on more than what passed, where that is more than it may.
fn jump(last: (SystemTime, Instant), now: (SystemTime, Instant)) -> Option<i64> {
    let passed = now.1.saturating_duration_since(last.1);
    let expected = last.0.checked_add(passed)?;
    let seconds = |far: Duration| i64::try_from(far.as_secs()).unwrap_or(i64::MAX);
    match now.0.duration_since(expected) {
        Ok(ahead) => (ahead > TOLERANCE).then(|| seconds(ahead)),
        Err(behind) => (behind.duration() > TOLERANCE).then(|| -seconds(behind.duration())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_is_what_the_system_s_clock_went_on_too_far_or_back() {
        let (system, steady) = (UNIX_EPOCH + Duration::from_secs(1_000_000), Instant::now());
        let at = |system_seconds: i64, seconds: u64| {
            let shown = Duration::from_secs(system_seconds.unsigned_abs());
            let shown = if system_seconds < 0 { system - shown } else { system + shown };
            jump((system, steady), (shown, steady + Duration::from_secs(seconds)))
        };
        assert_eq!(at(60, 60), None);
        assert_eq!(at(62, 60), None, "a little is no jump");
        assert_eq!(at(260, 60), Some(200));
        assert_eq!(at(-100, 60), Some(-160));
    }

    #[test]
    fn it_goes_on_from_what_the_store_was_dated_with_whatever_the_system_s_clock_shows() {
        for seconds in [5, 4_000_000_000] {
            let clock = Clock::from(seconds);
            assert!((seconds * 1_000..seconds * 1_000 + 60_000).contains(&clock.now()));
        }
    }
}
