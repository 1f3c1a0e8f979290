//! Connections: from the first word to the last, and who has to wait.

use std::collections::HashMap;
use std::net::IpAddr;

use axum::body::Bytes;
use groundswell_wire::{ClientFrame, Leaving, Refusal, RelayFrame};

use super::turns::cost;
use super::{Connection, ConnectionId, Held, Millis, Origin, Output, Phase, Queue, Relay, Wait};

/// Frames in one message. A message of chunks as small as chunks can be has fewer.
const MOST_FRAMES: usize = 8_192;

/// Whether the next frame may be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// It may.
    On,
    /// The connection waits first.
    Wait(Wait),
    /// The connection waits, and this frame is looked at again then.
    Again(Wait),
}

impl Relay {
    pub(super) fn connected(&mut self, id: ConnectionId, address: IpAddr, now: Millis) {
        let origin = Origin::of(address);
        let most = (self.rules.address_connections, self.rules.connections);
        let is_crowded = self.addresses.at(origin, &self.rules, now).connections >= most.0;
        let is_full = self.connections.len() >= usize::try_from(most.1).unwrap_or(usize::MAX);
        let is_busy = (is_crowded || is_full) && !self.displace(is_crowded.then_some(origin), now);
        self.addresses.at(origin, &self.rules, now).connections += 1;
        self.counters.connected += 1;
        let connection = Connection {
            origin,
            phase: Phase::New,
            channels: HashMap::default(),
            queue: Queue::default(),
            is_awake: false,
            is_reading: false,
            wait: None,
            paid: 0,
            unfinished: 0,
            kept: 0,
            kept_since: now,
            held: None,
            since: now,
            heard: now,
            asked: now,
            moved: now,
        };
        self.connections.insert(id, connection);
        if is_busy {
            self.refuse_and_leave(id, Refusal::Busy, now);
        } else if self.is_stopping {
            self.go(id, Leaving::Stopping, now);
        }
    }

    /// Makes space for somebody new, of an address or of all: the oldest connection goes that has no room open. Says
    /// whether there was one. Who only holds connections keeps nobody out; an honest client opens its room at once.
    fn displace(&mut self, of: Option<Origin>, now: Millis) -> bool {
        let is_idle = |connection: &Connection| {
            connection.channels.is_empty() && of.is_none_or(|origin| origin == connection.origin)
        };
        let idle = self.connections.iter().filter(|(_, connection)| is_idle(connection));
        let Some((_, oldest)) = idle.map(|(id, connection)| (connection.since, *id)).min() else {
            return false;
        };
        self.counters.displaced += 1;
        self.cut(oldest, now);
        true
    }

    pub(super) fn message(&mut self, id: ConnectionId, message: Bytes, now: Millis) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        connection.heard = now;
        if connection.phase == Phase::Leaving || self.is_stopping {
            return;
        }
        self.counters.messages += 1;
        self.counters.message_bytes += message.len() as u64;
        if connection.held.is_some() {
            // Its owner went on reading. Nothing more is kept than what is kept.
            self.refuse_and_leave(id, Refusal::TooFast, now);
            return;
        }
        let (origin, length) = (connection.origin, message.len());
        let unpaid = length.saturating_sub(connection.paid);
        connection.paid = connection.paid.saturating_sub(length);
        connection.unfinished = connection.unfinished.saturating_sub(length);
        let address = self.addresses.at(origin, &self.rules, now);
        address.bytes.pay(unpaid as f64);
        let is_behind_others = address.share.is_waited_for();
        let held = Held { rest: message, total: length, frames: 0 };
        if is_behind_others {
            self.hold(id, held, Wait::Turn, now);
        } else {
            self.work(id, held, now);
        }
        self.count_kept(id, now);
    }

    pub(super) fn alive(&mut self, id: ConnectionId, now: Millis) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        connection.heard = now;
        let address = self.addresses.at(connection.origin, &self.rules, now);
        address.frames.pay(1.0);
        self.slow_down(id, now);
    }

    /// A message that never ends is paid for too.
    pub(super) fn unfinished(&mut self, id: ConnectionId, bytes: usize, now: Millis) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        let unpaid = bytes.saturating_sub(connection.paid);
        connection.paid = bytes;
        connection.unfinished = bytes;
        let address = self.addresses.at(connection.origin, &self.rules, now);
        address.bytes.pay(unpaid as f64);
        self.count_kept(id, now);
        self.slow_down(id, now);
    }

    /// Recounts what is kept of a client's messages. Where an address has too much of it, those of its
    /// connections are hung up on that have had something for longest.
    pub(super) fn count_kept(&mut self, id: ConnectionId, now: Millis) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        let kept = connection.unfinished + connection.held.as_ref().map_or(0, |held| held.total);
        let before = std::mem::replace(&mut connection.kept, kept);
        if before == 0 {
            connection.kept_since = now;
        }
        let origin = connection.origin;
        let most = self.rules.address_unfinished_bytes as usize;
        let address = self.addresses.at(origin, &self.rules, now);
        address.kept = (address.kept + kept).saturating_sub(before);
        while self.addresses.at(origin, &self.rules, now).kept > most {
            let theirs =
                self.connections.iter().filter(|(_, other)| other.origin == origin && other.kept > 0);
            let Some((_, oldest)) = theirs.map(|(id, other)| (other.kept_since, *id)).min() else { return };
            self.counters.unfinished += 1;
            self.cut(oldest, now);
        }
    }

    /// Has a client wait that sends too much without a complete message.
    fn slow_down(&mut self, id: ConnectionId, now: Millis) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        let until = self.addresses.at(connection.origin, &self.rules, now).closed_until(&self.rules, now);
        if let Some(until) = until
            && connection.wait.is_none()
            && connection.phase != Phase::Leaving
        {
            connection.wait = Some(Wait::Until(until));
            self.counters.slowed += 1;
            if self.waiting.insert(id) {
                self.outputs.push(Output::Pause(id));
            }
        }
    }

    /// Goes through the frames of a message until it is done, or has to wait.
    pub(super) fn work(&mut self, id: ConnectionId, held: Held, now: Millis) {
        if held.frames > 0 && held.rest.is_empty() {
            return;
        }
        let Ok(mut frames) = ClientFrame::all(&held.rest) else {
            return self.refuse_and_leave(id, Refusal::Malformed, now);
        };
        let origin = self.origin(id);
        let (mut number, mut wait) = (held.frames, None);
        loop {
            let left = frames.left();
            let is_leaving = |connection: &Connection| connection.phase == Phase::Leaving;
            if left == 0 || self.connections.get(&id).is_none_or(is_leaving) {
                break;
            }
            let address = self.addresses.at(origin, &self.rules, now);
            if let Some(until) = address.closed_until(&self.rules, now) {
                wait = Some((Wait::Until(until), left));
                break;
            }
            if !address.share.is_open(now) {
                wait = Some((Wait::Turn, left));
                break;
            }
            let Some(Ok(frame)) = frames.next() else {
                self.refuse_and_leave(id, Refusal::Malformed, now);
                break;
            };
            if number >= MOST_FRAMES {
                self.refuse_and_leave(id, Refusal::TooFast, now);
                break;
            }
            self.spent = 0;
            let flow = self.frame(id, frame, &held, now);
            let spent = cost::FRAME + std::mem::take(&mut self.spent);
            self.charge(origin, spent, now);
            if let Flow::Again(why) = flow {
                wait = Some((why, left));
                break;
            }
            number += 1;
            self.addresses.at(origin, &self.rules, now).frames.pay(1.0);
            if let Flow::Wait(why) = flow {
                wait = Some((why, frames.left()));
                break;
            }
        }
        self.flush();
        let Some((why, left)) = wait else { return };
        let rest = held.rest.slice(held.rest.len() - left..);
        self.hold(id, Held { rest, frames: number, ..held }, why, now);
    }

    fn origin(&self, id: ConnectionId) -> Origin {
        let nobody = || Origin::of(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED));
        self.connections.get(&id).map_or_else(nobody, |connection| connection.origin)
    }

    fn frame(&mut self, id: ConnectionId, frame: ClientFrame<'_>, held: &Held, now: Millis) -> Flow {
        let is_new = self.connections.get(&id).is_some_and(|connection| connection.phase == Phase::New);
        if is_new != matches!(frame, ClientFrame::Hello { .. }) {
            self.refuse_and_leave(id, Refusal::Malformed, now);
            return Flow::On;
        }
        match frame {
            ClientFrame::Hello { versions, agent: _ } => self.hello(id, &versions, now),
            ClientFrame::Open { channel, access } => return self.open(id, channel, &access, now),
            ClientFrame::Have { channel, last, ids } => self.have(id, channel, ids, last, now),
            ClientFrame::Put { channel, chunk } => return self.put(id, channel, chunk, held, now),
            ClientFrame::Close { channel } => self.close(id, channel, now),
            ClientFrame::Ephemeral { channel, bytes } => self.ephemeral(id, channel, bytes, now),
            ClientFrame::Ping { number } => self.send(id, &RelayFrame::Pong { number }, now),
        }
        Flow::On
    }

    fn hello(&mut self, id: ConnectionId, versions: &[u8], now: Millis) {
        if !versions.contains(&groundswell_wire::VERSION) {
            return self.refuse_and_leave(id, Refusal::Version, now);
        }
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.phase = Phase::Talking;
        }
        let limits = self.rules.told();
        self.send(id, &RelayFrame::Welcome { version: groundswell_wire::VERSION, limits }, now);
    }

    /// Lets those go on for whom it is time.
    pub(super) fn resume(&mut self, is_time: impl Fn(Wait) -> bool, now: Millis) {
        let is_due = |id: &ConnectionId| {
            let wait = self.connections.get(id).and_then(|connection| connection.wait);
            wait.is_none_or(&is_time)
        };
        let due: Vec<_> = self.waiting.iter().copied().filter(is_due).collect();
        for id in due {
            self.go_on(id, now);
        }
    }

    /// Hangs up once everything is sent that waits.
    pub(super) fn leave(&mut self, id: ConnectionId, now: Millis) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        connection.phase = Phase::Leaving;
        connection.held = None;
        connection.since = now;
        let origin = connection.origin;
        let channels: Vec<_> = connection.channels.keys().copied().collect();
        for channel in channels {
            self.forget(id, channel);
        }
        self.count_kept(id, now);
        self.load_next(origin, now);
        // Also where nothing waits: it is then closed at once.
        self.wake(id);
    }

    /// Hangs up at once, whatever waits.
    pub(super) fn cut(&mut self, id: ConnectionId, now: Millis) {
        self.remove(id, now);
        self.outputs.push(Output::Cut(id));
    }

    pub(super) fn remove(&mut self, id: ConnectionId, now: Millis) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        let origin = connection.origin;
        let channels: Vec<_> = connection.channels.keys().copied().collect();
        for channel in channels {
            self.forget(id, channel);
        }
        let gone = self.connections.remove(&id);
        self.waiting.remove(&id);
        let from = self.addresses.at(origin, &self.rules, now);
        from.connections = from.connections.saturating_sub(1);
        from.kept = from.kept.saturating_sub(gone.as_ref().map_or(0, |gone| gone.kept));
        from.waiting = from.waiting.saturating_sub(gone.as_ref().map_or(0, |gone| gone.queue.bytes()));
        from.loaders.remove(&id);
        self.load_next(origin, now);
        if gone.is_some_and(|gone| gone.is_reading) {
            self.is_read(origin, now);
        } else {
            self.serve_readers(origin, now);
        }
    }

    /// Hangs up on those who are silent, do not read or never sent *hello*, and asks those who have been silent
    /// for a while.
    pub(super) fn look_after_connections(&mut self, now: Millis) {
        let seconds = |seconds: u32| u64::from(seconds) * 1_000;
        let past = |since: Millis, limit: u32| now.saturating_sub(since) >= seconds(limit);
        let rules = self.rules.clone();
        let (mut stalled, mut silent, mut asked) = (Vec::new(), Vec::new(), Vec::new());
        for (id, connection) in &mut self.connections {
            let is_leaving = connection.phase == Phase::Leaving;
            if (!connection.queue.is_empty() && past(connection.moved, rules.stall_seconds))
                || (is_leaving && past(connection.since, rules.hello_seconds))
            {
                stalled.push((*id, is_leaving));
                continue;
            }
            // A client that is kept waiting is not read from.
            if is_leaving || connection.wait.is_some() {
                continue;
            }
            if past(connection.heard, rules.idle_seconds)
                || (connection.phase == Phase::New && past(connection.since, rules.hello_seconds))
            {
                silent.push(*id);
            } else if past(connection.heard.max(connection.asked), rules.ping_seconds) {
                connection.asked = now;
                asked.push(*id);
            }
        }
        // By their numbers, so that one run is like another.
        stalled.sort_unstable();
        silent.sort_unstable();
        asked.sort_unstable();
        self.outputs.extend(asked.into_iter().map(Output::Ping));
        for (id, is_leaving) in stalled {
            self.counters.slow += u64::from(!is_leaving);
            self.cut(id, now);
        }
        for id in silent {
            self.counters.idle += 1;
            self.go(id, Leaving::Idle, now);
        }
    }

    /// Tells everybody that the relay ends, once nothing is on its way to the store.
    pub(super) fn leave_if_stopping(&mut self, now: Millis) {
        if self.is_stopping && self.tickets.is_empty() {
            let mut all: Vec<_> = self.connections.keys().copied().collect();
            all.sort_unstable();
            for id in all {
                self.go(id, Leaving::Stopping, now);
            }
        }
    }
}
