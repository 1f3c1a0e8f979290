//! Keys, sync links, and the sealing and opening of chunks: what only replicas do.
//!
//! `docs/PROTOCOL.md` describes every byte. The primitives are well known ones: BLAKE3 derives keys and names,
//! XChaCha20-Poly1305 seals, Ed25519 signs.
//!
//! *Architecture invariant:* this crate knows no document, no socket, no clock, and makes no randomness: who seals
//! hands over a function that fills bytes. No secret is ever shown by `Debug`, and all are wiped when dropped.

pub mod capability;
mod ephemeral;
pub mod fragments;
pub mod items;
pub mod keys;
pub mod link;
pub mod notice;
mod padding;
pub mod room;
mod secret;
pub mod succession;

pub use capability::{Capability, Grant};
pub use fragments::{Blob, Fragments, JoinError};
pub use keys::{Keys, Part};
pub use link::{Link, LinkError, Relation};
pub use notice::Notice;
pub use room::{Fragment, OpenError, RoomKeys, SealError, Sealed};
pub use secret::Seed;
pub use succession::{KeyId, Succession, Withdrawal};

/// Fills bytes at random, as a system's own source of randomness does. It need not be a good one for nonces to be
/// unique (`docs/PROTOCOL.md` says why), but must be for seeds.
pub type Rng<'a> = dyn FnMut(&mut [u8]) + 'a;

/// Bytes of a blob, all its items together: the most that is sealed or joined.
pub const BLOB_BYTES: usize = 64 << 20;
/// Items of a blob, at most: an empty item is a byte of the blob, and some fifty in memory.
pub const BLOB_ITEMS: usize = 1 << 20;
