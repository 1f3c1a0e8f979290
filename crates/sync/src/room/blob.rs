//! What was sealed at once, in one chunk or cut into several.

use crate::{Name, Part, Record, State, record::kind_number};
use groundswell_wire::{BlobId, ChunkId, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// How far a blob is on its way into the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Merging {
    /// Not complete, or to be merged when there is time.
    Waiting,
    /// Being merged.
    Running,
    /// For a newer version of the app.
    Newer,
    /// For when there is a document.
    Later,
    /// For another day: something in it ends the program, or was too much at once. The rest of it may be in the document.
    Quarantined,
    /// In the document.
    Done,
}

/// All or some fragments of what was sealed at once.
#[derive(Clone, Debug)]
pub(crate) struct Blob {
    pub(crate) kind: Kind,
    pub(crate) count: u16,
    pub(crate) fragments: BTreeMap<u16, Fragment>,
    /// Names that stand for everything in it, once it is in the document.
    pub(crate) names: BTreeSet<Name>,
    pub(crate) covers: BTreeSet<ChunkId>,
    /// Local changes in it.
    pub(crate) changes: u32,
    pub(crate) merging: Merging,
    /// Whether some of it could not be read, and is not in the document.
    pub(crate) left_out: bool,
    /// How often in a row the document, when it was saved, did not hold all of it.
    pub(crate) lacked: u8,
    /// Blobs that this checkpoint claims to cover and that were looked for in it.
    pub(crate) checked: BTreeSet<BlobId>,
    /// Whether a checkpoint that names it was found to hold it.
    pub(crate) covered: bool,
    /// Whether a checkpoint was found to hold it, whether or not it names it.
    pub(crate) is_elsewhere: bool,
}

/// A chunk.
#[derive(Clone, Debug)]
pub(crate) struct Fragment {
    pub(crate) id: ChunkId,
    pub(crate) state: State,
    pub(crate) size: u32,
    /// The sealed bytes, while they are needed here.
    pub(crate) sealed: Option<Vec<u8>>,
    /// What was in it, from when it came until it is merged, where it is a blob by itself.
    pub(crate) opened: Option<Vec<u8>>,
    /// Whether its record is committed.
    pub(crate) stored: bool,
    /// Whether the relay had it and lost it.
    pub(crate) owed: bool,
    /// Whether it is owed because a checkpoint claims falsely to cover it: the relay, which has it, does not ask.
    pub(crate) claimed: bool,
    /// When it was sent over this connection.
    pub(crate) sent: Option<u64>,
    /// When the relay confirmed on this connection that it has it.
    pub(crate) acknowledged: Option<u64>,
    /// Whether the relay refused it on this connection.
    pub(crate) refused: bool,
}

impl Fragment {
    /// Whether the relay is to have it, and has not confirmed that it does.
    pub(crate) fn is_to_put(&self) -> bool {
        (self.state == State::Outbox || self.owed) && self.stored && !self.refused
    }
}

impl Blob {
    pub(crate) const fn new(kind: Kind, count: u16) -> Self {
        Self {
            kind,
            count,
            fragments: BTreeMap::new(),
            names: BTreeSet::new(),
            covers: BTreeSet::new(),
            changes: 0,
            merging: Merging::Waiting,
            left_out: false,
            lacked: 0,
            checked: BTreeSet::new(),
            covered: false,
            is_elsewhere: false,
        }
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.fragments.len() == usize::from(self.count)
    }

    pub(crate) fn is_in_outbox(&self) -> bool {
        self.fragments.values().any(|fragment| fragment.state == State::Outbox)
    }

    pub(crate) fn is_held(&self) -> bool {
        self.is_complete() && self.fragments.values().all(|fragment| fragment.state == State::Held)
    }

    pub(crate) fn size(&self) -> usize {
        self.fragments.values().map(|fragment| usize::try_from(fragment.size).unwrap_or(usize::MAX)).sum()
    }

    pub(crate) fn records(&self, part: Part, id: BlobId) -> Vec<Record> {
        let lists = |fragment: u16| {
            if fragment > 0 {
                return (Vec::new(), Vec::new());
            }
            (self.names.iter().copied().collect(), self.covers.iter().map(|id| *id.as_bytes()).collect())
        };
        self.fragments
            .iter()
            .map(|(number, fragment)| {
                let (names, covers) = lists(*number);
                Record {
                    id: *fragment.id.as_bytes(),
                    part,
                    state: fragment.state,
                    kind: kind_number(self.kind),
                    blob: *id.as_bytes(),
                    fragment: *number,
                    fragments: self.count,
                    size: fragment.size,
                    changes: self.changes,
                    names,
                    covers,
                    left_out: self.left_out,
                }
            })
            .collect()
    }
}
