//! One part of the directory and what is known of its room: chunks, wholes, what waits to be sealed.

mod neighbours;
mod presence;
mod session;
mod whole;

pub(crate) use neighbours::Neighbours;
pub(crate) use presence::Presence;
pub(crate) use session::{Phase, Session};
pub(crate) use whole::{Merging, Piece, Whole};

use crate::{Change, Digest, Name, Part, Record, Standing, State};
use groundswell_seal::RoomKeys;
use groundswell_wire::{ChunkId, Kind, ShortId, WholeId};
use std::collections::{BTreeMap, BTreeSet};

/// A part's room, as this replica knows it.
pub(crate) struct Room {
    pub(crate) part: Part,
    pub(crate) keys: RoomKeys,
    /// The live chunks by what they are pieces of.
    wholes: BTreeMap<WholeId, Whole>,
    index: BTreeMap<ChunkId, WholeId>,
    /// Chunks that do not open or cannot be read.
    pub(crate) aside: BTreeSet<ChunkId>,
    /// Chunks that a checkpoint covers and that are not kept any more.
    dropped: BTreeSet<ChunkId>,
    /// Wholes of which a piece, or all, cannot be read, and what they claim to cover.
    pub(crate) broken: BTreeMap<WholeId, BTreeSet<ChunkId>>,
    /// Checkpoints that do not hold what they claim to cover.
    pub(crate) unfounded: BTreeSet<WholeId>,
    /// Chunks that the relay acknowledged to this device and does not have.
    pub(crate) lost: BTreeSet<ChunkId>,
    /// Chunks that may be so: what the relay sends instead is to be seen first.
    pub(crate) suspected: BTreeSet<ChunkId>,
    /// Committed changes that no chunk holds yet.
    pub(crate) gathering: Vec<Change>,
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
            wholes: BTreeMap::new(),
            index: BTreeMap::new(),
            aside: BTreeSet::new(),
            dropped: BTreeSet::new(),
            broken: BTreeMap::new(),
            unfounded: BTreeSet::new(),
            lost: BTreeSet::new(),
            suspected: BTreeSet::new(),
            gathering: Vec::new(),
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
    pub(crate) fn stands(&mut self, standing: Standing) {
        if standing.missing < self.missing {
            // What waited for something may be in it.
            self.wholes.values_mut().for_each(|whole| whole.lacked = 0);
        }
        self.state = standing.state;
        self.missing = standing.missing;
    }

    /// What this is a piece of cannot be read.
    pub(crate) fn breaks(&mut self, record: &Record) {
        let known = self.wholes.get(&record.whole()).map(|whole| whole.covers.clone()).unwrap_or_default();
        let covers = self.broken.entry(record.whole()).or_default();
        covers.extend(known);
        covers.extend(record.covers.iter().copied().map(ChunkId::from_bytes));
    }

    /// Whether no chunk of it was ever seen.
    pub(crate) fn is_bare(&self) -> bool {
        self.index.is_empty() && self.aside.is_empty() && self.dropped.is_empty()
    }

    /// Whether this chunk need not be taken in again.
    pub(crate) fn knows(&self, id: &ChunkId) -> bool {
        self.index.contains_key(id) || self.aside.contains(id) || self.dropped.contains(id)
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
        let mut ids: Vec<_> = self.index.keys().chain(&self.aside).map(ChunkId::short).collect();
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

    pub(crate) fn wholes(&self) -> impl Iterator<Item = (&WholeId, &Whole)> {
        self.wholes.iter()
    }

    pub(crate) fn whole(&self, id: &WholeId) -> Option<&Whole> {
        self.wholes.get(id)
    }

    pub(crate) fn whole_mut(&mut self, id: &WholeId) -> Option<&mut Whole> {
        self.wholes.get_mut(id)
    }

    pub(crate) fn whole_of(&self, id: &ChunkId) -> Option<WholeId> {
        self.index.get(id).copied()
    }

    pub(crate) fn piece_mut(&mut self, id: &ChunkId) -> Option<&mut Piece> {
        let whole = self.index.get(id)?;
        self.wholes.get_mut(whole)?.pieces.values_mut().find(|piece| piece.id == *id)
    }

    /// What was in a whole of one piece, once, if it has just come.
    pub(crate) fn take_opened(&mut self, id: &WholeId) -> Option<Vec<u8>> {
        self.wholes.get_mut(id)?.pieces.values_mut().find_map(|piece| piece.opened.take())
    }

    pub(crate) fn pieces_mut(&mut self) -> impl Iterator<Item = &mut Piece> {
        self.wholes.values_mut().flat_map(|whole| whole.pieces.values_mut())
    }

    pub(crate) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.wholes.values().flat_map(|whole| whole.pieces.values())
    }

    /// Takes in a chunk as its record tells it. False where its whole is another than it says, or has that
    /// piece already.
    pub(crate) fn insert(
        &mut self,
        record: &Record,
        kind: Kind,
        sealed: Option<Vec<u8>>,
        stored: bool,
    ) -> bool {
        let whole = self.wholes.entry(record.whole()).or_insert_with(|| Whole::new(kind, record.pieces));
        if whole.kind != kind || whole.count != record.pieces || whole.pieces.contains_key(&record.piece) {
            return false;
        }
        whole.names.extend(record.names.iter().copied());
        whole.covers.extend(record.covers.iter().copied().map(ChunkId::from_bytes));
        whole.changes = whole.changes.max(record.changes);
        whole.left_out |= record.left_out;
        if let Some(covers) = self.broken.get_mut(&record.whole()) {
            covers.extend(record.covers.iter().copied().map(ChunkId::from_bytes));
        }
        let mut state = record.state;
        if matches!(state, State::Held | State::Outbox) {
            // Another tab had all of it, and its document is this one.
            whole.merging = Merging::Done;
            for piece in whole.pieces.values_mut().filter(|piece| piece.state == State::Unread) {
                piece.state = State::Held;
            }
        } else if whole.merging == Merging::Done && state == State::Unread {
            state = State::Held;
        }
        let piece = Piece {
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
        whole.pieces.insert(record.piece, piece);
        self.index.insert(record.chunk(), record.whole());
        true
    }

    /// What is stored of a whole's chunks now.
    pub(crate) fn records(&self, id: &WholeId) -> Vec<Record> {
        self.whole(id).map(|whole| whole.records(self.part, *id)).unwrap_or_default()
    }

    /// Forgets a whole that a checkpoint covers; the chunks whose records go.
    pub(crate) fn cover(&mut self, id: &WholeId) -> Vec<ChunkId> {
        let gone = self.forget(id);
        self.dropped.extend(gone.iter().copied());
        gone
    }

    /// Forgets a whole; its chunks.
    pub(crate) fn forget(&mut self, id: &WholeId) -> Vec<ChunkId> {
        let Some(whole) = self.wholes.remove(id) else { return Vec::new() };
        self.unfounded.remove(id);
        let ids: Vec<_> = whole.pieces.values().map(|piece| piece.id).collect();
        for id in &ids {
            self.index.remove(id);
            self.lost.remove(id);
            self.suspected.remove(id);
        }
        ids
    }

    /// The wholes of which a checkpoint claims to cover a chunk, and that are in the document here.
    pub(crate) fn covered_by(&self, checkpoint: &WholeId) -> Vec<WholeId> {
        let Some(covers) = self.wholes.get(checkpoint).map(|whole| &whole.covers) else { return Vec::new() };
        let mut wholes: Vec<_> = covers
            .iter()
            .filter_map(|id| self.index.get(id))
            .filter(|id| *id != checkpoint)
            .filter(|id| self.wholes.get(id).is_some_and(|whole| whole.merging == Merging::Done))
            .copied()
            .collect();
        wholes.sort_unstable();
        wholes.dedup();
        wholes
    }

    /// Whether a merge that could not be stored is to be waited with.
    pub(crate) fn rests(&self, now: u64) -> bool {
        self.merge_again_at.is_some_and(|due| due > now)
    }

    /// Whether there is a checkpoint here of which no other was found to hold it.
    pub(crate) fn has_last_checkpoint(&self) -> bool {
        self.wholes.values().any(|it| it.kind == Kind::Checkpoint && it.is_held() && !it.is_elsewhere)
    }

    /// A checkpoint that is to be looked into: it claims to cover what was not looked for in it, or may hold
    /// what the relay lacks.
    pub(crate) fn unchecked(&self) -> Option<WholeId> {
        let owed = |(id, whole): (&WholeId, &Whole)| {
            let is_owed = whole.pieces.values().any(|piece| piece.owed && piece.sent.is_none());
            (is_owed && whole.is_held()).then_some(*id)
        };
        let owed: BTreeSet<WholeId> = self.wholes.iter().filter_map(owed).collect();
        let is_so = |(id, whole): &(&WholeId, &Whole)| {
            whole.kind == Kind::Checkpoint && whole.is_held() && {
                let named = self.covered_by(id);
                named.iter().chain(owed.iter().filter(|it| it != id)).any(|it| !whole.checked.contains(it))
            }
        };
        self.wholes.iter().find(is_so).map(|(id, _)| *id)
    }

    /// Wholes of neighbours that are not complete here and of which a checkpoint claims to cover a piece.
    pub(crate) fn superseded_by(&self, checkpoint: &WholeId) -> Vec<WholeId> {
        let Some(covers) = self.wholes.get(checkpoint).map(|whole| &whole.covers) else { return Vec::new() };
        let is_named = |whole: &Whole| whole.pieces.values().any(|piece| covers.contains(&piece.id));
        let is_so = |(id, whole): &(&WholeId, &Whole)| {
            *id != checkpoint && !whole.is_complete() && !whole.is_in_outbox() && is_named(whole)
        };
        self.wholes.iter().filter(is_so).map(|(id, _)| *id).collect()
    }

    /// The other wholes that are in the document here.
    pub(crate) fn others(&self, than: &WholeId) -> Vec<WholeId> {
        let is_other = |(id, whole): &(&WholeId, &Whole)| *id != than && whole.merging == Merging::Done;
        self.wholes.iter().filter(is_other).map(|(id, _)| *id).collect()
    }

    /// Names that stand for everything in these wholes.
    pub(crate) fn names(&self, wholes: &[WholeId]) -> Vec<Name> {
        let names: BTreeSet<Name> = wholes
            .iter()
            .filter_map(|id| self.wholes.get(id))
            .flat_map(|whole| whole.names.iter().copied())
            .collect();
        names.into_iter().collect()
    }

    /// Whether a change waits to be sealed, or is in a live tail.
    pub(crate) fn has_change(&self, name: &Name) -> bool {
        self.gathering.iter().any(|change| change.name == *name)
            || self.wholes.values().any(|whole| whole.kind == Kind::Tail && whole.names.contains(name))
    }

    /// Local changes that the relay has not acknowledged.
    pub(crate) fn waiting(&self) -> u32 {
        let sealed: u32 = self.wholes.values().filter(|it| it.is_in_outbox()).map(|it| it.changes).sum();
        sealed.saturating_add(u32::try_from(self.gathering.len()).unwrap_or(u32::MAX))
    }

    /// Whether every complete whole here is in the document, as far as it may ever be today.
    pub(crate) fn is_read(&self) -> bool {
        let is_tried = |whole: &Whole| matches!(whole.merging, Merging::Done | Merging::Quarantined);
        self.wholes.values().all(|whole| is_tried(whole) || !whole.is_complete())
    }

    /// Whether everything here is at the relay as well.
    pub(crate) fn is_delivered(&self) -> bool {
        self.gathering.is_empty() && self.pieces().all(|piece| piece.state != State::Outbox && !piece.owed)
    }
}
