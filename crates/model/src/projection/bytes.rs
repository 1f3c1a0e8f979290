//! Values of projections as bytes.

use serde::{Serialize, de::DeserializeOwned};

/// Stored bytes that are not a projection of this version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a projection of this version")]
pub struct DecodeError;

pub(super) fn bytes_of<T: Serialize>(value: &T) -> Vec<u8> {
    // Writing to memory can not fail: the one error of postcard's here is a full buffer.
    postcard::to_allocvec(value).unwrap_or_default()
}

/// Reads all of some bytes.
pub(super) fn of_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        _ => Err(DecodeError),
    }
}
