//! What happens at times of its own.

use super::{Happening, World};
use crate::simulation::{
    fake_document::FakeDocument,
    plan::{Action, Device},
    relay::Mischief,
};
use groundswell_seal::Grant;
use groundswell_sync::{Event, Part, State};
use groundswell_wire::{ChunkId, Kind};

/// What the notice says that closes the room.
pub(super) const NOTICE: &[u8] = b"\x01there is a new link";

impl World {
    pub(super) fn act(&mut self, action: Action) {
        if self.is_loud {
            println!("{:>8} {action:?}", self.now);
        }
        match action {
            Action::Edit(device) => self.edit(device),
            Action::Crash(tab) => self.end(tab),
            Action::Start(tab) => self.start(tab),
            Action::Offline(device, long, silently) => {
                if self.is_calm {
                    return;
                }
                self.offline[device] = self.offline[device].max(self.now + long);
                for tab in self.tabs_of(device) {
                    self.cut(tab, silently);
                }
                self.at(self.now + long, Happening::Action(Action::Online(device)));
            }
            Action::Online(device) => {
                if !self.is_offline(device) && self.rng.once_in(500) {
                    self.wake(device);
                }
            }
            Action::Skew(device, by) => self.skew[device] += by,
            Action::Flush(device) => {
                for tab in self.tabs_of(device) {
                    self.handle(tab, Event::Flush);
                }
            }
            Action::RelayCrash => {
                self.relay.crash();
                self.cut_all();
            }
            Action::Remember => self.relay.remember(),
            Action::Strike => {
                if self.relay.mischief == Mischief::Wiped {
                    self.relay.wipe();
                } else {
                    self.roll_back();
                }
                self.cut_all();
            }
            Action::Lie => self.lie(),
            Action::Garbage => self.slip_in(Kind::Tail, &[], &[vec![9, 9, 9]]),
            Action::Update(device) => {
                self.is_newer[device] = true;
                for tab in 0..self.tabs.len() {
                    let is_running = self.tabs[tab].replica.is_some() || self.tabs[tab].is_follower;
                    if self.tabs[tab].device == device && is_running {
                        self.end(tab);
                    }
                }
            }
            Action::Close => self.close(),
            Action::Calm => self.calm(),
            Action::Join => self.add_device(Device { grant: Grant::Members, tabs: 1, is_led: true }),
        }
    }

    fn tabs_of(&self, device: usize) -> Vec<usize> {
        let is_of = |tab: &usize| self.tabs[*tab].device == device && self.tabs[*tab].replica.is_some();
        (0..self.tabs.len()).filter(is_of).collect()
    }

    fn cut_all(&mut self) {
        for tab in 0..self.tabs.len() {
            self.cut(tab, false);
        }
    }

    fn wake(&mut self, device: usize) {
        for tab in self.tabs_of(device) {
            self.handle(tab, Event::Awake);
        }
    }

    fn start(&mut self, tab: usize) {
        if self.tabs[tab].replica.is_some() {
            return;
        }
        let device = self.tabs[tab].device;
        for part in self.parts(device) {
            self.tabs[tab].documents.insert(*part, FakeDocument::default());
        }
        self.disks[device].bring_up(&mut self.tabs[tab].documents);
        self.tabs[tab].life += 1;
        self.tabs[tab].is_follower = self.devices[device].is_led && !self.tabs_of(device).is_empty();
        if self.tabs[tab].is_follower {
            return;
        }
        self.tabs[tab].is_headless = !self.is_calm && self.rng.once_in(self.plan.headless);
        self.tabs[tab].busy_until = self.now;
        self.tabs[tab].sending_until = self.now;
        self.tabs[tab].replica = Some(self.replica(device));
        let stored = self.disks[device].stored(&self.tabs[tab].documents);
        self.handle(tab, Event::Loaded(stored));
    }

    /// A history from before the directory was shared.
    pub(super) fn write_history(&mut self) {
        for part in Part::ALL {
            let mut document = FakeDocument::default();
            for number in 0..self.rng.between(1, 10) {
                let change = document.edit(format!("before {number}").as_bytes(), false);
                self.all.insert((part, change.name));
                self.disks[0].merge(part, &[change]);
            }
        }
        self.disks[0].settings.publish = Part::ALL.to_vec();
    }

    /// Somebody edits on a device, in one of its tabs.
    fn edit(&mut self, device: usize) {
        if self.devices[device].grant != Grant::Edit {
            return;
        }
        let leaders = self.tabs_of(device);
        let followers =
            (0..self.tabs.len()).filter(|it| self.tabs[*it].device == device && self.tabs[*it].is_follower);
        let tabs: Vec<usize> = leaders.iter().copied().chain(followers).collect();
        if tabs.is_empty() {
            return;
        }
        let tab = tabs[self.rng.roll() as usize % tabs.len()];
        if self.tabs[tab].is_follower && self.rng.once_in(700) {
            self.disks[device].bring_up(&mut self.tabs[tab].documents);
        }
        let part = Part::ALL[self.rng.between(0, 1) as usize];
        for _ in 0..self.rng.between(1, 3) {
            let large = self.plan.is_large && self.rng.once_in(150);
            let length = if large { self.rng.between(1, 600_000) } else { self.rng.between(8, 300) };
            let mut text = vec![0; length as usize];
            self.rng.fill(&mut text);
            let document = self.tabs[tab].documents.entry(part).or_default();
            let is_newer = self.is_newer[device] && self.rng.once_in(500);
            let change = document.edit(&text, is_newer);
            let status = document.status();
            self.disks[device].commit(part, &change);
            self.all.insert((part, change.name));
            self.made.insert((device, (part, change.name)));
            if leaders.contains(&tab) {
                let changes = vec![change.clone()];
                self.answer(tab, Event::Committed { part, changes, status });
            }
            // The other tabs get a message of it, or not.
            for other in leaders.iter().copied().filter(|other| *other != tab) {
                if self.rng.once_in(700) {
                    let document = self.tabs[other].documents.entry(part).or_default();
                    document.add(&change.bytes);
                    let status = document.status();
                    let changes = vec![change.clone()];
                    self.answer(other, Event::Committed { part, changes, status });
                }
            }
        }
        if !self.is_calm && self.rng.once_in(self.plan.crashes) {
            self.end(tab);
        }
    }

    /// The relay is set back. Who has an acknowledgement may notice that it is gone.
    fn roll_back(&mut self) {
        let mut gone = self.relay.roll_back();
        // What goes out again unasked nobody misses.
        for record in self.disks.iter().flat_map(super::Disk::records) {
            if record.state == State::Outbox {
                gone.remove(&ChunkId::from_bytes(record.id));
            }
        }
        for (device, disk) in self.disks.iter().enumerate().filter(|(it, _)| self.devices[*it].is_led) {
            let told = disk.records().filter(|it| it.state == State::Held && it.changes > 0);
            let told = told.map(|record| ChunkId::from_bytes(record.id)).filter(|id| gone.contains(id));
            self.lost.extend(told.map(|id| (device, id)));
        }
    }

    /// A checkpoint that covers what it does not hold.
    fn lie(&mut self) {
        let part = Part::ALL[self.rng.between(0, 1) as usize];
        let room = self.keys[&Grant::Edit].room(part).map(|keys| keys.room().id());
        let mut ids = room.map(|room| self.relay.ids(room)).unwrap_or_default();
        ids.retain(|_| self.rng.once_in(600));
        let mut document = FakeDocument::default();
        let known: Vec<_> = self.tabs[0].documents.get(&part).cloned().into_iter().collect();
        for item in known.iter().flat_map(FakeDocument::items) {
            if self.rng.once_in(300) {
                document.add(item);
            }
        }
        self.slip(part, Kind::Checkpoint, &ids, &document.save(&[]).items);
    }

    fn slip_in(&mut self, kind: Kind, covers: &[ChunkId], items: &[Vec<u8>]) {
        let part = Part::ALL[self.rng.between(0, 1) as usize];
        self.slip(part, kind, covers, items);
    }

    fn slip(&mut self, part: Part, kind: Kind, covers: &[ChunkId], items: &[Vec<u8>]) {
        let mut rng = self.rng.clone();
        let Some(keys) = self.keys[&Grant::Edit].room(part) else { return };
        let room = keys.room().id();
        let chunks = keys.seal(kind, covers, items, &mut |bytes: &mut [u8]| rng.fill(bytes));
        self.rng = rng;
        for chunk in chunks.into_iter().flatten() {
            let outputs = self.relay.slip_in(room, chunk.bytes, self.now, &mut self.rng);
            self.apply(outputs);
        }
    }

    /// From now on nothing goes wrong, but for a relay whose mischief lasts.
    fn calm(&mut self) {
        self.is_calm = true;
        if !self.plan.is_lasting {
            self.relay.mischief = Mischief::Honest;
        }
        self.offline.fill(0);
        for tab in 0..self.tabs.len() {
            if self.tabs[tab].is_headless {
                self.end(tab);
            }
            self.start(tab);
        }
        for device in 0..self.devices.len() {
            self.wake(device);
        }
        if self.plan.is_closed {
            self.close();
        }
    }

    /// The editor of the first device makes a new link, unless that was done.
    fn close(&mut self) {
        if let Some(tab) = self.tabs_of(0).first() {
            let notices = Part::ALL.map(|part| (part, vec![NOTICE.to_vec()])).to_vec();
            self.answer(*tab, Event::Close { notices });
        }
    }
}
