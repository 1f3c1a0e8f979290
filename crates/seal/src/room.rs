//! The keys of a room: sealing and opening its chunks.

use crate::{Part, Rng, Seed, items, padding};
use chacha20poly1305::{AeadInOut, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use ed25519_dalek::Signer as _;
use groundswell_wire::verify::{BadKey, chunk_id, signed_message};
use groundswell_wire::{
    Access, BlobId, Chunk, ChunkId, DecodeError, FetchToken, Header, Kind, Label, Room, VerifyingKey, limits,
    verify::ChunkError,
};
use std::fmt;

/// Why something was not sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The capability does not let its holder write.
    #[error("the capability does not let its holder write")]
    NoRight,
    /// More than [`crate::BLOB_BYTES`], or more chunks covered than [`limits::COVERS`].
    #[error("larger than allowed")]
    TooLarge,
    /// Only a checkpoint covers anything.
    #[error("only a checkpoint covers anything")]
    Meaningless,
}

/// Why a chunk was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It is no chunk.
    #[error("no chunk: {0}")]
    Decode(#[from] DecodeError),
    /// It does not belong in the room.
    #[error("{0}")]
    Chunk(#[from] ChunkError),
    /// It does not open with the room's key.
    #[error("a chunk that does not open")]
    Sealed,
    /// It opens, but what is in it is not of a form that this program knows: probably a newer one wrote it.
    #[error("a chunk of unknown contents")]
    Contents,
}

/// A chunk, ready to be stored and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Its id.
    pub id: ChunkId,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What was in a chunk: a fragment of a blob, which [`crate::Fragments`] joins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// The chunk's id.
    pub id: ChunkId,
    /// What the chunk is for.
    pub kind: Kind,
    /// What it is a fragment of.
    pub blob: BlobId,
    /// Which fragment, from 0.
    pub fragment: u16,
    /// Of how many.
    pub fragments: u16,
    /// The chunks in whose place the blob stands: sorted, none twice.
    pub covers: Vec<ChunkId>,
    /// The fragment itself.
    pub bytes: Vec<u8>,
}

/// The keys of a room.
#[derive(Clone)]
pub struct RoomKeys {
    part: Part,
    access: Access,
    room: Room,
    content: Seed,
    nonces: Seed,
    blobs: Seed,
    pub(crate) ephemeral: Seed,
    pub(crate) ephemeral_nonces: Seed,
    signer: Option<ed25519_dalek::SigningKey>,
}

impl fmt::Debug for RoomKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("RoomKeys");
        shown.field("part", &self.part).field("room", &self.room.id());
        shown.field("can_write", &self.can_write()).finish_non_exhaustive()
    }
}

impl RoomKeys {
    pub(crate) fn new(
        part: Part,
        seed: &Seed,
        key: &VerifyingKey,
        epoch: u32,
        signer: Option<ed25519_dalek::SigningKey>,
    ) -> Result<Self, BadKey> {
        let token = FetchToken::from_bytes(*seed.derive("groundswell v1 fetch token").expose());
        let label = Label::new(part.label()).map_err(|_| BadKey)?;
        let access = Access { label, key: *key, epoch, token };
        Ok(Self {
            part,
            room: Room::new(&access)?,
            access,
            content: seed.derive("groundswell v1 content key"),
            nonces: seed.derive("groundswell v1 nonce key"),
            blobs: seed.derive("groundswell v1 whole key"),
            ephemeral: seed.derive("groundswell v1 whisper key"),
            ephemeral_nonces: seed.derive("groundswell v1 whisper nonce key"),
            signer,
        })
    }

    /// The part whose room it is.
    #[must_use]
    pub const fn part(&self) -> Part {
        self.part
    }

    /// What one shows a relay to be let in. Holds the fetch token: a secret to all but relays.
    #[must_use]
    pub const fn access(&self) -> &Access {
        &self.access
    }

    /// The room, for checking chunks without opening them.
    #[must_use]
    pub const fn room(&self) -> &Room {
        &self.room
    }

    /// Whether they let their holder write.
    #[must_use]
    pub const fn can_write(&self) -> bool {
        self.signer.is_some()
    }

    /// Seals items as one blob: one chunk, or as many fragments as it takes, in order. `covers` may be in any
    /// order. Sealing the same again makes other chunks: who sends one again sends the same bytes.
    ///
    /// # Errors
    /// Where the right to write is missing, or it is too much.
    pub fn seal(
        &self,
        kind: Kind,
        covers: &[ChunkId],
        items: &[impl AsRef<[u8]>],
        rng: &mut Rng<'_>,
    ) -> Result<Vec<Sealed>, SealError> {
        let signer = self.signer.as_ref().ok_or(SealError::NoRight)?;
        if kind != Kind::Checkpoint && !covers.is_empty() {
            return Err(SealError::Meaningless);
        }
        let mut covers = covers.to_vec();
        covers.sort_unstable();
        covers.dedup();
        if covers.len() > limits::COVERS {
            return Err(SealError::TooLarge);
        }
        let bytes = items::join(items)?;
        let fragments = cut(&bytes, covers.len());
        let number = u16::try_from(fragments.len()).ok().filter(|number| *number <= limits::FRAGMENTS);
        let number = number.ok_or(SealError::TooLarge)?;
        let mut random = [0; 32];
        rng(&mut random);
        let blob = BlobId::from_bytes(self.blobs.keyed(&[&random, &bytes]));
        let mut header = Header {
            room: self.room.id(),
            key: *self.room.key(),
            epoch: self.room.epoch(),
            kind,
            blob,
            fragment: 0,
            fragments: number,
            covers,
            nonce: [0; Header::NONCE_BYTES],
        };
        let mut sealed = Vec::with_capacity(fragments.len());
        for (place, fragment) in (0..number).zip(fragments) {
            header.fragment = place;
            sealed.push(self.seal_fragment(&mut header, fragment, signer, rng)?);
            header.covers.clear();
        }
        Ok(sealed)
    }

    fn seal_fragment(
        &self,
        header: &mut Header,
        fragment: &[u8],
        signer: &ed25519_dalek::SigningKey,
        rng: &mut Rng<'_>,
    ) -> Result<Sealed, SealError> {
        let mut plaintext = Vec::new();
        padding::wrap(&mut plaintext, fragment);
        let header_bytes = Header::bytes(header.covers.len());
        let room = header_bytes + plaintext.len() + Chunk::TAG_BYTES + groundswell_wire::Signature::BYTES;
        let mut bytes = Vec::with_capacity(room);
        header.encode(&mut bytes).map_err(|_| SealError::Meaningless)?;
        bytes.truncate(header_bytes - Header::NONCE_BYTES);
        let mut random = [0; 32];
        rng(&mut random);
        header.nonce = self.nonces.keyed(&[&random, &bytes, &plaintext]);
        bytes.extend_from_slice(&header.nonce);
        let tag = self
            .cipher()
            .encrypt_inout_detached(&XNonce::from(header.nonce), &bytes, plaintext.as_mut_slice().into())
            .map_err(|_| SealError::TooLarge)?;
        bytes.append(&mut plaintext);
        bytes.extend_from_slice(&tag);
        let id = chunk_id(&bytes);
        bytes.extend_from_slice(&signer.sign(&signed_message(&id)).to_bytes());
        Ok(Sealed { id, bytes })
    }

    /// Opens a chunk: checks that it belongs in the room, and what it says, and decrypts it.
    ///
    /// # Errors
    /// Where it is not exactly as [`Self::seal`] makes it.
    pub fn open(&self, bytes: &[u8]) -> Result<Fragment, OpenError> {
        let chunk = Chunk::parse(bytes)?;
        let id = self.room.check(&chunk)?;
        let header = chunk.header();
        let (text, tag) =
            chunk.ciphertext().split_last_chunk::<{ Chunk::TAG_BYTES }>().ok_or(OpenError::Sealed)?;
        let mut text = text.to_vec();
        self.cipher()
            .decrypt_inout_detached(
                &XNonce::from(header.nonce),
                chunk.header_bytes(),
                text.as_mut_slice().into(),
                &Tag::from(*tag),
            )
            .map_err(|_| OpenError::Sealed)?;
        let bytes = padding::unwrap(&text).ok_or(OpenError::Contents)?.to_vec();
        Ok(Fragment {
            id,
            kind: header.kind,
            blob: header.blob,
            fragment: header.fragment,
            fragments: header.fragments,
            covers: header.covers.clone(),
            bytes,
        })
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.content.expose().into())
    }
}

/// Cuts bytes into fragments that fill their chunks, the first leaving space for what it covers. There is always one.
fn cut(bytes: &[u8], covers: usize) -> Vec<&[u8]> {
    let (first, others) = (fragment_bytes(covers), fragment_bytes(0));
    let (head, tail) = bytes.split_at(first.min(bytes.len()));
    std::iter::once(head).chain(tail.chunks(others)).collect()
}

/// How many bytes a fragment has at most whose chunk covers so many others.
const fn fragment_bytes(covers: usize) -> usize {
    let around = Header::bytes(covers) + Chunk::TAG_BYTES + groundswell_wire::Signature::BYTES;
    padding::capacity(limits::CHUNK_BYTES - around)
}
