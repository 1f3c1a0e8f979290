//! The Automerge document behind a directory: its two parts, commands, merges, conflicts, migrations.
//!
//! A [`Directory`] is two Automerge documents, one a [`Part`]; records are joined from both when they are read.
//! Records are flat maps: `name`, `topics/<topic>`, `contacts/<id>/<field>`; see [`directory`] for the form.
//!
//! *Architecture invariant:* no members-only byte is ever written to the public part.
//! *Architecture invariant:* this crate knows no browser, no clock and no source of randomness.

pub mod directory;

mod changes;
mod conflict;
mod docs;
mod document;
mod edit;
mod history;
mod identify;
mod json;
mod merge;
mod migrations;
mod public_copy;
mod read;
mod reading;
mod record;
mod regions;
mod steps;
mod text;
mod undo;

pub use directory::Directory;
pub use groundswell_model::{Part, command::CommandError};
pub use identify::identify;
pub use undo::Undo;

use groundswell_model::{Delta, DeviceId};

/// Who writes: the device, and the session of it, so that two tabs never write under one name. Together they
/// are the Automerge actor id. A session's number must never be used again after its changes were lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Author {
    /// The device.
    pub device: DeviceId,
    /// New for every session. One that sorts after those before makes its first change quicker: the document
    /// keeps its authors in order.
    pub session: [u8; 8],
}

/// An Automerge change of one part, as plain bytes to be stored and shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The part it belongs to.
    pub part: Part,
    /// Its change hash (SHA-256), which names it.
    pub hash: [u8; 32],
    /// Its bytes in Automerge's change format, deflated where that is smaller.
    pub bytes: Vec<u8>,
}

/// What a command did.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// The records it touched, as they are now.
    pub delta: Delta,
    /// The changes to be stored: at most one a part, none if nothing changed; and before them those that make the maps
    /// of kinds that had none.
    pub chunks: Vec<Chunk>,
    /// Takes it back; `None` if there is nothing to take back.
    pub undo: Option<Undo>,
}

/// A change of more records than this is reported by their number alone: to rebuild the projection is quicker then.
pub const MAX_DELTA_RECORDS: usize = 300;

/// What came of a merge, for whoever shows it.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// The records that changed, as they are now.
    Few(Delta),
    /// So many records changed, more than [`MAX_DELTA_RECORDS`]: a rebuilt [`projection`](Directory::projection) shows
    /// them.
    Much(usize),
}

impl News {
    /// How many records changed.
    #[must_use]
    pub const fn count(&self) -> usize {
        match self {
            Self::Few(delta) => delta.changed.len() + delta.gone.len(),
            Self::Much(records) => *records,
        }
    }
}

impl From<Delta> for News {
    fn from(delta: Delta) -> Self {
        Self::Few(delta)
    }
}

impl Default for News {
    fn default() -> Self {
        Self::Few(Delta::default())
    }
}

/// What came of merging what a neighbour sent.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// What changed.
    pub news: News,
    /// Items that could not be read.
    pub quarantined: Vec<Quarantined>,
    /// Changes that are new here, to be stored.
    pub new: Vec<Chunk>,
    /// Names that stand for everything in the items that was taken: of documents their heads, and the changes.
    pub names: Vec<[u8; 32]>,
    /// Claimed names that the items do not hold.
    pub lacking: Vec<[u8; 32]>,
    /// The part was empty, or had to be rebuilt, and is now this saved document, to be stored as it is in the place of
    /// what is new.
    pub document: Option<Vec<u8>>,
    /// Stand-ins that were made here for changes that somebody's in the same name displaced. Everybody makes the same,
    /// who has the same changes; they are stored, and sent as this device's own, for those who have not.
    pub stand_ins: Vec<Chunk>,
    /// Whether some of it was left out, because too much waits for what it builds on: it is to come again.
    pub is_too_much: bool,
}

/// A chunk that could not be read, and stays out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// Its place in the input.
    pub index: usize,
    /// Why, for a log.
    pub reason: String,
}

/// Why a directory could not be opened, or chunks not merged into it. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The document was written by a newer version of the app, in a form this one does not know.
    #[error("the document is of schema {schema}, which is newer than this version of the app")]
    Newer {
        /// The document's schema.
        schema: u64,
    },
    /// The document refused; a defect, with its message.
    #[error("the document refused: {0}")]
    Document(String),
}
