//! One part of the directory and what is known of its room: chunks, blobs, what waits to be sealed.

mod blob;
mod neighbours;
mod presence;
mod session;

pub(crate) use blob::{Blob, Fragment, Merging};
pub(crate) use neighbours::Neighbours;
pub(crate) use presence::Presence;
pub(crate) use session::{Phase, Session};

use crate::{Change, Digest, Name, Part, PartStatus, Record, State};
use groundswell_seal::RoomKeys;
use groundswell_wire::{BlobId, ChunkId, Kind, ShortId};
use std::collections::{BTreeMap, BTreeSet};

/// A part's room, as this replica knows it.
pub(crate) struct Room {
    pub(crate) part: Part,
    pub(crate) keys: RoomKeys,
    /// The live chunks by what they are fragments of.
    blobs: BTreeMap<BlobId, Blob>,
    index: BTreeMap<ChunkId, BlobId>,
    /// Chunks that do not open or cannot be read.
    pub(crate) unreadable: BTreeSet<ChunkId>,
    /// Chunks that a checkpoint covers and that are not kept any more.
    dropped: BTreeSet<ChunkId>,
    /// Blobs of which a fragment, or all, cannot be read, and what they claim to cover.
    pub(crate) broken: BTreeMap<BlobId, BTreeSet<ChunkId>>,
    /// Checkpoints that do not hold what they claim to cover.
    pub(crate) unfounded: BTreeSet<BlobId>,
    /// Chunks that the relay acknowledged to this device and does not have.
    pub(crate) lost: BTreeSet<ChunkId>,
    /// Chunks that may be so: what the relay sends instead is to be seen first.
    pub(crate) suspected: BTreeSet<ChunkId>,
    /// Committed changes that no chunk holds yet.
    pub(crate) pending: Vec<Change>,
    pub(crate) seal_at: Option<u64>,
    /// Changes that others here build on and that are not here.
    pub(crate) missing: u32,
    pub(crate) missing_since: Option<u64>,
    pub(crate) withheld: u32,
    pub(crate) state: Digest,
    pub(crate) checkpoint_at: Option<u64>,
    pub(crate) checkpoint_made: Option<u64>,
    /// Whether a document is being saved for a checkpoint.
    pub(crate) saving: bool,
    pub(crate) merge_again_at: Option<u64>,
    pub(crate) session: Session,
    pub(crate) presence: Presence,
}

impl Room {
    pub(crate) fn new(part: Part, keys: RoomKeys) -> Self {
        Self {
            part,
            keys,
            blobs: BTreeMap::new(),
            index: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            dropped: BTreeSet::new(),
            broken: BTreeMap::new(),
            unfounded: BTreeSet::new(),
            lost: BTreeSet::new(),
            suspected: BTreeSet::new(),
            pending: Vec::new(),
            seal_at: None,
            missing: 0,
            missing_since: None,
            withheld: 0,
            state: [0; 32],
            checkpoint_at: None,
            checkpoint_made: None,
            saving: false,
            merge_again_at: None,
            session: Session::default(),
            presence: Presence::default(),
        }
    }

    /// The document stands so now.
    pub(crate) fn stands(&mut self, status: PartStatus) {
        if status.missing < self.missing {
            // What waited for something may be in it.
            self.blobs.values_mut().for_each(|blob| blob.lacked = 0);
        }
        self.state = status.state;
        self.missing = status.missing;
    }

    /// What this is a fragment of cannot be read.
    pub(crate) fn breaks(&mut self, record: &Record) {
        let known = self.blobs.get(&record.blob()).map(|blob| blob.covers.clone()).unwrap_or_default();
        let covers = self.broken.entry(record.blob()).or_default();
        covers.extend(known);
        covers.extend(record.covers.iter().copied().map(ChunkId::from_bytes));
    }

    /// Whether no chunk of it was ever seen.
    pub(crate) fn is_bare(&self) -> bool {
        self.index.is_empty() && self.unreadable.is_empty() && self.dropped.is_empty()
    }

    /// Whether this chunk need not be taken in again.
    pub(crate) fn knows(&self, id: &ChunkId) -> bool {
        self.index.contains_key(id) || self.unreadable.contains(id) || self.dropped.contains(id)
    }

    /// Whether this chunk was let go, and is from now on looked at as if it never was.
    pub(crate) fn take_back(&mut self, id: &ChunkId) -> bool {
        self.dropped.remove(id)
    }

    /// Whether a checkpoint was found to hold it, and it is not kept any more.
    pub(crate) fn has_dropped(&self, id: &ChunkId) -> bool {
        self.dropped.contains(id)
    }

    /// The chunks that the relay need not send, in order.
    pub(crate) fn ids(&self) -> Vec<ShortId> {
        let mut ids: Vec<_> = self.index.keys().chain(&self.unreadable).map(ChunkId::short).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The live chunks whose ids begin so.
    pub(crate) fn find(&self, short: &ShortId) -> Option<ChunkId> {
        let mut from = [0; ChunkId::BYTES];
        from.iter_mut().zip(short.as_bytes()).for_each(|(to, byte)| *to = *byte);
        let first = self.index.range(ChunkId::from_bytes(from)..).next()?.0;
        (first.short() == *short).then_some(*first)
    }

    pub(crate) fn blobs(&self) -> impl Iterator<Item = (&BlobId, &Blob)> {
        self.blobs.iter()
    }

    pub(crate) fn blob(&self, id: &BlobId) -> Option<&Blob> {
        self.blobs.get(id)
    }

    pub(crate) fn blob_mut(&mut self, id: &BlobId) -> Option<&mut Blob> {
        self.blobs.get_mut(id)
    }

    pub(crate) fn blob_of(&self, id: &ChunkId) -> Option<BlobId> {
        self.index.get(id).copied()
    }

    pub(crate) fn fragment_mut(&mut self, id: &ChunkId) -> Option<&mut Fragment> {
        let blob = self.index.get(id)?;
        self.blobs.get_mut(blob)?.fragments.values_mut().find(|fragment| fragment.id == *id)
    }

    /// What was in a blob of one fragment, once, if it has just come.
    pub(crate) fn take_opened(&mut self, id: &BlobId) -> Option<Vec<u8>> {
        self.blobs.get_mut(id)?.fragments.values_mut().find_map(|fragment| fragment.opened.take())
    }

    pub(crate) fn fragments_mut(&mut self) -> impl Iterator<Item = &mut Fragment> {
        self.blobs.values_mut().flat_map(|blob| blob.fragments.values_mut())
    }

    pub(crate) fn fragments(&self) -> impl Iterator<Item = &Fragment> {
        self.blobs.values().flat_map(|blob| blob.fragments.values())
    }

    /// Takes in a chunk as its record tells it. False where its blob is another than it says, or has that
    /// fragment already.
    pub(crate) fn insert(
        &mut self,
        record: &Record,
        kind: Kind,
        sealed: Option<Vec<u8>>,
        stored: bool,
    ) -> bool {
        let blob = self.blobs.entry(record.blob()).or_insert_with(|| Blob::new(kind, record.fragments));
        if blob.kind != kind
            || blob.count != record.fragments
            || blob.fragments.contains_key(&record.fragment)
        {
            return false;
        }
        blob.names.extend(record.names.iter().copied());
        blob.covers.extend(record.covers.iter().copied().map(ChunkId::from_bytes));
        blob.changes = blob.changes.max(record.changes);
        blob.left_out |= record.left_out;
        if let Some(covers) = self.broken.get_mut(&record.blob()) {
            covers.extend(record.covers.iter().copied().map(ChunkId::from_bytes));
        }
        let mut state = record.state;
        if matches!(state, State::Held | State::Outbox) {
            // Another tab had all of it, and its document is this one.
            blob.merging = Merging::Done;
            for fragment in blob.fragments.values_mut().filter(|fragment| fragment.state == State::Unread) {
                fragment.state = State::Held;
            }
        } else if blob.merging == Merging::Done && state == State::Unread {
            state = State::Held;
        }
        let fragment = Fragment {
            id: record.chunk(),
            state,
            size: record.size,
            sealed,
            opened: None,
            stored,
            owed: false,
            claimed: false,
            sent: None,
            acknowledged: None,
            refused: false,
        };
        blob.fragments.insert(record.fragment, fragment);
        self.index.insert(record.chunk(), record.blob());
        true
    }

    /// What is stored of a blob's chunks now.
    pub(crate) fn records(&self, id: &BlobId) -> Vec<Record> {
        self.blob(id).map(|blob| blob.records(self.part, *id)).unwrap_or_default()
    }

    /// Forgets a blob that a checkpoint covers; the chunks whose records go.
    pub(crate) fn cover(&mut self, id: &BlobId) -> Vec<ChunkId> {
        let gone = self.forget(id);
        self.dropped.extend(gone.iter().copied());
        gone
    }

    /// Forgets a blob; its chunks.
    pub(crate) fn forget(&mut self, id: &BlobId) -> Vec<ChunkId> {
        let Some(blob) = self.blobs.remove(id) else { return Vec::new() };
        self.unfounded.remove(id);
        let ids: Vec<_> = blob.fragments.values().map(|fragment| fragment.id).collect();
        for id in &ids {
            self.index.remove(id);
            self.lost.remove(id);
            self.suspected.remove(id);
        }
        ids
    }

    /// The blobs of which a checkpoint claims to cover a chunk, and that are in the document here.
    pub(crate) fn covered_by(&self, checkpoint: &BlobId) -> Vec<BlobId> {
        let Some(covers) = self.blobs.get(checkpoint).map(|blob| &blob.covers) else { return Vec::new() };
        let mut blobs: Vec<_> = covers
            .iter()
            .filter_map(|id| self.index.get(id))
            .filter(|id| *id != checkpoint)
            .filter(|id| self.blobs.get(id).is_some_and(|blob| blob.merging == Merging::Done))
            .copied()
            .collect();
        blobs.sort_unstable();
        blobs.dedup();
        blobs
    }

    /// Whether a merge that could not be stored is to be waited with.
    pub(crate) fn rests(&self, now: u64) -> bool {
        self.merge_again_at.is_some_and(|due| due > now)
    }

    /// Whether there is a checkpoint here of which no other was found to hold it.
    pub(crate) fn has_last_checkpoint(&self) -> bool {
        self.blobs.values().any(|it| it.kind == Kind::Checkpoint && it.is_held() && !it.is_elsewhere)
    }

    /// A checkpoint that is to be looked into: it claims to cover what was not looked for in it, or may hold
    /// what the relay lacks.
    pub(crate) fn unchecked(&self) -> Option<BlobId> {
        let owed = |(id, blob): (&BlobId, &Blob)| {
            let is_owed = blob.fragments.values().any(|fragment| fragment.owed && fragment.sent.is_none());
            (is_owed && blob.is_held()).then_some(*id)
        };
        let owed: BTreeSet<BlobId> = self.blobs.iter().filter_map(owed).collect();
        let is_so = |(id, blob): &(&BlobId, &Blob)| {
            blob.kind == Kind::Checkpoint && blob.is_held() && {
                let named = self.covered_by(id);
                named.iter().chain(owed.iter().filter(|it| it != id)).any(|it| !blob.checked.contains(it))
            }
        };
        self.blobs.iter().find(is_so).map(|(id, _)| *id)
    }

    /// Blobs of neighbours that are not complete here and of which a checkpoint claims to cover a fragment.
    pub(crate) fn superseded_by(&self, checkpoint: &BlobId) -> Vec<BlobId> {
        let Some(covers) = self.blobs.get(checkpoint).map(|blob| &blob.covers) else { return Vec::new() };
        let is_named = |blob: &Blob| blob.fragments.values().any(|fragment| covers.contains(&fragment.id));
        let is_so = |(id, blob): &(&BlobId, &Blob)| {
            *id != checkpoint && !blob.is_complete() && !blob.is_in_outbox() && is_named(blob)
        };
        self.blobs.iter().filter(is_so).map(|(id, _)| *id).collect()
    }

    /// The other blobs that are in the document here.
    pub(crate) fn others(&self, than: &BlobId) -> Vec<BlobId> {
        let is_other = |(id, blob): &(&BlobId, &Blob)| *id != than && blob.merging == Merging::Done;
        self.blobs.iter().filter(is_other).map(|(id, _)| *id).collect()
    }

    /// Names that stand for everything in these blobs.
    pub(crate) fn names(&self, blobs: &[BlobId]) -> Vec<Name> {
        let names: BTreeSet<Name> = blobs
            .iter()
            .filter_map(|id| self.blobs.get(id))
            .flat_map(|blob| blob.names.iter().copied())
            .collect();
        names.into_iter().collect()
    }

    /// Whether a change waits to be sealed, or is in a live tail.
    pub(crate) fn has_change(&self, name: &Name) -> bool {
        self.pending.iter().any(|change| change.name == *name)
            || self.blobs.values().any(|blob| blob.kind == Kind::Tail && blob.names.contains(name))
    }

    /// Local changes that the relay has not acknowledged.
    pub(crate) fn waiting(&self) -> u32 {
        let sealed: u32 = self.blobs.values().filter(|it| it.is_in_outbox()).map(|it| it.changes).sum();
        sealed.saturating_add(u32::try_from(self.pending.len()).unwrap_or(u32::MAX))
    }

    /// Whether every complete blob here is in the document, as far as it may ever be today.
    pub(crate) fn is_read(&self) -> bool {
        let is_tried = |blob: &Blob| matches!(blob.merging, Merging::Done | Merging::Quarantined);
        self.blobs.values().all(|blob| is_tried(blob) || !blob.is_complete())
    }

    /// Whether everything here is at the relay as well.
    pub(crate) fn is_delivered(&self) -> bool {
        self.pending.is_empty()
            && self.fragments().all(|fragment| fragment.state != State::Outbox && !fragment.owed)
    }
}
