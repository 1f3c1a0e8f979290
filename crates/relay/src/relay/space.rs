//! What space there is, and whose it is when it becomes short.
//!
//! A room is *settled* once two addresses have used it and it is some days old. What others may use ends before the
//! store is full: the rest is a reserve of settled rooms. Before that, rooms that only one address ever used are
//! forgotten, the largest first; who made them holds what was in them, and puts it again.
//!
//! *Architecture invariant:* addresses are in memory only. What is stored of a room is whether there was more than
//! one.

use groundswell_wire::{Chunk, Kind, RoomId};

use super::retention::DAY;
use super::{ConnectionId, Millis, Output, Relay, Room};
use crate::store::Change;

/// Of the space for all rooms, in hundredths: past it rooms that only one address ever used are forgotten, down to
/// [`SHRINK_TO`].
const SHORT: u64 = 70;
/// See [`SHORT`].
const SHRINK_TO: u64 = 60;
/// Past it only settled rooms take anything.
const RESERVED: u64 = 75;

/// Rooms of which it is remembered which address used them, as long as no other did.
const MOST_KNOWN: usize = 65_536;

/// How much of the space for all rooms is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Space {
    /// There is enough.
    Enough,
    /// Rooms that only one address ever used are forgotten.
    Short,
    /// Only rooms that are some days old and that several addresses use take anything.
    Reserved,
    /// Nothing more is taken.
    Full,
}

impl Relay {
    /// How much of the space for all rooms is used.
    pub fn space(&self) -> Space {
        let past = |hundredths: u64| {
            self.rules.store_bytes > 0 && self.stored_bytes >= self.rules.store_bytes / 100 * hundredths
        };
        if self.rules.store_bytes > 0 && self.stored_bytes >= self.rules.store_bytes {
            Space::Full
        } else if past(RESERVED) {
            Space::Reserved
        } else if past(SHORT) {
            Space::Short
        } else {
            Space::Enough
        }
    }

    /// Whether a room takes anything at present.
    pub(super) fn takes(&self, room: &Room, now: Millis) -> bool {
        self.fault.is_none()
            && match self.space() {
                Space::Enough | Space::Short => true,
                Space::Reserved => self.is_settled(room, now),
                Space::Full => false,
            }
    }

    /// Whether several have used a room, and not since yesterday only.
    pub(super) fn is_settled(&self, room: &Room, now: Millis) -> bool {
        let age = (now / 1_000).saturating_sub(room.first_used);
        room.is_shared && !room.index.is_empty() && age >= u64::from(self.rules.settled_days) * DAY
    }

    /// Whether a room has no space for a chunk. Checkpoints do not take the space of tails: of these alone it holds
    /// as much as a room may, of all together twice as much, of which checkpoints leave the last eighth.
    pub(super) fn is_crowded(&self, room: &RoomId, chunk: &Chunk<'_>, size: u64) -> bool {
        let Some(room) = self.rooms.get(room) else { return false };
        let header = chunk.header();
        let (bytes, chunks) = (self.rules.room_bytes, u64::from(self.rules.room_chunks));
        let over = |most: u64, most_chunks: u64| {
            room.index.bytes() + size > most || room.index.len() as u64 >= most_chunks
        };
        let is_over = if header.kind == Kind::Checkpoint {
            over(bytes.saturating_mul(2) - bytes / 4, chunks * 2 - chunks / 4)
        } else {
            over(bytes.saturating_mul(2), chunks * 2)
        };
        let tails = room.index.tails();
        let has_tails =
            header.kind == Kind::Tail && (tails.bytes + size > bytes || tails.count as u64 >= chunks);
        is_over || has_tails || room.index.covers() + header.covers.len() > self.rules.room_covers as usize
    }

    /// Notes from which address a room is used: with the second one it is shared.
    pub(super) fn is_used_by(&mut self, id: RoomId, by: ConnectionId) {
        let Some(origin) = self.connections.get(&by).map(|connection| connection.origin) else { return };
        // Of a room in which nothing is there is nothing to know: anybody may open any number of them.
        let is_open = |room: &&mut Room| !room.is_shared && !room.index.is_empty();
        let Some(room) = self.rooms.get_mut(&id).filter(is_open) else { return };
        match self.used_by.get(&id) {
            Some(first) if *first == origin => {}
            Some(_) => {
                self.used_by.remove(&id);
                room.is_shared = true;
                self.note_share(id);
            }
            None => {
                if self.used_by.len() >= MOST_KNOWN {
                    self.used_by.pop_first();
                }
                self.used_by.insert(id, origin);
            }
        }
    }

    /// Has it stored that a room is shared, once there is something of it that is stored.
    pub(super) fn note_share(&mut self, id: RoomId) {
        let Some(room) = self.rooms.get_mut(&id) else { return };
        if room.is_shared && !room.is_share_stored && room.index.has_durable() && self.fault.is_none() {
            room.is_share_stored = true;
            self.commit(vec![Change::Share { room: id }], Vec::new());
        }
    }

    /// Gives back to addresses what they put into a room and what is stored no more.
    pub(super) fn give_back(&mut self, id: RoomId, mut bytes: u64, now: Millis) {
        let Some(room) = self.rooms.get_mut(&id) else { return };
        for (origin, owed) in &mut room.owed {
            let back = bytes.min(*owed);
            *owed -= back;
            bytes -= back;
            self.addresses.at(*origin, &self.rules, now).is_given_back(back, &self.rules);
        }
        room.owed.retain(|_, owed| *owed > 0);
    }

    /// Asks for space where it is short.
    pub(super) fn shrink(&mut self) {
        if self.space() >= Space::Short && self.fault.is_none() {
            let most = self.rules.store_bytes / 100 * SHRINK_TO;
            self.outputs.push(Output::Shrink(self.stored_bytes.saturating_sub(most)));
        }
    }

    /// Takes in that rooms were forgotten: what is on its way to the store is still in them. Those who have them open
    /// find out with their next *have*.
    pub(super) fn shrunk(&mut self, rooms: &[RoomId]) {
        self.counters.forgotten += rooms.len() as u64;
        for id in rooms {
            self.used_by.remove(id);
            if let Some(room) = self.rooms.get_mut(id) {
                let pending = &room.pending;
                room.index.retain(|chunk| pending.contains_key(chunk));
                room.is_share_stored = false;
            }
        }
    }
}
