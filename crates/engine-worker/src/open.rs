//! The open directory: its document, what the page sees of it, and what is not stored yet.

use crate::{ledger::Ledgers, undo::UndoRing, unsaved::Unsaved};
use groundswell_directory::{Directory, MAX_DELTA_RECORDS, News};
use groundswell_model::{
    Delta, Id, Kind, Projections, Record,
    message::{Access, Event, PageDelta},
    projection::{Index, Section},
};
use groundswell_storage::Sections;
use std::collections::{BTreeMap, BTreeSet};

/// The directory that the page looks at.
pub(crate) struct OpenDirectory {
    pub(crate) id: Id,
    /// The name in the list of directories.
    pub(crate) listed_name: String,
    /// What this device may do with it.
    pub(crate) access: Access,
    pub(crate) directory: Directory,
    /// What the page shows.
    pub(crate) projections: Projections,
    /// States of the document in which sections show what they show now. Of one that is not here, that is the state
    /// as it is now.
    pub(crate) states: BTreeMap<Section, Vec<u8>>,
    /// Sections of which the stored value could not be read, until they are stored again: the index may name them by
    /// the state they are of now.
    pub(crate) unread: BTreeSet<Section>,
    /// Whether the stored projections are of another state.
    pub(crate) unprojected: bool,
    pub(crate) undo: UndoRing,
    pub(crate) ledgers: Ledgers,
    /// Actions that are not committed yet, in order.
    pub(crate) unsaved: Vec<Unsaved>,
    /// Commits that failed since the last one that did not.
    pub(crate) failures: u32,
}

impl OpenDirectory {
    /// What is painted first, for the page.
    pub(crate) fn encode_first(&mut self) -> Vec<u8> {
        self.seal(Section::First)
    }

    /// Any other section, for the page.
    pub(crate) fn section(&self, section: Section) -> Event {
        Event::Section { directory: self.id, section, bytes: self.projections.encode(section) }
    }

    fn seal(&mut self, section: Section) -> Vec<u8> {
        // An import brings groups in no order.
        if section == Section::First && !self.projections.first.groups.is_sorted() {
            self.projections.first.groups.sort();
        }
        let heads = self.states.entry(section).or_insert_with(|| self.directory.heads());
        self.projections.seal(section, heads)
    }

    /// What is to be stored of the projections beside what this index says is stored: the sections that show something
    /// else, and the index of all.
    pub(crate) fn unstored(&mut self, index: Option<&[u8]>) -> Sections {
        let stored = index.and_then(Index::decode).unwrap_or_default();
        let is_stored =
            |section: Section| self.states.get(&section).is_some_and(|it| stored.has(section, it));
        let is_stored = |section: Section| is_stored(section) && !self.unread.contains(&section);
        let due: Vec<_> = Section::all().filter(|section| !is_stored(*section)).collect();
        let mut values: Vec<_> = due.into_iter().map(|it| (it.key(), self.seal(it))).collect();
        values.push((Index::KEY, Index::new(self.directory.heads(), &self.states).encode()));
        values
    }

    /// Brings a change into the projections. Answers what tells the page of it.
    pub(crate) fn show(&mut self, news: News) -> Option<Event> {
        // Even what shows nothing moves the document's heads.
        self.unprojected = true;
        match news {
            News::Few(delta) if delta.is_empty() => None,
            News::Few(delta) if !self.renames_a_region(&delta) => {
                let changed = self.projections.changed_by(&delta);
                self.projections.apply(&delta);
                for section in changed {
                    self.states.remove(&section);
                }
                if delta.changed.len() + delta.gone.len() > MAX_DELTA_RECORDS {
                    return Some(Event::Projection(self.encode_first()));
                }
                Some(Event::Delta(PageDelta::of(self.id, &delta)))
            }
            News::Few(_) | News::Much(_) => {
                self.project_anew();
                Some(Event::Projection(self.encode_first()))
            }
        }
    }

    /// Makes the projections anew.
    pub(crate) fn project_anew(&mut self) {
        let fresh = self.directory.projections();
        self.states.retain(|section, _| self.projections.is_same(&fresh, *section));
        self.projections = fresh;
    }

    /// Whether cards change of which the delta says nothing: a group is found by its region's name.
    fn renames_a_region(&self, delta: &Delta) -> bool {
        let known = |id: &Id| self.projections.first.regions.get(id);
        delta.gone.iter().any(|(kind, id)| *kind == Kind::Region && known(id).is_some())
            || delta.changed.iter().any(|view| {
                if let Record::Region(region) = &view.record {
                    known(&region.id).is_some_and(|known| known.name != region.name)
                } else {
                    false
                }
            })
    }
}
