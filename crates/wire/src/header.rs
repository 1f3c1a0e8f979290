//! The header of a chunk: what a relay sees of it.

use crate::error::{DecodeError, EncodeError};
use crate::read::Reader;
use crate::{BlobId, ChunkId, RoomId, VERSION, VerifyingKey, limits, write};

/// What a chunk is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Some changes.
    Tail,
    /// Everything that its writer held, in place of the chunks that it covers.
    Checkpoint,
    /// The room is closed: a message to those who still hold its link.
    Notice,
}

impl Kind {
    const fn number(self) -> u8 {
        match self {
            Self::Tail => 0,
            Self::Checkpoint => 1,
            Self::Notice => 2,
        }
    }

    const fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::Tail,
            1 => Self::Checkpoint,
            2 => Self::Notice,
            _ => return None,
        })
    }
}

/// What stands before the ciphertext of a chunk, and is authenticated with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The room it lies in.
    pub room: RoomId,
    /// Whose signature counts.
    pub key: VerifyingKey,
    /// The key epoch of the room.
    pub epoch: u32,
    /// What it is for.
    pub kind: Kind,
    /// What it is a fragment of.
    pub blob: BlobId,
    /// Which fragment, from 0.
    pub fragment: u16,
    /// Of how many, 1 to [`limits::FRAGMENTS`].
    pub fragments: u16,
    /// The chunks in whose place it stands: sorted, none twice, at most [`limits::COVERS`]. Only in the first
    /// fragment of a checkpoint.
    pub covers: Vec<ChunkId>,
    /// The cipher's nonce, never the same twice.
    pub nonce: [u8; 24],
}

impl Header {
    /// Bytes of the nonce, which ends a header.
    pub const NONCE_BYTES: usize = 24;

    /// How many bytes a header takes that covers so many chunks.
    #[must_use]
    pub const fn bytes(covers: usize) -> usize {
        1 + 32 + 32 + 4 + 1 + 16 + 2 + 2 + write::length_bytes(covers) + 32 * covers + Self::NONCE_BYTES
    }

    /// Appends its bytes.
    ///
    /// # Errors
    /// Where it covers too much or is cut into too many fragments ([`EncodeError::TooLarge`]), or says something
    /// that means nothing ([`EncodeError::Meaningless`]).
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if self.fragments > limits::FRAGMENTS || self.covers.len() > limits::COVERS {
            return Err(EncodeError::TooLarge);
        }
        if !self.is_meaningful() || !self.is_in_order() {
            return Err(EncodeError::Meaningless);
        }
        out.push(VERSION);
        out.extend_from_slice(self.room.as_bytes());
        out.extend_from_slice(self.key.as_bytes());
        out.extend_from_slice(&self.epoch.to_le_bytes());
        out.push(self.kind.number());
        out.extend_from_slice(self.blob.as_bytes());
        out.extend_from_slice(&self.fragment.to_le_bytes());
        out.extend_from_slice(&self.fragments.to_le_bytes());
        write::list(out, &self.covers, limits::COVERS)?;
        out.extend_from_slice(&self.nonce);
        Ok(())
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let version = reader.u8()?;
        if version != VERSION {
            return Err(DecodeError::UnknownVersion(version));
        }
        let header = Self {
            room: RoomId::from_bytes(reader.array()?),
            key: VerifyingKey::from_bytes(reader.array()?),
            epoch: reader.u32()?,
            kind: Kind::from_number(reader.u8()?).ok_or(DecodeError::Meaningless)?,
            blob: BlobId::from_bytes(reader.array()?),
            fragment: reader.u16()?,
            fragments: reader.u16()?,
            covers: reader.list(limits::COVERS)?,
            nonce: reader.array()?,
        };
        if header.fragments > limits::FRAGMENTS {
            return Err(DecodeError::TooLarge);
        }
        if !header.is_meaningful() {
            return Err(DecodeError::Meaningless);
        }
        if !header.is_in_order() {
            return Err(DecodeError::NotCanonical);
        }
        Ok(header)
    }

    fn is_meaningful(&self) -> bool {
        let may_cover = self.kind == Kind::Checkpoint && self.fragment == 0;
        self.fragment < self.fragments && (self.covers.is_empty() || may_cover)
    }

    fn is_in_order(&self) -> bool {
        self.covers.is_sorted_by(|one, next| one < next)
    }
}
