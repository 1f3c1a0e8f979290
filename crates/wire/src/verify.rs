//! Whether a chunk is what it says: the ids that follow from bytes, and signatures.

use crate::{Access, Chunk, ChunkId, Label, RoomId, Signature, TokenHash, VerifyingKey, write};

const ROOM: &str = "groundswell v1 room";
const CHUNK: &str = "groundswell v1 chunk";
const SIGNATURE: &[u8] = b"groundswell v1 signature";

/// The room of a part: see [`Access::room`], for those who hold the token.
#[must_use]
pub fn room_id(label: &Label, key: &VerifyingKey, epoch: u32, token: &TokenHash) -> RoomId {
    let label = label.as_str().as_bytes();
    let mut prefix = Vec::with_capacity(1);
    write::length(&mut prefix, label.len());
    let mut hasher = blake3::Hasher::new_derive_key(ROOM);
    hasher.update(&prefix).update(label).update(key.as_bytes());
    hasher.update(&epoch.to_le_bytes()).update(token.as_bytes());
    RoomId::from_bytes(*hasher.finalize().as_bytes())
}

/// The id of a chunk, from the bytes of its header and its ciphertext.
#[must_use]
pub fn chunk_id(header_and_ciphertext: &[u8]) -> ChunkId {
    let mut hasher = blake3::Hasher::new_derive_key(CHUNK);
    hasher.update(header_and_ciphertext);
    ChunkId::from_bytes(*hasher.finalize().as_bytes())
}

/// What is signed, so that a chunk of this id belongs to its room.
#[must_use]
pub fn signed_message(id: &ChunkId) -> [u8; SIGNATURE.len() + ChunkId::BYTES] {
    let mut message = [0; SIGNATURE.len() + ChunkId::BYTES];
    message.iter_mut().zip(SIGNATURE.iter().chain(id.as_bytes())).for_each(|(to, from)| *to = *from);
    message
}

/// Bytes that are not a key: no point of the curve, one under which anybody could sign, or not in the one way in
/// which a point is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a verifying key")]
pub struct BadKey;

/// Why a chunk does not belong in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChunkError {
    /// Its header names another room, another key or another epoch.
    #[error("a chunk of another room")]
    OtherRoom,
    /// It is not signed with the room's key.
    #[error("a chunk whose signature does not hold")]
    BadSignature,
}

/// A room, ready to check chunks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    id: RoomId,
    bytes: VerifyingKey,
    key: ed25519_dalek::VerifyingKey,
    epoch: u32,
}

impl Room {
    /// The room that this opens.
    ///
    /// # Errors
    /// Where its verifying key is none.
    pub fn new(access: &Access) -> Result<Self, BadKey> {
        Self::from_parts(access.room(), &access.key, access.epoch)
    }

    /// A room whose id is known to follow from its other parts.
    ///
    /// # Errors
    /// Where the verifying key is none.
    pub fn from_parts(id: RoomId, key: &VerifyingKey, epoch: u32) -> Result<Self, BadKey> {
        let bytes = *key;
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes.as_bytes()).map_err(|_| BadKey)?;
        // Two ways to write one key would be two rooms for it, and not every library reads the second.
        let is_canonical = key.to_edwards().compress().as_bytes() == bytes.as_bytes();
        if key.is_weak() || !is_canonical { Err(BadKey) } else { Ok(Self { id, bytes, key, epoch }) }
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> RoomId {
        self.id
    }

    /// Whose signatures count.
    #[must_use]
    pub const fn key(&self) -> &VerifyingKey {
        &self.bytes
    }

    /// Its key epoch.
    #[must_use]
    pub const fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Whether a chunk belongs here: its header says so, and the signature over its id holds strictly (RFC
    /// 8032 without cofactor, no small-order points, no second encodings). Returns its id.
    ///
    /// # Errors
    /// Where it does not.
    pub fn check(&self, chunk: &Chunk<'_>) -> Result<ChunkId, ChunkError> {
        let header = chunk.header();
        if header.room != self.id || header.key != self.bytes || header.epoch != self.epoch {
            return Err(ChunkError::OtherRoom);
        }
        let id = chunk.id();
        if self.is_signed(&id, chunk.signature()) { Ok(id) } else { Err(ChunkError::BadSignature) }
    }

    fn is_signed(&self, id: &ChunkId, signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature.as_bytes());
        self.key.verify_strict(&signed_message(id), &signature).is_ok()
    }
}
