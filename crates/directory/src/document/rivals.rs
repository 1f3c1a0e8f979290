//! Two changes of one name, and the one that keeps it.
//!
//! A change is named by its author and its number among that author's, its operations after it, and a document takes
//! only one change of each name. Whoever holds an edit link can write under any device's name, also the next change of
//! a device that has not sent its own yet. If everybody kept the one that came first, those who have one of them would
//! refuse the other and all that builds on it, for good.
//!
//! So it does not matter which came first. Of several changes of one name the one with the smallest hash keeps it. Each
//! of the others, and each that builds on one of them, is *displaced*: the document has a stand-in for it, with the
//! same operations under another author's name, which says whose and which change it stands in for. That follows from
//! the changes alone, so everybody makes the same stand-ins, byte for byte. The displaced changes are kept beside the
//! document, as those are that wait: what others wrote on top of them is placed by them.

use super::{arrivals::Arrival, reopening::marked};
use automerge::{
    ActorId, Change, ChangeHash, ExpandedChange, ScalarValue,
    legacy::{ElementId, Key, ObjectId, OpId, OpType},
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The name of an author and the number of a change.
pub(super) type Place = (ActorId, u64);

/// An author's name is followed by a zero in its stand-ins' and by so much of a hash. Nobody finds two changes alike in
/// so much of it; and with the zero they stand among all authors where theirs does, so that of values written at once
/// the same one is shown as before.
const MARK: usize = 16;
/// The lengths of authors' names that are not stand-ins': see `chunk::change`.
const PLAIN: std::ops::RangeInclusive<usize> = 16..=17;

/// A change that the document has a stand-in for.
#[derive(Clone, Debug)]
struct Displaced {
    change: Change,
    /// Whether it was a stand-in itself, which gave way to another.
    is_former: bool,
    stand_in: ChangeHash,
    place: Place,
    /// The last displaced change of each author among those that it builds on, and itself.
    latest: BTreeMap<ActorId, ChangeHash>,
    /// The displaced change of its author before it.
    before: Option<ChangeHash>,
}

/// The displaced changes that are known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rivals {
    displaced: HashMap<ChangeHash, Displaced>,
    /// The displaced changes by their own names.
    places: HashMap<Place, Vec<ChangeHash>>,
    /// What each stand-in stands in for.
    origins: HashMap<ChangeHash, ChangeHash>,
    /// In the order in which they came to be, for whoever saves them.
    order: Vec<ChangeHash>,
    /// The stand-ins.
    made: HashMap<ChangeHash, Change>,
    /// The names that they have.
    names: HashMap<Place, ChangeHash>,
}

pub(super) fn place(change: &Change) -> Place {
    (change.actor_id().clone(), change.seq())
}

impl Rivals {
    pub(super) fn is_empty(&self) -> bool {
        self.displaced.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.displaced.len()
    }

    /// Whether the document has a stand-in for this change.
    pub(super) fn holds(&self, hash: &ChangeHash) -> bool {
        self.displaced.contains_key(hash)
    }

    /// Whether this change builds on one that is displaced.
    pub(super) fn is_affected(&self, change: &Change) -> bool {
        !self.is_empty() && change.deps().iter().any(|dep| self.holds(dep))
    }

    /// Whether changes of this author are displaced.
    pub(super) fn has_author(&self, author: &ActorId) -> bool {
        self.displaced.values().any(|it| it.change.actor_id() == author)
    }

    /// What is in the document in the place of a change: itself, where it is not displaced.
    pub(super) fn now(&self, hash: ChangeHash) -> ChangeHash {
        let mut now = hash;
        // A stand-in may be displaced in turn. There are no circles: each stands for another hash.
        for _ in 0..=self.order.len() {
            match self.displaced.get(&now) {
                Some(it) => now = it.stand_in,
                None => break,
            }
        }
        now
    }

    /// The displaced changes that are to be saved, each after those that it builds on.
    pub(super) fn changes(&self) -> impl Iterator<Item = &Change> {
        let displaced = self.order.iter().filter_map(|hash| self.displaced.get(hash));
        // By itself a former stand-in tells what it was only where its name is that of the one that there is.
        displaced.filter(|it| !it.is_former || it.place == place(&it.change)).map(|it| &it.change)
    }

    /// The displaced changes of a place, but for this change and what it stands in for.
    pub(super) fn others(&self, place: &Place, than: ChangeHash) -> impl Iterator<Item = ChangeHash> {
        let all = self.places.get(place).into_iter().flatten().copied();
        all.filter(move |it| *it != than && self.now(*it) != than)
    }

    /// The stand-in for a change, if it has one.
    pub(super) fn stand_in(&self, hash: &ChangeHash) -> Option<&Change> {
        self.displaced.get(hash).and_then(|it| self.made.get(&it.stand_in))
    }

    /// Whether a stand-in has this change's name, and is another.
    pub(super) fn takes_place_of(&self, change: &Change) -> bool {
        self.names.get(&place(change)).is_some_and(|it| *it != change.hash())
    }

    /// All changes as they were written, each after those that it builds on: those of a document, those displaced in
    /// it, and more.
    pub(super) fn natives(&self, there: &[Change], more: &[Arrival]) -> Vec<Change> {
        let displaced = self.order.iter().filter_map(|hash| self.displaced.get(hash));
        let displaced = displaced.filter(|it| !it.is_former).map(|it| &it.change);
        let mut all: HashMap<ChangeHash, &Change> = HashMap::new();
        let mut order: Vec<ChangeHash> = Vec::new();
        for change in displaced.chain(there).chain(more.iter().map(|(_, change)| change)) {
            if self.native(change.hash()) == change.hash() && all.insert(change.hash(), change).is_none() {
                order.push(change.hash());
            }
        }
        let mut natives = Vec::with_capacity(order.len());
        let mut done: HashSet<ChangeHash> = HashSet::new();
        for from in order {
            let mut stack = vec![(from, false)];
            while let Some((hash, is_after)) = stack.pop() {
                let Some(change) = all.get(&hash) else { continue };
                if is_after {
                    if done.insert(hash) {
                        natives.push((*change).clone());
                    }
                } else if !done.contains(&hash) {
                    stack.push((hash, true));
                    let deps = change.deps().iter().map(|dep| self.native(*dep));
                    stack.extend(deps.filter(|dep| !done.contains(dep)).map(|dep| (dep, false)));
                }
            }
        }
        natives
    }

    /// What a change was written as.
    fn native(&self, hash: ChangeHash) -> ChangeHash {
        self.origins.get(&hash).copied().unwrap_or(hash)
    }

    /// The stand-ins that there were for a change.
    pub(super) fn formers(&self, native: &Change) -> Vec<Change> {
        let hash = native.hash();
        let formers = self
            .displaced
            .values()
            .filter(|it| it.is_former && self.origins.get(&it.change.hash()) == Some(&hash));
        formers.map(|it| it.change.clone()).chain(self.stand_in(&hash).cloned()).collect()
    }

    /// Displaces a change; its stand-in. All displaced changes that it builds on are known.
    pub(super) fn displace(&mut self, change: &Change, lost: bool) -> Change {
        let hash = change.hash();
        let mut latest = self.latest(change);
        let before = latest.get(change.actor_id()).copied();
        // Each by itself, and not after others of its author: what it is called must not depend on what else is displaced.
        let place = if !lost && is_stand_in(change.actor_id()) {
            place(change)
        } else {
            (stand_in(change.actor_id(), &hash), 1)
        };
        let rewritten = self.rewrite(change, &place, &latest);
        latest.insert(change.actor_id().clone(), hash);
        let stand_in = rewritten.hash();
        self.origins.insert(stand_in, hash);
        self.made.insert(stand_in, rewritten.clone());
        self.names.insert(place.clone(), stand_in);
        let change = change.clone();
        let of_place = self.places.entry(self::place(&change)).or_default();
        if !of_place.contains(&hash) {
            of_place.push(hash);
        }
        self.insert(hash, Displaced { change, is_former: false, stand_in, place, latest, before });
        rewritten
    }

    /// A stand-in has given way to another for the same change: what others built on it is placed by that.
    pub(super) fn give_way(&mut self, former: &Change, origin: ChangeHash) {
        let Some((stand_in, place)) = self.displaced.get(&origin).map(|it| (it.stand_in, it.place.clone()))
        else {
            return;
        };
        let hash = former.hash();
        if hash == stand_in {
            return;
        }
        let mut latest = self.latest(former);
        let before = latest.get(former.actor_id()).copied();
        self.origins.insert(hash, origin);
        latest.insert(former.actor_id().clone(), hash);
        let change = former.clone();
        self.insert(hash, Displaced { change, is_former: true, stand_in, place, latest, before });
    }

    fn insert(&mut self, hash: ChangeHash, displaced: Displaced) {
        if self.displaced.insert(hash, displaced).is_none() {
            self.order.push(hash);
        }
    }

    /// The last displaced change of each author among those that a change builds on.
    fn latest(&self, change: &Change) -> BTreeMap<ActorId, ChangeHash> {
        let mut latest: BTreeMap<ActorId, ChangeHash> = BTreeMap::new();
        let number = |hash: &ChangeHash| self.displaced.get(hash).map_or(0, |it| it.change.seq());
        for of in change.deps().iter().filter_map(|dep| self.displaced.get(dep)) {
            for (author, last) in &of.latest {
                if latest.get(author).is_none_or(|known| number(known) < number(last)) {
                    latest.insert(author.clone(), *last);
                }
            }
        }
        latest
    }

    /// The same operations under another name, with all names of displaced changes and operations those of their
    /// stand-ins.
    fn rewrite(&self, change: &Change, to: &Place, latest: &BTreeMap<ActorId, ChangeHash>) -> Change {
        let mut expanded = ExpandedChange::from(change);
        let own = change.start_op().get()..=change.max_op();
        let mut known: HashMap<ActorId, Vec<(u64, u64, ActorId)>> = HashMap::new();
        let mut rename = |id: &mut OpId| {
            if id.1 == *change.actor_id() && own.contains(&id.0) {
                id.1 = to.0.clone();
                return;
            }
            let Some(last) = latest.get(&id.1) else { return };
            let ranges = known.entry(id.1.clone()).or_insert_with(|| self.ranges(*last));
            let at = ranges.partition_point(|(first, ..)| *first <= id.0);
            let found = at.checked_sub(1).and_then(|at| ranges.get(at));
            if let Some((_, _, author)) = found.filter(|(_, end, _)| id.0 <= *end) {
                id.1 = author.clone();
            }
        };
        for operation in &mut expanded.operations {
            if let ObjectId::Id(id) = &mut operation.obj {
                rename(id);
            }
            if let Key::Seq(ElementId::Id(id)) = &mut operation.key {
                rename(id);
            }
            let before: Vec<OpId> = operation.pred.iter().cloned().collect();
            let renamed = before.into_iter().map(|mut id| {
                rename(&mut id);
                id
            });
            operation.pred = renamed.collect();
            if let (Key::Map(key), OpType::Put(ScalarValue::Str(text))) = (&operation.key, &operation.action)
                && marked(key).is_some()
                && let Some(moment) = self.moment(text)
            {
                operation.action = OpType::Put(moment.into());
            }
        }
        expanded.actor_id = to.0.clone();
        expanded.seq = to.1;
        expanded.deps = self.moment_now(change.deps());
        expanded.hash = None;
        Change::from(expanded)
    }

    /// The operations of a displaced change and of those of its author before it, with their author's name now.
    fn ranges(&self, last: ChangeHash) -> Vec<(u64, u64, ActorId)> {
        let mut ranges = Vec::new();
        let mut next = Some(last);
        while let Some(it) = next.and_then(|hash| self.displaced.get(&hash)) {
            ranges.push((it.change.start_op().get(), it.change.max_op(), it.place.0.clone()));
            next = it.before;
        }
        ranges.reverse();
        ranges
    }

    /// A moment of the history as it is called now, in order.
    pub(super) fn moment_now(&self, moment: &[ChangeHash]) -> Vec<ChangeHash> {
        let mut now: Vec<ChangeHash> = moment.iter().map(|hash| self.now(*hash)).collect();
        now.sort_unstable();
        now.dedup();
        now
    }

    /// A moment as it is written down with a conflict that was opened again; nothing where none of it is displaced.
    fn moment(&self, text: &str) -> Option<String> {
        let moment: Vec<ChangeHash> = text.split(' ').map(str::parse).collect::<Result<_, _>>().ok()?;
        if !moment.iter().any(|hash| self.holds(hash)) {
            return None;
        }
        let now: Vec<String> = self.moment_now(&moment).iter().map(ToString::to_string).collect();
        Some(now.join(" "))
    }

    /// The displaced change that wrote these operations on top of this, as its stand-in is called now: its author.
    pub(super) fn author_now(&self, author: &ActorId, first: u64, base: &[ChangeHash]) -> Option<ActorId> {
        let wrote = |it: &&Displaced| {
            it.change.actor_id() == author && it.change.start_op().get() == first && it.change.deps() == base
        };
        self.displaced.values().find(wrote).map(|it| it.place.0.clone())
    }
}

/// Whether an author's name is a stand-in's.
pub(super) fn is_stand_in(author: &ActorId) -> bool {
    author.to_bytes().len() > *PLAIN.end()
}

/// The name under which a change is written that is displaced before others of its author are.
pub(super) fn stand_in(author: &ActorId, change: &ChangeHash) -> ActorId {
    let bytes = author.to_bytes();
    let length = if is_stand_in(author) { bytes.len().saturating_sub(MARK) } else { bytes.len() };
    let mut name: Vec<u8> = bytes.iter().take(length).copied().collect();
    name.push(0);
    name.extend(change.0.iter().take(MARK - 1));
    ActorId::from(name)
}
