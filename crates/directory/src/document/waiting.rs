//! Changes that wait for those that they build on, and those that wait for nothing any more: what they build on was
//! refused.

use super::{
    Document,
    arrivals::{Arrival, Arrived},
    view::ORPHAN,
};
use automerge::{Change, ChangeHash};
use std::collections::{HashMap, HashSet, VecDeque};

/// So many changes wait at most for others that they build on, and of so many bytes. A device that was away for a year
/// receives some thousands out of order.
const MOST_WAITING: usize = 1 << 16;
const MOST_WAITING_BYTES: usize = 64 << 20;

/// Changes that were refused, so that what builds on them is refused too, whenever it comes. Only so many, the last
/// ones: what builds on others waits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Refused {
    hashes: HashSet<ChangeHash>,
    order: VecDeque<ChangeHash>,
}

impl Refused {
    const MOST: usize = 1 << 14;

    pub(super) fn insert(&mut self, hash: ChangeHash) {
        if self.hashes.insert(hash) {
            self.order.push_back(hash);
        }
        while self.order.len() > Self::MOST {
            let oldest = self.order.pop_front();
            oldest.map(|oldest| self.hashes.remove(&oldest));
        }
    }

    pub(super) fn contains(&self, hash: &ChangeHash) -> bool {
        self.hashes.contains(hash)
    }
}

impl Document {
    /// Lets changes wait for what they build on, as many as there is room for.
    pub(super) fn let_wait(&mut self, waiting: Vec<Arrival>, arrived: &mut Arrived) {
        for (index, change) in self.room_for(waiting, (MOST_WAITING, MOST_WAITING_BYTES), arrived) {
            if index.is_some() {
                arrived.new.push(change.clone());
            }
            self.waiting.push(change);
        }
    }

    /// Refuses those of the changes that wait that can never be taken, and leaves out those that there is no room for;
    /// gives the others.
    fn room_for(
        &mut self,
        waiting: Vec<Arrival>,
        room: (usize, usize),
        arrived: &mut Arrived,
    ) -> Vec<Arrival> {
        let mut children: HashMap<ChangeHash, Vec<ChangeHash>> = HashMap::new();
        let mut lost: Vec<ChangeHash> = Vec::new();
        for (_, change) in &waiting {
            for dep in change.deps() {
                children.entry(*dep).or_default().push(change.hash());
            }
            if change.deps().iter().any(|dep| self.refused.contains(dep)) {
                lost.push(change.hash());
            }
        }
        let mut orphans: HashSet<ChangeHash> = HashSet::new();
        while let Some(hash) = lost.pop() {
            if orphans.insert(hash) {
                lost.extend(children.remove(&hash).unwrap_or_default());
            }
        }
        let (mut count, mut bytes) = (0, 0_usize);
        let mut left = Vec::with_capacity(waiting.len());
        for (index, change) in waiting {
            if orphans.contains(&change.hash()) {
                self.refuse(index, &change, ORPHAN, arrived);
                continue;
            }
            count += 1;
            bytes = bytes.saturating_add(change.raw_bytes().len());
            if let Some(index) = index.filter(|_| arrived.is_limited && (count > room.0 || bytes > room.1)) {
                arrived.left_out.push(index);
            } else {
                left.push((index, change));
            }
        }
        left
    }

    /// This one is too much now: it is to come again, or waits on where it did.
    pub(super) fn put_off(&mut self, index: Option<usize>, change: Change, arrived: &mut Arrived) {
        arrived.put_off.insert(change.hash());
        match index {
            Some(index) => arrived.left_out.push(index),
            None => self.waiting.push(change),
        }
    }

    pub(super) fn refuse(&mut self, index: Option<usize>, change: &Change, why: &str, arrived: &mut Arrived) {
        self.refused.insert(change.hash());
        arrived.refused.extend(index.map(|index| (index, why.to_owned())));
    }

    /// The changes that are not here and that others, which wait, build on.
    pub(crate) fn missing(&self) -> usize {
        let waiting: HashSet<ChangeHash> = self.waiting.iter().map(Change::hash).collect();
        let deps: HashSet<&ChangeHash> = self.waiting.iter().flat_map(Change::deps).collect();
        deps.into_iter().filter(|dep| !waiting.contains(*dep) && !self.knows(**dep)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Author;
    use automerge::{ROOT, transaction::Transactable as _};
    use groundswell_model::{DeviceId, Id, Part};

    fn document() -> Document {
        let author = Author { device: DeviceId([1; 8]), session: [1; 8] };
        Document::new(Id::from_bytes([9; 12]), Part::Public, author).unwrap()
    }

    /// So many changes, each on top of the one before.
    fn chain(count: usize) -> Vec<Change> {
        let mut doc = document().resting().clone();
        doc.set_actor([7; 16].into());
        let before = doc.get_heads();
        for number in 0..count {
            doc.transact(|tx| tx.put(ROOT, "x", number as u64)).unwrap();
        }
        doc.get_changes(&before)
    }

    fn arrivals(changes: &[Change]) -> Vec<Arrival> {
        changes.iter().cloned().enumerate().map(|(index, change)| (Some(index), change)).collect()
    }

    #[test]
    fn what_there_is_no_room_for_is_not_taken_and_is_told() {
        let changes = chain(10);
        let mut arrived = Arrived { is_limited: true, ..Arrived::default() };
        let left = document().room_for(arrivals(&changes), (10, 1 << 20), &mut arrived);
        assert_eq!((left.len(), arrived.left_out.len()), (10, 0));
        let left = document().room_for(arrivals(&changes), (4, 1 << 20), &mut arrived);
        assert_eq!((left.len(), arrived.left_out.len()), (4, 6));
        let mut arrived = Arrived { is_limited: true, ..Arrived::default() };
        let left = document().room_for(arrivals(&changes), (10, 200), &mut arrived);
        assert!(left.len() < 4 && !arrived.left_out.is_empty(), "{}", left.len());
        assert!(arrived.refused.is_empty(), "it is not lost");
    }

    #[test]
    fn what_waited_and_is_put_off_waits_on() {
        let changes = chain(3);
        let mut document = document();
        document.arrive(vec![(0, changes[1].clone())]);
        assert_eq!(document.waiting.len(), 1);
        // As `arrive` does with what waits, where what it builds on is too much.
        let waited = document.waiting.pop().unwrap();
        let mut arrived = Arrived::default();
        document.put_off(Some(7), changes[0].clone(), &mut arrived);
        let mut left = VecDeque::from([(None, waited)]);
        while !left.is_empty() {
            document.take_in(std::mem::take(&mut left), &mut arrived);
        }
        assert_eq!((arrived.left_out, document.waiting.len()), (vec![7], 1));
        let arrived = document.arrive(vec![(0, changes[0].clone())]);
        assert_eq!((arrived.applied.len(), document.waiting.len()), (2, 0), "it is not lost");
    }

    #[test]
    fn twenty_thousand_changes_that_come_backwards_wait_and_are_taken() {
        let mut document = document();
        let changes = chain(20_000);
        let (first, others) = changes.split_first().unwrap();
        let backwards = others.iter().rev().cloned().enumerate().collect();
        let arrived = document.arrive(backwards);
        assert_eq!((arrived.new.len(), arrived.left_out.len()), (19_999, 0));
        let arrived = document.arrive(vec![(0, first.clone())]);
        assert_eq!(arrived.applied.len(), 20_000);
        assert!(document.waiting.is_empty());
    }

    #[test]
    fn what_builds_on_a_refused_change_is_refused_however_it_comes() {
        let mut changes = chain(4);
        // The second one is not as it must be: its author's number goes on with a gap.
        let mut bad = automerge::ExpandedChange::from(&changes[1]);
        bad.seq += 5;
        let bad = Change::from(bad);
        let on = |change: &Change, dep: &Change| {
            let mut it = automerge::ExpandedChange::from(change);
            it.deps = vec![dep.hash()];
            Change::from(it)
        };
        let third = on(&changes[2], &bad);
        let fourth = on(&changes[3], &third);
        changes.truncate(1);
        changes.extend([bad, third, fourth]);
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
            let mut document = document();
            for at in order {
                document.arrive(vec![(at, changes[at].clone())]);
            }
            assert_eq!((document.waiting.len(), document.missing()), (0, 0), "{order:?}");
            assert!(document.has(changes[0].hash()));
        }
    }
}
