//! A plain model of a relay, honest or not, against which replicas are tried.

mod fake_store;
mod mischief;

use fake_store::FakeStore;
pub use mischief::Mischief;

use super::rng::SeededRng;
use groundswell_wire::{
    Channel, Chunk, ChunkId, ClientFrame, Kind, Limits, Refusal, RelayFrame, Room, RoomId, ShortId, VERSION,
    limits,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a relay does to the outside.
#[derive(Clone, Debug)]
pub(super) enum Output {
    /// It sends a message over a connection.
    Message(u64, Vec<u8>),
    /// It hangs up.
    HangUp(u64),
    /// It wants [`Relay::commit`] to be called in a moment.
    Commit,
}

/// A connection, as the relay sees it.
#[derive(Debug)]
struct Line {
    device: usize,
    greeted: bool,
    channels: BTreeMap<u16, Opened>,
}

#[derive(Debug)]
struct Opened {
    room: Room,
    have: BTreeSet<ShortId>,
}

/// A chunk that was put and is not stored for good yet.
#[derive(Clone, Debug)]
struct Pending {
    room: RoomId,
    id: ChunkId,
    bytes: Vec<u8>,
    from: Option<(u64, u16)>,
}

/// The relay.
#[derive(Debug, Default)]
pub(super) struct Relay {
    stores: BTreeMap<RoomId, FakeStore>,
    lines: BTreeMap<u64, Line>,
    pending: Vec<Pending>,
    pub(super) mischief: Mischief,
    kept_back: Option<BTreeMap<RoomId, FakeStore>>,
    /// Everything that was ever acknowledged.
    pub(super) acknowledged: BTreeSet<ChunkId>,
    /// What it asked for: when, over which connection, of which device.
    pub(super) asked: Vec<(u64, u64, usize, ShortId)>,
    /// Everything that was ever stored.
    old: Vec<Vec<u8>>,
}

impl Relay {
    pub(super) fn connect(&mut self, line: u64, device: usize) {
        self.lines.insert(line, Line { device, greeted: false, channels: BTreeMap::new() });
    }

    pub(super) fn disconnect(&mut self, line: u64) {
        self.lines.remove(&line);
    }

    /// The connections that stand.
    pub(super) fn lines(&self) -> Vec<u64> {
        self.lines.keys().copied().collect()
    }

    /// A message came over a connection.
    pub(super) fn handle(&mut self, line: u64, bytes: &[u8], now: u64, rng: &mut SeededRng) -> Vec<Output> {
        let mut outputs = Vec::new();
        if !self.lines.contains_key(&line) {
            return outputs;
        }
        let mut answer = Vec::new();
        let Ok(frames) = ClientFrame::all(bytes) else { return vec![Output::HangUp(line)] };
        for frame in frames {
            match frame {
                Ok(frame) => self.frame(line, &frame, now, rng, &mut answer, &mut outputs),
                Err(_) => {
                    outputs.push(Output::HangUp(line));
                    return outputs;
                }
            }
        }
        self.send(line, &answer, rng, &mut outputs);
        outputs
    }

    fn frame(
        &mut self,
        line: u64,
        frame: &ClientFrame<'_>,
        now: u64,
        rng: &mut SeededRng,
        answer: &mut Vec<RelayMessage>,
        outputs: &mut Vec<Output>,
    ) {
        let Some(of) = self.lines.get_mut(&line) else { return };
        match frame {
            ClientFrame::Hello { .. } => {
                of.greeted = true;
                answer.push(RelayMessage::Welcome);
            }
            _ if !of.greeted => outputs.push(Output::HangUp(line)),
            ClientFrame::Open { channel, access } => {
                let Ok(room) = Room::new(access) else {
                    answer.push(RelayMessage::Refused(*channel, Refusal::BadKey, None));
                    return;
                };
                let store = self.stores.get(&room.id());
                let (chunks, bytes) = store.map_or((0, 0), FakeStore::amount);
                of.channels.insert(channel.0, Opened { room, have: BTreeSet::new() });
                answer.push(RelayMessage::Opened(*channel, chunks, bytes));
            }
            ClientFrame::Have { channel, last, ids } => {
                let Some(opened) = of.channels.get_mut(&channel.0) else {
                    answer.push(RelayMessage::Refused(*channel, Refusal::Channel, None));
                    return;
                };
                opened.have.extend(ids);
                if *last {
                    let have = std::mem::take(&mut opened.have);
                    let (room, device) = (opened.room.id(), of.device);
                    let wanted = self.compare(*channel, room, device, &have, now, answer);
                    self.asked.extend(wanted.into_iter().map(|id| (now, line, device, id)));
                }
            }
            ClientFrame::Put { channel, chunk } => self.put(line, *channel, chunk, now, rng, answer, outputs),
            ClientFrame::Close { channel } => {
                of.channels.remove(&channel.0);
            }
            ClientFrame::Ephemeral { channel, bytes } => {
                let Some(room) = of.channels.get(&channel.0).map(|opened| opened.room.id()) else { return };
                for (other, at) in self.listeners(room, Some(line)) {
                    let mut message = Vec::new();
                    let frame = RelayFrame::Ephemeral { channel: Channel(at), bytes };
                    if frame.encode(&mut message).is_ok() {
                        outputs.push(Output::Message(other, message));
                    }
                }
            }
            ClientFrame::Ping { number } => answer.push(RelayMessage::Pong(*number)),
        }
    }

    /// What a client lacks, and what it is asked for.
    fn compare(
        &self,
        channel: Channel,
        room: RoomId,
        device: usize,
        have: &BTreeSet<ShortId>,
        now: u64,
        answer: &mut Vec<RelayMessage>,
    ) -> Vec<ShortId> {
        let empty = FakeStore::default();
        let store = self.stores.get(&room).unwrap_or(&empty);
        let covered = store.covered();
        let sending: Vec<&Vec<u8>> = store
            .chunks()
            .filter(|(id, _)| !have.contains(&id.short()) && !covered.contains(id))
            .filter(|(id, kept)| !self.mischief.hides(id, kept.device, device, now))
            .map(|(_, kept)| &kept.bytes)
            .collect();
        let known: BTreeSet<ShortId> = store.chunks().map(|(id, _)| id.short()).collect();
        let wanted: Vec<ShortId> = have.difference(&known).copied().filter(|_| !store.is_closed()).collect();
        if !wanted.is_empty() {
            answer.push(RelayMessage::Wanted(channel, wanted.clone()));
        }
        let bytes = sending.iter().map(|bytes| bytes.len() as u64).sum();
        answer.push(RelayMessage::Sending(channel, u32::try_from(sending.len()).unwrap_or(u32::MAX), bytes));
        answer.extend(sending.into_iter().map(|bytes| RelayMessage::Chunk(channel, bytes.clone())));
        answer.push(RelayMessage::Live(channel));
        wanted
    }

    #[expect(clippy::too_many_arguments, reason = "it is one arm of what a frame leads to")]
    fn put(
        &mut self,
        line: u64,
        channel: Channel,
        bytes: &[u8],
        now: u64,
        rng: &mut SeededRng,
        answer: &mut Vec<RelayMessage>,
        outputs: &mut Vec<Output>,
    ) {
        let Some(opened) = self.lines.get(&line).and_then(|of| of.channels.get(&channel.0)) else { return };
        let checked = Chunk::parse(bytes).map_err(|_| Refusal::BadChunk);
        let checked = checked.and_then(|chunk| opened.room.check(&chunk).map_err(|_| Refusal::BadSignature));
        let id = match checked {
            Ok(id) => id,
            Err(reason) => return answer.push(RelayMessage::Refused(channel, reason, None)),
        };
        if let Some(reason) = self.mischief.refuses(now, rng) {
            return answer.push(RelayMessage::Refused(channel, reason, Some(id)));
        }
        let room = opened.room.id();
        let from = Some((line, channel.0));
        let store = self.stores.entry(room).or_default();
        if store.is_durable(&id) && !store.covered().contains(&id) {
            return answer.push(RelayMessage::Ack(channel, vec![id]));
        }
        let is_notice = Chunk::parse(bytes).is_ok_and(|chunk| chunk.header().kind == Kind::Notice);
        if store.is_closed() && !is_notice {
            return answer.push(RelayMessage::Refused(channel, Refusal::Closed, Some(id)));
        }
        if !self.pending.iter().any(|it| it.room == room && it.id == id) {
            let device = self.lines.get(&line).map(|line| line.device);
            self.take(Pending { room, id, bytes: bytes.to_vec(), from }, device, now, rng, outputs);
        } else {
            self.pending.push(Pending { room, id, bytes: bytes.to_vec(), from });
        }
        outputs.push(Output::Commit);
    }

    /// Takes a chunk in and passes it on; it is not stored for good yet.
    fn take(
        &mut self,
        pending: Pending,
        device: Option<usize>,
        now: u64,
        rng: &mut SeededRng,
        outputs: &mut Vec<Output>,
    ) {
        let Pending { room, id, bytes, from } = &pending;
        self.stores.entry(*room).or_default().add(*id, bytes, device, now);
        for (line, channel) in self.listeners(*room, from.map(|(line, _)| line)) {
            let to = self.lines.get(&line).map_or(0, |line| line.device);
            if !self.mischief.hides(id, device, to, now) {
                self.send(line, &[RelayMessage::Chunk(Channel(channel), bytes.clone())], rng, outputs);
            }
        }
        self.old.push(bytes.clone());
        self.pending.push(pending);
    }

    /// A chunk comes from nowhere: somebody outside the simulation put it.
    pub(super) fn slip_in(
        &mut self,
        room: RoomId,
        bytes: Vec<u8>,
        now: u64,
        rng: &mut SeededRng,
    ) -> Vec<Output> {
        let mut outputs = vec![Output::Commit];
        if self.stores.get(&room).is_some_and(FakeStore::is_closed) {
            return outputs;
        }
        if let Ok(chunk) = Chunk::parse(&bytes) {
            let id = chunk.id();
            self.take(Pending { room, id, bytes, from: None }, None, now, rng, &mut outputs);
        }
        outputs
    }

    /// Stores for good what was put: only then it is acknowledged.
    pub(super) fn commit(&mut self, now: u64, rng: &mut SeededRng) -> Vec<Output> {
        let mut outputs = Vec::new();
        for Pending { room, id, from, .. } in std::mem::take(&mut self.pending) {
            self.stores.entry(room).or_default().settle(&id);
            self.acknowledged.insert(id);
            if let Some((line, channel)) = from {
                self.send(line, &[RelayMessage::Ack(Channel(channel), vec![id])], rng, &mut outputs);
            }
        }
        for store in self.stores.values_mut() {
            store.tidy(now);
        }
        if self.mischief.replays(rng) && !self.old.is_empty() {
            let lines = self.lines();
            let line = lines.get(rng.between(0, 1000) as usize % lines.len().max(1)).copied();
            let pick = rng.between(0, self.old.len() as u64 - 1) as usize;
            if let (Some(line), Some(bytes)) = (line, self.old.get(pick).cloned()) {
                let channel = Channel(u16::from(rng.once_in(500)));
                self.send(line, &[RelayMessage::Chunk(channel, bytes)], rng, &mut outputs);
            }
        }
        outputs
    }

    fn listeners(&self, room: RoomId, without: Option<u64>) -> Vec<(u64, u16)> {
        self.lines
            .iter()
            .filter(|(line, _)| Some(**line) != without)
            .flat_map(|(line, of)| of.channels.iter().map(move |(channel, opened)| (*line, *channel, opened)))
            .filter(|(_, _, opened)| opened.room.id() == room)
            .map(|(line, channel, _)| (line, channel))
            .collect()
    }

    fn send(&self, line: u64, messages: &[RelayMessage], rng: &mut SeededRng, outputs: &mut Vec<Output>) {
        let mut out = Vec::new();
        for message in messages {
            let mut frame = Vec::new();
            message.encode(&self.mischief, rng, &mut frame);
            if out.len() + frame.len() > limits::MESSAGE_BYTES {
                outputs.push(Output::Message(line, std::mem::take(&mut out)));
            }
            out.extend(frame);
        }
        if !out.is_empty() {
            outputs.push(Output::Message(line, out));
        }
    }

    /// The power fails: what is not stored for good is gone.
    pub(super) fn crash(&mut self) {
        self.pending.clear();
        self.lines.clear();
        self.stores.values_mut().for_each(FakeStore::crash);
    }

    /// Everything is gone.
    pub(super) fn wipe(&mut self) {
        self.crash();
        self.stores.clear();
    }

    /// Remembers how it is, for [`Self::roll_back`].
    pub(super) fn remember(&mut self) {
        self.kept_back = Some(self.stores.clone());
    }

    /// An old copy is put in its place. What it lost that no checkpoint covers, by room, where it kept
    /// something.
    pub(super) fn roll_back(&mut self) -> BTreeSet<ChunkId> {
        self.crash();
        let mut lost = BTreeSet::new();
        let Some(kept) = self.kept_back.take() else { return lost };
        for (room, store) in std::mem::replace(&mut self.stores, kept) {
            let Some(now) = self.stores.get(&room).filter(|now| now.amount().0 > 0) else { continue };
            let covered = store.covered();
            let gone = store.chunks().map(|(id, _)| *id);
            lost.extend(gone.filter(|id| !covered.contains(id) && !now.has(id)));
        }
        lost
    }

    /// The ids of the chunks of a room that can be read: no fragment of their blob is missing.
    pub(super) fn readable(&self, room: RoomId) -> Vec<ChunkId> {
        self.stores.get(&room).into_iter().flat_map(FakeStore::complete).collect()
    }

    /// The ids of the chunks of a room.
    pub(super) fn ids(&self, room: RoomId) -> Vec<ChunkId> {
        self.stores.get(&room).into_iter().flat_map(FakeStore::chunks).map(|(id, _)| *id).collect()
    }
}

/// A frame with what it holds.
#[derive(Clone, Debug)]
enum RelayMessage {
    Welcome,
    Opened(Channel, u32, u64),
    Sending(Channel, u32, u64),
    Chunk(Channel, Vec<u8>),
    Wanted(Channel, Vec<ShortId>),
    Live(Channel),
    Ack(Channel, Vec<ChunkId>),
    Refused(Channel, Refusal, Option<ChunkId>),
    Pong(u32),
}

impl RelayMessage {
    fn encode(&self, mischief: &Mischief, rng: &mut SeededRng, out: &mut Vec<u8>) {
        let mut bad = Vec::new();
        let frame = match self {
            Self::Welcome => RelayFrame::Welcome {
                version: VERSION,
                limits: Limits {
                    chunk_bytes: 256 << 10,
                    message_bytes: 1 << 20,
                    channels: 64,
                    room_bytes: 1 << 30,
                    idle_seconds: 300,
                    room_days: 0,
                },
            },
            Self::Opened(channel, chunks, bytes) => {
                RelayFrame::Opened { channel: *channel, chunks: *chunks, bytes: *bytes }
            }
            Self::Sending(channel, chunks, bytes) => {
                RelayFrame::Sending { channel: *channel, chunks: *chunks, bytes: *bytes }
            }
            Self::Chunk(channel, bytes) => {
                bad.clone_from(bytes);
                mischief.corrupt(&mut bad, rng);
                RelayFrame::Chunk { channel: *channel, chunk: &bad }
            }
            Self::Wanted(channel, ids) => RelayFrame::Wanted { channel: *channel, ids: ids.clone() },
            Self::Live(channel) => RelayFrame::Live { channel: *channel },
            Self::Ack(channel, ids) => RelayFrame::Ack { channel: *channel, ids: ids.clone() },
            Self::Refused(channel, reason, id) => {
                RelayFrame::Refused { channel: Some(*channel), reason: *reason, id: *id }
            }
            Self::Pong(number) => RelayFrame::Pong { number: *number },
        };
        frame.encode(out).ok();
    }
}
