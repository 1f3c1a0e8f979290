//! A relay's state machine with a store, a clock and clients that a test moves by hand.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::IpAddr;

use groundswell_relay::relay::{
    ConnectionId, Input, Millis, Output, Relay, Rules, StoreFault, Ticket, Transmit,
};
use groundswell_relay::store::memory::MemoryStore;
use groundswell_relay::store::{Change, Store};
use groundswell_wire::{
    Access, Channel, ChunkId, ClientFrame, Leaving, Refusal, RelayFrame, RoomId, ShortId,
};

use crate::chunks::Sealed;

/// What a client was told.
#[derive(Debug, Default)]
pub struct Received {
    pub chunks: Vec<(Channel, ChunkId)>,
    pub acked: Vec<ChunkId>,
    pub refused: Vec<(Refusal, Option<ChunkId>)>,
    pub wanted: Vec<ShortId>,
    pub live: Vec<Channel>,
    pub opened: Vec<(Channel, u32)>,
    pub sending: Vec<(u32, u64)>,
    pub ephemeral: Vec<Vec<u8>>,
    pub pongs: Vec<u32>,
    pub going: Option<Leaving>,
    pub is_welcome: bool,
    pub is_gone: bool,
}

/// See the module.
pub struct World {
    pub relay: Relay,
    pub now: Millis,
    pub store: MemoryStore,
    pub clients: BTreeMap<ConnectionId, Received>,
    pub paused: BTreeSet<ConnectionId>,
    pub pinged: Vec<ConnectionId>,
    pub commits: VecDeque<(Ticket, Vec<Change>)>,
    loads: VecDeque<RoomId>,
    reads: VecDeque<(ConnectionId, Channel, RoomId, Vec<ChunkId>)>,
    pub probes: usize,
    pub expiries: Vec<u64>,
    pub shrinks: Vec<u64>,
    next: u64,
}

impl World {
    pub fn new(rules: Rules) -> Self {
        Self {
            relay: Relay::new(rules, 0),
            now: 1_000_000_000_000,
            store: MemoryStore::new(),
            clients: BTreeMap::new(),
            paused: BTreeSet::new(),
            pinged: Vec::new(),
            commits: VecDeque::new(),
            loads: VecDeque::new(),
            reads: VecDeque::new(),
            probes: 0,
            expiries: Vec::new(),
            shrinks: Vec::new(),
            next: 0,
        }
    }

    pub fn input(&mut self, input: Input) {
        let outputs = self.relay.handle(input, self.now);
        self.act(outputs);
    }

    fn act(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Wake(_) | Output::Turns => {}
                Output::Pause(id) => drop(self.paused.insert(id)),
                Output::Resume(id) => drop(self.paused.remove(&id)),
                Output::Ping(id) => self.pinged.push(id),
                Output::Cut(id) => {
                    self.paused.remove(&id);
                    self.clients.get_mut(&id).unwrap().is_gone = true;
                }
                Output::Load(room) => self.loads.push_back(room),
                Output::Read { connection, channel, room, ids } => {
                    self.reads.push_back((connection, channel, room, ids));
                }
                Output::Commit { ticket, changes } => self.commits.push_back((ticket, changes)),
                Output::Probe => self.probes += 1,
                Output::Expire(since) => self.expiries.push(since),
                Output::Shrink(bytes) => self.shrinks.push(bytes),
            }
        }
    }

    /// A client from an address of its own.
    pub fn connect(&mut self) -> ConnectionId {
        let last = u8::try_from(self.next % 250).unwrap();
        self.connect_from(IpAddr::from([192, 0, 2, last]))
    }

    pub fn connect_from(&mut self, address: IpAddr) -> ConnectionId {
        let connection = ConnectionId(self.next);
        self.next += 1;
        self.clients.insert(connection, Received::default());
        self.input(Input::Connected { connection, address });
        connection
    }

    /// One that has said hello.
    pub fn greeted(&mut self) -> ConnectionId {
        let id = self.connect();
        self.send(id, &[ClientFrame::Hello { versions: vec![1], agent: "test" }]);
        id
    }

    /// One that has a room open and everything in it.
    pub fn member(&mut self, access: &Access) -> ConnectionId {
        let id = self.greeted();
        self.open(id, 0, access);
        self.have(id, 0, &[]);
        self.settle();
        id
    }

    pub fn send(&mut self, connection: ConnectionId, frames: &[ClientFrame<'_>]) {
        let mut message = Vec::new();
        frames.iter().for_each(|frame| frame.encode(&mut message).unwrap());
        self.send_bytes(connection, message);
    }

    /// Says something, where the client may; says whether it might.
    pub fn send_bytes(&mut self, connection: ConnectionId, message: Vec<u8>) -> bool {
        let may = !self.clients[&connection].is_gone && !self.paused.contains(&connection);
        if may {
            self.input(Input::Message { connection, bytes: message.into() });
        }
        may
    }

    pub fn open(&mut self, id: ConnectionId, channel: u16, access: &Access) {
        self.send(id, &[ClientFrame::Open { channel: Channel(channel), access: access.clone() }]);
        self.work();
    }

    pub fn have(&mut self, id: ConnectionId, channel: u16, ids: &[ChunkId]) {
        let ids = ids.iter().map(ChunkId::short).collect();
        self.send(id, &[ClientFrame::Have { channel: Channel(channel), last: true, ids }]);
    }

    pub fn put(&mut self, id: ConnectionId, channel: u16, chunk: &Sealed) {
        self.send(id, &[ClientFrame::Put { channel: Channel(channel), chunk: &chunk.bytes }]);
    }

    /// Rooms that are being loaded.
    pub fn loads(&self) -> usize {
        self.loads.len()
    }

    /// Reads that are under way.
    pub fn reads(&self) -> usize {
        self.reads.len()
    }

    /// Answers one load, if one is asked for.
    pub fn load_one(&mut self) -> bool {
        let Some(room) = self.loads.pop_front() else { return false };
        let stored = Ok(self.store.room(&room).unwrap());
        self.input(Input::Loaded { room, stored });
        true
    }

    /// Answers one read, if one is asked for.
    pub fn read_one(&mut self) -> bool {
        let Some((connection, channel, room, ids)) = self.reads.pop_front() else { return false };
        let chunks = Ok(self.store.read(&room, &ids).unwrap());
        self.input(Input::Read { connection, channel, room, chunks });
        true
    }

    /// Commits some of what waits together, or fails to.
    pub fn commit(&mut self, most: usize, fault: Option<StoreFault>) -> bool {
        let group: Vec<_> = self.commits.drain(..most.min(self.commits.len())).collect();
        if group.is_empty() {
            return false;
        }
        let (tickets, changes): (Vec<_>, Vec<_>) = group.into_iter().unzip();
        let result = match fault {
            None => {
                self.store.commit(&changes.concat()).unwrap();
                Ok(())
            }
            Some(fault) => Err(fault),
        };
        self.input(Input::Committed { tickets, result });
        true
    }

    /// Those who wait for it get one turn, if any do.
    pub fn turn(&mut self) -> bool {
        let is_waited_for = self.relay.has_turns();
        if is_waited_for {
            self.input(Input::Turn);
        }
        is_waited_for
    }

    /// The store does all that it was asked, and everybody has their turn.
    pub fn work(&mut self) {
        while self.load_one() || self.read_one() || self.commit(usize::MAX, None) || self.turn() {}
    }

    /// The store forgets rooms of one address until so many bytes are free.
    pub fn shrink(&mut self, bytes: u64) {
        let rooms = self.store.shrink(bytes, 8).unwrap();
        self.input(Input::Shrunk { rooms });
        self.input(Input::Usage { bytes: self.store.usage().unwrap().bytes });
    }

    pub fn tick(&mut self, millis: Millis) {
        self.now += millis;
        self.input(Input::Tick);
    }

    /// A client reads one message. Says whether there was one.
    pub fn read_message(&mut self, id: ConnectionId) -> bool {
        if self.clients[&id].is_gone {
            return false;
        }
        let (transmit, outputs) = self.relay.transmit(id, self.now);
        self.act(outputs);
        let received = self.clients.get_mut(&id).unwrap();
        match transmit {
            Transmit::Nothing => false,
            Transmit::HangUp => {
                received.is_gone = true;
                self.input(Input::Disconnected { connection: id });
                false
            }
            Transmit::Message(frames) => {
                let message = frames.concat();
                assert!(message.len() <= groundswell_wire::limits::MESSAGE_BYTES);
                RelayFrame::all(&message).unwrap().for_each(|frame| received.receive(frame.unwrap()));
                true
            }
        }
    }

    /// Everybody reads everything, and the store does everything, until nothing is left to do.
    pub fn settle(&mut self) {
        loop {
            self.work();
            let ids: Vec<_> = self.clients.keys().copied().collect();
            let read = ids.into_iter().filter(|id| self.read_message(*id)).count();
            let is_asked = !(self.loads.is_empty() && self.reads.is_empty() && self.commits.is_empty());
            if read == 0 && !is_asked && !self.relay.has_turns() {
                break;
            }
        }
    }

    pub fn received(&self, id: ConnectionId) -> &Received {
        &self.clients[&id]
    }

    /// What is stored of a room.
    pub fn stored(&self, room: &RoomId) -> BTreeSet<ChunkId> {
        self.store.room(room).unwrap().chunks.into_iter().map(|facts| facts.id).collect()
    }
}

impl Received {
    fn receive(&mut self, frame: RelayFrame<'_>) {
        match frame {
            RelayFrame::Welcome { .. } => self.is_welcome = true,
            RelayFrame::Opened { channel, chunks, .. } => self.opened.push((channel, chunks)),
            RelayFrame::Sending { chunks, bytes, .. } => self.sending.push((chunks, bytes)),
            RelayFrame::Chunk { channel, chunk } => {
                self.chunks.push((channel, groundswell_wire::Chunk::parse(chunk).unwrap().id()));
            }
            RelayFrame::Wanted { ids, .. } => self.wanted.extend(ids),
            RelayFrame::Live { channel } => self.live.push(channel),
            RelayFrame::Ack { ids, .. } => self.acked.extend(ids),
            RelayFrame::Refused { reason, id, .. } => self.refused.push((reason, id)),
            RelayFrame::Ephemeral { bytes, .. } => self.ephemeral.push(bytes.to_vec()),
            RelayFrame::Going { reason } => self.going = Some(reason),
            RelayFrame::Pong { number } => self.pongs.push(number),
        }
    }

    /// Ids of the chunks that came, in order.
    pub fn ids(&self) -> Vec<ChunkId> {
        self.chunks.iter().map(|(_, id)| *id).collect()
    }

    pub fn reasons(&self) -> Vec<Refusal> {
        self.refused.iter().map(|(reason, _)| *reason).collect()
    }
}
