//! What a seed stands for: who takes part, and what goes wrong.

use super::{relay::Mischief, rng::SeededRng};
use groundswell_seal::Grant;

/// Nothing goes wrong any more after so many milliseconds.
pub(super) const CALM_MS: u64 = 400_000;
/// Somebody new joins.
pub(super) const JOIN_MS: u64 = CALM_MS + 360_000;
/// It is over.
pub(super) const END_MS: u64 = JOIN_MS + 240_000;

/// A device.
#[derive(Clone, Copy, Debug)]
pub(super) struct Device {
    pub(super) grant: Grant,
    pub(super) tabs: usize,
    /// Whether one tab leads, so that only that one has a replica.
    pub(super) is_led: bool,
}

/// Something that happens at a time of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Somebody edits on this device.
    Edit(usize),
    /// This tab's program ends at once.
    Crash(usize),
    /// It begins again.
    Start(usize),
    /// This device has no network for so many milliseconds; the connection ends without a word or not.
    Offline(usize, u64, bool),
    /// It has again.
    Online(usize),
    /// This device's clock jumps by so many milliseconds.
    Skew(usize, i64),
    /// This device's app goes to the background.
    Flush(usize),
    /// The relay's power fails.
    RelayCrash,
    /// The relay keeps a copy of what it has.
    Remember,
    /// The relay does what it is up to.
    Strike,
    /// An editor of bad will puts a checkpoint that does not hold what it covers.
    Lie,
    /// An editor's broken program puts a chunk that nobody can read.
    Garbage,
    /// This device gets a newer version of the app, which writes what the older one cannot read.
    Update(usize),
    /// An editor makes a new link: the room is closed with a notice.
    Close,
    /// From now on nothing goes wrong.
    Calm,
    /// Somebody new joins.
    Join,
}

/// What a seed stands for.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) devices: Vec<Device>,
    pub(super) mischief: Mischief,
    /// Whether it never ends, so that it must be noticed rather than healed.
    pub(super) is_lasting: bool,
    /// Whether the directory had a history before it was shared.
    pub(super) is_published: bool,
    /// Whether some edits are larger than a chunk.
    pub(super) is_large: bool,
    /// Whether the room is closed before the end.
    pub(super) is_closed: bool,
    /// Milliseconds over the network.
    pub(super) latency: (u64, u64),
    /// Of 1,000 messages so many are lost,
    pub(super) lost: u64,
    /// come twice,
    pub(super) repeated: u64,
    /// or overtake others.
    pub(super) reordered: u64,
    /// Of 1,000 starts so many are without the document, only to bring and to fetch.
    pub(super) headless: u64,
    /// Of 1,000 effects so many end the program before or after they are done.
    pub(super) crashes: u64,
    /// Of 1,000 writes and merges so many fail.
    pub(super) failures: u64,
    pub(super) actions: Vec<(u64, Action)>,
}

impl Plan {
    /// The plan of a seed.
    pub(super) fn new(rng: &mut SeededRng) -> Self {
        let mut devices = vec![Device { grant: Grant::Edit, tabs: 1, is_led: true }];
        for _ in 0..rng.between(1, 3) {
            let grant = match rng.between(0, 9) {
                0..=6 => Grant::Edit,
                7 | 8 => Grant::Members,
                _ => Grant::Public,
            };
            devices.push(Device { grant, tabs: 1, is_led: true });
        }
        for device in &mut devices {
            device.tabs = if rng.once_in(250) { 2 } else { 1 };
            device.is_led = device.tabs == 1 || rng.once_in(700);
        }
        let begin = rng.between(20_000, 200_000);
        let is_lasting = rng.once_in(500);
        let until = if is_lasting { u64::MAX } else { CALM_MS };
        let mischief = match rng.between(0, 17) {
            0..=5 => Mischief::Honest,
            6 | 7 => Mischief::Wiped,
            8 | 9 => Mischief::RolledBack,
            10 | 11 => Mischief::Withholds {
                from: begin,
                until,
                victims: rng.between(0, 1) as usize,
                every: rng.between(1, 3) as u8,
            },
            12 | 13 => Mischief::Forks { from: begin, until },
            14 => Mischief::Corrupts,
            15 | 16 => Mischief::Refuses { from: begin, until: CALM_MS },
            _ => Mischief::Replays,
        };
        let is_lasting =
            is_lasting && matches!(mischief, Mischief::Withholds { .. } | Mischief::Forks { .. });
        let is_unruly = rng.once_in(300);
        let rate = |rng: &mut SeededRng, most: u64| if is_unruly { rng.between(0, most) } else { 0 };
        let near = rng.between(1, 200);
        let mut plan = Self {
            mischief,
            is_lasting,
            is_published: rng.once_in(500),
            is_large: rng.once_in(40),
            is_closed: false,
            latency: (near, near + rng.between(1, 400)),
            lost: rate(rng, 60),
            repeated: rate(rng, 60),
            reordered: rate(rng, 200),
            // Who has not read everything finds no anomaly of the relay, set back or not.
            headless: if mischief != Mischief::RolledBack && rng.once_in(400) { 100 } else { 0 },
            crashes: if rng.once_in(600) { rng.between(1, 30) } else { 0 },
            failures: if rng.once_in(400) { rng.between(1, 50) } else { 0 },
            actions: Vec::new(),
            devices,
        };
        plan.fill(begin, rng);
        plan
    }

    fn fill(&mut self, begin: u64, rng: &mut SeededRng) {
        let devices = self.devices.len() as u64;
        let tabs = self.devices.iter().map(|device| device.tabs).sum::<usize>() as u64;
        let device = |rng: &mut SeededRng| rng.between(0, devices - 1) as usize;
        let at = |actions: &mut Vec<(u64, Action)>, time: u64, action: Action| actions.push((time, action));
        let actions = &mut self.actions;
        for _ in 0..rng.between(5, 45) {
            let action = Action::Edit(device(rng));
            at(actions, rng.between(1_000, CALM_MS - 10_000), action);
        }
        for _ in 0..rng.between(0, 6) {
            let (of, long, silent) = (device(rng), rng.between(1_000, 150_000), rng.once_in(500));
            at(actions, rng.between(0, CALM_MS - 10_000), Action::Offline(of, long, silent));
        }
        for _ in 0..rng.between(0, 4) {
            let jump = rng.between(0, 20_000_000) as i64 - 10_000_000;
            at(actions, rng.between(0, CALM_MS), Action::Skew(device(rng), jump));
        }
        for _ in 0..rng.between(0, 3) {
            at(actions, rng.between(0, CALM_MS), Action::Flush(device(rng)));
        }
        for _ in 0..rng.between(0, 3) {
            at(actions, rng.between(0, CALM_MS), Action::Crash(rng.between(0, tabs - 1) as usize));
        }
        for _ in 0..rng.between(0, 2) {
            at(actions, rng.between(0, CALM_MS - 10_000), Action::RelayCrash);
        }
        if self.mischief == Mischief::RolledBack {
            at(actions, begin, Action::Remember);
        }
        if matches!(self.mischief, Mischief::RolledBack | Mischief::Wiped) {
            at(actions, begin + rng.between(20_000, 150_000), Action::Strike);
        }
        let has_liar = rng.once_in(150);
        if has_liar {
            at(actions, rng.between(60_000, CALM_MS - 20_000), Action::Lie);
        }
        if rng.once_in(80) {
            at(actions, rng.between(60_000, CALM_MS - 20_000), Action::Garbage);
        }
        if self.mischief != Mischief::RolledBack && rng.once_in(120) {
            for of in 0..devices {
                at(actions, rng.between(10_000, CALM_MS - 10_000), Action::Update(of as usize));
            }
        }
        // A relay that lost the notice has no closed room, from one that hides something nobody learns more once
        // all is said, and what a false checkpoint covers nobody can put into a closed room again.
        let shows_all = matches!(
            self.mischief,
            Mischief::Honest | Mischief::Corrupts | Mischief::Replays | Mischief::Refuses { .. }
        );
        if shows_all && !has_liar && rng.once_in(80) {
            self.is_closed = true;
            at(actions, rng.between(30_000, CALM_MS - 20_000), Action::Close);
        }
        at(actions, CALM_MS, Action::Calm);
        for of in 0..self.devices.len() {
            at(actions, CALM_MS + 60_000, Action::Edit(of));
        }
        at(actions, JOIN_MS, Action::Join);
    }
}
