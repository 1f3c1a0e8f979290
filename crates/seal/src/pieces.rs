//! Joining pieces, in whatever order they come.

use crate::{Piece, WHOLE_BYTES, items};
use groundswell_wire::{ChunkId, Kind, WholeId};
use std::collections::BTreeMap;

/// Why a piece does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// Another piece of the same whole says otherwise: what it is for, how many pieces there are, or what is in
    /// this place.
    #[error("a piece that contradicts another")]
    Contradiction,
    /// The whole is larger than [`WHOLE_BYTES`], or all that wait are larger than twice that.
    #[error("larger than allowed")]
    TooLarge,
    /// The pieces are all there, but together are not items, or more than [`crate::WHOLE_ITEMS`].
    #[error("pieces that make no whole")]
    NoItems,
}

/// A whole, of which all pieces came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// What it is for.
    pub kind: Kind,
    /// Its name.
    pub id: WholeId,
    /// The chunks in which it came, in their order.
    pub chunks: Vec<ChunkId>,
    /// The chunks in whose place it stands: sorted, none twice.
    pub covers: Vec<ChunkId>,
    /// What was sealed.
    pub items: Vec<Vec<u8>>,
}

/// Pieces that wait for others.
#[derive(Clone, Debug, Default)]
pub struct Pieces {
    waiting: BTreeMap<WholeId, BTreeMap<u16, Piece>>,
    bytes: usize,
}

impl Pieces {
    /// No pieces.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a piece, and hands out the whole if it was the last that was missing. A piece that is there already
    /// changes nothing; one of a whole that was handed out waits as if it were the first.
    ///
    /// # Errors
    /// Where it does not fit. A piece that contradicts others, or is too much, is not kept; of pieces that make no
    /// whole none is.
    pub fn add(&mut self, piece: Piece) -> Result<Option<Whole>, JoinError> {
        if piece.pieces == 1 {
            if piece.bytes.len() > WHOLE_BYTES {
                return Err(JoinError::TooLarge);
            }
            return whole(piece.whole, vec![piece]).map(Some);
        }
        let id = piece.whole;
        let others = self.waiting.get(&id);
        if let Some(others) = others {
            let agrees = |other: &Piece| {
                (other.kind, other.pieces, other.whole) == (piece.kind, piece.pieces, piece.whole)
            };
            if !others.values().all(agrees) {
                return Err(JoinError::Contradiction);
            }
            if let Some(same) = others.get(&piece.piece) {
                return if same.id == piece.id { Ok(None) } else { Err(JoinError::Contradiction) };
            }
        }
        let so_far: usize =
            others.iter().flat_map(|others| others.values()).map(|other| other.bytes.len()).sum();
        let size = piece.bytes.len();
        if so_far + size > WHOLE_BYTES || self.bytes + size > 2 * WHOLE_BYTES {
            return Err(JoinError::TooLarge);
        }
        let pieces = usize::from(piece.pieces);
        let waiting = self.waiting.entry(id).or_default();
        waiting.insert(piece.piece, piece);
        self.bytes += size;
        if waiting.len() < pieces {
            return Ok(None);
        }
        let all = self.waiting.remove(&id).unwrap_or_default();
        self.bytes = self.bytes.saturating_sub(so_far + size);
        whole(id, all.into_values().collect()).map(Some)
    }

    /// The chunks whose pieces wait.
    pub fn waiting(&self) -> impl Iterator<Item = ChunkId> {
        self.waiting.values().flat_map(|pieces| pieces.values()).map(|piece| piece.id)
    }

    /// Drops the pieces of a whole.
    pub fn forget(&mut self, whole: &WholeId) {
        for piece in self.waiting.remove(whole).unwrap_or_default().values() {
            self.bytes = self.bytes.saturating_sub(piece.bytes.len());
        }
    }
}

fn whole(id: WholeId, pieces: Vec<Piece>) -> Result<Whole, JoinError> {
    let kind = pieces.first().map_or(Kind::Tail, |piece| piece.kind);
    let chunks = pieces.iter().map(|piece| piece.id).collect();
    // Only the first piece says what is covered.
    let covers = pieces.first().map(|piece| piece.covers.clone()).unwrap_or_default();
    // In one piece of memory from the beginning: growing would take twice as much.
    let mut bytes = Vec::with_capacity(pieces.iter().map(|piece| piece.bytes.len()).sum());
    pieces.into_iter().for_each(|piece| bytes.extend_from_slice(&piece.bytes));
    let items = items::split(&bytes).ok_or(JoinError::NoItems)?;
    Ok(Whole { kind, id, chunks, covers, items: items.into_iter().map(<[u8]>::to_vec).collect() })
}
