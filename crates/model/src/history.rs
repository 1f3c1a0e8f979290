//! What was changed in a directory, when and by whom.
//!
//! Everything here is bounded: of long texts, of many members and of many fields it is said how much is left out.

mod text_diff;

pub use text_diff::{Segment, text_diff};

use crate::{Field, Id, Kind, Part, Record, Stamp, record::FieldValue};
use serde::{Deserialize, Serialize};

/// Names a change of one part of the directory: the document's own hash of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryRef {
    /// The part.
    pub part: Part,
    /// The hash.
    pub hash: [u8; 32],
}

/// Part of a record's history, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RecordHistory {
    /// What the record is called now.
    pub name: String,
    /// Whether it is deleted now.
    pub is_deleted: bool,
    /// The entries.
    pub entries: Vec<HistoryEntry>,
    /// Where the next part begins, if there are earlier entries.
    pub next: Option<EntryRef>,
}

/// One action, as far as it touched a record in one part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// The change.
    pub entry: EntryRef,
    /// When, by the clock of the device, and by which device.
    pub stamp: Stamp,
    /// Whether the record was made by it.
    pub created: bool,
    /// What it changed, in the order of the kind's declaration.
    pub fields: Vec<FieldChange>,
    /// So many more fields are left out.
    pub left_out: usize,
    /// So many values of fields that this version of the app does not know were changed.
    pub unknown: usize,
}

/// What a change made of one field: as its author saw it before, and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field. [`Field::Deleted`] is a [`FieldValue::Flag`], [`Field::Verified`] a [`FieldValue::Moment`].
    pub field: Field,
    /// For [`Field::Contacts`]: which contact way.
    pub contact: Option<Id>,
    /// What was there; of sets, the members that were taken out.
    pub from: Option<FieldValue>,
    /// What is there; of sets, the members that were put in.
    pub to: Option<FieldValue>,
    /// So many letters, or members, are left out.
    pub left_out: usize,
}

/// Which of an entry's values is to be put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutBack {
    /// The record's kind.
    pub kind: Kind,
    /// The record's id.
    pub id: Id,
    /// The entry.
    pub entry: EntryRef,
    /// What of it.
    pub what: Wanted,
}

/// What of an entry is to be put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// What there was in a field before the change; of sets, only the members that it changed.
    Field(Field, Option<Id>),
    /// The record as it was with the change.
    Record,
}

/// A record as it was once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordThen {
    /// The record as it would be put back.
    pub record: Box<Record>,
    /// What that would change now.
    pub fields: Vec<FieldChange>,
    /// So many more fields are left out of `fields`.
    pub left_out: usize,
    /// Whether it was deleted then.
    pub was_deleted: bool,
}

/// What is asked of the last changes of a directory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesWanted {
    /// Only those of this device.
    pub device: Option<crate::DeviceId>,
    /// Only those of records of this kind.
    pub kind: Option<Kind>,
    /// Those before this one.
    pub after: Option<EntryRef>,
}

/// Part of the last changes of a directory, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RecentChanges {
    /// The changes.
    pub changes: Vec<RecentChange>,
    /// Where the next part begins, if there are earlier ones.
    pub next: Option<EntryRef>,
    /// Every device that changed something.
    pub devices: Vec<crate::DeviceId>,
}

/// One action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecentChange {
    /// Its change, or one of its two changes.
    pub entry: EntryRef,
    /// When, by the clock of the device, and by which device.
    pub stamp: Stamp,
    /// The first of the records that it touched.
    pub records: Vec<RecordName>,
    /// How many it touched in all.
    pub count: usize,
}

/// A record, named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordName {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Id,
    /// What it is called now.
    pub name: String,
    /// Whether it is deleted now.
    pub is_deleted: bool,
}

/// What it would change to undo what a device did since a moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DeviceUndo {
    /// How many changes the device made since.
    pub changes: usize,
    /// The first of the records.
    pub records: Vec<RecordUndo>,
    /// So many more records are left out of the list, and are changed all the same.
    pub left_out: usize,
    /// How many records change in all.
    pub changing: usize,
    /// Names what would be done: it is done only while it is the same.
    pub token: u64,
}

/// What of a record would be undone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordUndo {
    /// The record.
    pub record: RecordName,
    /// What becomes of it.
    pub outcome: Outcome,
    /// The fields that go back, from what there is now to what there was.
    pub fields: Vec<FieldChange>,
    /// What is left as it is.
    pub left: Vec<LeftAlone>,
    /// So many more fields are left out of both lists.
    pub left_out: usize,
}

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Nothing of it changes.
    Nothing,
    /// Fields of it go back.
    Edited,
    /// It was made by the device, and is deleted.
    Deleted,
    /// It was deleted by the device, and is there again.
    Restored,
}

/// What is not undone, and why.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LeftAlone {
    /// The field; `None` for the record as a whole.
    pub field: Option<Field>,
    /// For [`Field::Contacts`]: which contact way.
    pub contact: Option<Id>,
    /// Why.
    pub why: WhyLeft,
}

/// Why something is not undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WhyLeft {
    /// Somebody else changed it since.
    ChangedSince(Stamp),
    /// It was changed in two places at once: people choose.
    InDispute,
    /// The record was deleted by somebody else.
    DeletedSince,
    /// What was there does not hold any more.
    DoesNotHold,
    /// It was for everybody and is not now: others may have written in it since for members only.
    StaysPrivate,
    /// It was changed so often that what to undo would take too long to find.
    ChangedTooOften,
}
