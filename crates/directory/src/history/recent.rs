//! The last changes of the directory.

use super::{Entry, sort};
use crate::{
    Directory,
    document::{HistoryIndex, Touch},
};
use automerge::ChangeHash;
use groundswell_model::{
    DeviceId, Id, Kind, Part, Stamp,
    history::{ChangesWanted, RecentChange, RecentChanges},
};
use std::collections::{BTreeSet, HashMap, VecDeque};

/// What the changes of an action have in common, but for the part: the moment, and the first record.
type Alike = (Part, Stamp, Option<(Kind, Id)>);

/// So many records of a change are named.
const MOST_NAMED: usize = 8;

impl Directory {
    /// The last changes of records: at most so many, newest first. The two changes that one action made in both parts
    /// are one.
    pub fn recent_changes(&mut self, wanted: &ChangesWanted, most: usize) -> RecentChanges {
        self.index();
        let lists = Part::ALL.map(|part| self.changes_of(part, wanted)).into();
        let actions = self.actions(self.docs.join(lists));
        let from = wanted.after.and_then(|after| {
            let doc = self.docs.part(after.part);
            let number = doc.indexed().number(doc.resting(), ChangeHash(after.hash))?;
            let is_it = |entry: &Entry| entry.part == after.part && entry.touch.change == number;
            actions.iter().position(|action| action.iter().any(is_it))
        });
        let mut rest = actions.into_iter().skip(from.map_or(0, |place| place + 1)).peekable();
        let actions: Vec<Vec<Entry>> = rest.by_ref().take(most).collect();
        let last =
            if rest.peek().is_some() { actions.last().and_then(|action| action.first()) } else { None };
        let next = last.and_then(|entry| self.docs.reference(entry));
        let changes = self.described(&actions, wanted.kind);
        RecentChanges { changes, next, devices: self.authors() }
    }

    /// The changes by actions: what a device did to the same record in both parts in the same second is one.
    fn actions(&self, entries: Vec<Entry>) -> Vec<Vec<Entry>> {
        let firsts = self.first_records();
        let mut actions: Vec<Vec<Entry>> = Vec::with_capacity(entries.len());
        let mut lone: HashMap<Alike, VecDeque<usize>> = HashMap::new();
        for entry in entries {
            let (stamp, first) =
                (self.docs.stamp(&entry), firsts.get(&(entry.part, entry.touch.change)).copied());
            let other = Part::ALL.into_iter().find(|part| *part != entry.part);
            let place = other.and_then(|part| lone.get_mut(&(part, stamp, first))?.pop_front());
            match place.and_then(|place| actions.get_mut(place)) {
                Some(action) => action.push(entry),
                None => {
                    lone.entry((entry.part, stamp, first)).or_default().push_back(actions.len());
                    actions.push(vec![entry]);
                }
            }
        }
        actions
    }

    /// The first, in the order of kinds and ids, of the records that each change touched.
    fn first_records(&self) -> HashMap<(Part, u32), (Kind, Id)> {
        let mut firsts = HashMap::new();
        for part in Part::ALL {
            for record in self.docs.part(part).indexed().records() {
                let name = (record.kind, record.id);
                for touch in &record.touches {
                    let first = firsts.entry((part, touch.change)).or_insert(name);
                    *first = name.min(*first);
                }
            }
        }
        firsts
    }

    /// The changes of a part that touched a record, newest first.
    fn changes_of(&self, part: Part, wanted: &ChangesWanted) -> Vec<Entry> {
        let doc = self.docs.part(part);
        let index = doc.indexed();
        let mut touches = vec![false; index.len()];
        for record in index.records().iter().filter(|it| wanted.kind.is_none_or(|kind| it.kind == kind)) {
            for touch in &record.touches {
                if let Some(touches) = touches.get_mut(touch.change as usize) {
                    *touches = true;
                }
            }
        }
        // What every directory begins with is nobody's.
        let form = doc.first().and_then(|first| index.number(doc.resting(), first));
        let is_wanted = |change: &u32| {
            Some(*change) != form
                && wanted.device.is_none_or(|device| {
                    index.change(*change).is_some_and(|change| index.device(change) == device)
                })
        };
        let numbers = (0..).zip(touches).filter(|(_, touches)| *touches).map(|(number, _)| number);
        let mut entries: Vec<Entry> = numbers
            .filter(is_wanted)
            .map(|change| Entry { part, touch: Touch { change, text: false } })
            .collect();
        sort(index, &mut entries);
        entries
    }

    fn described(&self, actions: &[Vec<Entry>], kind: Option<Kind>) -> Vec<RecentChange> {
        let mut records: HashMap<(Part, u32), usize> = HashMap::new();
        for (place, action) in actions.iter().enumerate() {
            records.extend(action.iter().map(|entry| ((entry.part, entry.touch.change), place)));
        }
        let mut touched: Vec<BTreeSet<(Kind, Id)>> = vec![BTreeSet::new(); actions.len()];
        for part in Part::ALL {
            for record in self.docs.part(part).indexed().records() {
                if kind.is_some_and(|kind| record.kind != kind) {
                    continue;
                }
                for touch in &record.touches {
                    let place = records.get(&(part, touch.change));
                    if let Some(touched) = place.and_then(|place| touched.get_mut(*place)) {
                        touched.insert((record.kind, record.id));
                    }
                }
            }
        }
        let describe = |(action, touched): (&Vec<Entry>, BTreeSet<(Kind, Id)>)| {
            let entry = action.first()?;
            let named = touched.iter().take(MOST_NAMED).filter_map(|(kind, id)| self.name_of(*kind, *id));
            Some(RecentChange {
                entry: self.docs.reference(entry)?,
                stamp: self.docs.stamp(entry),
                records: named.collect(),
                count: touched.len(),
            })
        };
        actions.iter().zip(touched).filter_map(describe).collect()
    }

    /// Every device that changed something.
    fn authors(&self) -> Vec<DeviceId> {
        let devices = |part: Part| self.docs.part(part).indexed().devices();
        let all: BTreeSet<DeviceId> = Part::ALL.into_iter().flat_map(devices).collect();
        // The form is of no device.
        all.into_iter().filter(|device| *device != DeviceId::default()).collect()
    }
}

impl HistoryIndex {
    fn devices(&self) -> Vec<DeviceId> {
        self.actors().iter().map(crate::document::device_of).collect()
    }
}
