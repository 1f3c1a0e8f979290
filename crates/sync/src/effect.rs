//! What a replica wants done.

use crate::{Name, Part, Status, Write};
use groundswell_wire::ChunkId;

/// Something to be done outside, in the order in which they come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read what storage holds and answer with [`crate::Event::Loaded`]. Also later, where another tab has
    /// changed it.
    Load,
    /// Write to storage; answer with [`crate::Event::Written`].
    Write(Write),
    /// Read the sealed bytes of chunks; answer with [`crate::Event::Fetched`].
    Fetch {
        /// Comes back in the answer.
        number: u64,
        /// The chunks.
        ids: Vec<ChunkId>,
    },
    /// Merge items into a part's document, commit it to storage, and only then answer with
    /// [`crate::Event::Merged`]. Several in a row may be merged and committed together.
    Merge {
        /// Comes back in the answer.
        number: u64,
        /// The part.
        part: Part,
        /// Changes and saved documents, as bytes of an unknown neighbour.
        items: Vec<Vec<u8>>,
        /// Names that may be in the items: which are not is to be said. Not empty with checkpoints only, of which
        /// there are few.
        claims: Vec<Name>,
    },
    /// Save a part's document for a checkpoint; answer with [`crate::Event::Saved`].
    Save {
        /// Comes back in the answer.
        number: u64,
        /// The part.
        part: Part,
        /// Names that the document must hold.
        claims: Vec<Name>,
    },
    /// Connect to the relay; answer with [`crate::Event::Connected`] or [`crate::Event::Disconnected`].
    Connect {
        /// Names the connection.
        connection: u32,
    },
    /// End a connection, or the attempt. No answer.
    Disconnect {
        /// The connection.
        connection: u32,
    },
    /// Send a message, after those before it.
    Send {
        /// The connection.
        connection: u32,
        /// The message.
        bytes: Vec<u8>,
    },
    /// Send [`crate::Event::Timer`] after so many milliseconds, and forget the timer set before.
    SetTimer {
        /// Milliseconds from now.
        after_ms: u64,
    },
    /// The status is now this.
    Status(Box<Status>),
}
