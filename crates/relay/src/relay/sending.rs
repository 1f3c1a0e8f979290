//! From the relay to its clients: what they lack, what is new, ephemeral messages.

use axum::body::Bytes;
use groundswell_wire::{Channel, ChunkId, Refusal, RelayFrame};

use super::address::Origin;
use super::opening::ephemeral_rate;
use super::queue::Frame;
use super::turns::cost;
use super::{ConnectionId, Millis, Output, Relay, RoomId, Stage, StoreFault, encoded};

/// With less than this waiting for a client, in bytes, more is read for it.
const LOW: usize = 128 << 10;

/// Bytes of chunks that are read at once.
const BATCH: u64 = 192 << 10;

/// Reads that are under way for one address: whoever fetches much does not keep the store from others.
const READS: u32 = 4;

/// Bytes that wait for all connections of one address and past which no chunks are read for any of them: the queues
/// of those who do not read come to no more, however many they are.
const MOST_WAITING: usize = 32 << 20;

impl Relay {
    /// Sees to it that a client that lacks something has something waiting.
    pub(super) fn pump(&mut self, id: ConnectionId, now: Millis) {
        loop {
            let Some(connection) = self.connections.get_mut(&id) else { return };
            if connection.is_reading || connection.queue.bytes() >= LOW {
                return;
            }
            let sending = connection.channels.iter_mut().filter(|(_, open)| open.stage == Stage::Sending);
            // The lowest first, so that one run is like another.
            let Some((channel, open)) = sending.min_by_key(|(channel, _)| **channel) else { return };
            let (channel, room) = (*channel, open.room);
            let address = self.addresses.at(connection.origin, &self.rules, now);
            if address.reads >= READS || address.waiting >= MOST_WAITING {
                if !address.readers.contains(&id) {
                    address.readers.push_back(id);
                }
                return;
            }
            let Some(held) = self.rooms.get(&room) else { return };
            let (mut stored, mut pending, mut bytes) = (Vec::new(), Vec::new(), 0);
            while bytes < BATCH
                && let Some(chunk) = open.backlog.pop_front()
            {
                let Some(entry) = held.index.get(&chunk) else { continue };
                bytes += u64::from(entry.facts.size);
                match held.pending.get(&chunk) {
                    Some(chunk) => pending.push(chunk.bytes.clone()),
                    None => stored.push(chunk),
                }
            }
            let is_done = open.backlog.is_empty() && stored.is_empty();
            if is_done {
                open.stage = Stage::Live;
            }
            if !stored.is_empty() {
                connection.is_reading = true;
                address.reads += 1;
                self.outputs.push(Output::Read { connection: id, channel, room, ids: stored });
            }
            for chunk in pending {
                self.hand(id, channel, &chunk, now);
            }
            if is_done {
                self.send(id, &RelayFrame::Live { channel }, now);
            }
        }
    }

    pub(super) fn read(
        &mut self,
        id: ConnectionId,
        channel: Channel,
        room: RoomId,
        chunks: Result<Vec<(ChunkId, Bytes)>, StoreFault>,
        now: Millis,
    ) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        connection.is_reading = false;
        let origin = connection.origin;
        let is_open = connection.channels.get(&channel).is_some_and(|open| open.room == room);
        match chunks {
            Ok(chunks) if is_open => {
                for (_, chunk) in chunks {
                    self.hand(id, channel, &chunk, now);
                }
            }
            Ok(_) => {}
            Err(fault) => {
                self.note(fault);
                if is_open {
                    self.refuse(id, Some(channel), Refusal::Broken, None, now);
                    self.forget(id, channel);
                }
            }
        }
        // Those who wait come first.
        self.is_read(origin, now);
        self.pump(id, now);
    }

    /// A read for an address is done: the next of its connections gets one.
    pub(super) fn is_read(&mut self, origin: Origin, now: Millis) {
        let address = self.addresses.at(origin, &self.rules, now);
        address.reads = address.reads.saturating_sub(1);
        self.serve_readers(origin, now);
    }

    /// Reads for those of an address who wait for it, as far as it may.
    pub(super) fn serve_readers(&mut self, origin: Origin, now: Millis) {
        while let Some(address) = self.addresses.known(origin)
            && address.reads < READS
            && address.waiting < MOST_WAITING
            && let Some(next) = address.readers.pop_front()
        {
            self.pump(next, now);
        }
    }

    fn hand(&mut self, id: ConnectionId, channel: Channel, chunk: &Bytes, now: Millis) {
        self.counters.chunks_handed += 1;
        if let Some(frame) = sharing(&RelayFrame::Chunk { channel, chunk }, chunk) {
            self.push(id, frame, now);
        }
    }

    /// Hands a new chunk to everybody who has the room open, except to whom it came from.
    pub(super) fn fan_out(
        &mut self,
        room: RoomId,
        from: (ConnectionId, Channel),
        chunk: ChunkId,
        bytes: &Bytes,
        now: Millis,
    ) {
        let Some(held) = self.rooms.get(&room) else { return };
        self.spent += held.members.len() as u64 / cost::READERS;
        let mut ready = Vec::with_capacity(held.members.len());
        for member in held.members.iter().filter(|member| **member != from) {
            let (id, channel) = *member;
            let Some(connection) = self.connections.get_mut(&id) else { continue };
            let Some(open) = connection.channels.get_mut(&channel) else { continue };
            match open.stage {
                Stage::Sending => open.backlog.push_back(chunk),
                // Once its list is complete, this is among what it lacks.
                Stage::Listing => {}
                Stage::Live => ready.push(*member),
            }
        }
        self.counters.chunks_handed += ready.len() as u64;
        self.push_to(&ready, |channel| sharing(&RelayFrame::Chunk { channel, chunk: bytes }, bytes), now);
    }

    /// Passes an ephemeral message on, as long as its sender and its room are within their rates: what is over is passed
    /// over, for it holds up nothing else.
    pub(super) fn ephemeral(&mut self, id: ConnectionId, channel: Channel, bytes: &[u8], now: Millis) {
        let open = self.connections.get(&id).and_then(|connection| connection.channels.get(&channel));
        let Some(room) = open.and_then(|open| self.rooms.get_mut(&open.room)) else {
            return self.refuse(id, Some(channel), Refusal::Channel, None, now);
        };
        let Some(origin) = self.connections.get(&id).map(|connection| connection.origin) else { return };
        let address = self.addresses.at(origin, &self.rules, now);
        let rate = ephemeral_rate(&self.rules);
        if !address.may_send_ephemeral(&self.rules, now) || !room.ephemeral.is_open(rate, now) {
            self.counters.ephemeral_passed_over += 1;
            return;
        }
        address.ephemeral.pay(bytes.len());
        room.ephemeral.pay(bytes.len());
        self.spent += room.members.len() as u64 / cost::READERS;
        self.counters.ephemeral += 1;
        let half = self.rules.queue_bytes as usize / 2;
        let mut ready = room.members.clone();
        // An ephemeral message is worth nothing later: whoever reads slowly does without.
        let reads = |id: &ConnectionId| self.connections.get(id).is_some_and(|to| to.queue.bytes() < half);
        ready.retain(|member| *member != (id, channel) && reads(&member.0));
        let shared = Bytes::copy_from_slice(bytes);
        self.push_to(&ready, |channel| sharing(&RelayFrame::Ephemeral { channel, bytes }, &shared), now);
    }

    /// Queues the same for many. Most of them call the room by the same number, and share the bytes.
    fn push_to(
        &mut self,
        members: &[(ConnectionId, Channel)],
        encode: impl Fn(Channel) -> Option<Frame>,
        now: Millis,
    ) {
        let mut last: Option<(Channel, Frame)> = None;
        for (id, channel) in members {
            let frame = match &last {
                Some((known, frame)) if known == channel => frame.clone(),
                _ => {
                    let Some(frame) = encode(*channel) else { return };
                    last = Some((*channel, frame.clone()));
                    frame
                }
            };
            self.push(*id, frame, now);
        }
    }
}

/// A frame that ends with bytes that others get too: of these is no copy for each.
fn sharing(frame: &RelayFrame<'_>, body: &Bytes) -> Option<Frame> {
    let whole = encoded(frame)?;
    let head = Bytes::copy_from_slice(whole.get(..whole.len().checked_sub(body.len())?)?);
    Some(Frame { head, body: body.clone() })
}
