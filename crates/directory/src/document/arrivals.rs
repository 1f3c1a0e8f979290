//! Changes that arrive in any order: those that can be applied are, the others wait.
//!
//! They wait here and not in Automerge's own queue: there a change of another directory or part, which waits
//! for ever, would keep out the right one of the same author and number.

use super::Document;
use automerge::{ActorId, Automerge, AutomergeError, Change, ChangeHash, ObjId, ReadDoc};
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

/// A change, and its place in the input if it has one.
type Arrival = (Option<usize>, Change);

/// What became of changes that arrived.
#[derive(Debug, Default)]
pub(crate) struct Arrived {
    /// Those that are in the document now, also some that had been waiting.
    pub(crate) applied: Vec<Change>,
    /// Those that were not known before, applied or waiting.
    pub(crate) new: Vec<Change>,
    /// Those that the document refused: place in the input, and why.
    pub(crate) refused: Vec<(usize, String)>,
}

impl Document {
    /// Applies changes that arrived, in any order and as often as they come.
    pub(crate) fn arrive(&mut self, arrivals: Vec<(usize, Change)>) -> Arrived {
        let mut arrived = Arrived::default();
        let mut authors = HashSet::new();
        let mut seen: HashSet<ChangeHash> = self.waiting.iter().map(Change::hash).collect();
        let mut pool: Vec<Arrival> =
            std::mem::take(&mut self.waiting).into_iter().map(|change| (None, change)).collect();
        for (index, change) in arrivals {
            if seen.insert(change.hash()) && !self.has(change.hash()) {
                pool.push((Some(index), change));
            }
        }
        if pool.is_empty() {
            return arrived;
        }
        let (mut ready, waiting) = self.sort(pool);
        ready.retain(|(index, change)| {
            let holds = self.is_in_sequence(change, &mut authors);
            if !holds {
                let why = "not in sequence with its author's others".to_owned();
                arrived.refused.extend(index.map(|index| (index, why)));
            }
            holds
        });
        for (index, change) in &waiting {
            if index.is_some() {
                arrived.new.push(change.clone());
            }
        }
        self.waiting = waiting.into_iter().map(|(_, change)| change).collect();
        let mut refused = HashSet::new();
        self.apply_some(&ready, &mut refused, &mut arrived);
        for (index, change) in ready {
            if !refused.contains(&change.hash()) {
                if index.is_some() {
                    arrived.new.push(change.clone());
                }
                arrived.applied.push(change);
            }
        }
        arrived
    }

    /// Which changes can be applied, in an order in which they can, and which not yet.
    fn sort(&self, pool: Vec<Arrival>) -> (Vec<Arrival>, Vec<Arrival>) {
        let mut waits: HashMap<ChangeHash, (usize, Arrival)> = HashMap::new();
        let mut waited_for: HashMap<ChangeHash, Vec<ChangeHash>> = HashMap::new();
        let mut free: VecDeque<ChangeHash> = VecDeque::new();
        let mut order = Vec::new();
        for arrival in pool {
            let hash = arrival.1.hash();
            let missing: BTreeSet<_> =
                arrival.1.deps().iter().filter(|dep| !self.has(**dep)).copied().collect();
            for dep in &missing {
                waited_for.entry(*dep).or_default().push(hash);
            }
            if missing.is_empty() {
                free.push_back(hash);
            }
            order.push(hash);
            waits.insert(hash, (missing.len(), arrival));
        }
        let mut ready = Vec::new();
        while let Some(hash) = free.pop_front() {
            ready.extend(waits.remove(&hash).map(|(_, arrival)| arrival));
            for next in waited_for.remove(&hash).unwrap_or_default() {
                if let Some((count, _)) = waits.get_mut(&next) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        free.push_back(next);
                    }
                }
            }
        }
        let waiting = order.iter().filter_map(|hash| waits.remove(hash)).map(|(_, arrival)| arrival);
        (ready, waiting.collect())
    }

    /// Whether a change's author is known or begins here, and the authors of what it builds on are known:
    /// Automerge takes that for granted.
    fn is_in_sequence(&self, change: &Change, authors: &mut HashSet<ActorId>) -> bool {
        let known = |actor: &ActorId| {
            // There is no such object, but only of an unknown author is it no possible one.
            let object = ObjId::Id(u64::from(u32::MAX), actor.clone(), usize::MAX);
            !matches!(self.resting().get(object, ""), Err(AutomergeError::InvalidObjId(_)))
        };
        let holds = change.actors().all(|actor| {
            authors.contains(actor) || known(actor) || (actor == change.actor_id() && change.seq() == 1)
        });
        if holds {
            authors.insert(change.actor_id().clone());
        }
        holds
    }

    /// Applies what it can of changes in order: halves those among which one is refused, until that one is found.
    fn apply_some(&mut self, all: &[Arrival], refused: &mut HashSet<ChangeHash>, arrived: &mut Arrived) {
        let mut some = Vec::with_capacity(all.len());
        for (index, change) in all {
            if change.deps().iter().any(|dep| refused.contains(dep)) {
                refused.insert(change.hash());
                let why = "builds on a change that was refused".to_owned();
                arrived.refused.extend(index.map(|index| (index, why)));
            } else {
                some.push((*index, change.clone()));
            }
        }
        let Err(error) = self.apply(some.iter().map(|(_, change)| change.clone()).collect()) else { return };
        match some.as_slice() {
            [] => {}
            [(index, change)] => {
                refused.insert(change.hash());
                arrived.refused.extend(index.map(|index| (index, error)));
            }
            some => {
                let (first, second) = some.split_at(some.len() / 2);
                self.apply_some(first, refused, arrived);
                self.apply_some(second, refused, arrived);
            }
        }
    }

    /// Applies changes of which all that they build on is here, all or none.
    pub(crate) fn apply(&mut self, changes: Vec<Change>) -> Result<(), String> {
        if changes.is_empty() {
            return Ok(());
        }
        let before = self.resting().clone();
        let applied = self.with(|doc| doc.apply_changes(changes));
        applied.map_err(|error| {
            // A refusal may come after half of the work.
            self.set_resting(before);
            error.to_string()
        })
    }

    /// The changes that are not here and that others, which wait, build on.
    pub(crate) fn missing(&self) -> usize {
        let waiting: HashSet<ChangeHash> = self.waiting.iter().map(Change::hash).collect();
        let deps: HashSet<&ChangeHash> = self.waiting.iter().flat_map(Change::deps).collect();
        deps.into_iter().filter(|dep| !waiting.contains(*dep) && !self.has(**dep)).count()
    }

    /// Whether this change is in the document.
    pub(crate) fn has(&self, hash: ChangeHash) -> bool {
        has(self.resting(), hash)
    }

    /// The document and what waits, as one file.
    pub(crate) fn save(&self) -> Vec<u8> {
        let mut bytes = self.resting().save();
        let mut waiting = self.waiting.clone();
        waiting.sort_by_key(Change::hash);
        for change in &mut waiting {
            bytes.extend_from_slice(&change.bytes());
        }
        bytes
    }
}

/// Whether a change is in a document in which none waits.
pub(crate) fn has(doc: &Automerge, hash: ChangeHash) -> bool {
    doc.get_missing_deps(&[hash]).is_empty()
}
