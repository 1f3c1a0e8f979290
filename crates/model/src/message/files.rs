//! What page and engine say to each other of files: to be kept, handed over and taken in.

use super::{Access, LinkRelation};
use crate::{Id, Kind, Timestamp};
use serde::{Deserialize, Serialize};

/// A file format of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportFormat {
    /// A spreadsheet of one kind of record: see [`exported`](crate::import::exported).
    Csv(Kind),
    /// Everything, to be restored: a ZIP archive of `public.automerge`, `members.automerge` and
    /// `directory.json`.
    Backup(Wrapping),
    /// Only what changed since then, for somebody who has the directory: [`EngineError::NothingNew`] where nothing
    /// did.
    Changes(Since, Wrapping),
}

/// Since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Since {
    /// Since a state of the document: [`crate::Projection::heads`].
    State(Vec<u8>),
    /// Made since this moment, by the clock of whoever made it.
    Time(Timestamp),
}

/// What an archive travels as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wrapping {
    /// A ZIP file.
    Zip,
    /// A text file: some phones pass on no other.
    Text,
}

/// A file for the person to keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedFile {
    /// A name for it, with its ending.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The state that is in it: [`crate::Projection::heads`]. Empty for spreadsheets.
    pub state: Vec<u8>,
}

/// What a backup, or a file of changes, holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupSummary {
    /// The directory's id.
    pub directory: Id,
    /// The network's name in the backup.
    pub name: String,
    /// How many groups it has.
    pub groups: usize,
    /// How many AWGs.
    pub awgs: usize,
    /// How many people.
    pub people: usize,
    /// Whether the directory is on this device already, so that the backup is merged into it.
    pub here: bool,
    /// How many of its records would change or come in here.
    pub differing: usize,
    /// How the links in it stand to those in use here; nothing where it holds none.
    pub links: Option<LinkRelation>,
    /// What a device that restores it may do.
    pub access: Access,
    /// Whether it is a whole directory of which it does not say whether it was shared: the first backups did not.
    pub may_be_shared: bool,
    /// Where it holds only changes: how many that are not here do others build on. The others show once those come.
    pub changes_lacking: Option<usize>,
}
