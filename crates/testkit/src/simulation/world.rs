//! Everything that happens, in order: devices, their tabs, the network, the relay.

mod actions;
mod effects;
mod log;
mod network;
mod verdict;

use super::{
    disk::Disk,
    plan::{Action, Device, END_MS, Plan},
    relay::Relay,
    rng::SeededRng,
    tab::Tab,
};
use groundswell_seal::{Capability, Grant, Keys, Seed};
use groundswell_sync::{DeviceName, Effect, Event, Name, Part, Replica, Status, Timings};
use groundswell_wire::ChunkId;
use network::Line;
use std::collections::{BTreeMap, BTreeSet};

/// Something that is to happen.
#[derive(Clone, Debug)]
enum Happening {
    /// To a tab's replica.
    Event(usize, u32, Event),
    /// A tab's timer runs out.
    Timer(usize, u32, u64),
    /// A tab does what its replica wanted.
    Effect(usize, u32, Effect),
    /// A message reaches the relay.
    ToRelay(u64, Vec<u8>),
    /// A message reaches a tab.
    ToTab(u64, Vec<u8>),
    /// The relay notices that a connection is gone.
    RelayHears(u64),
    /// The relay's store is done.
    Commit,
    Action(Action),
}

/// The world.
pub(super) struct World {
    pub(super) plan: Plan,
    rng: SeededRng,
    now: u64,
    queue: BTreeMap<(u64, u64), Happening>,
    count: u64,
    keys: BTreeMap<Grant, Keys>,
    disks: Vec<Disk>,
    devices: Vec<Device>,
    /// Until when each device has no network.
    offline: Vec<u64>,
    /// Which devices have the newer version of the app.
    is_newer: Vec<bool>,
    /// By how much each device's clock is wrong.
    skew: Vec<i64>,
    tabs: Vec<Tab>,
    lines: BTreeMap<u64, Line>,
    relay: Relay,
    is_calm: bool,
    /// Every change that a device ever committed.
    all: BTreeSet<(Part, Name)>,
    /// Which device made what.
    made: BTreeSet<(usize, (Part, Name))>,
    /// The changes in each tail that a device sealed.
    sealed: BTreeMap<ChunkId, Vec<(Part, Name)>>,
    /// What the relay lost of what it had acknowledged to these devices.
    lost: BTreeSet<(usize, ChunkId)>,
    /// When connections ended.
    ended: BTreeMap<u64, u64>,
    pub(super) failures: Vec<String>,
    /// What happens is printed.
    is_loud: bool,
    pub(super) events: u64,
}

/// Replicas are less patient here than in the app, so that more happens.
const PACE: Timings = Timings {
    batch_ms: 1_200,
    batch_bytes: 128 << 10,
    retry_ms: 1_000,
    longest_retry_ms: 30_000,
    patience_ms: 20_000,
    probe_ms: 60_000,
    anomaly_ms: 30_000,
    presence_ms: 30_000,
    checkpoint_tails: 8,
    checkpoint_bytes: 700 << 10,
    checkpoint_spread_ms: 10_000,
    checkpoint_rest_ms: 30_000,
    window_bytes: 300 << 10,
};

impl World {
    /// The world of a seed, before anything happened.
    pub(super) fn new(seed: u64, is_loud: bool) -> Self {
        let mut rng = SeededRng::new(seed);
        let plan = Plan::new(&mut rng);
        let edit = Capability::edit(Seed::random(&mut |bytes: &mut [u8]| rng.fill(bytes)));
        let keys = Grant::ALL
            .into_iter()
            .filter_map(|grant| Some((grant, Keys::new(&edit.weaken(grant)?, 0).ok()?)))
            .collect();
        let mut world = Self {
            rng,
            now: 0,
            queue: BTreeMap::new(),
            count: 0,
            keys,
            disks: Vec::new(),
            devices: Vec::new(),
            offline: Vec::new(),
            is_newer: Vec::new(),
            skew: Vec::new(),
            tabs: Vec::new(),
            lines: BTreeMap::new(),
            relay: Relay::default(),
            is_calm: false,
            all: BTreeSet::new(),
            made: BTreeSet::new(),
            sealed: BTreeMap::new(),
            lost: BTreeSet::new(),
            ended: BTreeMap::new(),
            failures: Vec::new(),
            is_loud,
            events: 0,
            plan,
        };
        world.relay.mischief = world.plan.mischief;
        for device in world.plan.devices.clone() {
            world.add_device(device);
        }
        if world.plan.is_published {
            world.write_history();
        }
        for (at, action) in world.plan.actions.clone() {
            world.at(at, Happening::Action(action));
        }
        world
    }

    fn add_device(&mut self, device: Device) {
        let number = self.devices.len();
        self.devices.push(device);
        self.disks.push(Disk::default());
        self.offline.push(0);
        // Whoever comes once nothing goes wrong any more has the newest.
        self.is_newer.push(self.is_calm);
        self.skew.push(0);
        for _ in 0..device.tabs {
            let tab = self.tabs.len();
            self.tabs.push(Tab::new(number));
            let wait = self.rng.between(1, 5_000);
            self.at(self.now + wait, Happening::Action(Action::Start(tab)));
        }
    }

    /// Lets everything happen.
    pub(super) fn run(&mut self) {
        while let Some(((at, _), happening)) = self.queue.pop_first() {
            if at > END_MS {
                break;
            }
            self.now = self.now.max(at);
            self.events += 1;
            if self.events > 300_000 {
                self.failures.push("it does not come to rest".to_owned());
                break;
            }
            self.happen(happening);
        }
        self.judge();
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Event(tab, life, event) => {
                if self.is_alive(tab, life) {
                    self.handle(tab, event);
                }
            }
            Happening::Timer(tab, life, timer) => {
                if self.is_alive(tab, life) && self.tabs[tab].timer == timer {
                    self.handle(tab, Event::Timer);
                }
            }
            Happening::Effect(tab, life, effect) => {
                if self.is_alive(tab, life) {
                    self.perform(tab, effect);
                }
            }
            Happening::ToRelay(line, bytes) => {
                let outputs = self.relay.handle(line, &bytes, self.now, &mut self.rng);
                self.apply(outputs);
            }
            Happening::ToTab(line, bytes) => self.arrive(line, bytes),
            Happening::RelayHears(line) => self.relay.disconnect(line),
            Happening::Commit => {
                let outputs = self.relay.commit(self.now, &mut self.rng);
                self.apply(outputs);
            }
            Happening::Action(action) => self.act(action),
        }
    }

    fn is_alive(&self, tab: usize, life: u32) -> bool {
        self.tabs[tab].life == life && self.tabs[tab].replica.is_some()
    }

    fn at(&mut self, time: u64, happening: Happening) {
        self.count += 1;
        self.queue.insert((time, self.count), happening);
    }

    /// Tells a tab's replica, and takes down what it wants.
    fn handle(&mut self, tab: usize, event: Event) {
        let wall = self.now as i64 + 1_700_000_000_000 + self.skew[self.tabs[tab].device];
        if self.is_loud {
            println!("{:>8} tab {tab} <- {}", self.now, log::event(&event));
        }
        if let Event::Committed { part, changes, .. } = &event {
            let names: Vec<_> = changes.iter().map(|change| (*part, change.name)).collect();
            self.tabs[tab].own.extend(names);
        }
        let mut rng = self.rng.clone();
        let Some(replica) = self.tabs[tab].replica.as_mut() else { return };
        let effects = replica.handle(event, wall, &mut |bytes: &mut [u8]| rng.fill(bytes));
        self.rng = rng;
        for effect in effects {
            if self.is_loud {
                println!("{:>8} tab {tab} -> {}", self.now, log::effect(&effect));
            }
            match effect {
                Effect::SetTimer { after_ms } => {
                    let of = &mut self.tabs[tab];
                    of.timer += 1;
                    let (life, timer) = (of.life, of.timer);
                    self.at(self.now + after_ms, Happening::Timer(tab, life, timer));
                }
                Effect::Status(status) => self.shown(tab, *status),
                effect => {
                    let slow = self.rng.between(0, 3);
                    let of = &mut self.tabs[tab];
                    let is_sent = matches!(
                        effect,
                        Effect::Connect { .. } | Effect::Send { .. } | Effect::Disconnect { .. }
                    );
                    let until = if is_sent { &mut of.sending_until } else { &mut of.busy_until };
                    *until = self.now.max(*until) + slow;
                    let (at, life) = (*until, of.life);
                    self.at(at, Happening::Effect(tab, life, effect));
                }
            }
        }
    }

    /// A tab shows this.
    fn shown(&mut self, tab: usize, status: Status) {
        let is_synced = status.connection == groundswell_sync::Connection::Live
            && status.waiting == 0
            && status.owed == 0
            && status.progress.is_none();
        self.tabs[tab].note(status);
        if !is_synced {
            return;
        }
        let durable: BTreeSet<&(Part, Name)> = self
            .sealed
            .iter()
            .filter(|(id, _)| self.relay.acknowledged.contains(id))
            .flat_map(|(_, names)| names)
            .collect();
        let early = self.tabs[tab].own.iter().filter(|name| !durable.contains(name)).count();
        if early > 0 {
            self.fail(format!("tab {tab} showed {early} changes as synced that never were"));
        }
    }

    fn fail(&mut self, what: String) {
        self.failures.push(format!("at {}: {what}", self.now));
    }

    fn replica(&self, device: usize) -> Replica {
        Replica::new(&self.keys[&self.devices[device].grant], PACE).on_device(name(device))
    }

    /// The parts that a device can read.
    fn parts(&self, device: usize) -> &'static [Part] {
        if self.devices[device].grant == Grant::Public { &[Part::Public] } else { &Part::ALL }
    }
}

/// What a device calls itself.
fn name(device: usize) -> DeviceName {
    (device as u64).to_be_bytes()
}
