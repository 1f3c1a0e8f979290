//! Identifiers: of records, directories and devices.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, str::FromStr};

/// Crockford's base 32 in lower case: no `i`, `l`, `o`, `u`, so that an id survives being read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const ID_CHARS: usize = 20;

/// The identity of a record or a directory: 96 random bits, the same everywhere, written as 20 characters of
/// Crockford's base 32.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id([u8; 12]);

impl Id {
    /// The id of a directory's one network record.
    pub const NETWORK: Self = Self([0; 12]);

    /// An id from 12 random bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 12]) -> Self {
        Self(bytes)
    }

    /// The 12 bytes of this id.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 12] {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // 96 bits are 19 characters of 5 bits and one last character of 1 bit.
        let value = self.0.iter().fold(0_u128, |value, byte| (value << 8) | u128::from(*byte)) << 4;
        let text: String = (0..ID_CHARS)
            .rev()
            .filter_map(|place| ALPHABET.get(((value >> (5 * place)) & 31) as usize))
            .map(|byte| char::from(*byte))
            .collect();
        f.write_str(&text)
    }
}

/// A text that is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct ParseIdError;

impl FromStr for Id {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        if text.len() != ID_CHARS {
            return Err(ParseIdError);
        }
        let mut value = 0_u128;
        for byte in text.bytes() {
            value = (value << 5) | u128::from(digit(byte).ok_or(ParseIdError)?);
        }
        if value & 0xf != 0 {
            return Err(ParseIdError);
        }
        let mut bytes = [0; 12];
        bytes.copy_from_slice((value >> 4).to_be_bytes().get(4..).ok_or(ParseIdError)?);
        Ok(Self(bytes))
    }
}

/// The place of a letter in [`ALPHABET`]. Not looked for there, because a directory is read id by id.
const fn digit(letter: u8) -> Option<u8> {
    Some(match letter {
        b'0'..=b'9' => letter - b'0',
        b'a'..=b'h' => letter - b'a' + 10,
        b'j'..=b'k' => letter - b'j' + 18,
        b'm'..=b'n' => letter - b'm' + 20,
        b'p'..=b't' => letter - b'p' + 22,
        b'v'..=b'z' => letter - b'v' + 27,
        _ => return None,
    })
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
        } else {
            <[u8; 12]>::deserialize(deserializer).map(Self)
        }
    }
}

/// A device that makes changes: 64 random bits. With 64 more for the session they are the document's actor
/// id, so that two tabs of one device never write under the same name. Written as 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeviceId(pub [u8; 8]);

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for DeviceId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        if text.len() != 16 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ParseIdError);
        }
        u64::from_str_radix(text, 16).map(|value| Self(value.to_be_bytes())).map_err(|_| ParseIdError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_letter_is_the_digit_of_its_place() {
        for byte in 0..=u8::MAX {
            let place = ALPHABET.iter().position(|letter| *letter == byte);
            assert_eq!(digit(byte).map(usize::from), place, "{byte}");
        }
    }

    proptest! {
        #[test]
        fn an_id_reads_back_from_its_text(bytes: [u8; 12]) {
            let id = Id::from_bytes(bytes);
            prop_assert_eq!(id.to_string().parse(), Ok(id));
            prop_assert_eq!(id.to_string().len(), ID_CHARS);
        }

        #[test]
        fn any_text_is_an_id_or_refused(text: String) {
            if let Ok(id) = text.parse::<Id>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }

        #[test]
        fn a_device_reads_back_from_its_text(bytes: [u8; 8]) {
            prop_assert_eq!(DeviceId(bytes).to_string().parse(), Ok(DeviceId(bytes)));
        }
    }
}
