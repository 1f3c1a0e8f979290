//! A chunk: header, ciphertext, signature.

use crate::read::Reader;
use crate::{ChunkId, DecodeError, Header, Signature, limits, verify};

/// The bytes of a chunk, whose header was read. That says nothing about its signature: see [`crate::Room::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk<'a> {
    header: Header,
    bytes: &'a [u8],
    header_bytes: &'a [u8],
    ciphertext: &'a [u8],
    signed: &'a [u8],
    signature: Signature,
}

impl<'a> Chunk<'a> {
    /// Bytes by which the cipher makes a text longer: its tag.
    pub const TAG_BYTES: usize = 16;

    /// Reads the bytes of a chunk.
    ///
    /// # Errors
    /// Where they are none, or more than [`limits::CHUNK_BYTES`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        if bytes.len() > limits::CHUNK_BYTES {
            return Err(DecodeError::TooLarge);
        }
        let (signed, signature) =
            bytes.split_last_chunk::<{ Signature::BYTES }>().ok_or(DecodeError::CutShort)?;
        let mut reader = Reader::new(signed);
        let header = Header::read(&mut reader)?;
        let (header_bytes, ciphertext) =
            signed.split_at_checked(signed.len() - reader.left()).ok_or(DecodeError::CutShort)?;
        if ciphertext.len() < Self::TAG_BYTES {
            return Err(DecodeError::CutShort);
        }
        let signature = Signature::from_bytes(*signature);
        Ok(Self { header, bytes, header_bytes, ciphertext, signed, signature })
    }

    /// Its header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// All its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The bytes of its header: what the cipher authenticates beside the text.
    #[must_use]
    pub const fn header_bytes(&self) -> &'a [u8] {
        self.header_bytes
    }

    /// Its sealed text, the cipher's tag at the end.
    #[must_use]
    pub const fn ciphertext(&self) -> &'a [u8] {
        self.ciphertext
    }

    /// Its signature, not checked.
    #[must_use]
    pub const fn signature(&self) -> &Signature {
        &self.signature
    }

    /// Its id. Computed each time, from all but the signature.
    #[must_use]
    pub fn id(&self) -> ChunkId {
        verify::chunk_id(self.signed)
    }
}
