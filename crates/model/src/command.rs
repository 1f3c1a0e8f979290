//! What people can do to a directory.

use crate::{DeviceId, Field, FieldError, Id, Kind, Record};
use serde::{Deserialize, Serialize};

/// One action of a person. Each becomes one transaction in every part it touches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Creates a record (`before` is `None`) or changes the fields in which `after` differs from `before`,
    /// the record as its editor saw it. Fields that are equal in both are left as they are by now, so that an
    /// edit made elsewhere in the meantime stays; long texts are merged. Nothing is overwritten that its editor has
    /// not seen: that is [`CommandError::Overtaken`], and of a deleted record [`CommandError::DeletedSince`].
    Save {
        /// What the editor started from.
        before: Option<Box<Record>>,
        /// What the editor made of it.
        after: Box<Record>,
    },
    /// Deletes a record: it leaves the lists and can be restored. An edit made elsewhere at the same time
    /// brings it back, marked as in conflict.
    Delete {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: Id,
    },
    /// Brings a deleted record back.
    Restore {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: Id,
    },
    /// Says that a record is still true.
    Verify {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: Id,
    },
    /// Ends a conflict by choosing one of its values.
    Resolve {
        /// The record's kind.
        kind: Kind,
        /// The record's id.
        id: Id,
        /// The field in dispute.
        field: Field,
        /// The contact way in dispute, for [`Field::Contacts`].
        contact: Option<Id>,
        /// [`crate::ConflictValue::key`] of the value to keep.
        keep: String,
    },
    /// Gives this device a name that members see beside its changes.
    NameDevice {
        /// The device.
        device: DeviceId,
        /// Its name: "Rosa's phone".
        name: String,
    },
    /// Several at once, as one action: all or none.
    Batch(Vec<Self>),
}

/// Why a command was not carried out. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum CommandError {
    /// Some fields do not hold.
    #[error("some fields do not hold")]
    Invalid(Vec<FieldError>),
    /// There is no such record.
    #[error("there is no such record")]
    NotFound,
    /// A record of that id is already there.
    #[error("a record of that id is already there")]
    AlreadyThere,
    /// The conflict is over, or the value to keep is gone.
    #[error("the conflict is already settled")]
    Settled,
    /// The network record can not be deleted.
    #[error("the network itself can not be deleted")]
    NotDeletable,
    /// `before` and `after` are not the same record.
    #[error("before and after are not the same record")]
    Mismatch,
    /// Others changed the same values since the editor began, to something else: [`crate::record::overtaken`] says
    /// which.
    #[error("others changed the same values since")]
    Overtaken,
    /// The record was deleted since the editor began.
    #[error("the record was deleted since")]
    DeletedSince,
    /// What should be undone has been changed since by somebody else, or was undone already.
    #[error("what should be undone was changed since")]
    ChangedSince,
    /// The document refused; a defect, with its message.
    #[error("the document refused: {0}")]
    Document(String),
}
