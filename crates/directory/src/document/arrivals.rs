//! Changes that arrive in any order: those that can be applied are, the others wait.
//!
//! They wait here and not in Automerge's own queue: there a change of another directory or part, which waits
//! for ever, would keep out the right one of the same author and number.

use super::{
    Contents, Document, Parsed, Source, parse,
    view::{Authors, View},
};
use automerge::{Automerge, Change, ChangeHash, ReadDoc};
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

/// The last change of each author, as of a document with so many changes.
#[derive(Debug, Default)]
pub(crate) struct KnownAuthors {
    changes: u64,
    authors: Authors,
}

impl KnownAuthors {
    /// The document has one change more.
    pub(crate) fn wrote(&mut self, change: &Change) {
        self.changes += 1;
        self.authors.insert(change.actor_id().clone(), (change.seq(), change.hash()));
    }

    fn bring_up_to(&mut self, doc: &Automerge) {
        let changes = doc.stats().num_changes;
        if self.changes != changes {
            let last = doc.get_changes_meta(&[]).into_iter();
            self.authors = last.map(|it| (it.actor.into_owned(), (it.seq, it.hash))).collect();
            self.changes = changes;
        }
    }
}

impl Document {
    /// Applies changes that arrived, in any order and as often as they come.
    pub(crate) fn arrive(&mut self, arrivals: Vec<(usize, Change)>) -> Arrived {
        let mut arrived = Arrived::default();
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
        let (ready, waiting) = self.sort(pool);
        for (index, change) in &waiting {
            if index.is_some() {
                arrived.new.push(change.clone());
            }
        }
        self.waiting = waiting.into_iter().map(|(_, change)| change).collect();
        let mut refused = HashSet::new();
        self.take_in(&ready, &mut refused, &mut arrived);
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

    /// Looks at changes in order and applies those that hold: as many at once as build on each other.
    fn take_in(&mut self, ready: &[Arrival], refused: &mut HashSet<ChangeHash>, arrived: &mut Arrived) {
        if ready.is_empty() {
            return;
        }
        // A history that forks has many strands, and to copy the document for each would take longer than all else. So
        // only all together are known to be given back, or to have been too much.
        let before = self.resting().clone();
        let all = self.take_in_with(ready, refused, arrived, |document, strand, _, _| {
            let changes: Vec<Change> = strand.iter().map(|(_, change)| change.clone()).collect();
            document.with(|doc| doc.apply_changes(changes)).map_err(|error| error.to_string())?;
            strand.iter().for_each(|(_, change)| document.authors.wrote(change));
            Ok(())
        });
        let names = ready.iter().map(|(_, change)| change.hash()).filter(|name| !refused.contains(name));
        let names: Vec<ChangeHash> = names.collect();
        if all.and_then(|()| self.gives_back(&before, &names)).is_err() {
            self.set_resting(before);
            self.authors = KnownAuthors::default();
            refused.clear();
            arrived.refused.clear();
            self.take_in_with(ready, refused, arrived, |document, strand, refused, arrived| {
                document.apply_some(strand, refused, arrived);
                Ok(())
            })
            .unwrap_or_else(|never: std::convert::Infallible| match never {});
        }
    }

    /// Looks at changes in order and has those applied that hold, strand by strand.
    fn take_in_with<E>(
        &mut self,
        ready: &[Arrival],
        refused: &mut HashSet<ChangeHash>,
        arrived: &mut Arrived,
        mut apply: impl FnMut(&mut Self, &[Arrival], &mut HashSet<ChangeHash>, &mut Arrived) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut left = ready;
        while !left.is_empty() {
            let mut authors = std::mem::take(&mut self.authors);
            authors.bring_up_to(self.resting());
            let (count, refusal) = self.check_some(&authors.authors, left, refused);
            self.authors = authors;
            let (good, after) = left.split_at(count);
            if !good.is_empty() {
                apply(self, good, refused, arrived)?;
            }
            left = after;
            if let Some(why) = refusal
                && let Some(((index, change), after)) = left.split_first()
            {
                refused.insert(change.hash());
                arrived.refused.extend(index.map(|index| (index, why.to_owned())));
                left = after;
            }
        }
        Ok(())
    }

    /// How many changes, from the first, hold and build on each other; and why the next one does not hold, if it was
    /// looked at.
    fn check_some(
        &self,
        authors: &Authors,
        ready: &[Arrival],
        refused: &HashSet<ChangeHash>,
    ) -> (usize, Option<&'static str>) {
        let mut view: Option<View<'_>> = None;
        for (count, (_, change)) in ready.iter().enumerate() {
            if change.deps().iter().any(|dep| refused.contains(dep)) {
                return (count, Some(ORPHAN));
            }
            let view = match &mut view {
                Some(view) if view.is_of(change) => view,
                Some(_) => return (count, None),
                None => view.insert(View::of(self.resting(), authors, change)),
            };
            if let Err(why) = view.check(change) {
                return (count, Some(why));
            }
        }
        (ready.len(), None)
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
                    // Whatever builds on one comes right after it: fewer breaks for who looks at them.
                    if *count == 0 {
                        free.push_front(next);
                    }
                }
            }
        }
        let waiting = order.iter().filter_map(|hash| waits.remove(hash)).map(|(_, arrival)| arrival);
        (ready, waiting.collect())
    }

    /// Applies what it can of changes in order: halves those among which one is refused, until that one is found.
    fn apply_some(&mut self, all: &[Arrival], refused: &mut HashSet<ChangeHash>, arrived: &mut Arrived) {
        let mut some = Vec::with_capacity(all.len());
        for (index, change) in all {
            if change.deps().iter().any(|dep| refused.contains(dep)) {
                refused.insert(change.hash());
                arrived.refused.extend(index.map(|index| (index, ORPHAN.to_owned())));
            } else {
                some.push((*index, change.clone()));
            }
        }
        let Err(error) = self.apply(some.iter().map(|(_, change)| change.clone()).collect()) else {
            some.iter().for_each(|(_, change)| self.authors.wrote(change));
            return;
        };
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
        let names: Vec<ChangeHash> = changes.iter().map(Change::hash).collect();
        let before = self.resting().clone();
        let applied = self.with(|doc| doc.apply_changes(changes));
        let applied =
            applied.map_err(|error| error.to_string()).and_then(|()| self.gives_back(&before, &names));
        if applied.is_err() {
            // A refusal may come after half of the work.
            self.set_resting(before);
        }
        applied
    }

    /// Whether the document, which had been like that before, gives these changes back as they came: that is what it
    /// is saved from.
    fn gives_back(&self, before: &Automerge, names: &[ChangeHash]) -> Result<(), String> {
        let given = self.resting().get_changes(&before.get_heads());
        let given: HashSet<ChangeHash> = given.iter().map(Change::hash).collect();
        let all = names.iter().all(|name| given.contains(name));
        if all { Ok(()) } else { Err("the document does not hold it as it came".to_owned()) }
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

    /// Whether this change is in the document, or waits for what it builds on.
    pub(crate) fn took(&self, hash: ChangeHash) -> bool {
        self.has(hash) || self.waiting.iter().any(|change| change.hash() == hash)
    }

    /// Whether a file reads as the document and what waits.
    pub(crate) fn read_back(&self, saved: &[u8]) -> Result<(), String> {
        let Contents { parsed, damage } = parse(saved, Source::Stored)?;
        if let Some(damage) = damage {
            return Err(damage);
        }
        let mut parsed = parsed.into_iter();
        let Some(Parsed::Document(doc)) = parsed.next() else { return Err("no document".to_owned()) };
        let here = self.resting();
        let size = |doc: &Automerge| (doc.stats().num_changes, doc.stats().num_ops);
        if doc.get_heads() != here.get_heads() || size(&doc) != size(here) {
            return Err("another document".to_owned());
        }
        let mut waiting: HashSet<ChangeHash> = self.waiting.iter().map(Change::hash).collect();
        for parsed in parsed {
            if let Parsed::Change(change) = parsed {
                waiting.remove(&change.hash());
            }
        }
        if waiting.is_empty() { Ok(()) } else { Err("changes that wait are not in it".to_owned()) }
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

const ORPHAN: &str = "builds on a change that was refused";

/// Whether a change is in a document in which none waits.
pub(crate) fn has(doc: &Automerge, hash: ChangeHash) -> bool {
    doc.get_missing_deps(&[hash]).is_empty()
}
