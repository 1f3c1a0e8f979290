use super::Packed;
use crate::{Delta, Id, Kind, RecordView, delta::Listed};
use serde::{Deserialize, Serialize};

/// A [`Delta`] as it is sent to a page. Whole records are packed: few pages look at any, and what reads all kinds of
/// them is no part of the program that a first visit waits for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageDelta {
    /// What lists show of it.
    pub listed: Listed,
    /// Every record of [`Delta::changed`].
    pub views: Vec<(Kind, Id, Packed<RecordView>)>,
}

impl PageDelta {
    /// A change, for a page.
    #[must_use]
    pub fn of(delta: &Delta) -> Self {
        let packed = |view: &RecordView| (view.record.kind(), view.record.id(), Packed::of(view));
        Self { listed: delta.listed(), views: delta.changed.iter().map(packed).collect() }
    }
}
