//! Chunks as editors make them, but for the cipher.

use ed25519_dalek::{Signer as _, SigningKey};
use groundswell_wire::{
    Access, BlobId, Chunk, ChunkId, FetchToken, Header, Kind, Label, RoomId, VerifyingKey, verify,
};

/// A part of a directory, with everything that an editor holds of it.
#[derive(Clone)]
pub struct Part {
    signing: SigningKey,
    pub access: Access,
}

/// A sealed chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    pub id: ChunkId,
    pub bytes: Vec<u8>,
}

impl Part {
    pub fn new(number: u8) -> Self {
        let signing = SigningKey::from_bytes(&[number; 32]);
        let key = VerifyingKey::from_bytes(signing.verifying_key().to_bytes());
        let token = FetchToken::from_bytes([number; 32]);
        let access = Access { label: Label::new("members").unwrap(), key, epoch: 0, token };
        Self { signing, access }
    }

    pub fn room(&self) -> RoomId {
        self.access.room()
    }

    /// What somebody shows who has the room's name from elsewhere, but not the token.
    pub fn without_token(&self) -> Access {
        Access { token: FetchToken::from_bytes([0xee; 32]), ..self.access.clone() }
    }

    /// A tail whose ciphertext has so many bytes.
    pub fn tail(&self, number: u32, size: usize) -> Sealed {
        self.chunk(Kind::Tail, number, size, &[])
    }

    pub fn checkpoint(&self, number: u32, covers: &[ChunkId]) -> Sealed {
        self.chunk(Kind::Checkpoint, number, 40, covers)
    }

    /// A checkpoint in fragments, whose ciphertexts have so many bytes each.
    pub fn checkpoint_in_fragments(
        &self,
        number: u32,
        covers: &[ChunkId],
        fragments: u16,
        size: usize,
    ) -> Vec<Sealed> {
        let fragment = |fragment| {
            let covers = if fragment == 0 { covers } else { &[] };
            self.fragment(Kind::Checkpoint, number, size, covers, (fragment, fragments))
        };
        (0..fragments).map(fragment).collect()
    }

    pub fn notice(&self, number: u32) -> Sealed {
        self.chunk(Kind::Notice, number, 40, &[])
    }

    fn chunk(&self, kind: Kind, number: u32, size: usize, covers: &[ChunkId]) -> Sealed {
        self.fragment(kind, number, size, covers, (0, 1))
    }

    fn fragment(
        &self,
        kind: Kind,
        number: u32,
        size: usize,
        covers: &[ChunkId],
        (fragment, fragments): (u16, u16),
    ) -> Sealed {
        let mut covers = covers.to_vec();
        covers.sort_unstable();
        covers.dedup();
        let mut blob = [0; 16];
        blob[..4].copy_from_slice(&number.to_le_bytes());
        let header = Header {
            room: self.room(),
            key: self.access.key,
            epoch: self.access.epoch,
            kind,
            blob: BlobId::from_bytes(blob),
            fragment,
            fragments,
            covers,
            nonce: [0; 24],
        };
        let mut bytes = Vec::new();
        header.encode(&mut bytes).unwrap();
        bytes.extend(std::iter::repeat_n(number as u8, size.max(Chunk::TAG_BYTES)));
        let id = verify::chunk_id(&bytes);
        bytes.extend(self.signing.sign(&verify::signed_message(&id)).to_bytes());
        Sealed { id, bytes }
    }
}

/// The same chunk with a signature that does not hold.
pub fn forged(chunk: &Sealed) -> Sealed {
    let mut chunk = chunk.clone();
    let last = chunk.bytes.len() - 1;
    chunk.bytes[last - 40] ^= 1;
    chunk
}
