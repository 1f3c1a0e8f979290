//! Changes that arrive in any order: those that can be applied are, the others wait.
//!
//! They wait here and not in Automerge's own queue: there a change of another directory or part, which waits
//! for ever, would keep out the right one of the same author and number.

use super::{
    Check, Document,
    view::{Authors, ORPHAN, RIVAL, View},
};
use automerge::{Automerge, Change, ChangeHash, ReadDoc};
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

/// A change, and its place in the input if it has one.
pub(super) type Arrival = (Option<usize>, Change);

/// What became of changes that arrived.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arrived {
    /// Those that were applied, also some that had been waiting, and stand-ins for others.
    pub(crate) applied: Vec<Change>,
    /// Those that were not known before, applied or waiting.
    pub(crate) new: Vec<Change>,
    /// Those of the applied ones that are stand-ins and were made here.
    pub(crate) stand_ins: Vec<Change>,
    /// Those that the document refused: place in the input, and why.
    pub(crate) refused: Vec<(usize, String)>,
    /// Whether changes that were in the document are no more: it has stand-ins for them.
    pub(crate) is_rebuilt: bool,
    /// Whether it is settled already which of them keep their names.
    pub(super) is_settled: bool,
    /// Whether one of them kept the others from being settled together.
    pub(super) is_spoilt: bool,
    /// Whether there is an end to what is done for them at once.
    pub(super) is_limited: bool,
    /// How many changes were walked to settle some.
    pub(super) walked: usize,
    /// Those that were too much at once, by their place in the input: they are to come again.
    pub(crate) left_out: Vec<usize>,
    /// Those and what builds on them.
    pub(super) put_off: HashSet<ChangeHash>,
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

/// Why looking at changes ended before their end.
#[derive(Clone, Copy, Debug)]
enum Halt {
    /// The next one builds on other ground.
    Turn,
    /// The next one is refused.
    Refusal(&'static str),
    /// The next one holds, and the document has another of its name.
    Rival,
    /// The next one builds on one for which there is a stand-in.
    Displaced,
    /// The next one is here: as a stand-in that came, and was made here too.
    Known,
    /// The next one builds on one that is to come again.
    PutOff,
}

impl Document {
    /// Applies changes that arrived, in any order and as often as they come.
    pub(crate) fn arrive(&mut self, arrivals: Vec<(usize, Change)>) -> Arrived {
        self.arrive_within(arrivals, true)
    }

    /// As [`Self::arrive`], whatever it takes: changes that were here before.
    pub(crate) fn arrive_again(&mut self, arrivals: Vec<(usize, Change)>) -> Arrived {
        self.arrive_within(arrivals, false)
    }

    fn arrive_within(&mut self, arrivals: Vec<(usize, Change)>, is_limited: bool) -> Arrived {
        let mut arrived = Arrived { is_limited, ..Arrived::default() };
        let mut seen: HashSet<ChangeHash> = self.waiting.iter().map(Change::hash).collect();
        let mut pool: Vec<Arrival> =
            std::mem::take(&mut self.waiting).into_iter().map(|change| (None, change)).collect();
        for (index, change) in arrivals {
            if seen.insert(change.hash()) && !self.knows(change.hash()) {
                pool.push((Some(index), change));
            }
        }
        if pool.is_empty() {
            return arrived;
        }
        let (ready, waiting) = self.sort(pool);
        self.take_in(ready.into(), &mut arrived);
        self.let_wait(waiting, &mut arrived);
        arrived
    }

    /// Looks at changes in order and applies those that hold: as many at once as build on each other.
    pub(super) fn take_in(&mut self, left: VecDeque<Arrival>, arrived: &mut Arrived) {
        if left.is_empty() {
            return;
        }
        // A history that forks has many strands, and to copy the document for each would take longer than all else. So
        // only all together are known to be given back, or to have been too much.
        let before = (self.resting().clone(), self.rivals.clone(), self.refused.clone());
        let (noted, from) = (arrived.clone(), arrived.applied.len());
        let all = self.take_in_with(left.clone(), arrived, |document, strand, arrived| {
            let changes: Vec<Change> = strand.iter().map(|(_, change)| change.clone()).collect();
            document.with(|doc| doc.apply_changes(changes)).map_err(|error| error.to_string())?;
            document.note_applied(strand, arrived);
            Ok(())
        });
        let names = arrived.applied.iter().skip(from).map(Change::hash);
        let names: Vec<ChangeHash> = names.filter(|name| !self.rivals.holds(name)).collect();
        if all.and_then(|()| self.gives_back(&before.0, &names)).is_err() {
            let (doc, rivals, refused) = before;
            self.set_resting(doc);
            (self.rivals, self.refused, self.authors) = (rivals, refused, KnownAuthors::default());
            *arrived = noted;
            self.take_in_with(left, arrived, |document, strand, arrived| {
                document.apply_some(strand, arrived);
                Ok(())
            })
            .unwrap_or_else(|never: std::convert::Infallible| match never {});
        }
    }

    /// Looks at changes in order and has those applied that hold, strand by strand.
    fn take_in_with<E>(
        &mut self,
        mut left: VecDeque<Arrival>,
        arrived: &mut Arrived,
        mut apply: impl FnMut(&mut Self, Vec<Arrival>, &mut Arrived) -> Result<(), E>,
    ) -> Result<(), E> {
        while !left.is_empty() {
            let mut authors = std::mem::take(&mut self.authors);
            authors.bring_up_to(self.resting());
            let is_settled = arrived.is_settled;
            let (count, halt) =
                self.check_some(&authors.authors, left.make_contiguous(), is_settled, &arrived.put_off);
            self.authors = authors;
            let good: Vec<Arrival> = left.drain(..count).collect();
            if !good.is_empty() {
                apply(self, good, arrived)?;
            }
            match halt {
                Halt::Turn => {}
                Halt::Refusal(why) => {
                    if let Some((index, change)) = left.pop_front() {
                        self.refuse(index, &change, why, arrived);
                    }
                }
                Halt::Known => drop(left.pop_front()),
                Halt::PutOff => {
                    if let Some((index, change)) = left.pop_front() {
                        self.put_off(index, change, arrived);
                    }
                }
                Halt::Rival => self.settle(&mut left, arrived),
                Halt::Displaced => self.displace(&mut left, arrived),
            }
        }
        Ok(())
    }

    /// How many changes, from the first, hold and build on each other; and how it stands with the next one.
    fn check_some(
        &self,
        authors: &Authors,
        ready: &[Arrival],
        is_settled: bool,
        put_off: &HashSet<ChangeHash>,
    ) -> (usize, Halt) {
        let mut view: Option<View<'_>> = None;
        for (count, (_, change)) in ready.iter().enumerate() {
            // What is settled is what the document is to hold, whatever it was before.
            if !is_settled && !self.rivals.is_empty() && self.knows(change.hash()) {
                return (count, Halt::Known);
            }
            if change.deps().iter().any(|dep| self.refused.contains(dep)) {
                return (count, Halt::Refusal(ORPHAN));
            }
            if change.deps().iter().any(|dep| put_off.contains(dep)) {
                return (count, Halt::PutOff);
            }
            if !is_settled && self.rivals.is_affected(change) {
                return (count, Halt::Displaced);
            }
            let view = match &mut view {
                Some(view) if view.is_of(change) => view,
                Some(_) => return (count, Halt::Turn),
                // What it was to build on was refused when it was applied.
                None if !change.deps().iter().all(|dep| self.has(*dep)) => {
                    return (count, Halt::Refusal(ORPHAN));
                }
                None => view.insert(View::of(self.resting(), authors, change)),
            };
            match view.check(change) {
                Ok(()) if !is_settled && self.is_rival(change) => return (count, Halt::Rival),
                Ok(()) => {}
                Err(RIVAL) if !is_settled => return (count, Halt::Rival),
                Err(why) => return (count, Halt::Refusal(why)),
            }
        }
        (ready.len(), Halt::Turn)
    }

    /// Whether a change holds where it stands, and why not.
    pub(super) fn holds(&mut self, change: &Change) -> Check<()> {
        let mut authors = std::mem::take(&mut self.authors);
        authors.bring_up_to(self.resting());
        let checked = View::of(self.resting(), &authors.authors, change).check(change);
        self.authors = authors;
        checked
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
                arrival.1.deps().iter().filter(|dep| !self.knows(**dep)).copied().collect();
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
    fn apply_some(&mut self, mut some: Vec<Arrival>, arrived: &mut Arrived) {
        let (good, orphans): (Vec<Arrival>, Vec<Arrival>) =
            some.into_iter().partition(|(_, it)| !it.deps().iter().any(|dep| self.refused.contains(dep)));
        some = good;
        for (index, change) in orphans {
            self.refuse(index, &change, ORPHAN, arrived);
        }
        match self.apply(some.iter().map(|(_, change)| change.clone()).collect()) {
            Ok(()) => self.note_applied(some, arrived),
            Err(error) => {
                if some.len() > 1 {
                    let second = some.split_off(some.len() / 2);
                    self.apply_some(some, arrived);
                    self.apply_some(second, arrived);
                } else if let Some((index, change)) = some.pop() {
                    self.refuse(index, &change, &error, arrived);
                }
            }
        }
    }

    fn note_applied(&mut self, some: Vec<Arrival>, arrived: &mut Arrived) {
        for (index, change) in some {
            self.authors.wrote(&change);
            if index.is_some() {
                arrived.new.push(change.clone());
            }
            arrived.applied.push(change);
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

    /// Whether this change is in the document.
    pub(crate) fn has(&self, hash: ChangeHash) -> bool {
        has(self.resting(), hash)
    }

    /// Whether this change, or a stand-in for it, is in the document.
    pub(crate) fn knows(&self, hash: ChangeHash) -> bool {
        self.rivals.holds(&hash) || self.has(hash)
    }

    /// Whether this change, or a stand-in for it, is in the document, or waits for what it builds on.
    pub(crate) fn took(&self, hash: ChangeHash) -> bool {
        self.knows(hash) || self.waiting.iter().any(|change| change.hash() == hash)
    }
}

/// Whether a change is in a document in which none waits.
pub(crate) fn has(doc: &Automerge, hash: ChangeHash) -> bool {
    doc.get_missing_deps(&[hash]).is_empty()
}
