//! Connections between tabs and the relay, and what becomes of messages on them.

use super::{Happening, World};
use crate::simulation::relay::Output;
use groundswell_sync::Event;

/// A connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    tab: usize,
    life: u32,
    /// What the tab's replica calls it.
    number: u32,
    /// Whether it ended without a word: nothing gets through, and nobody knows.
    is_dead: bool,
    /// When the last message each way arrives.
    to_relay: u64,
    to_tab: u64,
}

impl Line {
    pub(super) const fn is_called(&self, number: u32) -> bool {
        self.number == number
    }
}

impl World {
    fn latency(&mut self) -> u64 {
        let (near, far) = if self.is_calm { (5, 50) } else { self.plan.latency };
        self.rng.between(near, far)
    }

    pub(super) fn is_offline(&self, device: usize) -> bool {
        self.offline[device] > self.now
    }

    /// A tab wants a connection.
    pub(super) fn connect(&mut self, tab: usize, number: u32) {
        self.hang_up(tab);
        let (device, life) = (self.tabs[tab].device, self.tabs[tab].life);
        let after = self.now + self.latency();
        if self.is_offline(device) {
            return self.at(after, Happening::Event(tab, life, Event::Disconnected { connection: number }));
        }
        self.count += 1;
        let line = self.count;
        self.lines.insert(line, Line { tab, life, number, is_dead: false, to_relay: after, to_tab: after });
        self.tabs[tab].line = Some(line);
        self.relay.connect(line, device);
        self.at(after, Happening::Event(tab, life, Event::Connected { connection: number }));
    }

    /// A tab ends its connection, or its program ends.
    pub(super) fn hang_up(&mut self, tab: usize) {
        if let Some(line) = self.tabs[tab].line.take() {
            self.lines.remove(&line);
            self.ended.entry(line).or_insert(self.now);
            let after = self.now + self.latency();
            self.at(after, Happening::RelayHears(line));
        }
    }

    /// A connection breaks; with or without a word.
    pub(super) fn cut(&mut self, tab: usize, silently: bool) {
        let Some(line) = self.tabs[tab].line else { return };
        self.ended.entry(line).or_insert(self.now);
        if silently {
            if let Some(of) = self.lines.get_mut(&line) {
                of.is_dead = true;
            }
            return;
        }
        let Some(of) = self.lines.remove(&line) else { return };
        self.tabs[tab].line = None;
        let after = self.now + self.latency();
        self.at(after, Happening::RelayHears(line));
        self.at(after, Happening::Event(tab, of.life, Event::Disconnected { connection: of.number }));
    }

    /// A tab sends.
    pub(super) fn send(&mut self, tab: usize, number: u32, bytes: Vec<u8>) {
        let Some(line) = self.tabs[tab].line else { return };
        if self.lines.get(&line).is_some_and(|of| of.number == number) {
            self.carry(line, bytes, true);
        }
    }

    /// The relay did something.
    pub(super) fn apply(&mut self, outputs: Vec<Output>) {
        for outputs in outputs {
            match outputs {
                Output::Message(line, bytes) => self.carry(line, bytes, false),
                Output::HangUp(line) => {
                    self.relay.disconnect(line);
                    if let Some(tab) = self.lines.get(&line).map(|of| of.tab) {
                        self.cut(tab, false);
                    }
                }
                Output::Commit => {
                    let after = self.now + self.rng.between(1, 40);
                    self.at(after, Happening::Commit);
                }
            }
        }
    }

    fn carry(&mut self, line: u64, bytes: Vec<u8>, to_relay: bool) {
        let latency = self.latency();
        let Some(of) = self.lines.get(&line).copied().filter(|of| !of.is_dead) else { return };
        let is_calm = self.is_calm;
        let mut happens = |times: u64| !is_calm && self.rng.once_in(times);
        if happens(self.plan.lost) {
            return;
        }
        let times = if happens(self.plan.repeated) { 2 } else { 1 };
        let overtakes = happens(self.plan.reordered);
        let last = if to_relay { of.to_relay } else { of.to_tab };
        let at = if overtakes { self.now + latency } else { last.max(self.now + latency) };
        if let Some(of) = self.lines.get_mut(&line) {
            let last = if to_relay { &mut of.to_relay } else { &mut of.to_tab };
            *last = at.max(*last);
        }
        for _ in 0..times {
            let bytes = bytes.clone();
            let what = if to_relay { Happening::ToRelay(line, bytes) } else { Happening::ToTab(line, bytes) };
            self.at(at, what);
        }
    }

    /// A message arrives at a tab.
    pub(super) fn arrive(&mut self, line: u64, bytes: Vec<u8>) {
        let Some(of) = self.lines.get(&line).copied().filter(|of| !of.is_dead) else { return };
        if self.is_alive(of.tab, of.life) {
            self.handle(of.tab, Event::Received { connection: of.number, bytes });
        }
    }
}
