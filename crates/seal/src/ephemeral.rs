//! Ephemeral messages: sealed with a key of the room's, signed by nobody, stored nowhere.

use crate::{OpenError, Rng, RoomKeys, SealError, padding};
use chacha20poly1305::{AeadInOut, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use groundswell_wire::{Chunk, limits};

const NONCE_BYTES: usize = 24;

impl RoomKeys {
    /// Bytes that fit into an ephemeral message.
    pub const EPHEMERAL_BYTES: usize =
        padding::capacity(limits::EPHEMERAL_BYTES - NONCE_BYTES - Chunk::TAG_BYTES);

    /// Seals bytes for all who hold the room's key: the nonce, the sealed envelope, the cipher's tag.
    ///
    /// # Errors
    /// Where they are more than [`Self::EPHEMERAL_BYTES`].
    pub fn seal_ephemeral(&self, text: &[u8], rng: &mut Rng<'_>) -> Result<Vec<u8>, SealError> {
        if text.len() > Self::EPHEMERAL_BYTES {
            return Err(SealError::TooLarge);
        }
        let mut envelope = Vec::new();
        padding::wrap(&mut envelope, text);
        let mut random = [0; 32];
        rng(&mut random);
        let nonce: [u8; NONCE_BYTES] = self.ephemeral_nonces.keyed(&[&random, &envelope]);
        let tag = self
            .ephemeral_cipher()
            .encrypt_inout_detached(
                &XNonce::from(nonce),
                self.room().id().as_bytes(),
                envelope.as_mut_slice().into(),
            )
            .map_err(|_| SealError::TooLarge)?;
        Ok([&nonce[..], &envelope, &tag].concat())
    }

    /// Opens an ephemeral message. That it opens tells that they hold the room's key, not who they are, and not
    /// that it was sent just now.
    ///
    /// # Errors
    /// Where it does not open ([`OpenError::Sealed`]) or holds something unknown ([`OpenError::Contents`]).
    pub fn open_ephemeral(&self, bytes: &[u8]) -> Result<Vec<u8>, OpenError> {
        let (nonce, rest) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError::Sealed)?;
        let (text, tag) = rest.split_last_chunk::<{ Chunk::TAG_BYTES }>().ok_or(OpenError::Sealed)?;
        let mut text = text.to_vec();
        self.ephemeral_cipher()
            .decrypt_inout_detached(
                &XNonce::from(*nonce),
                self.room().id().as_bytes(),
                text.as_mut_slice().into(),
                &Tag::from(*tag),
            )
            .map_err(|_| OpenError::Sealed)?;
        Ok(padding::unwrap(&text).ok_or(OpenError::Contents)?.to_vec())
    }

    fn ephemeral_cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.ephemeral.expose().into())
    }
}
