//! Timings: how long a replica waits for what, and how much it does at once.

use crate::Random;

/// Times in milliseconds and sizes in bytes. The defaults are those of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timings {
    /// Edits within this time of the first one go into one chunk.
    pub batch_ms: u64,
    /// Edits of more bytes than this are not waited with.
    pub batch_bytes: usize,
    /// The first wait after a connection that failed; each further wait is twice as long.
    pub retry_ms: u64,
    /// The longest of these waits.
    pub longest_retry_ms: u64,
    /// A relay that owes an answer for so long is taken for gone.
    pub patience_ms: u64,
    /// How often a quiet connection is asked whether it is still there and complete.
    pub probe_ms: u64,
    /// How long a change may wait for what it builds on, or neighbours differ, before that is an anomaly of the relay.
    pub anomaly_ms: u64,
    /// How often a device that is not alone announces that it is here.
    pub presence_ms: u64,
    /// A checkpoint is due past so many tails,
    pub checkpoint_tails: usize,
    /// or so many bytes of them.
    pub checkpoint_bytes: usize,
    /// Editors wait up to this long before they make a checkpoint, so that one of them does and not all.
    pub checkpoint_spread_ms: u64,
    /// The least time between two checkpoints of one replica.
    pub checkpoint_rest_ms: u64,
    /// So many bytes of chunks are under way to the relay before it has acknowledged any.
    pub window_bytes: usize,
}

impl Default for Timings {
    fn default() -> Self {
        Self {
            batch_ms: 1_200,
            batch_bytes: 128 << 10,
            retry_ms: 1_000,
            longest_retry_ms: 60_000,
            patience_ms: 20_000,
            probe_ms: 240_000,
            anomaly_ms: 45_000,
            presence_ms: 60_000,
            checkpoint_tails: 64,
            checkpoint_bytes: 256 << 10,
            checkpoint_spread_ms: 20_000,
            checkpoint_rest_ms: 60_000,
            window_bytes: 1 << 20,
        }
    }
}

/// The waits between attempts to connect: they double, and each is cut at random to between a half and the
/// whole, so that the replicas of a relay that comes back do not all come at once.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct BackOff {
    failures: u32,
}

impl BackOff {
    /// The wait after one more failure.
    pub(crate) fn next(&mut self, timings: &Timings, random: &mut Random<'_>) -> u64 {
        let factor = 1_u64.checked_shl(self.failures.min(20)).unwrap_or(u64::MAX);
        let longest = timings.retry_ms.saturating_mul(factor).min(timings.longest_retry_ms);
        self.failures = self.failures.saturating_add(1);
        let half = longest / 2;
        half.saturating_add(below(longest.saturating_sub(half).saturating_add(1), random))
    }

    /// The relay answered.
    pub(crate) const fn reset(&mut self) {
        self.failures = 0;
    }
}

/// A random number below `limit`; 0 where that is 0.
pub(crate) fn below(limit: u64, random: &mut Random<'_>) -> u64 {
    let mut bytes = [0; 8];
    random(&mut bytes);
    u64::from_le_bytes(bytes).checked_rem(limit).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_are_cut_at_random() {
        let timings = Timings::default();
        let wait = |fill: u8, number: usize| {
            let mut back_off = BackOff::default();
            let mut last = 0;
            for _ in 0..=number {
                last = back_off.next(&timings, &mut |bytes: &mut [u8]| bytes.fill(fill));
            }
            last
        };
        for number in 0..40 {
            let longest = 1_000 * (1_u64 << number.min(20)).min(60);
            for fill in [0, 1, 127, 255] {
                assert!((longest / 2..=longest).contains(&wait(fill, number)));
            }
        }
    }
}
