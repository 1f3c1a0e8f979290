//! The connection: made, kept, given up, made again.

use super::{Effect, Replica, Turn, putting::channel};
use crate::room::{Blob, Phase, Room, Session};
use groundswell_wire::{ClientFrame, VERSION, limits};

/// Ids in one `Have`.
const IDS: usize = 8_192;

/// The connection as it stands.
#[derive(Debug, Default)]
pub(super) struct Link {
    stage: Stage,
    /// Names connections.
    pub(super) number: u32,
    /// When something last came.
    received_at: u64,
    /// When something was last sent.
    sent_at: u64,
    /// When the relay was last asked for everything.
    probed: u64,
    /// Since when the relay owes an acknowledgement, or the last one came.
    pub(super) owes_since: Option<u64>,
    /// Since when it owes a pong.
    ping_since: Option<u64>,
    /// How often something is to be sent, milliseconds.
    keep_alive_ms: u64,
    /// Whether the relay was asked a last time, the rooms being closed.
    asked_last: bool,
    /// Whether there is nothing more to exchange.
    is_over: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Idle,
    /// Not before this.
    Resting(u64),
    /// Since then.
    Connecting(u64),
    /// Frames go over it.
    Up,
}

impl Link {
    pub(super) fn is_up(&self) -> bool {
        self.stage == Stage::Up
    }

    pub(super) const fn is_connecting(&self) -> bool {
        matches!(self.stage, Stage::Connecting(_))
    }

    /// There is something to exchange again.
    pub(super) const fn begin_again(&mut self) {
        self.is_over = false;
        self.asked_last = false;
    }

    pub(super) const fn welcomed(&mut self, keep_alive_ms: u64) {
        self.keep_alive_ms = keep_alive_ms;
    }
}

impl Replica {
    /// The connection is open: everything that begins an exchange is sent at once.
    pub(super) fn connected(&mut self, connection: u32, turn: &mut Turn<'_>) {
        if self.link.number != connection || !self.link.is_connecting() {
            return;
        }
        self.link.stage = Stage::Up;
        self.link.received_at = turn.now;
        self.link.keep_alive_ms = self.timings.probe_ms;
        self.link.owes_since = None;
        self.link.ping_since = None;
        self.link.asked_last = false;
        self.earlier.hung_up();
        self.message_bytes = limits::MESSAGE_BYTES;
        let agent = concat!("groundswell ", env!("CARGO_PKG_VERSION"));
        self.send(&ClientFrame::Hello { versions: vec![VERSION], agent }, turn);
        for at in 0..self.rooms.len() {
            let Some(room) = self.rooms.get_mut(at) else { continue };
            room.session = Session { phase: Phase::Opening, ..Session::default() };
            let access = room.keys.access().clone();
            self.send(&ClientFrame::Open { channel: channel(at), access }, turn);
        }
        self.put(turn);
        self.probe(turn);
        if self.is_loaded {
            self.look_again(turn);
        }
    }

    /// Asks again where something came damaged.
    pub(super) fn probe_again(&mut self, turn: &mut Turn<'_>) {
        for at in 0..self.rooms.len() {
            let Some(room) = self.rooms.get_mut(at) else { continue };
            let is_due = room.session.again_at.is_some_and(|due| due <= turn.now);
            if is_due && room.session.asked.is_none() {
                room.session.again_at = None;
                self.probe_room(at, turn);
            }
        }
    }

    /// Says what is here, so that the relay sends and asks for the rest.
    pub(super) fn probe(&mut self, turn: &mut Turn<'_>) {
        for at in 0..self.rooms.len() {
            self.probe_room(at, turn);
        }
        self.link.probed = turn.now;
    }

    pub(super) fn probe_room(&mut self, at: usize, turn: &mut Turn<'_>) {
        let Some(room) = self.rooms.get_mut(at) else { return };
        if !room.session.is_open() {
            return;
        }
        room.session.asked = Some(turn.now);
        let patience = self.timings.anomaly_ms;
        let is_overdue = |since: u64| since.saturating_add(patience) <= turn.now;
        room.session.asked_for_missing |= room.missing > 0 && room.missing_since.is_some_and(is_overdue);
        let ids = room.ids();
        let mut lists: Vec<_> = ids.chunks(IDS).collect();
        if lists.is_empty() {
            lists.push(&[]);
        }
        let count = lists.len();
        for (number, ids) in lists.into_iter().enumerate() {
            let last = number + 1 == count;
            self.send(&ClientFrame::Have { channel: channel(at), last, ids: ids.to_vec() }, turn);
        }
    }

    /// The connection ended.
    pub(super) fn disconnected(&mut self, connection: u32, turn: &mut Turn<'_>) {
        if self.link.number == connection && matches!(self.link.stage, Stage::Connecting(_) | Stage::Up) {
            self.rest(turn);
        }
    }

    /// Ends the connection, to try again after a while.
    pub(super) fn hang_up(&mut self, turn: &mut Turn<'_>) {
        if matches!(self.link.stage, Stage::Connecting(_) | Stage::Up) {
            turn.effects.push(Effect::Disconnect { connection: self.link.number });
            self.rest(turn);
        }
    }

    fn rest(&mut self, turn: &mut Turn<'_>) {
        let wait = self.back_off.next(&self.timings, turn.random);
        self.link.stage = Stage::Resting(turn.now.saturating_add(wait));
        self.link.owes_since = None;
        self.link.ping_since = None;
        self.message.clear();
        self.neighbours.left();
        self.earlier.hung_up();
        for room in &mut self.rooms {
            room.session = Session::default();
            room.presence.leave();
            room.suspected.clear();
            for fragment in room.fragments_mut() {
                fragment.sent = None;
                fragment.acknowledged = None;
                fragment.refused = false;
                // The relay is asked again, but of what it holds as covered it says nothing.
                fragment.owed = fragment.claimed;
                if fragment.state == crate::State::Held {
                    fragment.sealed = None;
                }
            }
        }
    }

    /// A good moment to look at the connection, and at what other tabs have stored.
    pub(super) fn awake(&mut self, turn: &mut Turn<'_>) {
        if self.is_loaded {
            self.look_again(turn);
        }
        match self.link.stage {
            Stage::Up if turn.now.saturating_sub(self.link.received_at) > self.timings.retry_ms => {
                self.probe(turn)
            }
            Stage::Resting(_) => self.link.stage = Stage::Idle,
            Stage::Up | Stage::Idle | Stage::Connecting(_) => {}
        }
    }

    /// Connects where nothing stands, gives up what does not answer, and keeps up what does.
    pub(super) fn keep_connected(&mut self, turn: &mut Turn<'_>) {
        if self.is_done(turn) {
            if self.link.stage != Stage::Idle {
                self.hang_up(turn);
                self.link.stage = Stage::Idle;
            }
            return;
        }
        let is_due = |due: Option<u64>| due.is_some_and(|due| due <= turn.now);
        match self.link.stage {
            Stage::Idle => self.connect(turn),
            Stage::Resting(until) if until <= turn.now => self.connect(turn),
            Stage::Connecting(_) if is_due(self.patience_ends()) => self.hang_up(turn),
            Stage::Up if is_due(self.patience_ends()) => self.hang_up(turn),
            Stage::Up if is_due(Some(self.link.probed.saturating_add(self.timings.probe_ms))) => {
                if self.rooms.iter().any(|room| matches!(room.session.phase, Phase::Refused(_))) {
                    self.hang_up(turn);
                } else {
                    self.probe(turn);
                    self.look_again(turn);
                }
            }
            Stage::Up if is_due(Some(self.keep_alive_due())) => {
                self.link.ping_since = self.link.ping_since.or(Some(turn.now));
                self.send(&ClientFrame::Ping { number: self.link.number }, turn);
            }
            Stage::Resting(_) | Stage::Connecting(_) | Stage::Up => {}
        }
    }

    fn connect(&mut self, turn: &mut Turn<'_>) {
        self.link.number = self.link.number.wrapping_add(1);
        self.link.stage = Stage::Connecting(turn.now);
        turn.effects.push(Effect::Connect { connection: self.link.number });
    }

    /// When the relay will have kept this replica waiting for too long.
    fn patience_ends(&self) -> Option<u64> {
        let since = match self.link.stage {
            Stage::Idle | Stage::Resting(_) => None,
            Stage::Connecting(since) => Some(since),
            Stage::Up => {
                // While something comes, what was asked for before it may come yet.
                let heard = |since: u64| since.max(self.link.received_at);
                let asked = self.rooms.iter().filter_map(|room| room.session.asked).map(heard).min();
                let pong = self.link.ping_since.map(heard);
                [asked, pong, self.link.owes_since].into_iter().flatten().min()
            }
        };
        since.map(|since| since.saturating_add(self.timings.patience_ms))
    }

    fn keep_alive_due(&self) -> u64 {
        self.link.sent_at.saturating_add(self.link.keep_alive_ms)
    }

    /// When the connection is to be looked at next.
    pub(super) fn link_due(&self) -> Option<u64> {
        let again = |room: &crate::room::Room| room.session.again_at.filter(|_| room.session.asked.is_none());
        let rested = self.rooms.iter().flat_map(|room| [room.session.rest_until, again(room)]).flatten();
        match self.link.stage {
            Stage::Idle => None,
            Stage::Resting(until) => Some(until),
            Stage::Connecting(_) => self.patience_ends(),
            Stage::Up => {
                let probe = self.link.probed.saturating_add(self.timings.probe_ms);
                let dues = [self.patience_ends(), Some(probe), Some(self.keep_alive_due())];
                dues.into_iter().flatten().chain(rested).min()
            }
        }
    }

    /// Something came.
    pub(super) fn note_received(&mut self, turn: &Turn<'_>) {
        self.link.received_at = turn.now;
        self.link.ping_since = None;
    }

    /// Puts a frame into the message.
    pub(super) fn send(&mut self, frame: &ClientFrame<'_>, turn: &mut Turn<'_>) {
        let before = self.message.len();
        if frame.encode(&mut self.message).is_err() || self.message.len() <= self.message_bytes {
            return;
        }
        let frame = self.message.split_off(before);
        self.flush(turn);
        self.message = frame;
    }

    /// Sends the message, if there is one.
    pub(super) fn flush(&mut self, turn: &mut Turn<'_>) {
        if self.message.is_empty() {
            return;
        }
        self.link.sent_at = turn.now;
        let bytes = std::mem::take(&mut self.message);
        turn.effects.push(Effect::Send { connection: self.link.number, bytes });
    }

    /// Whether there is nothing more to exchange: each room was closed, the relay knows, and what it held is here.
    /// It is asked once more then, in case something was lost on its way.
    fn is_done(&mut self, turn: &mut Turn<'_>) -> bool {
        let has_all = |room: &Room| {
            let is_notice = |blob: &Blob| blob.kind == groundswell_wire::Kind::Notice;
            let mut notices = room.blobs().map(|(_, blob)| blob).filter(|blob| is_notice(blob)).peekable();
            let is_closed = notices.peek().is_some() && notices.all(|blob| !blob.is_in_outbox());
            let is_owed =
                room.blobs().any(|(_, blob)| is_notice(blob) && blob.fragments.values().any(|it| it.owed));
            is_closed && !is_owed && room.session.is_live() && room.session.asked.is_none() && room.is_read()
        };
        if !self.link.is_over && self.is_closed() && self.rooms.iter().all(has_all) {
            if self.link.asked_last {
                self.link.is_over = true;
            } else {
                self.link.asked_last = true;
                self.probe(turn);
            }
        }
        self.link.is_over
    }
}
