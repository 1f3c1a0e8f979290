//! Who goes on, and for how long: work is counted in units, and shared out in small portions, so that nobody
//! waits while a stranger is busy.
//!
//! An address has a small credit of work that is done at once. Past it its connections wait for their turn: one
//! after the other, and one address after the other, each gets a portion. Whoever drives the relay gives turns
//! ([`Input::Turn`](super::Input::Turn)) with pauses between them, in which all others have their turn. What an address
//! asks for in all is bounded besides, by a bucket.

use super::address::Origin;
use super::{ConnectionId, Held, Millis, Output, Relay, Wait};

/// What things cost. A unit is about a tenth of a microsecond: to look something up in a table.
pub(super) mod cost {
    /// A frame, besides what it asks for.
    pub(in super::super) const FRAME: u64 = 10;
    /// To open a room: its key is a point of a curve.
    pub(in super::super) const OPEN: u64 = 300;
    /// To check a signature.
    pub(in super::super) const SIGNATURE: u64 = 500;
    /// A chunk that is read from the store's list of a room.
    pub(in super::super) const LOADED: u64 = 40;
    /// So many bytes of a chunk are hashed for a unit.
    pub(in super::super) const HASHED: u64 = 200;
    /// So many readers are handed something for a unit.
    pub(in super::super) const READERS: u64 = 4;
}

/// Units of one turn, over all addresses: about a millisecond.
const TURN: i64 = 10_000;

/// Units that it costs to look after an address at all.
const VISIT: i64 = 50;

impl Relay {
    /// Whether somebody waits for their turn.
    pub fn has_turns(&self) -> bool {
        !self.turns.is_empty()
    }

    /// Counts work that was done for an address.
    pub(super) fn charge(&mut self, origin: Origin, units: u64, now: Millis) {
        let address = self.addresses.at(origin, &self.rules, now);
        address.work.pay(units as f64);
        address.share.pay(units);
        self.counters.work += units;
    }

    /// Puts a message aside, or the rest of it, and has nothing more read until it is done.
    pub(super) fn hold(&mut self, id: ConnectionId, held: Held, why: Wait, now: Millis) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        connection.held = Some(held);
        connection.wait = Some(why);
        if matches!(why, Wait::Until(_) | Wait::Turn) {
            self.counters.slowed += 1;
        }
        if self.waiting.insert(id) {
            self.outputs.push(Output::Pause(id));
        }
        self.count_kept(id, now);
        if why == Wait::Turn {
            self.queue_up(id, now);
        }
    }

    /// Lets a connection go on that waited for something: with what is left of its message in its turn, or at once
    /// with reading.
    pub(super) fn go_on(&mut self, id: ConnectionId, now: Millis) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        if connection.held.as_ref().is_some_and(|held| !held.rest.is_empty()) {
            connection.wait = Some(Wait::Turn);
            self.queue_up(id, now);
        } else {
            connection.held = None;
            connection.wait = None;
            self.read_on(id, now);
        }
    }

    fn read_on(&mut self, id: ConnectionId, now: Millis) {
        self.count_kept(id, now);
        if self.waiting.remove(&id) {
            self.outputs.push(Output::Resume(id));
        }
    }

    fn queue_up(&mut self, id: ConnectionId, now: Millis) {
        let Some(connection) = self.connections.get(&id) else { return };
        let share = &mut self.addresses.at(connection.origin, &self.rules, now).share;
        if share.queue_up(id) {
            self.turns.push_back(connection.origin);
            self.outputs.push(Output::Turns);
        }
    }

    /// Gives those who wait their portions, for about a millisecond.
    pub(super) fn turn(&mut self, now: Millis) {
        let mut left = TURN;
        while left > 0
            && let Some(origin) = self.turns.pop_front()
        {
            left -= VISIT;
            let Some(address) = self.addresses.known(origin) else { continue };
            let before = address.share.refill();
            while let Some(id) = self.addresses.known(origin).and_then(|address| address.share.next()) {
                self.take_up(id, now);
            }
            let Some(address) = self.addresses.known(origin) else { continue };
            left -= before.saturating_sub(address.share.credit()).max(0);
            if address.share.waits_on() {
                self.turns.push_back(origin);
            }
        }
    }

    fn take_up(&mut self, id: ConnectionId, now: Millis) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        if connection.wait != Some(Wait::Turn) {
            return;
        }
        connection.wait = None;
        if let Some(held) = connection.held.take() {
            self.work(id, held, now);
        }
        if self.connections.get(&id).is_some_and(|connection| connection.wait.is_none()) {
            self.read_on(id, now);
        }
    }
}
