//! What a room holds, which of it is in force, and what may go.
//!
//! A checkpoint is complete once all its fragments are stored. It covers the chunks that it names, and those
//! that these name in turn, but only what came before it: a chunk that is put again afterwards is put by
//! somebody who did not find it in the checkpoint, and is in force again.
//!
//! What nothing covers is sent to whoever does not have it. What two complete checkpoints have covered for
//! the grace period is dropped. A checkpoint is covered like anything else, so the last two always stay.

use std::collections::{BTreeMap, HashMap, HashSet};

use groundswell_wire::{BlobId, ChunkId, Kind, ShortId};

use crate::store::{Facts, StoredRoom};

/// Complete checkpoints that are looked at, from the newest. Enough for the two that make a chunk superfluous.
const LOOKED_AT: usize = 4;

/// A chunk of a room.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) facts: Facts,
    /// Whether it is stored for good.
    pub(super) is_durable: bool,
}

/// The chunks of a room.
#[derive(Debug, Default)]
pub(super) struct Index {
    entries: HashMap<ChunkId, Entry>,
    shorts: HashSet<ShortId>,
    bytes: u64,
    tails: Amount,
    covers: usize,
    notices: usize,
    next_order: u64,
    coverage: Option<Coverage>,
}

/// How much there is of something.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) count: usize,
    pub(super) bytes: u64,
}

/// What complete checkpoints cover. Only another checkpoint changes it: a tail that comes is newer than all of them.
#[derive(Debug, Default)]
struct Coverage {
    /// Since when each covered chunk is covered, once for each checkpoint that does: seconds of the relay's clock.
    since: HashMap<ChunkId, Vec<u64>>,
}

impl Index {
    /// The index of a room as it is stored.
    pub(super) fn of(stored: StoredRoom) -> Self {
        let mut index = Self::default();
        for facts in stored.chunks {
            index.next_order = index.next_order.max(facts.order + 1);
            index.insert(facts, true);
        }
        index
    }

    /// Takes a chunk in, at the end of the order, or moves it there. Not durable before [`Index::settle`].
    pub(super) fn add(&mut self, facts: Facts) -> &Facts {
        let id = facts.id;
        let was_durable = self.entries.get(&id).is_some_and(|entry| entry.is_durable);
        self.remove(&id);
        let facts = Facts { order: self.next_order, ..facts };
        self.next_order += 1;
        self.insert(facts, was_durable)
    }

    fn insert(&mut self, facts: Facts, is_durable: bool) -> &Facts {
        self.bytes += u64::from(facts.size);
        self.covers += facts.covers.len();
        self.notices += usize::from(facts.kind == Kind::Notice);
        if facts.kind == Kind::Tail {
            self.tails.count += 1;
            self.tails.bytes += u64::from(facts.size);
        }
        self.shorts.insert(facts.id.short());
        if is_durable && facts.kind == Kind::Checkpoint {
            self.coverage = None;
        }
        &self.entries.entry(facts.id).insert_entry(Entry { facts, is_durable }).into_mut().facts
    }

    /// Forgets a chunk.
    pub(super) fn remove(&mut self, id: &ChunkId) -> Option<Entry> {
        let entry = self.entries.remove(id)?;
        self.bytes -= u64::from(entry.facts.size);
        self.covers -= entry.facts.covers.len();
        self.notices -= usize::from(entry.facts.kind == Kind::Notice);
        if entry.facts.kind == Kind::Tail {
            self.tails.count -= 1;
            self.tails.bytes -= u64::from(entry.facts.size);
        }
        self.shorts.remove(&id.short());
        if entry.is_durable && entry.facts.kind == Kind::Checkpoint {
            self.coverage = None;
        } else if let Some(coverage) = &mut self.coverage {
            coverage.since.remove(id);
        }
        Some(entry)
    }

    /// The chunk is stored for good. Says whether it is here still.
    pub(super) fn settle(&mut self, id: &ChunkId) -> bool {
        let Some(entry) = self.entries.get_mut(id) else { return false };
        entry.is_durable = true;
        if entry.facts.kind == Kind::Checkpoint {
            self.coverage = None;
        }
        true
    }

    pub(super) fn get(&self, id: &ChunkId) -> Option<&Entry> {
        self.entries.get(id)
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The sum of the chunks' sizes.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The tails among them.
    pub(super) fn tails(&self) -> Amount {
        self.tails
    }

    /// Whether anything of it is stored for good.
    pub(super) fn has_durable(&self) -> bool {
        self.entries.values().any(|entry| entry.is_durable)
    }

    /// Forgets all but some chunks; these are not stored for good any more.
    pub(super) fn retain(&mut self, keeps: impl Fn(&ChunkId) -> bool) {
        let gone: Vec<_> = self.entries.keys().filter(|id| !keeps(id)).copied().collect();
        gone.iter().for_each(|id| drop(self.remove(id)));
        self.entries.values_mut().for_each(|entry| entry.is_durable = false);
        self.coverage = None;
    }

    /// How many chunks the checkpoints name together.
    pub(super) fn covers(&self) -> usize {
        self.covers
    }

    /// Whether the room was closed with a notice.
    pub(super) fn is_closed(&self) -> bool {
        self.notices > 0
    }

    /// Whether the chunk was here when a complete checkpoint came that covers it.
    pub(super) fn is_covered(&mut self, id: &ChunkId) -> bool {
        self.coverage().since.contains_key(id)
    }

    /// Of some chunks those that are not here: also what a checkpoint says it covers, for it may be wrong. Who has
    /// them looks into the checkpoint before they send anything.
    pub(super) fn unknown<'a>(&self, ids: impl Iterator<Item = &'a ShortId>) -> Vec<ShortId> {
        ids.filter(|id| !self.shorts.contains(*id)).copied().collect()
    }

    /// What somebody who has some chunks does not have of what is in force, in order, and its bytes.
    pub(super) fn missing(&mut self, have: &HashSet<ShortId>) -> (Vec<ChunkId>, u64) {
        self.refresh();
        let covered = |id: &ChunkId| self.coverage.as_ref().is_some_and(|c| c.since.contains_key(id));
        let mut missing: Vec<_> = self
            .entries
            .values()
            .filter(|entry| !have.contains(&entry.facts.id.short()) && !covered(&entry.facts.id))
            .map(|entry| (entry.facts.order, entry.facts.id, u64::from(entry.facts.size)))
            .collect();
        missing.sort_unstable_by_key(|(order, ..)| *order);
        let bytes = missing.iter().map(|(_, _, size)| size).sum();
        (missing.into_iter().map(|(_, id, _)| id).collect(), bytes)
    }

    /// The durable chunks that two complete checkpoints have covered since a moment (seconds of the relay's clock) or longer.
    pub(super) fn superfluous(&mut self, since: u64) -> Vec<ChunkId> {
        let long = |times: &Vec<u64>| times.iter().filter(|at| **at <= since).count() >= 2;
        let covered = self.coverage().since.iter().filter(|(_, times)| long(times));
        let mut ids: Vec<_> = covered.map(|(id, _)| *id).collect();
        ids.retain(|id| self.entries.get(id).is_some_and(|entry| entry.is_durable));
        // The order makes one run like another.
        ids.sort_unstable();
        ids
    }

    fn refresh(&mut self) {
        self.coverage();
    }

    fn coverage(&mut self) -> &Coverage {
        if self.coverage.is_none() {
            self.coverage = Some(self.look());
        }
        self.coverage.get_or_insert_default()
    }

    fn look(&self) -> Coverage {
        let mut coverage = Coverage::default();
        let mut complete = self.complete();
        complete.sort_unstable_by_key(|(first, _)| std::cmp::Reverse(first.order));
        complete.truncate(LOOKED_AT);
        for (first, at) in complete {
            let mut reached = HashSet::new();
            let mut ahead = vec![first];
            while let Some(by) = ahead.pop() {
                for id in &by.covers {
                    let Some(entry) = self.entries.get(id) else { continue };
                    let counts = entry.facts.order < by.order && entry.facts.kind != Kind::Notice;
                    if counts && reached.insert(*id) {
                        coverage.since.entry(*id).or_default().push(at);
                        ahead.push(&entry.facts);
                    }
                }
            }
        }
        coverage
    }

    /// The first fragments of complete checkpoints, each with when its last fragment came.
    fn complete(&self) -> Vec<(&Facts, u64)> {
        let mut blobs: HashMap<(BlobId, u16), BTreeMap<u16, &Facts>> = HashMap::new();
        for entry in self.entries.values() {
            let facts = &entry.facts;
            if facts.kind == Kind::Checkpoint && entry.is_durable {
                let fragments = blobs.entry((facts.blob, facts.fragments)).or_default();
                // Of two that say they are the same fragment the earlier one counts.
                let fragment = fragments.entry(facts.fragment).or_insert(facts);
                if facts.order < fragment.order {
                    *fragment = facts;
                }
            }
        }
        let is_complete = |((_, fragments), there): &(&(BlobId, u16), &BTreeMap<u16, &Facts>)| {
            there.len() == usize::from(*fragments)
        };
        blobs
            .iter()
            .filter(is_complete)
            .filter_map(|(_, there)| {
                let at = there.values().map(|facts| facts.at).max()?;
                there.get(&0).map(|first| (*first, at))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> ChunkId {
        ChunkId::from_bytes([number; 32])
    }

    fn tail(number: u8) -> Facts {
        let (blob, covers) = (BlobId::from_bytes([number; 16]), Vec::new());
        Facts {
            id: id(number),
            kind: Kind::Tail,
            blob,
            fragment: 0,
            fragments: 1,
            covers,
            size: 10,
            at: 0,
            order: 0,
        }
    }

    fn checkpoint(number: u8, at: u64, covers: &[u8]) -> Facts {
        let covers = covers.iter().copied().map(id).collect();
        Facts { kind: Kind::Checkpoint, covers, at, ..tail(number) }
    }

    fn add(index: &mut Index, facts: Facts) {
        let id = facts.id;
        index.add(facts);
        assert!(index.settle(&id));
    }

    fn missing(index: &mut Index) -> Vec<ChunkId> {
        index.missing(&HashSet::new()).0
    }

    #[test]
    fn a_checkpoint_counts_once_all_its_fragments_are_stored() {
        let mut index = Index::default();
        add(&mut index, tail(1));
        let first = Facts { fragments: 2, ..checkpoint(10, 5, &[1]) };
        let second = Facts { blob: first.blob, fragment: 1, fragments: 2, ..checkpoint(11, 6, &[]) };
        add(&mut index, first);
        assert_eq!(missing(&mut index), [id(1), id(10)]);
        index.add(second);
        assert_eq!(missing(&mut index), [id(1), id(10), id(11)]);
        index.settle(&id(11));
        assert_eq!(missing(&mut index), [id(10), id(11)]);
        assert!(index.is_covered(&id(1)));
    }

    #[test]
    fn two_checkpoints_always_stay_and_chunks_go_when_both_have_been_there_long_enough() {
        let mut index = Index::default();
        add(&mut index, tail(1));
        add(&mut index, checkpoint(10, 100, &[1]));
        assert!(index.superfluous(u64::MAX).is_empty(), "one checkpoint is not enough");
        add(&mut index, tail(2));
        add(&mut index, checkpoint(11, 200, &[2, 10]));
        assert!(index.superfluous(199).is_empty());
        assert_eq!(index.superfluous(200), [id(1)]);
        add(&mut index, checkpoint(12, 300, &[11]));
        assert_eq!(index.superfluous(300), [id(1), id(2), id(10)]);
        assert_eq!(missing(&mut index), [id(12)]);
    }

    #[test]
    fn what_is_put_again_after_a_checkpoint_is_in_force_again() {
        let mut index = Index::default();
        add(&mut index, tail(1));
        add(&mut index, checkpoint(10, 100, &[1]));
        add(&mut index, tail(1));
        assert_eq!(missing(&mut index), [id(10), id(1)]);
        // A later checkpoint that covers the first one does not cover by it what the first one lacked.
        add(&mut index, checkpoint(11, 100, &[10]));
        assert_eq!(missing(&mut index), [id(1), id(11)]);
        add(&mut index, checkpoint(12, 100, &[1, 11]));
        assert_eq!(missing(&mut index), [id(12)]);
    }

    #[test]
    fn what_is_covered_is_known_however_it_came_about() {
        // Tails do not make it be looked at anew; it must say the same as if they did.
        let mut index = Index::default();
        let mut order = Vec::new();
        for round in 0..6u8 {
            let names: Vec<u8> = (1..=round + 1).chain((round > 0).then_some(99 + round)).collect();
            add(&mut index, tail(round + 1));
            add(&mut index, tail(round / 2 + 1));
            add(&mut index, checkpoint(100 + round, u64::from(round), &names));
            add(&mut index, tail(round + 1));
            index.remove(&id(round / 3));
            order.push(missing(&mut index));
            index.coverage = None;
            assert_eq!(order.last(), Some(&missing(&mut index)), "{round}");
        }
    }

    #[test]
    fn a_notice_is_never_covered_and_closes_the_room() {
        let mut index = Index::default();
        add(&mut index, Facts { kind: Kind::Notice, ..tail(1) });
        add(&mut index, checkpoint(10, 1, &[1]));
        add(&mut index, checkpoint(11, 1, &[1]));
        assert!(index.superfluous(u64::MAX).is_empty());
        assert!(missing(&mut index).contains(&id(1)));
        assert!(index.is_closed());
    }

    #[test]
    fn all_that_is_not_here_is_asked_for_also_what_is_said_to_be_covered() {
        let mut index = Index::default();
        add(&mut index, tail(1));
        add(&mut index, checkpoint(10, 1, &[7]));
        let asked = [1, 7, 8].map(|number| id(number).short());
        assert_eq!(index.unknown(asked.iter()), [id(7).short(), id(8).short()]);
    }

    #[test]
    fn sums_follow_what_is_there() {
        let mut index = Index::default();
        add(&mut index, tail(1));
        add(&mut index, tail(1));
        add(&mut index, checkpoint(10, 1, &[7, 8]));
        assert_eq!((index.len(), index.bytes(), index.covers()), (2, 20, 2));
        assert_eq!(index.tails(), Amount { count: 1, bytes: 10 });
        index.remove(&id(10));
        index.remove(&id(1));
        assert_eq!((index.len(), index.bytes(), index.covers()), (0, 0, 0));
        assert_eq!(index.tails(), Amount::default());
    }
}
