//! Opening rooms, and finding out what either side lacks.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use groundswell_wire::{Access, Channel, Refusal, RelayFrame, ShortId, limits};

use super::connections::Flow;
use super::rate::{Budget, Rate};
use super::retention::DAY;
use super::turns::cost;
use super::{
    Bucket, ConnectionId, Index, Millis, Open, Origin, Output, Phase, Relay, Room, RoomId, Stage, StoreFault,
    Wait,
};
use crate::store::{Change, StoredRoom};

/// Rooms that are loaded for one address at a time: whoever opens many does not keep the store from others.
const LOADS: u32 = 1;

impl Relay {
    pub(super) fn open(&mut self, id: ConnectionId, channel: Channel, access: &Access, now: Millis) -> Flow {
        let Some(connection) = self.connections.get(&id) else { return Flow::On };
        let refusal = if connection.channels.contains_key(&channel) {
            Some(Refusal::Channel)
        } else if connection.channels.len() >= usize::from(self.rules.channels) {
            Some(Refusal::TooManyChannels)
        } else {
            None
        };
        if let Some(reason) = refusal {
            self.refuse(id, Some(channel), reason, None, now);
            return Flow::On;
        }
        // The id follows from all that was shown. A wrong token is not refused: it opens another room.
        self.spent += cost::OPEN;
        let origin = connection.origin;
        let Ok(check) = groundswell_wire::Room::new(access) else {
            self.refuse(id, Some(channel), Refusal::BadKey, None, now);
            return Flow::On;
        };
        let room = check.id();
        if connection.channels.values().any(|open| open.room == room) {
            self.refuse(id, Some(channel), Refusal::Channel, None, now);
            return Flow::On;
        }
        if self.rooms.contains_key(&room) {
            // It may have been let go on to load: it is then the turn of the one behind it.
            self.load_next(origin, now);
        } else {
            let address = self.addresses.at(origin, &self.rules, now);
            if address.loads >= LOADS {
                address.loaders.insert(id);
                return Flow::Again(Wait::Load(origin));
            }
            address.loads += 1;
            self.outputs.push(Output::Load(room));
        }
        let rules = &self.rules;
        let entry = self.rooms.entry(room).or_insert_with(|| Room {
            check,
            is_loaded: false,
            index: Index::default(),
            members: Vec::new(),
            pending: HashMap::new(),
            said: Bucket::new(f64::from(rules.room_frames), now),
            ephemeral: Budget::new(ephemeral_rate(rules), now),
            last_used: 0,
            first_used: now / 1_000,
            is_shared: false,
            is_share_stored: false,
            owed: BTreeMap::new(),
            loading_for: Some(origin),
        });
        entry.members.push((id, channel));
        let is_loaded = entry.is_loaded;
        let open = Open { room, stage: Stage::Listing, have: HashSet::new(), backlog: VecDeque::new() };
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.channels.insert(channel, open);
        }
        if is_loaded {
            self.opened(id, channel, room, now);
            Flow::On
        } else {
            Flow::Wait(Wait::Room(room))
        }
    }

    pub(super) fn loaded(&mut self, id: RoomId, stored: Result<StoredRoom, StoreFault>, now: Millis) {
        // An answer that nobody waits for would put an old list in the place of the one in use.
        let Some(room) = self.rooms.get_mut(&id) else { return };
        let Some(origin) = room.loading_for.take() else { return };
        let mut units = 0;
        match stored {
            Ok(stored) => {
                units = cost::LOADED * stored.chunks.len() as u64;
                room.last_used = stored.last_used;
                if !stored.chunks.is_empty() {
                    room.first_used = stored.first_used;
                    room.is_shared = stored.is_shared;
                    room.is_share_stored = stored.is_shared;
                }
                room.index = Index::of(stored);
                room.is_loaded = true;
                for (connection, channel) in room.members.clone() {
                    self.opened(connection, channel, id, now);
                }
                self.touch(id, now);
                self.drop_superfluous(id, now);
            }
            Err(fault) => {
                let members = room.members.clone();
                self.note(fault);
                for (connection, channel) in members {
                    self.refuse(connection, Some(channel), Refusal::Broken, None, now);
                    self.forget(connection, channel);
                }
            }
        }
        self.resume(|wait| wait == Wait::Room(id), now);
        self.unload(id);
        self.charge(origin, units, now);
        let address = self.addresses.at(origin, &self.rules, now);
        address.loads = address.loads.saturating_sub(1);
        self.load_next(origin, now);
    }

    /// Lets the next connection of an address go on that waits to have a room loaded, where it may.
    pub(super) fn load_next(&mut self, origin: Origin, now: Millis) {
        while let Some(address) = self.addresses.known(origin)
            && address.loads < LOADS
            && let Some(id) = address.loaders.pop_first()
        {
            let Some(connection) = self.connections.get(&id) else { continue };
            if connection.wait != Some(Wait::Load(origin)) {
                continue;
            }
            // Who is hung up on opens nothing more.
            let opens = connection.phase != Phase::Leaving;
            self.go_on(id, now);
            if opens {
                return;
            }
        }
    }

    fn opened(&mut self, id: ConnectionId, channel: Channel, room: RoomId, now: Millis) {
        self.is_used_by(room, id);
        let Some(room) = self.rooms.get(&room) else { return };
        let chunks = u32::try_from(room.index.len()).unwrap_or(u32::MAX);
        let bytes = room.index.bytes();
        self.send(id, &RelayFrame::Opened { channel, chunks, bytes }, now);
    }

    /// Notes that the room is in use, once a day.
    pub(super) fn touch(&mut self, id: RoomId, now: Millis) {
        let at = now / 1_000;
        let may_write = self.fault.is_none();
        let Some(room) = self.rooms.get_mut(&id) else { return };
        if may_write && !room.index.is_empty() && at.saturating_sub(room.last_used) >= DAY {
            room.last_used = at;
            self.commit(vec![Change::Touch { room: id, at }], Vec::new());
        }
    }

    pub(super) fn have(
        &mut self,
        id: ConnectionId,
        channel: Channel,
        ids: Vec<ShortId>,
        is_last: bool,
        now: Millis,
    ) {
        let most = usize::try_from(self.rules.room_chunks).unwrap_or(usize::MAX).saturating_mul(4);
        let channels = self.connections.get_mut(&id).map(|connection| &mut connection.channels);
        let Some(channels) = channels else { return };
        let before: usize = channels.values().map(|open| open.have.len()).sum();
        let Some(open) = channels.get_mut(&channel) else {
            return self.refuse(id, Some(channel), Refusal::Channel, None, now);
        };
        let said = before + ids.len();
        self.spent += ids.len() as u64;
        if open.stage != Stage::Listing {
            open.stage = Stage::Listing;
            open.backlog = VecDeque::new();
        }
        open.have.extend(ids);
        if said > most.max(limits::IDS) {
            return self.refuse_and_leave(id, Refusal::Malformed, now);
        }
        if is_last {
            self.compare(id, channel, now);
        }
    }

    /// Finds out what either side lacks, asks for the one and begins to send the other.
    fn compare(&mut self, id: ConnectionId, channel: Channel, now: Millis) {
        let open = self.connections.get(&id).and_then(|connection| connection.channels.get(&channel));
        let Some(open) = open else { return };
        let takes = self.rooms.get(&open.room).is_some_and(|room| self.takes(room, now));
        let Some(open) = self.connections.get_mut(&id).and_then(|c| c.channels.get_mut(&channel)) else {
            return;
        };
        let Some(room) = self.rooms.get_mut(&open.room) else { return };
        let have = std::mem::take(&mut open.have);
        self.spent += (room.index.len() + 2 * have.len()) as u64;
        let (missing, bytes) = room.index.missing(&have);
        let mut wanted = Vec::new();
        if takes && !room.index.is_closed() {
            wanted = room.index.unknown(have.iter());
            wanted.sort_unstable();
        }
        open.stage = Stage::Sending;
        open.backlog = missing.into();
        let chunks = u32::try_from(open.backlog.len()).unwrap_or(u32::MAX);
        self.send(id, &RelayFrame::Sending { channel, chunks, bytes }, now);
        for ids in wanted.chunks(limits::IDS) {
            self.send(id, &RelayFrame::Wanted { channel, ids: ids.to_vec() }, now);
        }
        self.pump(id, now);
    }

    pub(super) fn close(&mut self, id: ConnectionId, channel: Channel, now: Millis) {
        if self.connections.get(&id).is_some_and(|c| c.channels.contains_key(&channel)) {
            self.forget(id, channel);
        } else {
            self.refuse(id, Some(channel), Refusal::Channel, None, now);
        }
    }

    /// Takes a channel off its room.
    pub(super) fn forget(&mut self, id: ConnectionId, channel: Channel) {
        let open = self.connections.get_mut(&id).and_then(|c| c.channels.remove(&channel));
        let Some(open) = open else { return };
        if let Some(room) = self.rooms.get_mut(&open.room) {
            self.spent += (room.members.len() + room.pending.len()) as u64 / cost::READERS;
            room.members.retain(|member| *member != (id, channel));
            for pending in room.pending.values_mut() {
                pending.putters.retain(|putter| *putter != (id, channel));
            }
        }
        self.unload(open.room);
    }

    /// Forgets a room that nobody has open and of which everything is stored. One that is being loaded stays until
    /// the answer is there: its address is counted as loading until then, and whoever opens it again shares the load.
    pub(super) fn unload(&mut self, id: RoomId) {
        let is_idle =
            |room: &Room| room.members.is_empty() && room.pending.is_empty() && room.loading_for.is_none();
        if self.rooms.get(&id).is_some_and(is_idle) {
            self.rooms.remove(&id);
        }
    }
}

/// The rate of ephemeral messages in a room.
pub(super) fn ephemeral_rate(rules: &super::Rules) -> Rate {
    Rate { count: rules.room_whispers, bytes: rules.room_whisper_bytes }
}
