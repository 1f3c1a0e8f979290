//! Names of rooms, chunks and blobs, and the public half of signing. All are plain bytes; written for people
//! (in logs, say) as hexadecimal digits.

use std::fmt;

/// How many bytes of a chunk's id stand for it in lists of what somebody has.
const SHORT: usize = 16;

macro_rules! array {
    ($(#[$about:meta])* $name:ident, $bytes:expr) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// How many bytes it has.
            pub const BYTES: usize = $bytes;

            /// It, from its bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }

            /// Its bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $bytes] {
                &self.0
            }
        }

        impl From<[u8; $bytes]> for $name {
            fn from(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }
        }

        impl AsRef<[u8; $bytes]> for $name {
            fn as_ref(&self) -> &[u8; $bytes] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

array! {
    /// A room: where the chunks of one part of one directory lie. Commits to the part's label, the verifying
    /// key, the key epoch and the fetch token, so that a relay checks all of them without having been told
    /// anything before. Who knows it can neither read nor write the room.
    RoomId, 32
}
array! {
    /// A chunk, by its content: header and ciphertext.
    ChunkId, 32
}
array! {
    /// The first 16 bytes of a [`ChunkId`]: enough to tell what is missing.
    ShortId, SHORT
}
array! {
    /// What was cut into fragments, each a chunk of its own: all of them carry this name.
    BlobId, 16
}
array! {
    /// An Ed25519 public key as RFC 8032 encodes it. These may be any bytes; [`crate::Room::new`] tells
    /// whether they are a key.
    VerifyingKey, 32
}
array! {
    /// An Ed25519 signature as RFC 8032 encodes it. These may be any bytes.
    Signature, 64
}

impl ChunkId {
    /// Its first 16 bytes.
    #[must_use]
    pub fn short(&self) -> ShortId {
        let mut short = [0; SHORT];
        short.iter_mut().zip(self.0).for_each(|(to, from)| *to = from);
        ShortId(short)
    }
}
