//! Where chunks are kept: the trait, and what each implementation must hold to.
//!
//! The conformance tests (`tests/store/conformance.rs`) say the same as code and run on every
//! implementation, so that another one, on a distributed engine say, is a drop-in.
//!
//! *Architecture invariant:* a store knows neither connections nor rules. What may be kept, and for how
//! long, [`crate::relay`] decides.

pub(crate) mod broken;
pub mod memory;
pub mod redb;

use axum::body::Bytes;
use groundswell_wire::{BlobId, ChunkId, Kind, RoomId};

/// What the relay knows of a chunk without its bytes: what its header says, and when it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The chunk's id.
    pub id: ChunkId,
    /// Tail, checkpoint or notice.
    pub kind: Kind,
    /// Which blob the chunk is a fragment of.
    pub blob: BlobId,
    /// The fragment's place in the blob, from 0.
    pub fragment: u16,
    /// Fragments of the blob, at least 1.
    pub fragments: u16,
    /// Ids of the chunks that a checkpoint replaces.
    pub covers: Vec<ChunkId>,
    /// The whole chunk's size, in bytes.
    pub size: u32,
    /// When it came, in seconds of the store's clock ([`Store::clock`]).
    pub at: u64,
    /// Its place in the order in which the room's chunks came: a later one has a higher number.
    pub order: u64,
}

/// One room as the store holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredRoom {
    /// Its chunks, by [`Facts::order`].
    pub chunks: Vec<Facts>,
    /// The sum of their sizes, in bytes.
    pub bytes: u64,
    /// When somebody last used the room, in seconds of the store's clock. A room that was never heard of has 0.
    pub last_used: u64,
    /// When its first chunk came, likewise; 0 where that was before a store kept it.
    pub first_used: u64,
    /// Whether more than one address has used it, or it is from before a store kept that.
    pub is_shared: bool,
}

/// One change of the store. Several are committed together.
#[derive(Debug, Clone)]
pub enum Change {
    /// Keep a chunk. One that is there already is kept as it is, with the new time and order.
    Put {
        /// The room.
        room: RoomId,
        /// What is known of the chunk.
        facts: Facts,
        /// The chunk as it came.
        bytes: Bytes,
    },
    /// Forget a chunk. One that is not there is no error.
    Drop {
        /// The room.
        room: RoomId,
        /// The chunk.
        id: ChunkId,
    },
    /// The room is in use. Makes no room that has no chunk.
    Touch {
        /// The room.
        room: RoomId,
        /// When, in seconds of the store's clock.
        at: u64,
    },
    /// More than one address uses the room. Makes no room that has no chunk.
    Share {
        /// The room.
        room: RoomId,
    },
    /// The relay's clock has come so far. It is never set back.
    Clock {
        /// Seconds.
        at: u64,
    },
}

/// What a store holds in all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Rooms with at least one chunk.
    pub rooms: u64,
    /// Chunks.
    pub chunks: u64,
    /// The sum of their sizes, in bytes; what the store needs to keep them in order is more.
    pub bytes: u64,
    /// What the store takes up on the disk, in bytes; 0 where it takes up nothing.
    pub file_bytes: u64,
}

/// Why a store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk, or the share of it that the relay may use, is full. What was there before is there still.
    #[error("the disk is full")]
    Full,
    /// What is stored is not what was written.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// Another process has the store open.
    #[error("another process uses this store")]
    InUse,
    /// Any other failure of the disk or the system.
    #[error("the store failed: {0}")]
    Failed(String),
}

/// A durable, crash-safe store of chunks by room. Calls block; they may come from several threads at once.
pub trait Store: Send + Sync + 'static {
    /// Makes all of the changes, in their order, or none, and returns once they would survive a power cut.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing has changed.
    fn commit(&self, changes: &[Change]) -> Result<(), StoreError>;

    /// The facts of all of a room's chunks. A room that was never heard of is an empty one.
    ///
    /// # Errors
    /// [`StoreError`].
    fn room(&self, room: &RoomId) -> Result<StoredRoom, StoreError>;

    /// The bytes of some of a room's chunks, in the order asked for. Those that are not there are left out.
    ///
    /// # Errors
    /// [`StoreError`].
    fn read(&self, room: &RoomId, ids: &[ChunkId]) -> Result<Vec<(ChunkId, Bytes)>, StoreError>;

    /// How far the relay's clock has come, in seconds: the latest [`Change::Clock`], or later, if something is dated
    /// later. 0 where the store was never written.
    ///
    /// # Errors
    /// [`StoreError`].
    fn clock(&self) -> Result<u64, StoreError>;

    /// Forgets rooms that nobody used since a moment, in seconds of that clock; at most so many in one call.
    /// Returns how many it forgot.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing has changed.
    fn expire(&self, unused_since: u64, most: usize) -> Result<usize, StoreError>;

    /// Forgets rooms that are not shared ([`StoredRoom::is_shared`]), the largest first, until so many bytes of chunks
    /// are free or there are no more; at most so many in one call. Returns which.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing has changed.
    fn shrink(&self, bytes: u64, most: usize) -> Result<Vec<RoomId>, StoreError>;

    /// Gives back to the disk what was freed, as far as the store can. Everything else waits meanwhile.
    ///
    /// # Errors
    /// [`StoreError`].
    fn compact(&self) -> Result<(), StoreError>;

    /// What is held in all.
    ///
    /// # Errors
    /// [`StoreError`].
    fn usage(&self) -> Result<Usage, StoreError>;

    /// Whether the store can be written, tried out by writing.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot.
    fn probe(&self) -> Result<(), StoreError>;
}

/// Of rooms with their sizes the largest, until they come to so many bytes; at most so many.
fn largest(mut rooms: Vec<(u64, RoomId)>, bytes: u64, most: usize) -> Vec<RoomId> {
    rooms.sort_unstable_by(|one, other| other.cmp(one));
    let mut sum = 0;
    let enough = |(size, _): &(u64, RoomId)| {
        let is_needed = sum < bytes;
        sum += size;
        is_needed
    };
    rooms.into_iter().take_while(enough).take(most).map(|(_, room)| room).collect()
}
