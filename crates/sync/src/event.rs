//! What happens to a replica.

use crate::{Change, Name, Part, PartStatus, Stored};
use groundswell_wire::ChunkId;

/// Something that happened outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// What storage holds: the answer to [`crate::Effect::Load`]. The document holds already what the records
    /// of state [`crate::State::Held`] and [`crate::State::Outbox`] stand for.
    Loaded(Stored),
    /// Changes were committed on this device. In the same transaction they were noted as unsealed, so that
    /// they come again in [`Stored::unsealed`] if the replica is gone before it has sealed them.
    Committed {
        /// The part they belong to.
        part: Part,
        /// The changes, in the order in which they were made.
        changes: Vec<Change>,
        /// How the part's document stands with them.
        status: PartStatus,
    },
    /// The connection of this number stands.
    Connected {
        /// The number in [`crate::Effect::Connect`].
        connection: u32,
    },
    /// The connection of this number ended, or did not come about.
    Disconnected {
        /// The number in [`crate::Effect::Connect`].
        connection: u32,
    },
    /// A message arrived.
    Received {
        /// The number in [`crate::Effect::Connect`].
        connection: u32,
        /// The message.
        bytes: Vec<u8>,
    },
    /// The time of [`crate::Effect::SetTimer`] is over. Harmless at any other time.
    Timer,
    /// A write was committed, or failed and left nothing behind.
    Written {
        /// The number in [`crate::Write`].
        number: u64,
        /// Whether it was committed.
        done: bool,
    },
    /// The answer to [`crate::Effect::Fetch`].
    Fetched {
        /// Its number.
        number: u64,
        /// The sealed bytes of the chunks that storage has; those it has not are left out.
        chunks: Vec<(ChunkId, Vec<u8>)>,
    },
    /// The answer to [`crate::Effect::Merge`].
    Merged {
        /// Its number.
        number: u64,
        /// What became of it.
        outcome: Outcome,
    },
    /// The answer to [`crate::Effect::Save`]; without a document where it could not be had.
    Saved {
        /// Its number.
        number: u64,
        /// The document.
        document: Option<Document>,
    },
    /// The device came online, or the app came to the front: a good moment to look at the connection.
    Awake,
    /// The app goes to the background: what waits to be batched is sealed now.
    Flush,
    /// The rooms are to be closed with a notice each: a new link was made. It is read by all who hold the old
    /// link. In rooms that are closed already it is one more.
    Close {
        /// The items of the notice for each part.
        notices: Vec<(Part, Vec<Vec<u8>>)>,
    },
}

/// What became of items that were to be merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// They are in the document and in storage, or were before; all of them or, where some could not be read, the
    /// others.
    Taken {
        /// Names that stand for everything in those that were taken: the names of changes, and of saved documents the
        /// heads.
        names: Vec<Name>,
        /// Whether some could not be read. What they are in is never covered from here: it stays at the relay for who
        /// may read all of it.
        left_out: bool,
        /// Those of the claims of [`crate::Effect::Merge`] that the items themselves, without the document, do
        /// not hold with everything that they build on. Empty where there are no claims.
        lacking: Vec<Name>,
        /// How the part's document stands with them.
        status: PartStatus,
    },
    /// A newer version of the app wrote them. They are kept, and come again when the replica is loaded.
    Newer,
    /// Nobody reads them here. They are kept, and come again when the replica is loaded.
    Later,
    /// Some of them end the program that merges them, or may do so, or were too much at once; the others are in the
    /// document. All are kept, and come again when the replica is loaded. Meanwhile nothing waits for them.
    Quarantined,
    /// They cannot be read, whoever tries.
    Unreadable,
    /// They could not be stored; the merge comes again after a while.
    Failed,
}

/// A part's document, saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its bytes, in one or more items.
    pub items: Vec<Vec<u8>>,
    /// Names that stand for everything in it: the heads.
    pub names: Vec<Name>,
    /// Those of the claims of [`crate::Effect::Save`] that it does not hold with everything that they build
    /// on: storage lost something.
    pub lacking: Vec<Name>,
}
