//! How often somebody may ask: token buckets.

use super::Millis;

/// How much more than in a second may be used at once.
const BURST: f64 = 10.0;

/// A store of permissions that fills up with time. It may be overdrawn once, so that something larger than the
/// bucket can be paid for at all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bucket {
    left: f64,
    /// Seconds in which it fills.
    span: f64,
    at: Millis,
}

impl Bucket {
    /// A full one, of some permissions a second, that holds those of ten seconds.
    pub(super) fn new(rate: f64, now: Millis) -> Self {
        Self::over(BURST, rate, now)
    }

    /// A full one that holds the permissions of so many seconds.
    pub(super) fn over(span: f64, rate: f64, now: Millis) -> Self {
        Self { left: rate * span, span, at: now }
    }

    /// When it allows something again, where it does not now. A rate of 0 a second allows everything.
    pub(super) fn closed_until(&mut self, rate: f64, now: Millis) -> Option<Millis> {
        self.fill(rate, now);
        // A millisecond is the least to wait, also where the clock was set back.
        let wait = |left: f64| (-left / rate * 1_000.0).min(60_000.0).ceil();
        (rate > 0.0 && self.left < 1.0).then(|| now + 1 + wait(self.left - 1.0) as Millis)
    }

    /// Takes out.
    pub(super) fn pay(&mut self, cost: f64) {
        self.left -= cost;
    }

    /// Gives back what was taken out and came to nothing.
    pub(super) fn refund(&mut self, cost: f64, rate: f64) {
        self.left = (self.left + cost).min(rate * self.span);
    }

    /// Whether nothing was taken that is not there again.
    pub(super) fn is_full(&mut self, rate: f64, now: Millis) -> bool {
        self.fill(rate, now);
        rate <= 0.0 || self.left >= rate * self.span
    }

    fn fill(&mut self, rate: f64, now: Millis) {
        let seconds = now.saturating_sub(self.at) as f64 / 1_000.0;
        self.left = (self.left + seconds * rate).min(rate * self.span);
        self.at = now;
    }
}

/// How often somebody may send something, and how much.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    count: Bucket,
    bytes: Bucket,
}

/// The rates of a [`Budget`], a second; 0 for any number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    pub(super) count: u32,
    pub(super) bytes: u32,
}

impl Budget {
    /// A full one.
    pub(super) fn new(rate: Rate, now: Millis) -> Self {
        let full = |rate: u32| Bucket::new(f64::from(rate), now);
        Self { count: full(rate.count), bytes: full(rate.bytes) }
    }

    /// Whether something may be sent now.
    pub(super) fn is_open(&mut self, rate: Rate, now: Millis) -> bool {
        self.count.closed_until(f64::from(rate.count), now).is_none()
            && self.bytes.closed_until(f64::from(rate.bytes), now).is_none()
    }

    /// Takes one message of so many bytes out.
    pub(super) fn pay(&mut self, bytes: usize) {
        self.count.pay(1.0);
        self.bytes.pay(bytes as f64);
    }

    /// Whether nothing was taken that is not there again.
    pub(super) fn is_full(&mut self, rate: Rate, now: Millis) -> bool {
        self.count.is_full(f64::from(rate.count), now) && self.bytes.is_full(f64::from(rate.bytes), now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_allows_a_burst_then_its_rate() {
        let mut bucket = Bucket::new(2.0, 0);
        for _ in 0..20 {
            assert_eq!(bucket.closed_until(2.0, 0), None);
            bucket.pay(1.0);
        }
        let until = bucket.closed_until(2.0, 0).unwrap();
        assert!((500..=502).contains(&until), "{until}");
        assert_eq!(bucket.closed_until(2.0, until), None);
    }

    #[test]
    fn a_rate_of_nought_is_no_limit_and_a_clock_set_back_does_no_harm() {
        let mut bucket = Bucket::new(0.0, 1_000);
        bucket.pay(1e9);
        assert_eq!(bucket.closed_until(0.0, 0), None);
        assert!(bucket.is_full(0.0, 0), "an address is remembered for ever");
        let mut bucket = Bucket::new(1.0, 1_000_000);
        bucket.pay(10.0);
        assert!(bucket.closed_until(1.0, 5).is_some_and(|until| until < 2_000));
    }
}
