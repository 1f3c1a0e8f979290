//! The protocol between replicas and relays, as bytes: frames, the headers of chunks, and their limits.
//!
//! `docs/PROTOCOL.md` describes every byte. All decoders here are bounded (a length is checked before
//! anything is allocated), total (no bytes make them panic), exact (bytes left over are an error) and
//! canonical (what was decoded encodes to the same bytes again).
//!
//! *Architecture invariant:* this crate can name, and check who signed, but not open a chunk: it knows no cipher
//! and no secret key. It knows no document, no socket, no clock and makes no randomness.

pub mod access;
pub mod chunk;
pub mod error;
pub mod frame;
pub mod header;
pub mod id;
pub mod limits;
mod read;
pub mod verify;
mod write;

pub use access::{Access, FetchToken, Label, TokenHash};
pub use chunk::Chunk;
pub use error::{DecodeError, EncodeError};
pub use frame::{Channel, ClientFrame, ClientFrames, Leaving, Limits, Refusal, RelayFrame, RelayFrames};
pub use header::{Header, Kind};
pub use id::{BlobId, ChunkId, RoomId, ShortId, Signature, VerifyingKey};
pub use verify::Room;

/// The one version of the protocol that this crate speaks.
pub const VERSION: u8 = 1;
