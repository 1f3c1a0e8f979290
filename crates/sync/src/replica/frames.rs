//! Frames of the relay.

use super::{Replica, Turn};
use crate::{Progress, Refusal, room::Phase};
use groundswell_wire as wire;
use groundswell_wire::{Channel, ChunkId, RelayFrame};

/// So often the relay is asked again for chunks that it promised and that did not come.
const ROUNDS: u32 = 3;
/// How long nothing is put after the relay had no place or time for it, milliseconds.
const REST_MS: u64 = 15_000;

impl Replica {
    /// A message came.
    pub(super) fn received(&mut self, connection: u32, bytes: &[u8], turn: &mut Turn<'_>) {
        if self.link.number != connection || !self.link.is_up() {
            return;
        }
        self.note_received(turn);
        let Ok(frames) = RelayFrame::all(bytes) else { return self.hang_up(turn) };
        for frame in frames {
            match frame {
                Ok(frame) => self.frame(&frame, turn),
                // A frame of a newer relay is passed over; the rest of its message is lost with it.
                Err(wire::DecodeError::UnknownFrame(_)) => {}
                Err(_) => return self.hang_up(turn),
            }
            if !self.link.is_up() {
                return;
            }
        }
    }

    fn frame(&mut self, frame: &RelayFrame<'_>, turn: &mut Turn<'_>) {
        if self.receive_earlier(frame) {
            return;
        }
        match frame {
            RelayFrame::Welcome { version, limits } => {
                if *version != wire::VERSION {
                    self.refusal = Some(Refusal::Version);
                    return self.hang_up(turn);
                }
                let idle_ms = u64::from(limits.idle_seconds).saturating_mul(1000);
                let keep_alive = if idle_ms == 0 { self.timings.probe_ms } else { idle_ms / 3 };
                self.link.welcomed(keep_alive.clamp(1_000, self.timings.probe_ms));
                let most = usize::try_from(limits.message_bytes).unwrap_or(usize::MAX);
                self.message_bytes = most.min(wire::limits::MESSAGE_BYTES);
            }
            RelayFrame::Opened { channel, chunks, .. } => {
                if let Some((_, room)) = self.room(*channel) {
                    room.session.relay_is_empty = *chunks == 0;
                }
            }
            RelayFrame::Sending { channel, chunks, bytes } => {
                if let Some((_, room)) = self.room(*channel) {
                    room.session.promised = *chunks;
                    room.session.progress = Progress { received: 0, total: *bytes };
                }
            }
            RelayFrame::Chunk { channel, chunk } => {
                if let Some((at, _)) = self.room(*channel) {
                    self.take(at, chunk, turn);
                }
            }
            RelayFrame::Wanted { channel, ids } => {
                if let Some((at, _)) = self.room(*channel) {
                    self.wanted(at, ids);
                }
            }
            RelayFrame::Live { channel } => {
                if let Some((at, _)) = self.room(*channel) {
                    self.live(at, turn);
                }
            }
            RelayFrame::Ack { channel, ids } => {
                if let Some((at, _)) = self.room(*channel) {
                    self.acknowledged(at, ids, turn);
                }
            }
            RelayFrame::Refused { channel, reason, id } => self.refused(*channel, *reason, *id, turn),
            RelayFrame::Ephemeral { channel, bytes } => {
                if let Some((at, _)) = self.room(*channel) {
                    self.receive_ephemeral(at, bytes, turn);
                }
            }
            RelayFrame::Going { .. } => self.hang_up(turn),
            RelayFrame::Pong { .. } => {}
        }
    }

    fn room(&mut self, channel: Channel) -> Option<(usize, &mut crate::room::Room)> {
        let at = usize::from(channel.0);
        self.rooms.get_mut(at).filter(|room| room.session.is_open()).map(|room| (at, room))
    }

    /// The relay has sent what it has.
    fn live(&mut self, at: usize, turn: &mut Turn<'_>) {
        let Some(room) = self.rooms.get_mut(at) else { return };
        if room.session.asked.take().is_none() {
            return;
        }
        if room.session.promised > 0 && room.session.rounds < ROUNDS {
            room.session.rounds += 1;
            return self.probe_room(at, turn);
        }
        if room.session.again_at.is_none() {
            room.session.damaged = 0;
        }
        room.session.rounds = 0;
        room.session.promised = 0;
        room.session.progress = Progress::default();
        room.session.phase = Phase::Live;
        room.session.missing_answered |= std::mem::take(&mut room.session.asked_for_missing);
        if self.rooms.iter().all(|room| room.session.is_live()) {
            self.back_off.reset();
            self.refusal = None;
        }
    }

    fn refused(
        &mut self,
        channel: Option<Channel>,
        reason: wire::Refusal,
        id: Option<ChunkId>,
        turn: &mut Turn<'_>,
    ) {
        let shown = shown(reason);
        self.refusal = Some(shown);
        let Some((_, room)) = channel.and_then(|channel| self.room(channel)) else {
            // It is about the whole connection.
            return self.hang_up(turn);
        };
        if let Some(id) = id {
            let Some(fragment) = room.fragment_mut(&id) else { return };
            fragment.sent = None;
            fragment.refused |= !passes(reason);
            if passes(reason) {
                room.session.rest_until = Some(turn.now.saturating_add(REST_MS));
            }
            room.session.is_full |= reason == wire::Refusal::RoomFull;
        } else if reason == wire::Refusal::TooFast {
            room.session.rest_until = Some(turn.now.saturating_add(REST_MS));
            room.fragments_mut().for_each(|fragment| fragment.sent = None);
        } else {
            room.session.phase = Phase::Refused(shown);
            room.session.asked = None;
            room.fragments_mut().for_each(|fragment| fragment.sent = None);
        }
        let still = self.rooms.iter().any(|room| room.fragments().any(|fragment| fragment.sent.is_some()));
        self.link.owes_since = still.then_some(turn.now);
    }
}

/// Whether what was refused for this reason may be taken a while later as it is.
const fn passes(reason: wire::Refusal) -> bool {
    match reason {
        wire::Refusal::TooFast
        | wire::Refusal::ReadOnly
        | wire::Refusal::RoomFull
        | wire::Refusal::TooManyRooms
        | wire::Refusal::Busy
        | wire::Refusal::Broken => true,
        wire::Refusal::Version
        | wire::Refusal::Malformed
        | wire::Refusal::Channel
        | wire::Refusal::BadKey
        | wire::Refusal::OtherRoom
        | wire::Refusal::BadChunk
        | wire::Refusal::BadSignature
        | wire::Refusal::TooManyChannels
        | wire::Refusal::TooLarge
        | wire::Refusal::Closed => false,
    }
}

const fn shown(reason: wire::Refusal) -> Refusal {
    match reason {
        wire::Refusal::Version => Refusal::Version,
        wire::Refusal::BadKey | wire::Refusal::OtherRoom | wire::Refusal::BadSignature => Refusal::NotAllowed,
        wire::Refusal::TooManyChannels
        | wire::Refusal::TooLarge
        | wire::Refusal::RoomFull
        | wire::Refusal::TooFast
        | wire::Refusal::TooManyRooms
        | wire::Refusal::Busy => Refusal::Limit,
        wire::Refusal::ReadOnly => Refusal::ReadOnly,
        wire::Refusal::Closed => Refusal::Closed,
        wire::Refusal::Malformed
        | wire::Refusal::Channel
        | wire::Refusal::BadChunk
        | wire::Refusal::Broken => Refusal::Other,
    }
}
