//! Taking chunks in: checked, handed on at once, acknowledged once they are stored for good.

use std::collections::BTreeMap;

use axum::body::Bytes;
use groundswell_wire::{Channel, Chunk, ChunkId, Kind, Refusal, RelayFrame, RoomId};

use super::connections::Flow;
use super::turns::cost;
use super::{ConnectionId, Held, Millis, Output, Pending, Relay, Stage, StoreFault, Ticket, Wait};
use crate::store::{Change, Facts};
use groundswell_wire::verify::ChunkError;

/// What to do with a chunk that may be in the room.
enum Known {
    /// It is stored and in force, or was stored and checked: only acknowledged.
    Stored,
    /// It is on its way to the store.
    Pending,
    /// It is to be taken in.
    New,
}

/// Why a chunk is not taken.
enum No {
    /// Never, or not as things are.
    Refused(Refusal),
    /// The room has taken as much as it may in a time: at this moment it takes more.
    Until(Millis),
}

impl From<Refusal> for No {
    fn from(reason: Refusal) -> Self {
        Self::Refused(reason)
    }
}

impl Relay {
    pub(super) fn put(
        &mut self,
        id: ConnectionId,
        channel: Channel,
        bytes: &[u8],
        held: &Held,
        now: Millis,
    ) -> Flow {
        let Some(open) = self.connections.get(&id).and_then(|c| c.channels.get(&channel)) else {
            self.refuse(id, Some(channel), Refusal::Channel, None, now);
            return Flow::On;
        };
        let room = open.room;
        let Ok(chunk) = Chunk::parse(bytes) else {
            self.refuse(id, Some(channel), Refusal::BadChunk, None, now);
            return Flow::On;
        };
        self.spent += bytes.len() as u64 / cost::HASHED;
        let chunk_id = chunk.id();
        let found = self.examine(id, room, &chunk, &chunk_id, now);
        // What was refused is not had: its id is not kept.
        if found.is_ok()
            && let Some(open) = self.connections.get_mut(&id).and_then(|c| c.channels.get_mut(&channel))
            && open.stage == Stage::Listing
        {
            open.have.insert(chunk_id.short());
        }
        match found {
            Err(No::Until(until)) => return Flow::Again(Wait::Until(until)),
            Err(No::Refused(reason)) => self.refuse(id, Some(channel), reason, Some(chunk_id), now),
            Ok(Known::Stored) => {
                self.counters.acknowledged += 1;
                self.send(id, &RelayFrame::Ack { channel, ids: vec![chunk_id] }, now);
            }
            Ok(Known::Pending) => {
                let pending = self.rooms.get_mut(&room).and_then(|room| room.pending.get_mut(&chunk_id));
                if let Some(pending) = pending
                    && !pending.putters.contains(&(id, channel))
                {
                    pending.putters.push((id, channel));
                }
            }
            Ok(Known::New) => {
                self.take(room, (id, channel), &chunk, chunk_id, held, now);
                if self.pending_bytes >= self.rules.pending_bytes as usize {
                    return Flow::Wait(Wait::Store);
                }
            }
        }
        Flow::On
    }

    /// Whether a chunk may be taken into a room. What costs nothing is looked at first, the signature last. Only what
    /// is new and signed uses up what the room may take in a time: who may only read keeps nobody from writing.
    fn examine(
        &mut self,
        id: ConnectionId,
        room_id: RoomId,
        chunk: &Chunk<'_>,
        chunk_id: &ChunkId,
        now: Millis,
    ) -> Result<Known, No> {
        let origin = self.connections.get(&id).map(|connection| connection.origin);
        let (Some(room), Some(origin)) = (self.rooms.get_mut(&room_id), origin) else {
            return Err(Refusal::Channel.into());
        };
        let header = chunk.header();
        if header.room != room.check.id() {
            return Err(Refusal::OtherRoom.into());
        }
        if room.pending.contains_key(chunk_id) {
            return Ok(Known::Pending);
        }
        let is_here = room.index.get(chunk_id).is_some();
        if is_here && (self.fault.is_some() || !room.index.is_covered(chunk_id)) {
            return Ok(Known::Stored);
        }
        let size = chunk.bytes().len() as u64;
        let Some(room) = self.rooms.get(&room_id) else { return Err(Refusal::Channel.into()) };
        if !self.takes(room, now) {
            return if is_here { Ok(Known::Stored) } else { Err(Refusal::ReadOnly.into()) };
        }
        if size > u64::from(self.rules.chunk_bytes) {
            return Err(Refusal::TooLarge.into());
        }
        if room.index.is_closed() && header.kind != Kind::Notice {
            return Err(Refusal::Closed.into());
        }
        self.spent += cost::SIGNATURE;
        if header.kind == Kind::Checkpoint {
            // What is covered is computed again.
            self.spent += (room.index.len() + room.index.covers()) as u64;
        }
        room.check.check(chunk).map_err(|error| match error {
            ChunkError::OtherRoom => Refusal::OtherRoom,
            ChunkError::BadSignature => Refusal::BadSignature,
        })?;
        // Only an editor's chunk makes others go sooner than they would.
        if self.is_crowded(&room_id, chunk, size) {
            self.make_space(room_id, now);
            if self.is_crowded(&room_id, chunk, size) && !is_here {
                return Err(Refusal::RoomFull.into());
            }
        }
        let Some(room) = self.rooms.get(&room_id) else { return Err(Refusal::Channel.into()) };
        let is_settled = self.is_settled(room, now);
        let is_first = room.index.is_empty();
        let Some(room) = self.rooms.get_mut(&room_id) else { return Err(Refusal::Channel.into()) };
        if let Some(until) = room.said.closed_until(f64::from(self.rules.room_frames), now) {
            return Err(No::Until(until));
        }
        let address = self.addresses.at(origin, &self.rules, now);
        let is_limited = !is_settled && !is_here && self.rules.address_store_bytes > 0;
        if is_limited && !address.may_store(&self.rules, now) {
            return Err(Refusal::TooFast.into());
        }
        if is_first && self.rules.address_rooms > 0 && !address.makes_room(&self.rules, now) {
            return Err(Refusal::TooManyRooms.into());
        }
        room.said.pay(1.0);
        if is_limited {
            address.stores(size);
            *room.owed.entry(origin).or_default() += size;
        }
        Ok(Known::New)
    }

    fn take(
        &mut self,
        room_id: RoomId,
        from: (ConnectionId, Channel),
        chunk: &Chunk<'_>,
        id: ChunkId,
        held: &Held,
        now: Millis,
    ) {
        // A small chunk does not keep a large message in memory.
        let bytes = if chunk.bytes().len() * 2 >= held.total {
            held.rest.slice_ref(chunk.bytes())
        } else {
            Bytes::copy_from_slice(chunk.bytes())
        };
        let header = chunk.header();
        let facts = Facts {
            id,
            kind: header.kind,
            blob: header.blob,
            fragment: header.fragment,
            fragments: header.fragments,
            covers: header.covers.clone(),
            size: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            at: now / 1_000,
            order: 0,
        };
        let Some(room) = self.rooms.get_mut(&room_id) else { return };
        let facts = room.index.add(facts).clone();
        room.last_used = room.last_used.max(facts.at);
        room.pending.insert(id, Pending { bytes: bytes.clone(), putters: vec![from] });
        self.pending_bytes += bytes.len();
        self.counters.chunks_taken += 1;
        self.counters.bytes_taken += bytes.len() as u64;
        self.batch.push((Change::Put { room: room_id, facts, bytes: bytes.clone() }, (room_id, id)));
        self.is_used_by(room_id, from.0);
        self.fan_out(room_id, from, id, &bytes, now);
    }

    /// Asks for the commit of what a message brought.
    pub(super) fn flush(&mut self) {
        if self.batch.is_empty() {
            return;
        }
        let (changes, puts) = std::mem::take(&mut self.batch).into_iter().unzip();
        self.commit(changes, puts);
    }

    pub(super) fn commit(&mut self, changes: Vec<Change>, puts: Vec<(RoomId, ChunkId)>) {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        self.tickets.insert(ticket, puts);
        self.outputs.push(Output::Commit { ticket, changes });
    }

    pub(super) fn committed(&mut self, tickets: Vec<Ticket>, result: Result<(), StoreFault>, now: Millis) {
        if let Err(fault) = result {
            self.note(fault);
        }
        // By client and channel; in the order of their numbers, so that one run is like another.
        let mut told: BTreeMap<(ConnectionId, Channel), Vec<ChunkId>> = BTreeMap::new();
        let (mut rooms, mut with_checkpoint) = (Vec::new(), Vec::new());
        for (room_id, id) in tickets.iter().filter_map(|ticket| self.tickets.remove(ticket)).flatten() {
            let Some(room) = self.rooms.get_mut(&room_id) else { continue };
            let Some(pending) = room.pending.remove(&id) else { continue };
            self.pending_bytes = self.pending_bytes.saturating_sub(pending.bytes.len());
            rooms.push(room_id);
            if result.is_ok() {
                let was_durable = room.index.get(&id).is_some_and(|entry| entry.is_durable);
                if !was_durable {
                    self.stored_bytes = self.stored_bytes.saturating_add(pending.bytes.len() as u64);
                }
                room.index.settle(&id);
                if room.index.get(&id).is_some_and(|entry| entry.facts.kind == Kind::Checkpoint) {
                    with_checkpoint.push(room_id);
                }
            } else if room.index.get(&id).is_some_and(|entry| !entry.is_durable) {
                room.index.remove(&id);
            }
            for putter in pending.putters {
                told.entry(putter).or_default().push(id);
            }
        }
        for ((id, channel), ids) in told {
            if result.is_ok() {
                self.counters.acknowledged += ids.len() as u64;
                for ids in ids.chunks(groundswell_wire::limits::IDS) {
                    self.send(id, &RelayFrame::Ack { channel, ids: ids.to_vec() }, now);
                }
            } else {
                for chunk in ids {
                    self.refuse(id, Some(channel), Refusal::ReadOnly, Some(chunk), now);
                }
            }
        }
        with_checkpoint.dedup();
        for room in with_checkpoint {
            self.drop_superfluous(room, now);
        }
        if self.pending_bytes < self.rules.pending_bytes as usize / 2 {
            self.resume(|wait| wait == Wait::Store, now);
        }
        for room in rooms {
            if result.is_ok() {
                self.note_share(room);
            }
            self.unload(room);
        }
        self.leave_if_stopping(now);
    }

    /// Stores nothing more until the fault is over.
    pub(super) fn note(&mut self, fault: StoreFault) {
        if self.fault != Some(StoreFault::Corrupt) {
            self.fault = Some(fault);
        }
    }
}
