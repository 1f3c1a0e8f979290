//! From the relay into the document: chunks are checked, opened, joined, merged, and only then held.

use super::{Effect, Purpose, Replica, Turn};
use crate::{
    Outcome, Record, State,
    record::kind_number,
    room::{Merging, Room},
};
use groundswell_seal::{OpenError, items};
use groundswell_wire::{BlobId, Chunk, ChunkId, DecodeError, Header, Kind};

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
            room.session.damaged(turn.now, self.timings.retry_ms);
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
            room.unreadable.insert(id);
            room.breaks(&record);
            record.state = State::Unreadable;
            self.keep(record, Some(Vec::new()));
            self.deny(at, header.blob);
            return;
        }
        if was_dropped && let Some(blob) = room.blob_mut(&header.blob) {
            blob.is_elsewhere = true;
        }
        if newer && let Some(blob) = room.blob_mut(&header.blob) {
            blob.merging = Merging::Newer;
        }
        if room.fragment_mut(&id).is_some_and(|fragment| fragment.state == State::Held) {
            record.state = State::Held;
        }
        let opened = opened.ok().map(|opened| opened.bytes);
        if newer || header.fragments > 1 {
            self.keep(record, Some(bytes.to_vec()));
        } else if let Some(fragment) = room.fragment_mut(&id) {
            fragment.opened.clone_from(&opened);
        }
        // With this the relay may hold it to be complete.
        self.deny(at, header.blob);
        // Here, because the relay tells their order.
        if header.kind == Kind::Notice && header.fragments == 1 {
            let items = opened.and_then(|bytes| split(&bytes).ok()).unwrap_or_default();
            self.receive_notice(part, &id, items);
        }
    }

    /// Hands complete blobs to the document.
    pub(super) fn merge_waiting(&mut self, turn: &mut Turn<'_>) {
        for at in 0..self.rooms.len() {
            let Some(room) = self.rooms.get_mut(at) else { continue };
            if room.rests(turn.now) {
                continue;
            }
            room.merge_again_at = None;
            // Checkpoints first: what they hold the document takes at once.
            let is_waiting = |(id, kind)| -> Option<BlobId> {
                let blob = room.blob(id).filter(|blob| blob.kind == kind)?;
                (blob.is_complete() && blob.merging == Merging::Waiting).then_some(*id)
            };
            let waiting: Vec<_> = [Kind::Notice, Kind::Checkpoint, Kind::Tail]
                .into_iter()
                .flat_map(|kind| room.blobs().map(move |(id, _)| (id, kind)))
                .filter_map(is_waiting)
                .collect();
            for id in waiting {
                self.merge(at, id, turn);
            }
        }
    }

    fn merge(&mut self, at: usize, id: BlobId, turn: &mut Turn<'_>) {
        let Some(room) = self.rooms.get_mut(at) else { return };
        let kind = room.blob(&id).map(|blob| blob.kind);
        let opened = if let Some(blob) = room.take_opened(&id) {
            split(&blob)
        } else {
            let fragments = room.blob(&id).into_iter().flat_map(|blob| blob.fragments.values());
            let sealed: Vec<_> = fragments.filter_map(|fragment| fragment.sealed.as_deref()).collect();
            open(room, &sealed)
        };
        match (opened, kind) {
            (Ok(items), Some(Kind::Notice)) => {
                let part = room.part;
                let chunks: Vec<ChunkId> = room
                    .blob(&id)
                    .into_iter()
                    .flat_map(|blob| blob.fragments.values())
                    .map(|it| it.id)
                    .collect();
                self.settle(at, id, State::Held);
                if let Some(chunk) = chunks.first() {
                    self.receive_notice(part, chunk, items);
                }
            }
            (Ok(items), _) => {
                let others = if kind == Some(Kind::Checkpoint) { room.others(&id) } else { Vec::new() };
                let claims = room.names(&others);
                if let Some(blob) = room.blob_mut(&id) {
                    blob.merging = Merging::Running;
                    blob.checked.extend(others);
                }
                let part = room.part;
                let number = self.number();
                self.merges.insert(number, (at, id, Purpose::Take));
                turn.effects.push(Effect::Merge { number, part, items, claims });
            }
            (Err(true), _) => {
                if let Some(blob) = room.blob_mut(&id) {
                    blob.merging = Merging::Newer;
                }
            }
            (Err(false), _) => self.settle(at, id, State::Unreadable),
        }
    }

    /// A merge ended.
    pub(super) fn merged(&mut self, number: u64, outcome: Outcome, turn: &mut Turn<'_>) {
        let Some((at, id, purpose)) = self.merges.remove(&number) else { return };
        let Some(room) = self.rooms.get_mut(at) else { return };
        match outcome {
            Outcome::Taken { names, left_out, lacking, status } => {
                room.stands(status);
                match (purpose, room.blob_mut(&id)) {
                    (Purpose::Take, Some(blob)) => {
                        blob.names = names.into_iter().collect();
                        blob.left_out = left_out;
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
            Outcome::Unreadable if purpose == Purpose::Take => self.settle(at, id, State::Unreadable),
            Outcome::Failed if matches!(purpose, Purpose::Take | Purpose::Check(_)) => {
                if let Some(blob) = room.blob_mut(&id) {
                    if purpose == Purpose::Take {
                        blob.merging = Merging::Waiting;
                    } else {
                        // What it was looked into for is to be looked for again.
                        blob.checked.clear();
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

    /// A blob is kept for another version of the app, or for another time.
    fn wait_with(&mut self, at: usize, id: BlobId, merging: Merging) {
        if let Some(blob) = self.rooms.get_mut(at).and_then(|room| room.blob_mut(&id)) {
            blob.merging = merging;
        }
        self.keep_blob(at, id, true);
    }

    /// Something of somebody else's came. To the minute: what is remembered of it is written each time.
    fn note_heard(&mut self) {
        const MINUTE_MS: i64 = 60_000;
        let now = self.clock.wall();
        let is_news = |at: i64| now.saturating_sub(at).saturating_abs() >= MINUTE_MS;
        if self.settings.received_at.is_none_or(is_news) {
            self.settings.received_at = Some(now);
            self.keep_settings();
        }
    }

    /// A blob is in the document, or will never be.
    fn settle(&mut self, at: usize, id: BlobId, state: State) {
        let Some(room) = self.rooms.get_mut(at) else { return };
        let Some(blob) = room.blob_mut(&id) else { return };
        blob.merging = Merging::Done;
        for fragment in blob.fragments.values_mut() {
            fragment.state = state;
        }
        self.keep_blob(at, id, true);
        let Some(room) = self.rooms.get_mut(at) else { return };
        if state == State::Unreadable {
            room.records(&id).iter().for_each(|record| room.breaks(record));
            let ids = room.forget(&id);
            room.unreadable.extend(ids);
            self.deny(at, id);
        } else if let Some(blob) = room.blob_mut(&id) {
            for fragment in blob.fragments.values_mut().filter(|fragment| !fragment.owed) {
                fragment.sealed = None;
            }
        }
    }

    /// Writes the records of a blob, with the bytes that are not stored yet.
    pub(super) fn keep_blob(&mut self, at: usize, id: BlobId, with_bytes: bool) {
        let Some(room) = self.rooms.get(at) else { return };
        let records = room.records(&id);
        for record in records {
            let chunk = record.chunk();
            let fragment = self.rooms.get_mut(at).and_then(|room| room.fragment_mut(&chunk));
            let bytes = match (record.state, fragment) {
                (State::Unreadable, _) => Some(Vec::new()),
                (_, Some(fragment)) if with_bytes && !fragment.stored => fragment.sealed.clone(),
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
        blob: *header.blob.as_bytes(),
        fragment: header.fragment,
        fragments: header.fragments,
        size: u32::try_from(size).unwrap_or(u32::MAX),
        changes: 0,
        names: Vec::new(),
        covers: header.covers.iter().map(|id| *id.as_bytes()).collect(),
        left_out: false,
    }
}

/// Opens and joins the fragments of a blob, in their order.
///
/// # Errors
/// Where they cannot be: true where a newer version of the app may be able to.
pub(super) fn open(room: &Room, sealed: &[&[u8]]) -> Result<Vec<Vec<u8>>, bool> {
    let mut blob = Vec::new();
    for bytes in sealed {
        match room.keys.open(bytes) {
            Ok(fragment) if blob.len() + fragment.bytes.len() > groundswell_seal::BLOB_BYTES => {
                return Err(false);
            }
            Ok(fragment) => blob.extend_from_slice(&fragment.bytes),
            Err(error) => {
                let newer =
                    matches!(error, OpenError::Contents | OpenError::Decode(DecodeError::UnknownVersion(_)));
                return Err(newer);
            }
        }
    }
    split(&blob)
}

fn split(blob: &[u8]) -> Result<Vec<Vec<u8>>, bool> {
    let items = items::split(blob).ok_or(false)?;
    Ok(items.into_iter().map(<[u8]>::to_vec).collect())
}
