//! What a replica keeps in storage: one record a chunk, and a few settings.

use crate::{Digest, Name, Part};
use groundswell_wire::{BlobId, ChunkId, Kind};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How it stands with a chunk. The numbers are those in storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    /// Sealed here, not acknowledged by the relay. Its sealed bytes are kept, and sent as they are.
    Outbox,
    /// Received, not merged into the document yet: a fragment whose blob is not complete, of a newer version of the
    /// app, or one of which something ends the program that merges it. Its sealed bytes are kept.
    Unread,
    /// In the document, and at the relay. Its sealed bytes are kept until a checkpoint covers it.
    Held,
    /// Does not open or cannot be read. Only its id is kept, so that it is not fetched again: everybody judges it
    /// alike, the relay keeps it for who may know better, since no replica that left it out covers it, and no stranger
    /// fills a device with what nobody reads.
    Unreadable,
}

/// What storage holds of a chunk, beside its sealed bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The chunk's id: the record's key.
    pub id: [u8; 32],
    /// The part it belongs to.
    pub part: Part,
    /// How it stands with it.
    pub state: State,
    /// 0 a tail, 1 a checkpoint, 2 a notice.
    pub kind: u8,
    /// What it is a fragment of.
    pub blob: [u8; 16],
    /// Which fragment, from 0.
    pub fragment: u16,
    /// Of how many.
    pub fragments: u16,
    /// Bytes, sealed.
    pub size: u32,
    /// Local changes in its blob.
    pub changes: u32,
    /// Names that stand for everything in its blob: of a tail its changes, of a saved document its heads.
    pub names: Vec<Name>,
    /// The chunks in whose place it stands.
    pub covers: Vec<[u8; 32]>,
    /// Whether some of what is in its blob is not in the document here, because it could not be read. Comes last:
    /// records of before end without it.
    pub left_out: bool,
}

impl Record {
    /// The chunk that it is about.
    #[must_use]
    pub const fn chunk(&self) -> ChunkId {
        ChunkId::from_bytes(self.id)
    }

    pub(crate) const fn blob(&self) -> BlobId {
        BlobId::from_bytes(self.blob)
    }

    pub(crate) const fn kind(&self) -> Option<Kind> {
        match self.kind {
            0 => Some(Kind::Tail),
            1 => Some(Kind::Checkpoint),
            2 => Some(Kind::Notice),
            _ => None,
        }
    }
}

pub(crate) const fn kind_number(kind: Kind) -> u8 {
    match kind {
        Kind::Tail => 0,
        Kind::Checkpoint => 1,
        Kind::Notice => 2,
    }
}

/// What a replica remembers beside its chunks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Parts whose document holds what no chunk does, as where a directory of before is shared for the first
    /// time: each is put as a checkpoint. Whoever begins to share sets them; the replica takes them away.
    pub publish: Vec<Part>,
    /// When everything was last at the relay and here: milliseconds since 1970.
    pub synced_at: Option<i64>,
    /// When a change of somebody else's last came: milliseconds since 1970.
    pub received_at: Option<i64>,
    /// The notices that closed the rooms, in the order in which they came.
    pub notices: Vec<Notice>,
    /// The rooms of earlier keys, the latest first.
    pub earlier: Vec<EarlierRoom>,
    /// Changes of this device that nobody else has and that it may not send by the keys in use: they were made while it
    /// might edit. Whoever begins to sync by such keys sets it; the replica takes it away once a neighbour turns out to
    /// hold the same as this device.
    pub left_behind: u32,
}

/// A closing notice.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The part whose room it closed.
    pub part: Part,
    /// The id of its chunk.
    pub chunk: [u8; 32],
    /// Its items, which nobody here looks into. None where no more is known than that there is a notice.
    pub items: Vec<Vec<u8>>,
}

/// Without the items, in which a public seed may be.
impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notice").field("part", &self.part).finish_non_exhaustive()
    }
}

/// A room of earlier keys of the directory, which was closed. What this replica knows of its notices it brings to
/// a relay that lost them: otherwise the old link would live again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierRoom {
    /// The part.
    pub part: Part,
    /// The key epoch.
    pub epoch: u32,
    /// The verifying key.
    pub key: [u8; 32],
    /// The part's seed: a secret.
    pub seed: [u8; 32],
    /// The notices, each with its sealed bytes.
    pub notices: Vec<(Notice, Vec<u8>)>,
    /// Chunks that the relay need not send: the first half of their ids.
    pub known: Vec<[u8; 16]>,
}

/// Without the seed.
impl fmt::Debug for EarlierRoom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EarlierRoom")
            .field("part", &self.part)
            .field("epoch", &self.epoch)
            .field("notices", &self.notices.len())
            .finish_non_exhaustive()
    }
}

/// What storage holds for a replica.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Every record; with the sealed bytes where its state is [`State::Outbox`] or [`State::Unread`].
    pub records: Vec<(Record, Option<Vec<u8>>)>,
    /// Committed changes that no chunk holds yet (see [`Write::sealed`]).
    pub unsealed: Vec<(Part, Change)>,
    /// The settings, as they were last written.
    pub settings: Settings,
    /// How each part's document stands.
    pub parts: Vec<(Part, PartStatus)>,
}

/// How a part's document stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartStatus {
    /// Its state, for neighbours to compare.
    pub state: Digest,
    /// Changes that are not here and that others here build on.
    pub missing: u32,
}

/// A change of the document, which nobody here looks into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its name: the same for the same change everywhere.
    pub name: Name,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Something to be written to storage, all of it or nothing, in one strict transaction. To write it twice is
/// the same as once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Write {
    /// Comes back in [`crate::Event::Written`].
    pub number: u64,
    /// Records to be put, each under its id; without bytes the sealed bytes stay as they are.
    pub put: Vec<(Record, Option<Vec<u8>>)>,
    /// Chunks whose record and sealed bytes are removed.
    pub remove: Vec<ChunkId>,
    /// Changes that a chunk holds now: they are not unsealed any more.
    pub sealed: Vec<(Part, Name)>,
    /// The settings to be written, where they changed.
    pub settings: Option<Settings>,
}

impl Write {
    pub(crate) const fn is_empty(&self) -> bool {
        !self.has_chunks() && self.settings.is_none()
    }

    /// Whether it is about more than the settings.
    pub(crate) const fn has_chunks(&self) -> bool {
        !(self.put.is_empty() && self.remove.is_empty() && self.sealed.is_empty())
    }
}
