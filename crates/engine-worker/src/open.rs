//! The open directory: its document, what the page sees of it, and what is not stored yet.

use crate::{engine::Engine, ledger::Ledgers, saving::Unsaved, undo::UndoRing};
use groundswell_directory::{Directory, MAX_DELTA_RECORDS, News};
use groundswell_model::{
    Delta, Id, Kind, Projection, Record,
    message::{Access, Event, PageDelta},
};

/// The directory that the page looks at.
pub(crate) struct OpenDirectory {
    pub(crate) id: Id,
    /// The name in the list of directories.
    pub(crate) listed_name: String,
    /// What this device may do with it.
    pub(crate) access: Access,
    pub(crate) directory: Directory,
    /// What the page shows, but for its heads.
    pub(crate) projection: Projection,
    /// Whether the projection differs from the stored one.
    pub(crate) unprojected: bool,
    pub(crate) undo: UndoRing,
    pub(crate) ledgers: Ledgers,
    /// Actions that are not committed yet, in order.
    pub(crate) unsaved: Vec<Unsaved>,
    /// Commits that failed since the last one that did not.
    pub(crate) failures: u32,
}

impl OpenDirectory {
    /// The projection as bytes, with the document's heads as of now.
    pub(crate) fn encode_projection(&mut self) -> Vec<u8> {
        self.projection.heads = self.directory.heads();
        // An import brings groups in no order.
        if !self.projection.groups.is_sorted() {
            self.projection.groups.sort();
        }
        self.projection.encode()
    }

    /// Brings a change into the projection. Answers the event for the page.
    pub(crate) fn show(&mut self, news: News) -> Option<Event> {
        // Even what shows nothing moves the document's heads.
        self.unprojected = true;
        match news {
            News::Few(delta) if delta.is_empty() => None,
            News::Few(delta) if !self.renames_a_region(&delta) => {
                self.projection.apply(&delta);
                if delta.changed.len() + delta.gone.len() > MAX_DELTA_RECORDS {
                    return Some(Event::Projection(self.encode_projection()));
                }
                Some(Event::Delta(PageDelta::of(&delta)))
            }
            News::Few(_) | News::Much(_) => {
                self.projection = self.directory.projection();
                Some(Event::Projection(self.encode_projection()))
            }
        }
    }

    /// Whether cards change that are not in the delta: a group is found by its region's name.
    fn renames_a_region(&self, delta: &Delta) -> bool {
        let known = |id: &Id| self.projection.regions.get(id);
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

impl Engine {
    /// Tells the page of a change to the open directory.
    pub(crate) fn show(&self, news: News) {
        let event = self.with_open(|open| open.show(news));
        if let Ok(Some(event)) = event {
            self.emit(event);
        }
    }
}
