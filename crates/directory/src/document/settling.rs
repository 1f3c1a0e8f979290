//! Who keeps a name that several changes have: see [`super::rivals`].
//!
//! What is displaced follows from all changes that are known, whatever the document has in their place: from what they
//! were written as. So it is found out anew each time that one more comes which has a rival.

use super::{
    Document, KnownAuthors, Ops, State,
    arrivals::{Arrival, Arrived},
    rivals::{self, Place, Rivals},
    view::{ORPHAN, RIVAL},
};
use automerge::{Automerge, Change, ChangeHash};
use std::collections::{HashMap, HashSet, VecDeque};

/// So many changes are walked at most for those that came at once and had to be looked at one by one. Only somebody who
/// means it needs more: the rest is to come again, and does not hold up what else there is to do.
const MOST_WALKED: usize = 100_000;
/// At most so many changes are displaced: each takes a name, and a document with more is slow. Who writes in the name of
/// somebody's long ago is refused by all who have what was built on that.
const MOST_DISPLACED: usize = 4_096;
/// So often it is looked at again which names stand-ins take.
const MOST_ROUNDS: usize = 8;

impl Document {
    /// Whether a change, which nothing in the document keeps out, has a rival all the same: one that is displaced.
    pub(super) fn is_rival(&self, change: &Change) -> bool {
        self.is_impostor(change) || self.rivals.others(&rivals::place(change), change.hash()).next().is_some()
    }

    /// Puts stand-ins in the place of those of these changes, from the first, that build on displaced ones.
    pub(super) fn displace(&mut self, left: &mut VecDeque<Arrival>, arrived: &mut Arrived) {
        let here = self.places();
        let mut stand_ins = Vec::new();
        while let Some((index, change)) = left.pop_front() {
            let place = rivals::place(&change);
            let is_to_come_again = change.deps().iter().any(|dep| arrived.put_off.contains(dep));
            if !self.rivals.is_affected(&change)
                || here.contains_key(&place)
                || self.is_rival(&change)
                || is_to_come_again
            {
                left.push_front((index, change));
                break;
            }
            let stand_in = self.rivals.displace(&change, false);
            if index.is_some() {
                arrived.new.push(change);
            }
            arrived.stand_ins.push(stand_in.clone());
            stand_ins.push((index, stand_in));
        }
        if stand_ins.is_empty() {
            self.settle(left, arrived);
        }
        stand_ins.into_iter().rev().for_each(|stand_in| left.push_front(stand_in));
    }

    /// The changes in the document by their names.
    fn places(&self) -> HashMap<Place, ChangeHash> {
        let all = self.resting().get_changes_meta(&[]).into_iter();
        all.map(|it| ((it.actor.into_owned(), it.seq), it.hash)).collect()
    }

    /// Whether another document may be taken in as it is: no change of it has the name of another here.
    pub(crate) fn is_free_of(&self, changes: &[Change]) -> bool {
        let here = self.places();
        changes.iter().all(|it| here.get(&rivals::place(it)).is_none_or(|hash| *hash == it.hash()))
    }

    /// The first of these changes has rivals. The document is made what all of them together make it, or, where one of
    /// them spoils that, what the first makes it, if it holds by itself.
    pub(super) fn settle(&mut self, left: &mut VecDeque<Arrival>, arrived: &mut Arrived) {
        if left.len() > 1 && !arrived.is_spoilt {
            let (together, apart) = self.placeable(left);
            if self.resolve(&together, arrived).is_some() {
                *left = apart;
                return;
            }
            arrived.is_spoilt = true;
        }
        let Some((index, change)) = left.pop_front() else { return };
        if arrived.walked > MOST_WALKED && arrived.is_limited {
            self.put_off(index, change, arrived);
            return;
        }
        let held = if self.rivals.is_affected(&change) {
            let stand_in = self.rivals.clone().displace(&change, false);
            if stand_in.deps().iter().all(|dep| self.has(*dep)) { self.holds(&stand_in) } else { Err(ORPHAN) }
        } else {
            self.holds(&change)
        };
        match held {
            Err(why) if why != RIVAL => return self.refuse(index, &change, why, arrived),
            Ok(()) | Err(_) => {}
        }
        if self.resolve(&[(index, change.clone())], arrived).is_none() {
            self.refuse(index, &change, RIVAL, arrived);
        }
    }

    /// Those of changes in order of which all that they build on is here or among them, and the others.
    fn placeable(&self, left: &VecDeque<Arrival>) -> (Vec<Arrival>, VecDeque<Arrival>) {
        let mut among: HashSet<ChangeHash> = HashSet::new();
        let (together, apart): (Vec<Arrival>, Vec<Arrival>) = left.iter().cloned().partition(|(_, it)| {
            let is_placeable = it.deps().iter().all(|dep| among.contains(dep) || self.knows(*dep));
            if is_placeable {
                among.insert(it.hash());
            }
            is_placeable
        });
        (together, apart.into())
    }

    /// Makes the document what it is with these changes too. Where that can not be, it is as it was.
    pub(super) fn resolve(&mut self, more: &[Arrival], arrived: &mut Arrived) -> Option<()> {
        let there = self.resting().get_changes(&[]);
        let natives = self.rivals.natives(&there, more);
        arrived.walked = arrived.walked.saturating_add(natives.len());
        let rivals = settled(&natives, &self.rivals, |native| self.is_impostor(native))?;
        let target: Vec<Change> = natives
            .iter()
            .map(|native| rivals.stand_in(&native.hash()).cloned().unwrap_or_else(|| native.clone()))
            .collect();
        let wanted: HashSet<ChangeHash> = target.iter().map(Change::hash).collect();
        let here: HashSet<ChangeHash> = there.iter().map(Change::hash).collect();
        let is_rebuilt = !here.is_subset(&wanted);
        let mut trial = Arrived { is_settled: true, ..Arrived::default() };
        let before = self.resting().clone();
        if is_rebuilt {
            let mut doc = Automerge::new();
            doc.apply_changes(there.into_iter().filter(|it| wanted.contains(&it.hash())).collect::<Vec<_>>())
                .ok()?;
            doc.set_actor(before.get_actor().clone());
            self.state = State::Resting(Box::new(doc));
            self.authors = KnownAuthors::default();
        }
        let rivals_before = std::mem::replace(&mut self.rivals, rivals);
        let refused_before = self.refused.clone();
        let mut seen = HashSet::new();
        let adding: VecDeque<Arrival> = target
            .into_iter()
            .filter(|it| seen.insert(it.hash()) && !self.has(it.hash()))
            .map(|it| (None, it))
            .collect();
        let added: Vec<Change> = adding.iter().map(|(_, it)| it.clone()).collect();
        self.take_in(adding, &mut trial);
        if !added.iter().all(|it| self.has(it.hash())) {
            self.set_resting(before);
            self.rivals = rivals_before;
            // What was refused together with others may hold by itself.
            self.refused = refused_before;
            self.authors = KnownAuthors::default();
            return None;
        }
        arrived.is_rebuilt |= is_rebuilt;
        arrived.new.extend(more.iter().filter(|(index, _)| index.is_some()).map(|(_, it)| it.clone()));
        let came: HashSet<ChangeHash> = more.iter().map(|(_, it)| it.hash()).collect();
        let stand_ins: Vec<Change> = added.iter().filter(|it| !came.contains(&it.hash())).cloned().collect();
        arrived.new.extend(stand_ins.iter().cloned());
        arrived.stand_ins.extend(stand_ins);
        arrived.applied.extend(added);
        Some(())
    }

    /// Applies a change that was made of a copy of this document; as what it is in the document now.
    pub(crate) fn apply_own(&mut self, change: Change) -> Result<Change, String> {
        let arrived = self.arrive(vec![(0, change)]);
        match (arrived.applied.into_iter().next_back(), arrived.refused.into_iter().next()) {
            (Some(change), None) => Ok(change),
            (_, Some((_, why))) => Err(why),
            (None, None) => Err("it builds on what is not here".to_owned()),
        }
    }

    /// The operations of a change as they are called now.
    pub(crate) fn ops_now(&self, ops: &Ops) -> Ops {
        let mut now = ops.clone();
        while let Some(actor) = self.rivals.author_now(&now.actor, now.first, &now.base) {
            let base = self.rivals.moment_now(&now.base);
            if (&actor, &base) == (&now.actor, &now.base) {
                break;
            }
            now = Ops { actor, base, ..now };
        }
        now
    }
}

/// What is displaced by what, of these changes as they were written, each after those that it builds on. Impostors lose
/// their names to what is not here, if need be.
fn settled(natives: &[Change], known: &Rivals, is_impostor: impl Fn(&Change) -> bool) -> Option<Rivals> {
    let mut least: HashMap<Place, ChangeHash> = HashMap::new();
    for native in natives.iter().filter(|it| !is_impostor(it)) {
        let least = least.entry(rivals::place(native)).or_insert_with(|| native.hash());
        *least = (*least).min(native.hash());
    }
    let loses = |native: &&Change| {
        is_impostor(native) || least.get(&rivals::place(native)).is_some_and(|least| *least < native.hash())
    };
    let mut lost: HashSet<ChangeHash> = natives.iter().filter(loses).map(Change::hash).collect();
    for _ in 0..MOST_ROUNDS {
        let mut rivals = Rivals::default();
        for native in natives {
            let is_lost = lost.contains(&native.hash());
            if is_lost || rivals.is_affected(native) {
                if rivals.len() >= MOST_DISPLACED {
                    return None;
                }
                rivals.displace(native, is_lost);
                for former in known.formers(native) {
                    rivals.give_way(&former, native.hash());
                }
            }
        }
        // Whoever writes under a stand-in's name gives way to it.
        let taken: Vec<ChangeHash> = natives
            .iter()
            .filter(|native| !rivals.holds(&native.hash()) && rivals.takes_place_of(native))
            .map(Change::hash)
            .collect();
        if taken.is_empty() {
            return Some(rivals);
        }
        lost.extend(taken);
    }
    None
}
