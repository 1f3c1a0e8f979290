//! What is known of an address: in memory, and only while it matters.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::net::{IpAddr, Ipv6Addr};

use super::rate::{Bucket, Budget, Rate};
use super::share::Share;
use super::{ConnectionId, Millis, Rules};

/// Seconds for which a day's rooms and bytes may be used up at once.
const DAY: f64 = 86_400.0;

/// Seconds whose work may be asked for at once: enough for a house full of devices that meet a large room.
const WORK_SPAN: f64 = 10.0;

/// Whom a limit for an address is for: an IPv4 address, or a network of IPv6, of which a household has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Origin(IpAddr);

impl Origin {
    /// Of an IPv6 address the /64 network; of one that stands for an IPv4 address that address.
    pub(crate) fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        })
    }
}

/// See the module.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) connections: u32,
    pub(super) frames: Bucket,
    pub(super) bytes: Bucket,
    /// Units of work, see [`super::turns`].
    pub(super) work: Bucket,
    pub(super) ephemeral: Budget,
    /// Bytes that were put into rooms that have not proven themselves.
    stored: Bucket,
    rooms: Bucket,
    /// Bytes of messages that have not ended, or that wait, of all its connections.
    pub(super) kept: usize,
    /// Rooms that are being loaded for it, and its connections that wait until it may have one loaded.
    pub(super) loads: u32,
    pub(super) loaders: BTreeSet<ConnectionId>,
    /// Reads of chunks that are under way for it, and its connections that wait for one.
    pub(super) reads: u32,
    pub(super) readers: VecDeque<ConnectionId>,
    /// Bytes that wait to be sent, of all its connections.
    pub(super) waiting: usize,
    pub(super) share: Share,
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
            work: Bucket::over(WORK_SPAN, f64::from(rules.address_work), now),
            ephemeral: Budget::new(ephemeral_rate(rules), now),
            stored: Bucket::over(DAY, stored_a_second(rules), now),
            rooms: Bucket::over(DAY, rooms_a_second(rules), now),
            kept: 0,
            loads: 0,
            loaders: BTreeSet::new(),
            reads: 0,
            readers: VecDeque::new(),
            waiting: 0,
            share: Share::default(),
        })
    }

    /// The address, where something is known of it.
    pub(super) fn known(&mut self, origin: Origin) -> Option<&mut Address> {
        self.known.get_mut(&origin)
    }

    /// Forgets what would be the same for a stranger.
    pub(super) fn forget(&mut self, rules: &Rules, now: Millis) {
        self.known.retain(|_, address| {
            address.connections > 0
                || address.loads > 0
                || !address.frames.is_full(f64::from(rules.address_frames), now)
                || !address.bytes.is_full(f64::from(rules.address_bytes), now)
                || !address.work.is_full(f64::from(rules.address_work), now)
                || !address.ephemeral.is_full(ephemeral_rate(rules), now)
                || !address.stored.is_full(stored_a_second(rules), now)
                || !address.rooms.is_full(rooms_a_second(rules), now)
        });
    }
}

impl Address {
    /// When it may send again, where it may not now.
    pub(super) fn closed_until(&mut self, rules: &Rules, now: Millis) -> Option<Millis> {
        let frames = self.frames.closed_until(f64::from(rules.address_frames), now);
        let bytes = self.bytes.closed_until(f64::from(rules.address_bytes), now);
        frames.max(bytes).max(self.work.closed_until(f64::from(rules.address_work), now))
    }

    /// Whether an ephemeral message of it is passed on now.
    pub(super) fn may_send_ephemeral(&mut self, rules: &Rules, now: Millis) -> bool {
        self.ephemeral.is_open(ephemeral_rate(rules), now)
    }

    /// Whether it may make one more room; if so, it is counted.
    pub(super) fn makes_room(&mut self, rules: &Rules, now: Millis) -> bool {
        let may = self.rooms.closed_until(rooms_a_second(rules), now).is_none();
        if may {
            self.rooms.pay(1.0);
        }
        may
    }

    /// Whether it may put something into a room that has not proven itself.
    pub(super) fn may_store(&mut self, rules: &Rules, now: Millis) -> bool {
        self.stored.closed_until(stored_a_second(rules), now).is_none()
    }

    /// Counts bytes that it put into such a room.
    pub(super) fn stores(&mut self, bytes: u64) {
        self.stored.pay(bytes as f64);
    }

    /// Gives bytes back that are not stored any more.
    pub(super) fn is_given_back(&mut self, bytes: u64, rules: &Rules) {
        self.stored.refund(bytes as f64, stored_a_second(rules));
    }
}

fn ephemeral_rate(rules: &Rules) -> Rate {
    Rate { count: rules.address_whispers, bytes: rules.address_whisper_bytes }
}

fn rooms_a_second(rules: &Rules) -> f64 {
    f64::from(rules.address_rooms) / DAY
}

fn stored_a_second(rules: &Rules) -> f64 {
    rules.address_store_bytes as f64 / DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_of_ipv6_is_one_address_and_a_mapped_one_is_ipv4() {
        let origin = |text: &str| Origin::of(text.parse().unwrap());
        assert_eq!(origin("2001:db8:1:2::1"), origin("2001:db8:1:2:ffff::9"));
        assert_ne!(origin("2001:db8:1:2::1"), origin("2001:db8:1:3::1"));
        assert_eq!(origin("::ffff:192.0.2.1"), origin("192.0.2.1"));
    }
}
