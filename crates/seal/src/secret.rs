//! Bytes that nobody may see.

use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// 32 secret bytes from which keys are derived. Compared in constant time, never shown, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Seed([u8; 32]);

impl Seed {
    /// The seed of these bytes, which must be random.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A new seed.
    #[must_use]
    pub fn random(rng: &mut crate::Rng<'_>) -> Self {
        let mut seed = Self([0; 32]);
        rng(&mut seed.0);
        seed
    }

    /// Its bytes: a secret.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// What BLAKE3 derives from it for a use.
    pub(crate) fn derive(&self, context: &str) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key(context);
        hasher.update(&self.0);
        let mut hash = hasher.finalize();
        let derived = Self(*hash.as_bytes());
        hash.zeroize();
        hasher.zeroize();
        derived
    }

    /// What BLAKE3, keyed with it, makes of some bytes.
    pub(crate) fn keyed<const N: usize>(&self, parts: &[&[u8]]) -> [u8; N] {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        parts.iter().for_each(|part| {
            hasher.update(part);
        });
        let mut out = [0; N];
        hasher.finalize_xof().fill(&mut out);
        hasher.zeroize();
        out
    }
}

impl PartialEq for Seed {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Seed {}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(secret)")
    }
}
