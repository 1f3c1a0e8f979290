//! The rooms of earlier keys: their notices are brought to a relay that lost them, and further ones are received.
//!
//! A relay that was wiped or set back knows nothing of a notice that it had acknowledged, and the old link would
//! live again for all who do not know of the new one. And who made new links at the same time, or was left out and
//! made some of their own, can be known from the old rooms only.

use super::{
    Replica, Turn,
    notices::{self, bounded},
    putting::channel,
};
use crate::{EarlierNotice, EarlierRoom, Notice, Part};
use groundswell_seal::{Capability, Grant, Keys, RoomKeys, Seed, items};
use groundswell_wire::{Channel, Chunk, ClientFrame, Kind, RelayFrame, ShortId, VerifyingKey};

/// So many rooms, the latest, are listened to; in those before them only the notices are put again.
const HEARD: usize = 4;
/// So many rooms are remembered.
const MOST: usize = 8;
/// So many bytes of notices are put on a connection.
const PUT_BYTES: usize = 64 << 10;
/// So many chunks of a room are remembered as known.
const KNOWN: usize = 2_048;

/// What is known of the rooms on the connection that stands.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// The keys of each room.
    keys: Vec<Option<RoomKeys>>,
    /// Whether they were opened on this connection.
    is_open: bool,
}

impl Earlier {
    /// The connection is another.
    pub(super) const fn hung_up(&mut self) {
        self.is_open = false;
    }
}

impl EarlierRoom {
    fn keys(&self) -> Option<RoomKeys> {
        let grant = match self.part {
            Part::Public => Grant::Public,
            Part::Members => Grant::Members,
        };
        let key = VerifyingKey::from_bytes(self.key);
        let capability = Capability::read(grant, Seed::from_bytes(self.seed), key).ok()?;
        Keys::new(&capability, self.epoch).ok()?.room(self.part).cloned()
    }
}

impl Replica {
    /// Takes up what is remembered.
    pub(super) fn load_earlier(&mut self) {
        self.settings.earlier.truncate(MOST);
        self.earlier.keys = self.settings.earlier.iter().map(EarlierRoom::keys).collect();
    }

    /// Opens the rooms once everything else was exchanged, and puts their notices.
    pub(super) fn look_at_earlier(&mut self, turn: &mut Turn<'_>) {
        let is_live = !self.rooms.is_empty() && self.rooms.iter().all(|room| room.session.is_live());
        if !self.link.is_up() || !is_live || self.earlier.is_open || self.is_closed() {
            return;
        }
        self.earlier.is_open = true;
        let mut left = PUT_BYTES;
        for place in 0..self.settings.earlier.len() {
            let channel = self.earlier_channel(place);
            let Some(Some(keys)) = self.earlier.keys.get(place) else { continue };
            let access = keys.access().clone();
            let Some(room) = self.settings.earlier.get(place) else { continue };
            let sealed: Vec<Vec<u8>> = room.notices.iter().map(|(_, sealed)| sealed.clone()).collect();
            let known = room.known.iter().copied().map(ShortId::from_bytes);
            let held =
                room.notices.iter().filter_map(|(_, sealed)| Some(Chunk::parse(sealed).ok()?.id().short()));
            let mut ids: Vec<ShortId> = known.chain(held).collect();
            ids.sort_unstable();
            ids.dedup();
            self.send(&ClientFrame::Open { channel, access }, turn);
            for chunk in &sealed {
                let Some(rest) = left.checked_sub(chunk.len()) else { continue };
                left = rest;
                self.send(&ClientFrame::Put { channel, chunk }, turn);
            }
            if place < HEARD {
                self.send(&ClientFrame::Have { channel, last: true, ids }, turn);
            } else {
                self.send(&ClientFrame::Close { channel }, turn);
            }
        }
    }

    fn earlier_channel(&self, place: usize) -> Channel {
        channel(self.rooms.len() + place)
    }

    /// Takes a frame about one of these rooms. False where it is about something else.
    pub(super) fn receive_earlier(&mut self, frame: &RelayFrame<'_>) -> bool {
        let channel = match frame {
            RelayFrame::Opened { channel, .. }
            | RelayFrame::Sending { channel, .. }
            | RelayFrame::Chunk { channel, .. }
            | RelayFrame::Wanted { channel, .. }
            | RelayFrame::Live { channel }
            | RelayFrame::Ack { channel, .. }
            | RelayFrame::Refused { channel: Some(channel), .. }
            | RelayFrame::Ephemeral { channel, .. } => *channel,
            RelayFrame::Welcome { .. }
            | RelayFrame::Refused { channel: None, .. }
            | RelayFrame::Going { .. }
            | RelayFrame::Pong { .. } => return false,
        };
        let Some(place) = usize::from(channel.0).checked_sub(self.rooms.len()) else { return false };
        if let RelayFrame::Chunk { chunk, .. } = frame {
            self.take_earlier(place, chunk);
        }
        // What the relay refuses, wants or has stored there changes nothing: it is put again with each connection.
        true
    }

    fn take_earlier(&mut self, place: usize, bytes: &[u8]) {
        let (Some(Some(keys)), Some(room)) =
            (self.earlier.keys.get(place), self.settings.earlier.get_mut(place))
        else {
            return;
        };
        let Ok(fragment) = keys.open(bytes) else { return };
        if room.notices.iter().any(|(known, _)| known.chunk == *fragment.id.as_bytes()) {
            return;
        }
        if fragment.kind == Kind::Notice && fragment.fragments == 1 {
            let items = items::split(&fragment.bytes).unwrap_or_default().into_iter().map(<[u8]>::to_vec);
            let items = bounded(items.collect());
            let notice = Notice { part: room.part, chunk: *fragment.id.as_bytes(), items };
            let has_space = notices::has_space(room.notices.iter().map(|(known, _)| known), &notice);
            if bytes.len() > 2 * notices::NOTICE_BYTES || !has_space {
                return;
            }
            room.notices.push((notice, bytes.to_vec()));
        } else if room.known.len() < KNOWN {
            room.known.push(*fragment.id.short().as_bytes());
        } else {
            return;
        }
        self.keep_settings();
    }

    /// The notices in the rooms that are listened to.
    pub(super) fn earlier_notices(&self) -> Vec<EarlierNotice> {
        let of = |room: &EarlierRoom| {
            let (epoch, key) = (room.epoch, room.key);
            let notices = room.notices.iter().map(|(notice, _)| notice.clone());
            notices.map(|notice| EarlierNotice { epoch, key, notice }).collect::<Vec<_>>()
        };
        self.settings.earlier.iter().take(HEARD).flat_map(of).collect()
    }
}
