//! From the relay into the document: chunks are checked, opened, joined, merged, and only then held.

use super::{Effect, Purpose, Replica, Turn};
use crate::{
    Outcome, Record, State,
    record::kind_number,
    room::{Merging, Room},
};
use groundswell_seal::{OpenError, items};
use groundswell_wire::{Chunk, ChunkId, DecodeError, Header, Kind, WholeId};

/// How long to wait with a merge that could not be stored, milliseconds.
const AGAIN_MS: u64 = 5_000;

impl Replica {
    /// A chunk came.
    pub(super) fn take(&mut self, at: usize, bytes: &[u8], turn: &Turn<'_>) {
        let Some(room) = self.rooms.get_mut(at) else { return };
        let opened = room.keys.open(bytes);
        let (Ok(chunk), Ok(_) | Err(OpenError::Sealed | OpenError::Contents)) =
            (Chunk::parse(bytes), &opened)
        else {
            // The relay made it, or let it go bad: the sound one may come yet.
            room.session.damaged(turn.now, self.pace.retry_ms);
            self.corrupted = self.corrupted.saturating_add(1);
            return;
        };
        room.session.received(bytes.len());
        let part = room.part;
        let id = chunk.id();
        // The relay has it in force again, where a later checkpoint is to cover it.
        let was_dropped = room.take_back(&id);
        if room.knows(&id) {
            return;
        }
        let header = chunk.header();
        let mut record = record(room, &id, header, bytes.len());
        let newer = opened == Err(OpenError::Contents);
        let fits = opened.is_ok() || newer;
        if !fits || !room.insert(&record, header.kind, Some(bytes.to_vec()), false) {
            room.aside.insert(id);
            room.breaks(&record);
            record.state = State::Aside;
            self.keep(record, Some(Vec::new()));
            self.deny(at, header.whole);
            return;
        }
        if was_dropped && let Some(whole) = room.whole_mut(&header.whole) {
            whole.is_elsewhere = true;
        }
        if newer && let Some(whole) = room.whole_mut(&header.whole) {
            whole.merging = Merging::Newer;
        }
        if room.piece_mut(&id).is_some_and(|piece| piece.state == State::Held) {
            record.state = State::Held;
        }
        let opened = opened.ok().map(|opened| opened.bytes);
        if newer || header.pieces > 1 {
            self.keep(record, Some(bytes.to_vec()));
        } else if let Some(piece) = room.piece_mut(&id) {
            piece.opened.clone_from(&opened);
        }
        // With this the relay may hold it to be complete.
        self.deny(at, header.whole);
        // Here, because the relay tells their order.
        if header.kind == Kind::Notice && header.pieces == 1 {
            let items = opened.and_then(|bytes| split(&bytes).ok()).unwrap_or_default();
            self.hear_notice(part, &id, items);
        }
    }

    /// Hands complete wholes to the document.
    pub(super) fn merge_waiting(&mut self, turn: &mut Turn<'_>) {
        for at in 0..self.rooms.len() {
            let Some(room) = self.rooms.get_mut(at) else { continue };
            if room.rests(turn.now) {
                continue;
            }
            room.merge_again_at = None;
            // Checkpoints first: what they hold the document takes at once.
            let is_waiting = |(id, kind)| -> Option<WholeId> {
                let whole = room.whole(id).filter(|whole| whole.kind == kind)?;
                (whole.is_complete() && whole.merging == Merging::Waiting).then_some(*id)
            };
            let waiting: Vec<_> = [Kind::Notice, Kind::Checkpoint, Kind::Tail]
                .into_iter()
                .flat_map(|kind| room.wholes().map(move |(id, _)| (id, kind)))
                .filter_map(is_waiting)
                .collect();
            for id in waiting {
                self.merge(at, id, turn);
            }
        }
    }

    fn merge(&mut self, at: usize, id: WholeId, turn: &mut Turn<'_>) {
        let Some(room) = self.rooms.get_mut(at) else { return };
        let kind = room.whole(&id).map(|whole| whole.kind);
        let opened = if let Some(whole) = room.take_opened(&id) {
            split(&whole)
        } else {
            let pieces = room.whole(&id).into_iter().flat_map(|whole| whole.pieces.values());
            let sealed: Vec<_> = pieces.filter_map(|piece| piece.sealed.as_deref()).collect();
            open(room, &sealed)
        };
        match (opened, kind) {
            (Ok(items), Some(Kind::Notice)) => {
                let part = room.part;
                let chunks: Vec<ChunkId> = room
                    .whole(&id)
                    .into_iter()
                    .flat_map(|whole| whole.pieces.values())
                    .map(|it| it.id)
                    .collect();
                self.settle(at, id, State::Held);
                if let Some(chunk) = chunks.first() {
                    self.hear_notice(part, chunk, items);
                }
            }
            (Ok(items), _) => {
                let others = if kind == Some(Kind::Checkpoint) { room.others(&id) } else { Vec::new() };
                let claims = room.names(&others);
                if let Some(whole) = room.whole_mut(&id) {
                    whole.merging = Merging::UnderWay;
                    whole.checked.extend(others);
                }
                let part = room.part;
                let number = self.number();
                self.merges.insert(number, (at, id, Purpose::Take));
                turn.effects.push(Effect::Merge { number, part, items, claims });
            }
            (Err(true), _) => {
                if let Some(whole) = room.whole_mut(&id) {
                    whole.merging = Merging::Newer;
                }
            }
            (Err(false), _) => self.settle(at, id, State::Aside),
        }
    }

    /// A merge ended.
    pub(super) fn merged(&mut self, number: u64, outcome: Outcome, turn: &mut Turn<'_>) {
        let Some((at, id, purpose)) = self.merges.remove(&number) else { return };
        let Some(room) = self.rooms.get_mut(at) else { return };
        match outcome {
            Outcome::Taken { names, left_out, lacking, standing } => {
                room.stands(standing);
                match (purpose, room.whole_mut(&id)) {
                    (Purpose::Take, Some(whole)) => {
                        whole.names = names.into_iter().collect();
                        whole.left_out = left_out;
                        self.note_heard();
                        self.settle(at, id, State::Held);
                        self.found(at, id, &lacking, true);
                    }
                    (Purpose::Check(_), _) => self.found(at, id, &lacking, false),
                    (Purpose::Take | Purpose::Again | Purpose::Put, _) => {}
                }
            }
            Outcome::Newer if purpose == Purpose::Take => self.wait_with(at, id, Merging::Newer),
            Outcome::Later if purpose == Purpose::Take => self.wait_with(at, id, Merging::Later),
            Outcome::Quarantined if purpose == Purpose::Take => {
                room.records(&id).iter().for_each(|record| room.breaks(record));
                self.wait_with(at, id, Merging::Quarantined);
                self.deny(at, id);
            }
            Outcome::Unreadable if purpose == Purpose::Take => self.settle(at, id, State::Aside),
            Outcome::Failed if matches!(purpose, Purpose::Take | Purpose::Check(_)) => {
                if let Some(whole) = room.whole_mut(&id) {
                    if purpose == Purpose::Take {
                        whole.merging = Merging::Waiting;
                    } else {
                        // What it was looked into for is to be looked for again.
                        whole.checked.clear();
                    }
                }
                room.merge_again_at = Some(turn.now.saturating_add(AGAIN_MS));
            }
            Outcome::Newer
            | Outcome::Later
            | Outcome::Quarantined
            | Outcome::Unreadable
            | Outcome::Failed => {}
        }
    }

    /// A whole is kept for another version of the app, or for another time.
    fn wait_with(&mut self, at: usize, id: WholeId, merging: Merging) {
        if let Some(whole) = self.rooms.get_mut(at).and_then(|room| room.whole_mut(&id)) {
            whole.merging = merging;
        }
        self.keep_whole(at, id, true);
    }

    /// Something of somebody else's came. To the minute: what is remembered of it is written each time.
    fn note_heard(&mut self) {
        const MINUTE_MS: i64 = 60_000;
        let now = self.clock.wall();
        let is_news = |at: i64| now.saturating_sub(at).saturating_abs() >= MINUTE_MS;
        if self.settings.heard_at.is_none_or(is_news) {
            self.settings.heard_at = Some(now);
            self.keep_settings();
        }
    }

    /// A whole is in the document, or will never be.
    fn settle(&mut self, at: usize, id: WholeId, state: State) {
        let Some(room) = self.rooms.get_mut(at) else { return };
        let Some(whole) = room.whole_mut(&id) else { return };
        whole.merging = Merging::Done;
        for piece in whole.pieces.values_mut() {
            piece.state = state;
        }
        self.keep_whole(at, id, true);
        let Some(room) = self.rooms.get_mut(at) else { return };
        if state == State::Aside {
            room.records(&id).iter().for_each(|record| room.breaks(record));
            let ids = room.forget(&id);
            room.aside.extend(ids);
            self.deny(at, id);
        } else if let Some(whole) = room.whole_mut(&id) {
            for piece in whole.pieces.values_mut().filter(|piece| !piece.owed) {
                piece.sealed = None;
            }
        }
    }

    /// Writes the records of a whole, with the bytes that are not stored yet.
    pub(super) fn keep_whole(&mut self, at: usize, id: WholeId, with_bytes: bool) {
        let Some(room) = self.rooms.get(at) else { return };
        let records = room.records(&id);
        for record in records {
            let chunk = record.chunk();
            let piece = self.rooms.get_mut(at).and_then(|room| room.piece_mut(&chunk));
            let bytes = match (record.state, piece) {
                (State::Aside, _) => Some(Vec::new()),
                (_, Some(piece)) if with_bytes && !piece.stored => piece.sealed.clone(),
                _ => None,
            };
            self.keep(record, bytes);
        }
    }
}

fn record(room: &Room, id: &ChunkId, header: &Header, size: usize) -> Record {
    Record {
        id: *id.as_bytes(),
        part: room.part,
        state: State::Unread,
        kind: kind_number(header.kind),
        whole: *header.whole.as_bytes(),
        piece: header.piece,
        pieces: header.pieces,
        size: u32::try_from(size).unwrap_or(u32::MAX),
        changes: 0,
        names: Vec::new(),
        covers: header.covers.iter().map(|id| *id.as_bytes()).collect(),
        left_out: false,
    }
}

/// Opens and joins the pieces of a whole, in their order.
///
/// # Errors
/// Where they cannot be: true where a newer version of the app may be able to.
pub(super) fn open(room: &Room, sealed: &[&[u8]]) -> Result<Vec<Vec<u8>>, bool> {
    let mut whole = Vec::new();
    for bytes in sealed {
        match room.keys.open(bytes) {
            Ok(piece) if whole.len() + piece.bytes.len() > groundswell_seal::WHOLE_BYTES => {
                return Err(false);
            }
            Ok(piece) => whole.extend_from_slice(&piece.bytes),
            Err(error) => {
                let newer =
                    matches!(error, OpenError::Contents | OpenError::Decode(DecodeError::UnknownVersion(_)));
                return Err(newer);
            }
        }
    }
    split(&whole)
}

fn split(whole: &[u8]) -> Result<Vec<Vec<u8>>, bool> {
    let items = items::split(whole).ok_or(false)?;
    Ok(items.into_iter().map(<[u8]>::to_vec).collect())
}
