//! What page and engine say to each other of who changed what.

use crate::{
    DeviceId, Id, Kind, Timestamp,
    history::{ChangesWanted, DeviceUndo, EntryRef, PutBack, RecentChanges, RecordHistory, RecordThen},
};
use serde::{Deserialize, Serialize};

/// What a page asks of the history of the open directory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum HistoryRequest {
    /// The history of a record: [`HistoryAnswer::Record`].
    Record {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: Id,
        /// Where it is to go on: [`RecordHistory::next`].
        after: Option<EntryRef>,
    },
    /// A record as it was with an entry: [`HistoryAnswer::Then`].
    Then {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: Id,
        /// The entry.
        entry: EntryRef,
    },
    /// The last changes: [`HistoryAnswer::Changes`].
    Changes(ChangesWanted),
    /// What it would change to undo what a device did: [`HistoryAnswer::Preview`].
    PreviewUndo(DeviceSince),
}

/// What an editor does with the history; answered as any action with [`super::Answer::Applied`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum HistoryEdit {
    /// Has something back that was there.
    PutBack(PutBack),
    /// Undoes what a device did, as it was last previewed.
    UndoDevice {
        /// What.
        what: DeviceSince,
        /// [`DeviceUndo::token`].
        token: u64,
    },
}

/// What a device did since a moment, by its clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceSince {
    /// The device.
    pub device: DeviceId,
    /// The moment.
    pub since: Timestamp,
}

/// What the engine answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum HistoryAnswer {
    /// See [`HistoryRequest::Record`]; nothing where there is no such record.
    Record(Option<RecordHistory>),
    /// See [`HistoryRequest::Then`].
    Then(RecordThen),
    /// See [`HistoryRequest::Changes`].
    Changes(RecentChanges),
    /// See [`HistoryRequest::PreviewUndo`].
    Preview(DeviceUndo),
}
