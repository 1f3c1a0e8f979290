//! What a relay does, without doing any of it: a state machine of rooms and connections.
//!
//! It gets what happened ([`Input`]) and when, and answers with what is to be done ([`Output`]). It
//! decides everything: who may open, put and fetch what, who waits, who is hung up on, what is stored, sent
//! and dropped. Sockets, disks and clocks are [`crate::service`]'s.
//!
//! *Architecture invariant:* nothing here blocks, reads a clock, or knows a cipher; nothing grows without a
//! bound in [`Rules`]; no bytes that a client sends make it panic.

mod address;
mod connections;
mod counters;
mod event;
mod index;
mod numbers;
mod opening;
mod putting;
mod queue;
mod rate;
mod retention;
mod rules;
mod sending;
mod share;
mod space;
mod turns;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::BuildHasherDefault;

use axum::body::Bytes;
use groundswell_wire::{Channel, ChunkId, Leaving, Refusal, RelayFrame, RoomId, ShortId};

pub use counters::Counters;
pub use event::{ConnectionId, Input, Millis, Output, StoreFault, Ticket, Transmit};
pub use rules::Rules;
pub use space::Space;

use crate::store::Change;
use address::Addresses;
pub(crate) use address::Origin;
use index::Index;
pub(crate) use numbers::Numbers;
use queue::{Frame, Queue};
use rate::{Bucket, Budget};

/// The relay. See the module.
#[derive(Debug)]
pub struct Relay {
    rules: Rules,
    connections: HashMap<ConnectionId, Connection, BuildHasherDefault<Numbers>>,
    rooms: HashMap<RoomId, Room>,
    addresses: Addresses,
    /// Which address used a room, as long as no other did since the relay started.
    used_by: BTreeMap<RoomId, Origin>,
    /// Connections that are not read from.
    waiting: BTreeSet<ConnectionId>,
    /// Addresses whose connections wait for their turn.
    turns: VecDeque<Origin>,
    /// What the frame at hand has cost so far.
    spent: u64,
    /// What the message at hand brings to the store.
    batch: Vec<(Change, (RoomId, ChunkId))>,
    /// Chunks of the commits that were asked for.
    tickets: HashMap<Ticket, Vec<(RoomId, ChunkId)>>,
    next_ticket: u64,
    /// Bytes that are on their way to the store.
    pending_bytes: usize,
    /// Bytes of all rooms, as far as is known.
    stored_bytes: u64,
    fault: Option<StoreFault>,
    is_stopping: bool,
    due: retention::Due,
    counters: Counters,
    outputs: Vec<Output>,
}

#[derive(Debug)]
struct Connection {
    origin: Origin,
    phase: Phase,
    channels: HashMap<Channel, Open, BuildHasherDefault<Numbers>>,
    queue: Queue,
    /// Whether its owner was notified of what waits, and has not found the queue empty since.
    is_awake: bool,
    /// Whether a read for it is under way.
    is_reading: bool,
    wait: Option<Wait>,
    /// Bytes that were paid for of messages that were not given yet.
    paid: usize,
    /// Bytes of messages that its owner has and did not give yet.
    unfinished: usize,
    /// Bytes of messages that are kept for it in all, and since when there are any.
    kept: usize,
    kept_since: Millis,
    held: Option<Held>,
    since: Millis,
    heard: Millis,
    asked: Millis,
    /// When something was last taken, or first waited, to be sent.
    moved: Millis,
}

/// A message, or what is left of it.
#[derive(Debug)]
struct Held {
    rest: Bytes,
    /// Bytes of the whole message, all of which the rest keeps in memory.
    total: usize,
    /// How many of its frames are done.
    frames: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Has sent nothing yet.
    New,
    /// Has sent *hello*.
    Talking,
    /// Is hung up on when the queue is empty; what it sends does not count any more.
    Leaving,
}

/// What a connection that is not read from waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    /// A room that is being loaded.
    Room(RoomId),
    /// Other rooms that are being loaded for its address.
    Load(Origin),
    /// Its turn.
    Turn,
    /// A moment at which it may send more.
    Until(Millis),
    /// The store, which has enough to do.
    Store,
}

/// A room on a connection.
#[derive(Debug)]
struct Open {
    room: RoomId,
    stage: Stage,
    /// What the client listed or put, while its list is not complete.
    have: HashSet<ShortId>,
    /// What it is still to get.
    backlog: VecDeque<ChunkId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The list of the client is not complete yet.
    Listing,
    /// It is given what it has not.
    Sending,
    /// It has everything, and gets what is new.
    Live,
}

/// A room that somebody has open, or of which something is not stored yet.
#[derive(Debug)]
struct Room {
    check: groundswell_wire::Room,
    is_loaded: bool,
    index: Index,
    /// Who has it open.
    members: Vec<(ConnectionId, Channel)>,
    /// Chunks that are on their way to the store.
    pending: HashMap<ChunkId, Pending>,
    said: Bucket,
    ephemeral: Budget,
    /// Seconds of the relay's clock.
    last_used: u64,
    first_used: u64,
    /// Whether more than one address has used it, and whether that is stored.
    is_shared: bool,
    is_share_stored: bool,
    /// What addresses put into it that counts for them.
    owed: BTreeMap<Origin, u64>,
    /// For whom it is being loaded, while it is.
    loading_for: Option<Origin>,
}

#[derive(Debug)]
struct Pending {
    bytes: Bytes,
    /// Who gets an acknowledgement when it is stored.
    putters: Vec<(ConnectionId, Channel)>,
}

impl Relay {
    /// A relay that nobody is connected to, whose store holds so many bytes.
    pub fn new(rules: Rules, stored_bytes: u64) -> Self {
        Self {
            rules,
            connections: HashMap::default(),
            rooms: HashMap::new(),
            addresses: Addresses::default(),
            used_by: BTreeMap::new(),
            waiting: BTreeSet::new(),
            turns: VecDeque::new(),
            spent: 0,
            batch: Vec::new(),
            tickets: HashMap::new(),
            next_ticket: 0,
            pending_bytes: 0,
            stored_bytes,
            fault: None,
            is_stopping: false,
            due: retention::Due::default(),
            counters: Counters::default(),
            outputs: Vec::new(),
        }
    }

    /// Takes in what happened, and returns what is to be done, in this order. `now` is the relay's own clock.
    pub fn handle(&mut self, input: Input, now: Millis) -> Vec<Output> {
        match input {
            Input::Connected { connection, address } => self.connected(connection, address, now),
            Input::Message { connection, bytes } => self.message(connection, bytes, now),
            Input::Alive { connection } => self.alive(connection, now),
            Input::Unfinished { connection, bytes } => self.unfinished(connection, bytes, now),
            Input::Disconnected { connection } => self.remove(connection, now),
            Input::Loaded { room, stored } => self.loaded(room, stored, now),
            Input::Read { connection, channel, room, chunks } => {
                self.read(connection, channel, room, chunks, now);
            }
            Input::Committed { tickets, result } => self.committed(tickets, result, now),
            Input::Probed { is_well } => {
                if is_well {
                    self.fault = None;
                }
            }
            Input::Usage { bytes } => self.stored_bytes = bytes,
            Input::Shrunk { rooms } => self.shrunk(&rooms),
            Input::Tick => self.tick(now),
            Input::Turn => self.turn(now),
            Input::Stop => {
                self.is_stopping = true;
                if self.fault.is_none() {
                    self.commit(vec![Change::Clock { at: now / 1_000 }], Vec::new());
                }
                self.leave_if_stopping(now);
            }
        }
        std::mem::take(&mut self.outputs)
    }

    /// What to send to a client next. After [`Transmit::Nothing`] an [`Output::Wake`] announces more.
    pub fn transmit(&mut self, connection: ConnectionId, now: Millis) -> (Transmit, Vec<Output>) {
        let Some(to) = self.connections.get_mut(&connection) else { return (Transmit::HangUp, Vec::new()) };
        let before = to.queue.bytes();
        let frames = to.queue.message();
        to.moved = now;
        let (origin, sent) = (to.origin, before - to.queue.bytes());
        if let Some(address) = self.addresses.known(origin) {
            address.waiting = address.waiting.saturating_sub(sent);
        }
        let transmit = if !frames.is_empty() {
            self.counters.bytes_handed += frames.iter().map(|frame| frame.len() as u64).sum::<u64>();
            Transmit::Message(frames)
        } else if to.phase == Phase::Leaving {
            Transmit::HangUp
        } else {
            to.is_awake = false;
            Transmit::Nothing
        };
        self.pump(connection, now);
        self.serve_readers(origin, now);
        (transmit, std::mem::take(&mut self.outputs))
    }

    /// What it did so far.
    pub fn counters(&self) -> Counters {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Counters {
            connections: count(self.connections.len()),
            rooms: count(self.rooms.len()),
            ..self.counters.clone()
        }
    }

    /// Why it stores nothing at present, if so.
    pub fn fault(&self) -> Option<StoreFault> {
        self.fault
    }

    /// Bytes that wait for a client; for tests of the bound.
    pub fn waiting_bytes(&self, connection: ConnectionId) -> usize {
        self.connections.get(&connection).map_or(0, |connection| connection.queue.bytes())
    }

    /// Queues a frame for a client.
    fn send(&mut self, connection: ConnectionId, frame: &RelayFrame<'_>, now: Millis) {
        if let Some(head) = encoded(frame) {
            self.push(connection, Frame { head, body: Bytes::new() }, now);
        }
    }

    /// Queues an encoded frame for a client; says whether the client is there still.
    fn push(&mut self, connection: ConnectionId, frame: Frame, now: Millis) -> bool {
        let Some(to) = self.connections.get_mut(&connection) else { return false };
        if to.phase == Phase::Leaving {
            return false;
        }
        if !to.queue.is_empty() && to.queue.bytes() + frame.len() > self.rules.queue_bytes as usize {
            self.counters.slow += 1;
            self.cut(connection, now);
            return false;
        }
        if to.queue.is_empty() {
            to.moved = now;
        }
        let (origin, before) = (to.origin, to.queue.bytes());
        to.queue.push(frame);
        let more = to.queue.bytes() - before;
        if let Some(address) = self.addresses.known(origin) {
            address.waiting += more;
        }
        self.wake(connection);
        true
    }

    fn wake(&mut self, connection: ConnectionId) {
        if let Some(to) = self.connections.get_mut(&connection)
            && !to.is_awake
        {
            to.is_awake = true;
            self.outputs.push(Output::Wake(connection));
        }
    }

    fn refuse(
        &mut self,
        connection: ConnectionId,
        channel: Option<Channel>,
        reason: Refusal,
        id: Option<ChunkId>,
        now: Millis,
    ) {
        self.counters.count_refusal(reason);
        self.send(connection, &RelayFrame::Refused { channel, reason, id }, now);
    }

    /// Says why, and hangs up once that is sent.
    fn refuse_and_leave(&mut self, connection: ConnectionId, reason: Refusal, now: Millis) {
        self.refuse(connection, None, reason, None, now);
        self.leave(connection, now);
    }

    fn go(&mut self, connection: ConnectionId, reason: Leaving, now: Millis) {
        self.send(connection, &RelayFrame::Going { reason }, now);
        self.leave(connection, now);
    }
}

fn encoded(frame: &RelayFrame<'_>) -> Option<Bytes> {
    let mut bytes = Vec::new();
    // Nothing that is made here is over the limits of the protocol; if it were, silence is better than a crash.
    frame.encode(&mut bytes).ok()?;
    Some(bytes.into())
}
