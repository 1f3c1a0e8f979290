//! What a tab does for its replica. Its program may end before and after each.

use super::{Happening, World};
use groundswell_sync::{Effect, Event, Outcome, State};
use groundswell_wire::ChunkId;

impl World {
    pub(super) fn perform(&mut self, tab: usize, effect: Effect) {
        if self.dies() {
            return self.end(tab);
        }
        let answer = self.done(tab, effect);
        if self.dies() {
            return self.end(tab);
        }
        if let Some(event) = answer {
            self.answer(tab, event);
        }
    }

    /// A replica gets the answers in the order in which things were done.
    pub(super) fn answer(&mut self, tab: usize, event: Event) {
        let slow = self.rng.between(0, 20);
        let of = &mut self.tabs[tab];
        of.answered_until = of.answered_until.max(self.now + slow);
        let (at, life) = (of.answered_until, of.life);
        self.at(at, Happening::Event(tab, life, event));
    }

    fn dies(&mut self) -> bool {
        !self.is_calm && self.rng.once_in(self.plan.crashes)
    }

    fn fails(&mut self) -> bool {
        !self.is_calm && self.rng.once_in(self.plan.failures)
    }

    fn done(&mut self, tab: usize, effect: Effect) -> Option<Event> {
        let device = self.tabs[tab].device;
        match effect {
            Effect::Load => {
                self.disks[device].bring_up(&mut self.tabs[tab].documents);
                Some(Event::Loaded(self.disks[device].stored(&self.tabs[tab].documents)))
            }
            Effect::Write(write) => {
                if self.fails() {
                    return Some(Event::Written { number: write.number, done: false });
                }
                for (record, _) in write.put.iter().filter(|(record, _)| record.state == State::Outbox) {
                    let names = record.names.iter().map(|name| (record.part, *name)).collect();
                    self.sealed.insert(ChunkId::from_bytes(record.id), names);
                }
                self.disks[device].write(&write, self.now);
                Some(Event::Written { number: write.number, done: true })
            }
            Effect::Fetch { number, ids } => {
                let disk = &self.disks[device];
                let chunks = ids.iter().filter_map(|id| Some((*id, disk.sealed(id.as_bytes())?))).collect();
                Some(Event::Fetched { number, chunks })
            }
            Effect::Merge { number, part, items, claims } => {
                if self.fails() {
                    return Some(Event::Merged { number, outcome: Outcome::Failed });
                }
                if self.tabs[tab].is_headless {
                    return Some(Event::Merged { number, outcome: Outcome::Later });
                }
                let reads_newer = self.is_newer[device];
                let document = self.tabs[tab].documents.entry(part).or_default();
                let (outcome, new) = document.merge(&items, &claims, reads_newer);
                self.disks[device].merge(part, &new);
                Some(Event::Merged { number, outcome })
            }
            Effect::Save { number, part, claims } => {
                let fails = self.fails() || self.tabs[tab].is_headless;
                let document = self.tabs[tab].documents.entry(part).or_default();
                Some(Event::Saved { number, document: (!fails).then(|| document.save(&claims)) })
            }
            Effect::Connect { connection } => {
                self.connect(tab, connection);
                None
            }
            Effect::Disconnect { connection } => {
                let line = self.tabs[tab].line.and_then(|line| self.lines.get(&line));
                if line.is_some_and(|line| line.is_called(connection)) {
                    self.hang_up(tab);
                }
                None
            }
            Effect::Send { connection, bytes } => {
                self.send(tab, connection, bytes);
                None
            }
            Effect::SetTimer { .. } | Effect::Status(_) => None,
        }
    }

    /// The program of a tab ends, to begin again after a while.
    pub(super) fn end(&mut self, tab: usize) {
        self.hang_up(tab);
        let was_leader = self.tabs[tab].replica.is_some();
        self.tabs[tab].end();
        let device = self.tabs[tab].device;
        let follower = (0..self.tabs.len()).find(|it| {
            let it = &self.tabs[*it];
            it.device == device && it.is_follower
        });
        if let Some(follower) = follower.filter(|_| was_leader) {
            let after = self.now + self.rng.between(0, 100);
            self.at(after, Happening::Action(super::Action::Start(follower)));
        }
        if !self.is_calm {
            let after = self.now + self.rng.between(500, 60_000);
            self.at(after, Happening::Action(super::Action::Start(tab)));
        }
    }
}
