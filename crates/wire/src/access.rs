//! What one shows to be let into a room.

use crate::error::{DecodeError, EncodeError};
use crate::read::Reader;
use crate::{RoomId, VerifyingKey, limits, write};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The name of a part within its directory, `public` or `members`: 1 to 32 letters `a` to `z`, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(String);

impl Label {
    /// A label of this text.
    ///
    /// # Errors
    /// [`DecodeError::NotText`] where it has other letters or none, [`DecodeError::TooLarge`] where it is
    /// longer than 32 bytes.
    pub fn new(text: &str) -> Result<Self, DecodeError> {
        if text.len() > limits::LABEL_BYTES {
            return Err(DecodeError::TooLarge);
        }
        let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if text.is_empty() || !text.bytes().all(allowed) {
            return Err(DecodeError::NotText);
        }
        Ok(Self(text.to_owned()))
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The secret that lets its holder fetch what lies in a room. Compared in constant time, never shown, and
/// wiped from memory when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct FetchToken([u8; 32]);

impl FetchToken {
    /// The token of these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes: a secret.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// What a relay may keep of it: its BLAKE3 hash.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash(*blake3::hash(&self.0).as_bytes())
    }
}

impl PartialEq for FetchToken {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for FetchToken {}

impl fmt::Debug for FetchToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FetchToken(secret)")
    }
}

/// The BLAKE3 hash of a [`FetchToken`]. Compared in constant time.
#[derive(Clone, Copy)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The hash of these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl PartialEq for TokenHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for TokenHash {}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(..)")
    }
}

/// All that opens a room. The room's id follows from it, so nothing in it can be wrong: other values are
/// another room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Which part of the directory.
    pub label: Label,
    /// Whose signatures count.
    pub key: VerifyingKey,
    /// The key epoch: how often the keys of the directory were changed.
    pub epoch: u32,
    /// The secret that lets one fetch.
    pub token: FetchToken,
}

impl Access {
    /// The room that this opens.
    #[must_use]
    pub fn room(&self) -> RoomId {
        crate::verify::room_id(&self.label, &self.key, self.epoch, &self.token.hash())
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            label: Label::new(reader.text(limits::LABEL_BYTES)?)?,
            key: VerifyingKey::from_bytes(reader.array()?),
            epoch: reader.u32()?,
            token: FetchToken(reader.array()?),
        })
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        write::bytes(out, self.label.0.as_bytes(), limits::LABEL_BYTES)?;
        out.extend_from_slice(self.key.as_bytes());
        out.extend_from_slice(&self.epoch.to_le_bytes());
        out.extend_from_slice(&self.token.0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_of_few_letters_and_short() {
        assert_eq!(Label::new("members").map(|label| label.as_str().to_owned()), Ok("members".to_owned()));
        for bad in ["", "Members", "a b", "ä", "a/b"] {
            assert_eq!(Label::new(bad), Err(DecodeError::NotText), "{bad}");
        }
        assert_eq!(Label::new(&"a".repeat(33)), Err(DecodeError::TooLarge));
    }

    #[test]
    fn a_token_is_never_shown() {
        let token = FetchToken::from_bytes([0xab; 32]);
        let access = Access {
            label: Label::new("public").unwrap(),
            key: VerifyingKey::from_bytes([1; 32]),
            epoch: 0,
            token: token.clone(),
        };
        let shown = format!("{token:?} {access:?} {access:#?} {:?}", token.hash());
        assert!(!shown.contains("abab") && !shown.contains("171"), "{shown}");
    }

    #[test]
    fn tokens_are_equal_only_with_the_same_bytes() {
        let token = FetchToken::from_bytes([1; 32]);
        assert_eq!(token, token.clone());
        let mut other = [1; 32];
        other[31] ^= 0x80;
        assert_ne!(token, FetchToken::from_bytes(other));
        assert_ne!(token.hash(), FetchToken::from_bytes(other).hash());
    }
}
