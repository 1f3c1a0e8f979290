use super::Packed;
use crate::{Delta, Id, Kind, RecordView, delta::Listed, projection::Section};
use serde::{Deserialize, Serialize};

/// A [`Delta`] as a page hears of it. What only later pages read is packed, each section's changes and each record by
/// itself: what reads them is no part of the program that a first visit waits for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageDelta {
    /// The directory that was changed: a page may have gone on to another.
    pub directory: Id,
    /// What is painted first of it.
    pub listed: Listed,
    /// What changes of every other section that changes: [`Section::change`] reads it.
    pub sections: Vec<(Section, Vec<u8>)>,
    /// Every record of [`Delta::changed`].
    pub views: Vec<(Kind, Id, Packed<RecordView>)>,
}

impl PageDelta {
    /// A change, for a page.
    #[must_use]
    pub fn of(directory: Id, delta: &Delta) -> Self {
        let packed = |view: &RecordView| (view.record.kind(), view.record.id(), Packed::of(view));
        let sections = delta.sections().into_iter().filter(|section| *section != Section::First);
        Self {
            directory,
            listed: delta.listed(),
            sections: sections.map(|section| (section, changes(delta, section))).collect(),
            views: delta.changed.iter().map(packed).collect(),
        }
    }
}

fn changes(delta: &Delta, section: Section) -> Vec<u8> {
    let bytes = match section {
        Section::First => Ok(Vec::new()),
        Section::Records(Kind::Person) => postcard::to_allocvec(&delta.people()),
        Section::Records(kind) => postcard::to_allocvec(&delta.cards_of(kind)),
        Section::Devices => postcard::to_allocvec(&delta.named_devices()),
        Section::Reach => postcard::to_allocvec(&delta.reach()),
    };
    // Writing to memory can not fail: the one error of postcard's here is a full buffer.
    bytes.unwrap_or_default()
}
