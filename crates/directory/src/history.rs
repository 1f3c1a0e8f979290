//! Who changed what, and having back what was there.
//!
//! An entry of a history is one change of one part, as its author saw it: from what they had to what they made of it.
//! Within a part the entries stand in the order of their operations, which everybody sees alike and in which whatever
//! builds on something comes after it, whatever the clocks said; the two parts are joined by their times.

mod device;
mod difference;
mod excerpt;
mod moment;
mod put_back;
mod recent;
mod times;

use crate::{
    Directory,
    docs::Docs,
    document::{HistoryIndex, HistoryMaking, Touch},
    read,
    reading::Texts,
    record,
};
use automerge::ChangeHash;
use difference::{Difference, difference};
use excerpt::shown;
use groundswell_model::{
    Id, Kind, Part, Stamp, Timestamp,
    history::{EntryRef, HistoryEntry, RecordHistory, RecordName},
};
use moment::State;

/// So many operations are walked for one answer, or one entry is given.
const MOST_WALKED: usize = 1_500_000;

/// A change that touched a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    part: Part,
    touch: Touch,
}

impl Directory {
    /// The history of a record: at most so many entries, newest first, from the one after this on. Less are given where
    /// the record has been written to very often.
    pub fn history(
        &mut self,
        kind: Kind,
        id: Id,
        after: Option<EntryRef>,
        most: usize,
    ) -> Option<RecordHistory> {
        self.index();
        let name = self.name_of(kind, id)?;
        let entries = self.entries_of(kind, id);
        let from = after.and_then(|after| self.place_of(&entries, after)).map_or(0, |place| place + 1);
        let mut history =
            RecordHistory { name: name.name, is_deleted: name.is_deleted, ..RecordHistory::default() };
        let mut walked = 0;
        let mut rest = entries.iter().skip(from).peekable();
        while let Some(entry) = rest.next() {
            walked += self.cost(kind, id, entry);
            history.entries.extend(self.entry(kind, id, entry));
            let full = history.entries.len() >= most || walked >= MOST_WALKED;
            if full && rest.peek().is_some() {
                history.next = self.docs.reference(entry);
                break;
            }
        }
        Some(history)
    }

    /// Begins to make what the history of a part is found by, apart from the document; `None` where it is there. The
    /// first to look at a history waits for it otherwise: in a directory of 100,000 changes some tenths of a second.
    #[must_use]
    pub fn begin_history(&self, part: Part) -> Option<HistoryMaking> {
        self.docs.part(part).begin_index()
    }

    /// Takes what was begun by [`Self::begin_history`]; the document may have changed since.
    pub fn take_history(&mut self, made: HistoryMaking) {
        self.docs.part_mut(made.part()).take_made_index(made);
    }

    /// Brings the index of both parts up to date.
    fn index(&mut self) {
        Part::ALL.into_iter().for_each(|part| self.docs.part_mut(part).bring_index_up_to_date());
    }

    /// What touched a record, newest first.
    fn entries_of(&self, kind: Kind, id: Id) -> Vec<Entry> {
        let of_part = |part: &Part| {
            let index = self.docs.part(*part).indexed();
            let touches = index.record(kind, id).map(|record| record.touches.clone()).unwrap_or_default();
            let mut entries: Vec<Entry> =
                touches.into_iter().map(|touch| Entry { part: *part, touch }).collect();
            sort(index, &mut entries);
            entries
        };
        let lists: Vec<Vec<Entry>> = record::parts(kind).iter().map(of_part).collect();
        self.docs.join(lists)
    }

    fn place_of(&self, entries: &[Entry], wanted: EntryRef) -> Option<usize> {
        let doc = self.docs.part(wanted.part);
        let number = doc.indexed().number(doc.resting(), ChangeHash(wanted.hash))?;
        entries.iter().position(|entry| entry.part == wanted.part && entry.touch.change == number)
    }

    /// How many operations are walked to show an entry.
    fn cost(&self, kind: Kind, id: Id, entry: &Entry) -> usize {
        let record = self.docs.part(entry.part).indexed().record(kind, id);
        let [map, texts] = record.map(|record| record.operations).unwrap_or_default();
        2 * if entry.touch.text { map + texts } else { map }
    }

    /// An entry, if it shows anything.
    fn entry(&self, kind: Kind, id: Id, entry: &Entry) -> Option<HistoryEntry> {
        let reference = self.docs.reference(entry)?;
        let [before, after] = self.docs.around(kind, id, entry)?;
        let created = !before.is_there && after.is_there && entry.part == record::home(kind);
        let unknown = after.unknown_other_than(&before);
        let (fields, left_out) = shown(difference(kind, &before, &after));
        (created || !fields.is_empty() || unknown > 0).then(|| HistoryEntry {
            entry: reference,
            stamp: self.docs.stamp(entry),
            created,
            fields,
            left_out,
            unknown,
        })
    }

    /// What a record is called, if it is there or was.
    fn name_of(&self, kind: Kind, id: Id) -> Option<RecordName> {
        let found = read::find(&self.docs, kind, id, Texts::Leave)?;
        let name = found.record.name().to_owned();
        Some(RecordName { kind, id, name, is_deleted: found.deleted.is_some() })
    }
}

/// Newest first, in the order of their operations.
fn sort(index: &HistoryIndex, entries: &mut [Entry]) {
    entries.sort_by(|one, other| index.order(other.touch.change).cmp(&index.order(one.touch.change)));
}

impl Docs {
    /// Joins the parts' entries by their times, each part's in its own order, newest first.
    fn join(&self, lists: Vec<Vec<Entry>>) -> Vec<Entry> {
        let mut joined = Vec::with_capacity(lists.iter().map(Vec::len).sum());
        let timed = |list: Vec<Entry>| {
            let times: Vec<i64> = list.iter().map(|entry| self.seconds(entry)).collect();
            times::believed(&times).into_iter().zip(list).peekable()
        };
        let mut lists: Vec<_> = lists.into_iter().map(timed).collect();
        loop {
            let heads = lists.iter_mut().enumerate();
            let heads = heads.filter_map(|(place, list)| Some((list.peek()?.0, place)));
            let Some((_, place)) = heads.max() else { return joined };
            joined.extend(lists.get_mut(place).and_then(Iterator::next).map(|(_, entry)| entry));
        }
    }

    fn seconds(&self, entry: &Entry) -> i64 {
        let change = self.part(entry.part).indexed().change(entry.touch.change);
        change.map(|change| change.seconds).unwrap_or_default()
    }

    fn stamp(&self, entry: &Entry) -> Stamp {
        let index = self.part(entry.part).indexed();
        index.change(entry.touch.change).map_or_else(Stamp::default, |change| Stamp {
            at: Timestamp(change.seconds.saturating_mul(1000)),
            by: index.device(change),
        })
    }

    fn hash(&self, entry: &Entry) -> Option<ChangeHash> {
        let doc = self.part(entry.part);
        doc.indexed().hash(doc.resting(), entry.touch.change)
    }

    fn reference(&self, entry: &Entry) -> Option<EntryRef> {
        Some(EntryRef { part: entry.part, hash: self.hash(entry)?.0 })
    }

    /// A record in one part as the author of a change saw it before and after.
    fn around(&self, kind: Kind, id: Id, entry: &Entry) -> Option<[State; 2]> {
        let hash = self.hash(entry)?;
        let doc = self.part(entry.part);
        let texts = if entry.touch.text { Texts::Read } else { Texts::Leave };
        let at = |then: &[ChangeHash]| State::of_part(doc, kind, id, then, texts);
        Some([at(&doc.base_of(hash)), at(&[hash])])
    }

    /// What a change made of a record.
    fn difference(&self, kind: Kind, id: Id, entry: &Entry) -> Vec<Difference> {
        let states = self.around(kind, id, entry);
        states.map(|[before, after]| difference(kind, &before, &after)).unwrap_or_default()
    }
}
