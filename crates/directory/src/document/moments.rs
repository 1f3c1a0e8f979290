//! The document as it was once.

use super::Document;
use automerge::{ChangeHash, ObjId, ReadDoc as _, iter::MapRange};
use groundswell_model::{Id, Kind};

impl Document {
    /// Whether a record was there.
    pub(crate) fn was_there(&self, kind: Kind, id: Id, then: &[ChangeHash]) -> bool {
        let found = self.resting().get_at(self.map(kind), id.to_string(), then);
        matches!(found, Ok(Some(_)))
    }

    /// All values that a map had, each once, at the value that was shown.
    pub(crate) fn range_then(&self, map: &ObjId, then: &[ChangeHash]) -> MapRange<'_> {
        self.resting().map_range_at(map, .., then)
    }

    /// The text that a Text had.
    pub(crate) fn text_then(&self, text: &ObjId, then: &[ChangeHash]) -> String {
        self.resting().text_at(text, then).unwrap_or_default()
    }

    /// The change that the part's history begins with.
    pub(crate) const fn first(&self) -> Option<ChangeHash> {
        self.first
    }

    /// What a change builds on.
    pub(crate) fn base_of(&self, change: ChangeHash) -> Vec<ChangeHash> {
        self.resting().get_change_meta_by_hash(&change).map(|change| change.deps).unwrap_or_default()
    }
}
