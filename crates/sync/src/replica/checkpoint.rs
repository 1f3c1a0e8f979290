//! Checkpoints: everything in one blob, in place of what it covers.

use super::{Effect, Purpose, Replica, Turn, taking::open};
use crate::{
    Document, Name, Part, State,
    room::{Blob, Merging, Room},
    timings::{Timings, below},
};
use groundswell_wire::{BlobId, ChunkId, Kind, limits};
use std::collections::BTreeSet;

/// Past so many live checkpoints one more takes their place.
const CHECKPOINTS: usize = 3;

/// A document that is being saved.
pub(super) struct Saving {
    at: usize,
    /// The blobs that the checkpoint is to cover.
    covers: Vec<BlobId>,
    /// Whether it is for a directory that is shared for the first time.
    publishes: bool,
}

impl Replica {
    /// Asks for the document where a checkpoint is due.
    pub(super) fn make_checkpoints(&mut self, turn: &mut Turn<'_>) {
        if self.is_closed() {
            return self.rooms.iter_mut().for_each(|room| room.checkpoint_at = None);
        }
        for at in 0..self.rooms.len() {
            let timings = self.timings;
            let Some(room) = self.rooms.get_mut(at) else { continue };
            if !room.keys.can_write() || room.saving {
                continue;
            }
            let rests = room.checkpoint_at.is_some_and(|due| due > turn.now);
            if self.settings.publish.contains(&room.part) {
                if !rests {
                    self.save(at, Vec::new(), true, turn);
                }
                continue;
            }
            if !is_due(room, timings) {
                room.checkpoint_at = None;
            } else if let Some(due) = room.checkpoint_at {
                if due <= turn.now {
                    let covers = coverable(room);
                    self.save(at, covers, false, turn);
                }
            } else {
                let rested =
                    room.checkpoint_made.map_or(0, |made| made.saturating_add(timings.checkpoint_rest_ms));
                let spread = below(timings.checkpoint_spread_ms, turn.random);
                room.checkpoint_at = Some(turn.now.max(rested).saturating_add(spread));
            }
        }
    }

    fn save(&mut self, at: usize, covers: Vec<BlobId>, publishes: bool, turn: &mut Turn<'_>) {
        let Some(room) = self.rooms.get_mut(at) else { return };
        room.saving = true;
        room.checkpoint_at = None;
        let (part, claims) = (room.part, room.names(&covers));
        let number = self.number();
        self.saves.insert(number, Saving { at, covers, publishes });
        turn.effects.push(Effect::Save { number, part, claims });
    }

    /// The document was saved, or could not be.
    pub(super) fn saved(&mut self, number: u64, document: Option<Document>, turn: &mut Turn<'_>) {
        let Some(Saving { at, covers, publishes }) = self.saves.remove(&number) else { return };
        let is_open = !self.is_closed();
        let Some(room) = self.rooms.get_mut(at) else { return };
        room.saving = false;
        room.checkpoint_made = Some(turn.now);
        // After whatever goes wrong below there is time until the next attempt.
        room.checkpoint_at = Some(turn.now.saturating_add(self.timings.checkpoint_rest_ms));
        let Some(Document { items, names, lacking }) = document.filter(|_| is_open) else { return };
        let (covers, lost) = split(room, covers, &lacking);
        let is_worth_it = publishes || lost.is_empty() || is_worth_it(room, &covers, self.timings);
        let mut again = Vec::new();
        for id in lost {
            let Some(blob) = room.blob_mut(&id) else { continue };
            blob.lacked = blob.lacked.saturating_add(1);
            again.extend((blob.lacked == 1).then_some(id));
        }
        let part = room.part;
        let mut ids: Vec<ChunkId> = covers
            .iter()
            .filter_map(|id| room.blob(id))
            .flat_map(|blob| blob.fragments.values().map(|fragment| fragment.id))
            .collect();
        ids.sort_unstable();
        self.merge_again(at, again, turn);
        if !is_worth_it {
            return;
        }
        let items: Vec<&[u8]> = items.iter().map(Vec::as_slice).collect();
        let changes = u32::from(publishes);
        let Some(id) = self.seal(at, Kind::Checkpoint, &ids, &items, &names, changes, turn) else { return };
        if let Some(blob) = self.rooms.get_mut(at).and_then(|room| room.blob_mut(&id)) {
            blob.checked.extend(covers);
        }
        if publishes {
            self.settings.publish.retain(|it: &Part| *it != part);
            self.keep_settings();
        }
    }

    /// A checkpoint was looked into: it lacks these of the names that it claimed. What came after it although it
    /// names it is in force at the relay, until a later one names it too.
    pub(super) fn found(&mut self, at: usize, id: BlobId, lacking: &[Name], is_new: bool) {
        let lacking: BTreeSet<Name> = lacking.iter().copied().collect();
        let Some(room) = self.rooms.get_mut(at) else { return };
        let checked = room.blob(&id).map(|blob| blob.checked.clone()).unwrap_or_default();
        let named: BTreeSet<BlobId> = room.covered_by(&id).into_iter().collect();
        let mut gone = Vec::new();
        for other in room.others(&id).into_iter().filter(|it| checked.contains(it)) {
            let Some(blob) = room.blob_mut(&other) else { continue };
            let is_named = named.contains(&other);
            if !blob.names.is_disjoint(&lacking) {
                if is_named {
                    // Put once more it is in force again, whatever claimed to cover it before.
                    for fragment in
                        blob.fragments.values_mut().filter(|fragment| fragment.state == State::Held)
                    {
                        fragment.owed = true;
                        fragment.claimed = true;
                    }
                    room.unfounded.insert(id);
                }
                continue;
            }
            blob.is_elsewhere = true;
            // What the relay does not have although nothing names it was covered by something that is gone.
            let is_gone = blob.fragments.values().all(|fragment| fragment.owed && fragment.sent.is_none());
            if (is_named && is_new) || is_gone {
                blob.covered = true;
                if blob.is_held() {
                    gone.extend(room.cover(&other));
                }
            }
        }
        // Their other fragments are not to be expected any more; if they come, these come again.
        for other in room.superseded_by(&id) {
            gone.extend(room.forget(&other));
        }
        self.draft.remove.extend(gone);
    }

    /// Where a checkpoint cannot be read, nobody finds in it what it claims to cover, and the relay believes it. What
    /// of that is here is put once more, and is in force again.
    pub(super) fn deny(&mut self, at: usize, blob: BlobId) {
        let Some(room) = self.rooms.get_mut(at) else { return };
        for id in room.broken.get(&blob).cloned().unwrap_or_default() {
            if let Some(fragment) = room.fragment_mut(&id).filter(|fragment| fragment.state == State::Held) {
                fragment.owed = true;
                fragment.claimed = true;
            }
        }
    }

    /// All fragments of a blob are at the relay: what it covers may go, and it itself if it is covered.
    pub(super) fn delivered(&mut self, at: usize, id: BlobId) {
        let Some(room) = self.rooms.get_mut(at) else { return };
        if room.blob(&id).is_some_and(|blob| blob.covered) {
            let gone = room.cover(&id);
            self.draft.remove.extend(gone);
        } else if room.blob(&id).is_some_and(|blob| blob.kind == Kind::Checkpoint) {
            self.found(at, id, &[], true);
        }
    }

    /// Looks into checkpoints for what came after them although they claim to cover it, and for what the relay
    /// does not have.
    pub(super) fn check_checkpoints(&mut self, turn: &mut Turn<'_>) {
        for at in 0..self.rooms.len() {
            let Some(room) = self.rooms.get(at) else { continue };
            if self.has_check(at) || room.rests(turn.now) || !room.session.is_live() || !room.is_read() {
                continue;
            }
            let Some(id) = room.unchecked() else { continue };
            let fragments = room.blob(&id).into_iter().flat_map(|blob| blob.fragments.values());
            let ids = fragments.map(|fragment| fragment.id).collect();
            self.fetch(at, ids, Purpose::Check(id), turn);
        }
    }

    fn has_check(&self, at: usize) -> bool {
        self.fetches.values().any(|(of, _, purpose)| *of == at && is_check(*purpose))
            || self.merges.values().any(|(of, _, purpose)| *of == at && is_check(*purpose))
    }

    /// Whether a checkpoint is being looked into, or is to be.
    pub(super) fn is_checking(&self, at: usize) -> bool {
        self.has_check(at) || self.rooms.get(at).is_some_and(|room| room.unchecked().is_some())
    }

    /// The sealed bytes of a checkpoint are here: it is merged again, to see what it holds.
    pub(super) fn check(&mut self, at: usize, id: BlobId, sealed: &[&[u8]], turn: &mut Turn<'_>) {
        let Some(room) = self.rooms.get_mut(at) else { return };
        let others = room.others(&id);
        let claims = room.names(&others);
        if let Some(blob) = room.blob_mut(&id) {
            blob.checked.extend(others);
        }
        let Ok(items) = open(room, sealed) else { return };
        let part = room.part;
        let number = self.number();
        self.merges.insert(number, (at, id, Purpose::Check(id)));
        turn.effects.push(Effect::Merge { number, part, items, claims });
    }

    fn merge_again(&mut self, at: usize, lost: Vec<BlobId>, turn: &mut Turn<'_>) {
        let Some(room) = self.rooms.get(at) else { return };
        let fragments = |id| -> Vec<ChunkId> {
            room.blob(id)
                .into_iter()
                .flat_map(|blob| blob.fragments.values())
                .map(|fragment| fragment.id)
                .collect()
        };
        for ids in lost.iter().map(fragments).collect::<Vec<_>>() {
            self.fetch(at, ids, Purpose::Again, turn);
        }
    }
}

const fn is_check(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Check(_))
}

/// Whether a checkpoint is due, and this replica holds everything that it must.
fn is_due(room: &Room, timings: Timings) -> bool {
    // In a full room what waits to be sent waits for this very checkpoint.
    let is_delivered = room.is_delivered() || room.session.is_full;
    // What nobody has, as far as the relay knows, is not waited for: anybody could name such a thing. What builds on it
    // is not covered.
    let is_all_here = room.missing == 0 || room.withheld > 0;
    let is_whole = room.session.is_live() && is_all_here && room.is_read() && is_delivered;
    is_whole && is_worth_it(room, &coverable(room), timings)
}

/// Whether a checkpoint that covers these takes the place of enough.
fn is_worth_it(room: &Room, covers: &[BlobId], timings: Timings) -> bool {
    let (mut number, mut size, mut checkpoints) = (0, 0_usize, 0);
    for blob in covers.iter().filter_map(|id| room.blob(id)) {
        match blob.kind {
            Kind::Tail => {
                number += 1;
                size = size.saturating_add(blob.size());
            }
            Kind::Checkpoint => checkpoints += 1,
            Kind::Notice => {}
        }
    }
    number > timings.checkpoint_tails
        || size > timings.checkpoint_bytes
        || checkpoints > CHECKPOINTS
        || covers.iter().any(|id| room.unfounded.contains(id))
}

/// Whether a checkpoint may stand in place of this.
fn may_be_covered(room: &Room, id: &BlobId, blob: &Blob) -> bool {
    // What a checkpoint that lied names and nobody here has would be covered with it: others are to see it first.
    let is_sound = !room.unfounded.contains(id) || blob.covers.iter().all(|covered| room.knows(covered));
    blob.kind != Kind::Notice
        && is_sound
        && !blob.left_out
        // What the document does not hold although it was merged again would make a checkpoint due for ever.
        && blob.lacked < 2
        && blob.merging == Merging::Done
        && blob.fragments.values().all(|fragment| fragment.state == State::Held)
}

/// What a checkpoint made now would cover: as much as it may.
fn coverable(room: &Room) -> Vec<BlobId> {
    let mut left = limits::COVERS;
    room.blobs()
        .filter(|(id, blob)| may_be_covered(room, id, blob))
        .take_while(|(_, blob)| {
            let fits = blob.fragments.len() <= left;
            left = left.saturating_sub(blob.fragments.len());
            fits
        })
        .map(|(id, _)| *id)
        .collect()
}

/// Those blobs that a document holds, and those that it lost.
fn split(room: &Room, covers: Vec<BlobId>, lacking: &[Name]) -> (Vec<BlobId>, Vec<BlobId>) {
    covers.into_iter().filter(|id| room.blob(id).is_some()).partition(|id| {
        room.blob(id).is_some_and(|blob| !lacking.iter().any(|name| blob.names.contains(name)))
    })
}
