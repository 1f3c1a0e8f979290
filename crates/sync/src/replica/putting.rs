//! From the outbox to the relay, and again what the relay lost.

use super::{Effect, Purpose, Replica, Turn};
use crate::State;
use groundswell_wire::{BlobId, Channel, ChunkId, ClientFrame, Kind, ShortId};
use std::collections::{BTreeMap, BTreeSet};

impl Replica {
    /// Sends what is to be at the relay, as much at once as may be under way.
    pub(super) fn put(&mut self, turn: &mut Turn<'_>) {
        if !self.link.is_up() {
            return;
        }
        let closed = self.is_closed();
        for at in 0..self.rooms.len() {
            let window = self.timings.window_bytes;
            let is_checking = self.is_checking(at);
            let Some(room) = self.rooms.get_mut(at) else { continue };
            if !room.session.is_open() || room.session.rests(turn.now) {
                continue;
            }
            let size = |size: u32| usize::try_from(size).unwrap_or(usize::MAX);
            let mut under_way: usize =
                room.fragments().filter(|it| it.sent.is_some()).map(|it| size(it.size)).sum();
            let mut sending = Vec::new();
            let mut absent = Vec::new();
            // What the relay sends, or a checkpoint, may hold what it lacks.
            let is_level = room.session.is_live() && room.is_read() && !is_checking;
            let notices: BTreeSet<ChunkId> = room
                .blobs()
                .filter(|(_, blob)| blob.kind == Kind::Notice)
                .flat_map(|(_, blob)| blob.fragments.values().map(|fragment| fragment.id))
                .collect();
            for fragment in room.fragments_mut().filter(|it| it.is_to_put() && it.sent.is_none()) {
                let waits = fragment.owed && !is_level;
                if waits || (closed && !notices.contains(&fragment.id)) {
                    continue;
                }
                if under_way > 0 && under_way.saturating_add(size(fragment.size)) > window {
                    break;
                }
                match fragment.sealed.clone() {
                    Some(sealed) => {
                        fragment.sent = Some(turn.now);
                        under_way = under_way.saturating_add(size(fragment.size));
                        sending.push(sealed);
                    }
                    None => absent.push(fragment.id),
                }
            }
            if !sending.is_empty() && self.link.owes_since.is_none() {
                self.link.owes_since = Some(turn.now);
            }
            for sealed in sending {
                self.send(&ClientFrame::Put { channel: channel(at), chunk: &sealed }, turn);
            }
            self.fetch_absent(at, absent, turn);
        }
    }

    fn fetch_absent(&mut self, at: usize, mut absent: Vec<ChunkId>, turn: &mut Turn<'_>) {
        let asked: BTreeSet<ChunkId> = self
            .fetches
            .values()
            .filter(|(_, _, purpose)| *purpose == Purpose::Put)
            .flat_map(|(_, ids, _)| ids.iter().copied())
            .collect();
        absent.retain(|id| !asked.contains(id));
        if !absent.is_empty() {
            self.fetch(at, absent, Purpose::Put, turn);
        }
    }

    /// Reads sealed bytes from storage.
    pub(super) fn fetch(&mut self, at: usize, ids: Vec<ChunkId>, purpose: Purpose, turn: &mut Turn<'_>) {
        let number = self.number();
        self.fetches.insert(number, (at, ids.clone(), purpose));
        turn.effects.push(Effect::Fetch { number, ids });
    }

    /// Sealed bytes came from storage.
    pub(super) fn fetched(&mut self, number: u64, chunks: Vec<(ChunkId, Vec<u8>)>, turn: &mut Turn<'_>) {
        let Some((at, ids, purpose)) = self.fetches.remove(&number) else { return };
        let found: BTreeMap<ChunkId, Vec<u8>> = chunks.into_iter().collect();
        let Some(room) = self.rooms.get_mut(at) else { return };
        let known: Vec<ChunkId> = ids.into_iter().filter(|id| room.blob_of(id).is_some()).collect();
        if known.iter().any(|id| !found.contains_key(id)) {
            // Nothing is lost: whoever removed it stored what covers it. A note of it that was written after that
            // is about nothing.
            for id in known.iter().filter(|id| !found.contains_key(*id)) {
                let gone = room.blob_of(id).map(|blob| room.forget(&blob));
                self.draft.remove.extend(gone.into_iter().flatten());
            }
            self.look_again(turn);
            return;
        }
        match purpose {
            Purpose::Put => {
                for (id, bytes) in found {
                    if let Some(fragment) = room.fragment_mut(&id)
                        && (fragment.owed || fragment.state == State::Outbox)
                    {
                        fragment.sealed = Some(bytes);
                    }
                }
            }
            Purpose::Check(blob) => {
                let sealed: Vec<_> = known.iter().filter_map(|id| found.get(id)).map(Vec::as_slice).collect();
                self.check(at, blob, &sealed, turn);
            }
            Purpose::Again | Purpose::Take => {
                let sealed: Vec<_> = known.iter().filter_map(|id| found.get(id)).map(Vec::as_slice).collect();
                let Ok(items) = super::taking::open(room, &sealed) else { return };
                let (part, blob) = (room.part, known.first().and_then(|id| room.blob_of(id)));
                if let Some(blob) = blob {
                    let number = self.number();
                    self.merges.insert(number, (at, blob, Purpose::Again));
                    turn.effects.push(Effect::Merge { number, part, items, claims: Vec::new() });
                }
            }
        }
    }

    /// The relay has not what this replica has.
    pub(super) fn wanted(&mut self, at: usize, ids: &[ShortId]) {
        let Some(room) = self.rooms.get_mut(at) else { return };
        let was_emptied = room.session.relay_is_empty;
        let asked = room.session.asked;
        // Of checkpoints that hold each other not all may go.
        let may_go = room.has_last_checkpoint();
        for id in ids.iter().filter_map(|short| room.find(short)).collect::<Vec<_>>() {
            let of = room.blob_of(&id);
            let is_elsewhere = |of: &BlobId| room.blob(of).is_some_and(|it| it.is_elsewhere && it.is_held());
            if let Some(of) = of.filter(|of| may_go && is_elsewhere(of)) {
                // It was covered by something that is gone, and its changes are in a checkpoint.
                let gone = room.cover(&of);
                self.draft.remove.extend(gone);
                continue;
            }
            let Some(fragment) = room.fragment_mut(&id) else { continue };
            // What was sent before the relay spoke may be on its way still.
            if fragment.state == State::Outbox || fragment.sent.is_some() {
                continue;
            }
            // Nor does it lose what it has taken since it was asked: this answer is older.
            if asked.is_some() && fragment.acknowledged >= asked {
                continue;
            }
            fragment.owed = true;
            let was_held = fragment.state == State::Held;
            let is_ours = room.blob_of(&id).and_then(|of| room.blob(&of)).is_some_and(|of| of.changes > 0);
            // A relay lets go what checkpoints name, also where it is not known here which of them came first.
            let is_named = room.blobs().any(|(_, it)| it.kind == Kind::Checkpoint && it.covers.contains(&id));
            if !was_emptied && was_held && is_ours && !is_named {
                room.suspected.insert(id);
            }
        }
    }

    /// The relay stored these for good.
    pub(super) fn acknowledged(&mut self, at: usize, ids: &[ChunkId], turn: &Turn<'_>) {
        for id in ids {
            let Some(room) = self.rooms.get_mut(at) else { return };
            let Some(blob) = room.blob_of(id) else { continue };
            let Some(fragment) = room.fragment_mut(id) else { continue };
            if fragment.sent.take().is_none() {
                // Not sent on this connection: not an answer to anything.
                continue;
            }
            fragment.owed = false;
            fragment.claimed = false;
            fragment.acknowledged = Some(turn.now);
            let was_new = fragment.state == State::Outbox;
            if was_new {
                fragment.state = State::Held;
            }
            if fragment.state == State::Held {
                fragment.sealed = None;
            }
            self.refusal = None;
            if was_new {
                self.keep_blob(at, blob, false);
                if self
                    .rooms
                    .get(at)
                    .and_then(|room| room.blob(&blob))
                    .is_some_and(crate::room::Blob::is_held)
                {
                    self.delivered(at, blob);
                }
            }
        }
        let still = self.rooms.iter().any(|room| room.fragments().any(|fragment| fragment.sent.is_some()));
        self.link.owes_since = still.then_some(turn.now);
    }
}

/// The number of a room on a connection.
pub(super) fn channel(at: usize) -> Channel {
    Channel(u16::try_from(at).unwrap_or(u16::MAX))
}
