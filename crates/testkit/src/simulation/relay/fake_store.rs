//! What a relay holds of one room, and what of it is in force.
//!
//! A checkpoint is complete once all its fragments are there. It covers what it names and what that names in
//! turn, but only what came before it: what is put again later is in force again. What two complete
//! checkpoints have covered for the grace period goes. Whoever holds what is gone is asked for it, to look
//! whether it is in what is here.

use groundswell_wire::{BlobId, Chunk, ChunkId, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// For so long covered chunks are kept, milliseconds.
const GRACE_MS: u64 = 60_000;
/// So many checkpoints must cover what goes.
const CHECKPOINTS: usize = 2;

#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) bytes: Vec<u8>,
    /// The device it came from, where one put it.
    pub(super) device: Option<usize>,
    /// Whether it is stored for good.
    durable: bool,
    order: u64,
    at: u64,
    kind: Kind,
    blob: BlobId,
    fragment: u16,
    fragments: u16,
    covers: Vec<ChunkId>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct FakeStore {
    chunks: BTreeMap<ChunkId, Kept>,
    next: u64,
}

impl FakeStore {
    pub(super) fn chunks(&self) -> impl Iterator<Item = (&ChunkId, &Kept)> {
        self.chunks.iter()
    }

    pub(super) fn has(&self, id: &ChunkId) -> bool {
        self.chunks.contains_key(id)
    }

    pub(super) fn is_durable(&self, id: &ChunkId) -> bool {
        self.chunks.get(id).is_some_and(|kept| kept.durable)
    }

    /// Whether a notice closed the room.
    pub(super) fn is_closed(&self) -> bool {
        self.chunks.values().any(|kept| kept.kind == Kind::Notice)
    }

    /// The chunks of blobs all of whose fragments are here.
    pub(super) fn complete(&self) -> impl Iterator<Item = ChunkId> {
        let here = |blob: BlobId| self.chunks.values().filter(|kept| kept.blob == blob).count();
        let complete =
            self.chunks.iter().filter(move |(_, kept)| here(kept.blob) == usize::from(kept.fragments));
        complete.map(|(id, _)| *id)
    }

    pub(super) fn amount(&self) -> (u32, u64) {
        let bytes = self.chunks.values().map(|kept| kept.bytes.len() as u64).sum();
        (u32::try_from(self.chunks.len()).unwrap_or(u32::MAX), bytes)
    }

    /// Adds a chunk, or moves it to the end of the order.
    pub(super) fn add(&mut self, id: ChunkId, bytes: &[u8], device: Option<usize>, now: u64) {
        let Ok(chunk) = Chunk::parse(bytes) else { return };
        let header = chunk.header();
        let kept = Kept {
            bytes: bytes.to_vec(),
            device,
            durable: self.is_durable(&id),
            order: self.next,
            at: now,
            kind: header.kind,
            blob: header.blob,
            fragment: header.fragment,
            fragments: header.fragments,
            covers: header.covers.clone(),
        };
        self.next += 1;
        self.chunks.insert(id, kept);
    }

    pub(super) fn settle(&mut self, id: &ChunkId) {
        if let Some(kept) = self.chunks.get_mut(id) {
            kept.durable = true;
        }
    }

    /// The power fails.
    pub(super) fn crash(&mut self) {
        self.chunks.retain(|_, kept| kept.durable);
    }

    /// What complete checkpoints cover: since when, once for each that does.
    fn coverage(&self) -> BTreeMap<ChunkId, Vec<u64>> {
        let mut coverage: BTreeMap<ChunkId, Vec<u64>> = BTreeMap::new();
        for (first, at) in self.checkpoints() {
            let mut reached = BTreeSet::new();
            let mut ahead = vec![first];
            while let Some(by) = ahead.pop() {
                for id in &by.covers {
                    if let Some(kept) = self.chunks.get(id)
                        && kept.order < by.order
                        && kept.kind != Kind::Notice
                        && reached.insert(*id)
                    {
                        coverage.entry(*id).or_default().push(at);
                        ahead.push(kept);
                    }
                }
            }
        }
        coverage
    }

    pub(super) fn covered(&self) -> BTreeSet<ChunkId> {
        self.coverage().into_keys().collect()
    }

    /// The first fragments of complete checkpoints, and when their last fragment came.
    fn checkpoints(&self) -> Vec<(&Kept, u64)> {
        let mut blobs: BTreeMap<BlobId, Vec<&Kept>> = BTreeMap::new();
        for kept in self.chunks.values().filter(|kept| kept.kind == Kind::Checkpoint && kept.durable) {
            blobs.entry(kept.blob).or_default().push(kept);
        }
        blobs
            .into_values()
            .filter_map(|fragments| {
                let first = *fragments.iter().find(|kept| kept.fragment == 0)?;
                let at = fragments.iter().map(|kept| kept.at).max()?;
                (fragments.len() == usize::from(first.fragments)).then_some((first, at))
            })
            .collect()
    }

    /// Drops what has been covered for long enough.
    pub(super) fn tidy(&mut self, now: u64) {
        for (id, times) in self.coverage() {
            if times.iter().filter(|at| **at + GRACE_MS <= now).count() >= CHECKPOINTS {
                self.chunks.remove(&id);
            }
        }
    }
}
