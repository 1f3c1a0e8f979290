//! Which changes touched which record: so that the history of one record is found without a walk through all.
//!
//! It is made in one pass over the columns of the document, when somebody first asks, or before that in many small steps
//! ([`HistoryMaking`]); and brought up to date by the changes since. What it says of a change is small: the values are read from the document.

use super::{
    Document,
    chunk::{Action, Check, Key, PlacedRow, PlacedRows, saved, with_operations},
};
use automerge::{ActorId, Automerge, Change, ChangeHash, ObjId};
use groundswell_model::{DeviceId, Id, Kind, Part};
use std::collections::{BTreeSet, HashMap};

/// An operation: its counter, and its author's place in the index.
type Name = (u64, u32);

/// What an operation may write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Object {
    /// The map of all records of a kind.
    Kind(Kind),
    /// The map of a record, by its place in the index.
    Record(u32),
    /// A long text of a record.
    Text(u32),
}

/// A change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IndexedChange {
    actor: u32,
    first: u64,
    /// The counter of its last operation.
    pub(crate) last: u64,
    /// When it was made, in seconds.
    pub(crate) seconds: i64,
}

/// That a change touched a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Touch {
    /// The change's number in the index.
    pub(crate) change: u32,
    /// Whether it wrote to a long text of it.
    pub(crate) text: bool,
}

/// What touched a record.
#[derive(Clone, Debug)]
pub(crate) struct IndexedRecord {
    pub(crate) kind: Kind,
    pub(crate) id: Id,
    /// Each change once.
    pub(crate) touches: Vec<Touch>,
    /// How many operations its map has, and its texts: so much is walked to read it.
    pub(crate) operations: [usize; 2],
}

/// The index of one part.
#[derive(Debug, Default)]
pub(crate) struct HistoryIndex {
    /// The document's heads when it was brought up to date.
    heads: Vec<ChangeHash>,
    actors: Vec<ActorId>,
    places: HashMap<ActorId, u32>,
    changes: Vec<IndexedChange>,
    /// The numbers of each author's changes, in order.
    by_actor: Vec<Vec<u32>>,
    objects: HashMap<Name, Object>,
    records: Vec<IndexedRecord>,
    record_places: HashMap<(Kind, Id), u32>,
    /// What was last found, for most operations stand together: the object, and the change with its author and its first
    /// and last counter.
    last_object: Option<(Name, Object)>,
    found: Option<(u32, u64, u64, u32)>,
}

const UNKNOWN: &str = "an operation of no change";

/// So many rows are read in a step: a millisecond or less.
const ROWS: usize = 1_024;

/// An index that is being made apart from its document, which may go on meanwhile.
#[derive(Debug)]
pub struct HistoryMaking {
    part: Part,
    index: HistoryIndex,
    saved: Vec<u8>,
}

impl HistoryMaking {
    /// Reads all of what the document was, and waits for `pause` after each small step, which says whether to go on.
    /// `None` where it said no, or something could not be read, which is a defect: then the index is made when somebody
    /// asks.
    pub async fn finish(self, mut pause: impl AsyncFnMut() -> bool) -> Option<Self> {
        let Self { part, mut index, saved: bytes } = self;
        let saved = saved(&bytes).ok()?;
        let places = index.places_of(saved.actors());
        let mut rows = saved.rows();
        while index.read_rows(&places, &mut rows).ok()? {
            if !pause().await {
                return None;
            }
        }
        index.tidy();
        Some(Self { part, index, saved: Vec::new() })
    }

    /// The part whose history it is of.
    #[must_use]
    pub const fn part(&self) -> Part {
        self.part
    }
}

impl HistoryIndex {
    /// The record, if anything ever touched it.
    pub(crate) fn record(&self, kind: Kind, id: Id) -> Option<&IndexedRecord> {
        self.records.get(*self.record_places.get(&(kind, id))? as usize)
    }

    /// Every record that was ever touched.
    pub(crate) fn records(&self) -> &[IndexedRecord] {
        &self.records
    }

    /// The change of this number.
    pub(crate) fn change(&self, number: u32) -> Option<&IndexedChange> {
        self.changes.get(number as usize)
    }

    /// How many changes there are.
    pub(crate) const fn len(&self) -> usize {
        self.changes.len()
    }

    /// Everybody who made one.
    pub(crate) fn actors(&self) -> &[ActorId] {
        &self.actors
    }

    /// Who made a change.
    fn actor(&self, change: &IndexedChange) -> Option<&ActorId> {
        self.actors.get(change.actor as usize)
    }

    /// The device that made a change.
    pub(crate) fn device(&self, change: &IndexedChange) -> DeviceId {
        self.actor(change).map(super::device_of).unwrap_or_default()
    }

    /// The changes of a device from the first on whose time is one of these, session by session.
    pub(crate) fn changes_by(&self, device: DeviceId, is_time: impl Fn(i64) -> bool) -> BTreeSet<u32> {
        let of_device =
            self.actors.iter().zip(&self.by_actor).filter(|(actor, _)| super::device_of(actor) == device);
        let is_time = |number: &&u32| self.change(**number).is_some_and(|change| is_time(change.seconds));
        of_device
            .flat_map(|(_, numbers)| numbers.iter().skip_while(|number| !is_time(number)))
            .copied()
            .collect()
    }

    /// The order of two changes that everybody sees alike: whatever builds on another comes after it.
    pub(crate) fn order(&self, change: u32) -> Option<(u64, &ActorId)> {
        let change = self.change(change)?;
        Some((change.last, self.actor(change)?))
    }

    /// The document's name of a change.
    pub(crate) fn hash(&self, doc: &Automerge, number: u32) -> Option<ChangeHash> {
        let change = self.change(number)?;
        doc.hash_for_opid(&ObjId::Id(change.last, self.actor(change)?.clone(), 0))
    }

    /// The number of a change that the document names so.
    pub(crate) fn number(&self, doc: &Automerge, hash: ChangeHash) -> Option<u32> {
        let change = doc.get_change_meta_by_hash(&hash)?;
        let actor = *self.places.get(change.actor.as_ref())?;
        self.find((change.max_op, actor))
    }

    fn find(&self, (counter, actor): Name) -> Option<u32> {
        let numbers = self.by_actor.get(actor as usize)?;
        let last = |number: &u32| self.change(*number).map_or(0, |change| change.last);
        let number = *numbers.get(numbers.partition_point(|number| last(number) < counter))?;
        (self.change(number)?.first <= counter).then_some(number)
    }

    /// The change that an operation belongs to.
    fn change_of(&mut self, name: Name) -> Check<u32> {
        if let Some((actor, first, last, number)) = self.found
            && actor == name.1
            && (first..=last).contains(&name.0)
        {
            return Ok(number);
        }
        let number = self.find(name).ok_or(UNKNOWN)?;
        let change = self.change(number).ok_or(UNKNOWN)?;
        self.found = Some((change.actor, change.first, change.last, number));
        Ok(number)
    }

    fn place_of(&mut self, actor: &ActorId) -> u32 {
        if let Some(place) = self.places.get(actor) {
            return *place;
        }
        let place = self.actors.len() as u32;
        self.actors.push(actor.clone());
        self.places.insert(actor.clone(), place);
        self.by_actor.push(Vec::new());
        place
    }

    fn add_change(&mut self, actor: &ActorId, first: u64, last: u64, seconds: i64) {
        let actor = self.place_of(actor);
        let number = self.changes.len() as u32;
        self.changes.push(IndexedChange { actor, first, last, seconds });
        if let Some(numbers) = self.by_actor.get_mut(actor as usize) {
            numbers.push(number);
        }
    }

    fn record_place(&mut self, kind: Kind, id: Id) -> u32 {
        let next = self.records.len() as u32;
        let place = *self.record_places.entry((kind, id)).or_insert(next);
        if place == next {
            self.records.push(IndexedRecord { kind, id, touches: Vec::new(), operations: [0; 2] });
        }
        place
    }

    /// The maps that every document has.
    fn add_maps(&mut self, document: &Document) {
        for kind in Kind::ALL {
            if let ObjId::Id(counter, actor, _) = document.map(kind) {
                let place = self.place_of(actor);
                let object = if kind == Kind::Network {
                    Object::Record(self.record_place(kind, Id::NETWORK))
                } else {
                    Object::Kind(kind)
                };
                self.objects.insert((*counter, place), object);
            }
        }
    }

    /// The record that an operation touches, and whether in a text. What it makes is noted.
    fn see(&mut self, name: Name, object: Name, key: Option<&str>, action: Action) -> Option<(u32, bool)> {
        let known = self.last_object.filter(|(last, _)| *last == object).map(|(_, known)| known);
        let known = known.or_else(|| self.objects.get(&object).copied())?;
        self.last_object = Some((object, known));
        match known {
            Object::Kind(kind) => {
                let id = key?.parse().ok()?;
                let place = self.record_place(kind, id);
                if action == Action::Map {
                    self.objects.insert(name, Object::Record(place));
                }
                Some((place, false))
            }
            Object::Record(place) => {
                if action == Action::Text {
                    self.objects.insert(name, Object::Text(place));
                }
                Some((place, false))
            }
            Object::Text(place) => Some((place, true)),
        }
    }

    fn touch(&mut self, record: u32, text: bool, change: u32) {
        if let Some(record) = self.records.get_mut(record as usize) {
            let touch = Touch { change, text };
            if record.touches.last() != Some(&touch) {
                record.touches.push(touch);
            }
        }
    }

    fn count(&mut self, record: u32, text: bool) {
        if let Some(record) = self.records.get_mut(record as usize)
            && let Some(count) = record.operations.get_mut(usize::from(text))
        {
            *count += 1;
        }
    }

    /// An index of all changes of a document, and of none of their operations.
    fn of_changes(document: &Document) -> Self {
        let mut index = Self { heads: document.resting().get_heads(), ..Self::default() };
        index.add_maps(document);
        for change in document.resting().get_changes_meta(&[]) {
            index.add_change(&change.actor, change.start_op, change.max_op, change.timestamp);
        }
        index
    }

    /// Reads all of a document.
    fn of(document: &Document) -> Check<Self> {
        let mut index = Self::of_changes(document);
        let bytes = document.resting().save_nocompress();
        let saved = saved(&bytes)?;
        let places = index.places_of(saved.actors());
        let mut rows = saved.rows();
        while index.read_rows(&places, &mut rows)? {}
        index.tidy();
        Ok(index)
    }

    fn places_of(&mut self, actors: &[&[u8]]) -> Vec<u32> {
        actors.iter().map(|actor| self.place_of(&ActorId::from(*actor))).collect()
    }

    fn tidy(&mut self) {
        for record in &mut self.records {
            tidy(&mut record.touches);
        }
    }

    /// Reads some rows. Answers whether there may be more.
    fn read_rows(&mut self, places: &[u32], rows: &mut PlacedRows<'_>) -> Check<bool> {
        for _ in 0..ROWS {
            match rows.next()? {
                Some(row) => self.read_row(places, &row)?,
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    fn read_row(&mut self, places: &[u32], row: &PlacedRow<'_>) -> Check<()> {
        let name =
            |(counter, actor): (u64, usize)| places.get(actor).map(|place| (counter, *place)).ok_or(UNKNOWN);
        let Some(object) = row.object else { return Ok(()) };
        let own = name(row.name)?;
        let Some((record, text)) = self.see(own, name(object)?, row.key, row.action) else { return Ok(()) };
        self.count(record, text);
        for operation in std::iter::once(Ok(own)).chain(row.successors.iter().map(|it| name(*it))) {
            let change = self.change_of(operation?)?;
            self.touch(record, text, change);
        }
        Ok(())
    }

    /// Takes in one more change.
    fn add(&mut self, change: &Change) -> Check<()> {
        let number = self.changes.len() as u32;
        self.add_change(change.actor_id(), change.start_op().get(), change.max_op(), change.timestamp());
        let places: Vec<u32> = change.actors().map(|actor| self.place_of(actor)).collect();
        let own = places.first().copied().ok_or(UNKNOWN)?;
        with_operations(change, |operations| {
            let mut rows = operations.rows();
            let mut touched = Vec::new();
            while let Some(row) = rows.next()? {
                let Some((counter, actor)) = row.object else { continue };
                let object = (counter, *places.get(actor).ok_or(UNKNOWN)?);
                let key = if let Key::Named(key) = row.key { Some(key) } else { None };
                let Some((record, text)) = self.see((row.counter, own), object, key, row.action) else {
                    continue;
                };
                if row.action != Action::Delete {
                    self.count(record, text);
                }
                self.touch(record, text, number);
                if touched.last() != Some(&record) {
                    touched.push(record);
                }
            }
            touched.sort_unstable();
            touched.dedup();
            for record in touched {
                if let Some(record) = self.records.get_mut(record as usize) {
                    let begin = record.touches.partition_point(|touch| touch.change < number);
                    let mut new = record.touches.split_off(begin);
                    tidy(&mut new);
                    record.touches.extend(new);
                }
            }
            Ok(())
        })
    }

    fn bring_up_to(&mut self, document: &Document) -> Check<()> {
        let doc = document.resting();
        let heads = doc.get_heads();
        if heads == self.heads {
            return Ok(());
        }
        // Changes that were displaced are not there any more, nor is what builds on them.
        let follows = !self.heads.is_empty() && self.heads.iter().all(|head| document.has(*head));
        if !follows {
            *self = Self::default();
            match Self::of(document) {
                Ok(index) => *self = index,
                Err(_) => {
                    self.add_maps(document);
                    doc.get_changes(&[]).iter().try_for_each(|change| self.add(change))?;
                }
            }
        } else {
            doc.get_changes(&self.heads).iter().try_for_each(|change| self.add(change))?;
        }
        self.heads = heads;
        Ok(())
    }
}

/// Each change once.
fn tidy(touches: &mut Vec<Touch>) {
    touches.sort_unstable();
    touches.dedup_by(|next, kept| {
        let same = next.change == kept.change;
        kept.text |= same && next.text;
        same
    });
    touches.shrink_to_fit();
}

impl Document {
    /// Brings the index up to date. What of the document cannot be read, which is a defect, is not in it.
    pub(crate) fn bring_index_up_to_date(&mut self) {
        let mut index = std::mem::take(&mut self.history);
        if index.bring_up_to(self).is_err() {
            // Half of a change would be counted twice.
            index.heads.clear();
        }
        self.history = index;
    }

    /// The index as it was last brought up to date.
    pub(crate) const fn indexed(&self) -> &HistoryIndex {
        &self.history
    }

    /// Begins to make the index apart from the document, unless there is one.
    pub(crate) fn begin_index(&self) -> Option<HistoryMaking> {
        let is_known = !self.history.heads.is_empty();
        (!is_known).then(|| HistoryMaking {
            part: self.part(),
            index: HistoryIndex::of_changes(self),
            saved: self.resting().save_nocompress(),
        })
    }

    /// Takes an index that was made of what the document was. Whoever asks brings it up to date.
    pub(crate) fn take_made_index(&mut self, making: HistoryMaking) {
        if self.history.heads.is_empty() {
            self.history = making.index;
        }
    }

    /// Goes on with the index of a document that this one was copied from.
    pub(crate) fn take_index(&mut self, from: &mut Self) {
        self.history = std::mem::take(&mut from.history);
    }
}
