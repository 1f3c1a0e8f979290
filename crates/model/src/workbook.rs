//! What the reader of spreadsheet files says to the page that started it: one message with the file's bytes in, one
//! [`Outcome`] out.

use crate::Kind;
use serde::{Deserialize, Serialize};

/// What came of a file.
pub type Outcome = Result<Vec<Sheet>, WorkbookError>;

/// A sheet that has rows, or the contacts of one kind in a file of such.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name; empty if it holds contacts.
    pub name: String,
    /// What the contacts of its rows are.
    pub contacts: Option<Kind>,
    /// How many rows have content, headings included unless they are contacts.
    pub rows: usize,
    /// The rows as [`Request::OpenSheet`](crate::message::Request::OpenSheet) takes them.
    pub text: String,
}

/// Why a file's sheets can not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum WorkbookError {
    /// It is damaged, or not written as its format says.
    #[error("the workbook can not be read: {0}")]
    Damaged(String),
    /// It is encrypted.
    #[error("the workbook is locked with a password")]
    Locked,
    /// It holds more text than is taken.
    #[error("the workbook is too large")]
    TooLarge,
    /// No sheet has a row with content.
    #[error("the workbook is empty")]
    Empty,
}
