//! Joining fragments, in whatever order they come.

use crate::{BLOB_BYTES, Fragment, items};
use groundswell_wire::{BlobId, ChunkId, Kind};
use std::collections::BTreeMap;

/// Why a fragment does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// Another fragment of the same blob says otherwise: what it is for, how many fragments there are, or what is in
    /// this place.
    #[error("a fragment that contradicts another")]
    Contradiction,
    /// The blob is larger than [`BLOB_BYTES`], or all that wait are larger than twice that.
    #[error("larger than allowed")]
    TooLarge,
    /// The fragments are all there, but together are not items, or more than [`crate::BLOB_ITEMS`].
    #[error("fragments that make no blob")]
    NoItems,
}

/// A blob, of which all fragments came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// What it is for.
    pub kind: Kind,
    /// Its name.
    pub id: BlobId,
    /// The chunks in which it came, in their order.
    pub chunks: Vec<ChunkId>,
    /// The chunks in whose place it stands: sorted, none twice.
    pub covers: Vec<ChunkId>,
    /// What was sealed.
    pub items: Vec<Vec<u8>>,
}

/// Fragments that wait for others.
#[derive(Clone, Debug, Default)]
pub struct Fragments {
    waiting: BTreeMap<BlobId, BTreeMap<u16, Fragment>>,
    bytes: usize,
}

impl Fragments {
    /// No fragments.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fragment, and hands out the blob if it was the last that was missing. A fragment that is there already
    /// changes nothing; one of a blob that was handed out waits as if it were the first.
    ///
    /// # Errors
    /// Where it does not fit. A fragment that contradicts others, or is too much, is not kept; of fragments that make no
    /// blob none is.
    pub fn add(&mut self, fragment: Fragment) -> Result<Option<Blob>, JoinError> {
        if fragment.fragments == 1 {
            if fragment.bytes.len() > BLOB_BYTES {
                return Err(JoinError::TooLarge);
            }
            return blob(fragment.blob, vec![fragment]).map(Some);
        }
        let id = fragment.blob;
        let others = self.waiting.get(&id);
        if let Some(others) = others {
            let agrees = |other: &Fragment| {
                (other.kind, other.fragments, other.blob)
                    == (fragment.kind, fragment.fragments, fragment.blob)
            };
            if !others.values().all(agrees) {
                return Err(JoinError::Contradiction);
            }
            if let Some(same) = others.get(&fragment.fragment) {
                return if same.id == fragment.id { Ok(None) } else { Err(JoinError::Contradiction) };
            }
        }
        let so_far: usize =
            others.iter().flat_map(|others| others.values()).map(|other| other.bytes.len()).sum();
        let size = fragment.bytes.len();
        if so_far + size > BLOB_BYTES || self.bytes + size > 2 * BLOB_BYTES {
            return Err(JoinError::TooLarge);
        }
        let fragments = usize::from(fragment.fragments);
        let waiting = self.waiting.entry(id).or_default();
        waiting.insert(fragment.fragment, fragment);
        self.bytes += size;
        if waiting.len() < fragments {
            return Ok(None);
        }
        let all = self.waiting.remove(&id).unwrap_or_default();
        self.bytes = self.bytes.saturating_sub(so_far + size);
        blob(id, all.into_values().collect()).map(Some)
    }

    /// The chunks whose fragments wait.
    pub fn waiting(&self) -> impl Iterator<Item = ChunkId> {
        self.waiting.values().flat_map(|fragments| fragments.values()).map(|fragment| fragment.id)
    }

    /// Drops the fragments of a blob.
    pub fn forget(&mut self, blob: &BlobId) {
        for fragment in self.waiting.remove(blob).unwrap_or_default().values() {
            self.bytes = self.bytes.saturating_sub(fragment.bytes.len());
        }
    }
}

fn blob(id: BlobId, fragments: Vec<Fragment>) -> Result<Blob, JoinError> {
    let kind = fragments.first().map_or(Kind::Tail, |fragment| fragment.kind);
    let chunks = fragments.iter().map(|fragment| fragment.id).collect();
    // Only the first fragment says what is covered.
    let covers = fragments.first().map(|fragment| fragment.covers.clone()).unwrap_or_default();
    // In one piece of memory from the beginning: growing would take twice as much.
    let mut bytes = Vec::with_capacity(fragments.iter().map(|fragment| fragment.bytes.len()).sum());
    fragments.into_iter().for_each(|fragment| bytes.extend_from_slice(&fragment.bytes));
    let items = items::split(&bytes).ok_or(JoinError::NoItems)?;
    Ok(Blob { kind, id, chunks, covers, items: items.into_iter().map(<[u8]>::to_vec).collect() })
}
