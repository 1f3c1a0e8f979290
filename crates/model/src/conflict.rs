//! What is in dispute: two values written at once, both kept.

use crate::{Field, Id, Stamp};
use serde::{Deserialize, Serialize};

/// A field that was changed in two places at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Which field.
    pub field: Field,
    /// For [`Field::Contacts`]: which contact way.
    pub contact: Option<Id>,
    /// The values, the shown one first.
    pub values: Vec<ConflictValue>,
}

/// One of the values in dispute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictValue {
    /// Names this value for [`crate::Command::Resolve`]: opaque, the document's own name of the operation.
    pub key: String,
    /// The value as stored: a text, a key of an enumeration, an id, a number. For [`Field::Deleted`] it is
    /// "deleted" or "kept".
    pub value: String,
    /// Who wrote it, and when.
    pub stamp: Stamp,
}
