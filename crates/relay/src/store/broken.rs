//! The store of a relay whose store cannot be opened: it refuses everything, and says why.

use axum::body::Bytes;
use groundswell_wire::{ChunkId, RoomId};

use super::{Change, Store, StoreError, StoredRoom, Usage};

/// A store that can do nothing.
#[derive(Debug)]
pub(crate) struct BrokenStore {
    why: String,
    is_corrupt: bool,
    is_full: bool,
}

impl BrokenStore {
    /// One that fails as the real one did.
    pub(crate) fn new(why: &StoreError) -> Self {
        let (is_corrupt, is_full) = (matches!(why, StoreError::Corrupt(_)), matches!(why, StoreError::Full));
        Self { why: why.to_string(), is_corrupt, is_full }
    }

    fn error(&self) -> StoreError {
        if self.is_full {
            StoreError::Full
        } else if self.is_corrupt {
            StoreError::Corrupt(self.why.clone())
        } else {
            StoreError::Failed(self.why.clone())
        }
    }
}

impl Store for BrokenStore {
    fn commit(&self, _changes: &[Change]) -> Result<(), StoreError> {
        Err(self.error())
    }

    fn room(&self, _room: &RoomId) -> Result<StoredRoom, StoreError> {
        Err(self.error())
    }

    fn read(&self, _room: &RoomId, _ids: &[ChunkId]) -> Result<Vec<(ChunkId, Bytes)>, StoreError> {
        Err(self.error())
    }

    fn clock(&self) -> Result<u64, StoreError> {
        Err(self.error())
    }

    fn shrink(&self, _bytes: u64, _most: usize) -> Result<Vec<RoomId>, StoreError> {
        Err(self.error())
    }

    fn compact(&self) -> Result<(), StoreError> {
        Err(self.error())
    }

    fn expire(&self, _unused_since: u64, _most: usize) -> Result<usize, StoreError> {
        Err(self.error())
    }

    fn usage(&self) -> Result<Usage, StoreError> {
        Err(self.error())
    }

    fn probe(&self) -> Result<(), StoreError> {
        Err(self.error())
    }
}
