//! How often somebody may ask: token buckets, and what is known of an address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

use super::{Millis, Rules};

/// How much more than in a second may be used at once.
const BURST: f64 = 10.0;

/// Seconds for which a day's rooms may be made at once.
const DAY: f64 = 86_400.0;

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

    fn over(span: f64, rate: f64, now: Millis) -> Self {
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

    /// Whether nothing was taken that is not there again.
    fn is_full(&mut self, rate: f64, now: Millis) -> bool {
        self.fill(rate, now);
        self.left >= rate * self.span
    }

    fn fill(&mut self, rate: f64, now: Millis) {
        let seconds = now.saturating_sub(self.at) as f64 / 1_000.0;
        self.left = (self.left + seconds * rate).min(rate * self.span);
        self.at = now;
    }
}

/// Whom a limit for an address is for: an IPv4 address, or a network of IPv6, of which a household has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Origin(IpAddr);

impl Origin {
    pub(super) fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        })
    }
}

/// What is known of an address: in memory, and only while it matters.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) connections: u32,
    pub(super) frames: Bucket,
    pub(super) bytes: Bucket,
    rooms: Bucket,
}

/// All addresses that something is known of.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    known: HashMap<Origin, Address>,
}

/// Addresses that are remembered at once. Past it those without a connection are forgotten, and with them what
/// they used up.
const MOST_KNOWN: usize = 65_536;

impl Addresses {
    /// The address, with what is known of it.
    pub(super) fn at(&mut self, origin: Origin, rules: &Rules, now: Millis) -> &mut Address {
        if self.known.len() >= MOST_KNOWN && !self.known.contains_key(&origin) {
            self.known.retain(|_, address| address.connections > 0);
        }
        self.known.entry(origin).or_insert_with(|| Address {
            connections: 0,
            frames: Bucket::new(f64::from(rules.address_frames), now),
            bytes: Bucket::new(f64::from(rules.address_bytes), now),
            rooms: Bucket::over(DAY, rooms_a_second(rules), now),
        })
    }

    /// Forgets what would be the same for a stranger.
    pub(super) fn forget(&mut self, rules: &Rules, now: Millis) {
        self.known.retain(|_, address| {
            address.connections > 0
                || !address.frames.is_full(f64::from(rules.address_frames), now)
                || !address.bytes.is_full(f64::from(rules.address_bytes), now)
                || !address.rooms.is_full(rooms_a_second(rules), now)
        });
    }
}

impl Address {
    /// When it may say something again, where it may not now.
    pub(super) fn closed_until(&mut self, rules: &Rules, now: Millis) -> Option<Millis> {
        let frames = self.frames.closed_until(f64::from(rules.address_frames), now);
        frames.max(self.bytes.closed_until(f64::from(rules.address_bytes), now))
    }

    /// Whether it may make one more room; if so, it is counted.
    pub(super) fn makes_room(&mut self, rules: &Rules, now: Millis) -> bool {
        let may = self.rooms.closed_until(rooms_a_second(rules), now).is_none();
        if may {
            self.rooms.pay(1.0);
        }
        may
    }
}

fn rooms_a_second(rules: &Rules) -> f64 {
    f64::from(rules.address_rooms) / DAY
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
        let mut bucket = Bucket::new(1.0, 1_000_000);
        bucket.pay(10.0);
        assert!(bucket.closed_until(1.0, 5).is_some_and(|until| until < 2_000));
    }

    #[test]
    fn a_network_of_ipv6_is_one_address_and_a_mapped_one_is_ipv4() {
        let origin = |text: &str| Origin::of(text.parse().unwrap());
        assert_eq!(origin("2001:db8:1:2::1"), origin("2001:db8:1:2:ffff::9"));
        assert_ne!(origin("2001:db8:1:2::1"), origin("2001:db8:1:3::1"));
        assert_eq!(origin("::ffff:192.0.2.1"), origin("192.0.2.1"));
    }
}
