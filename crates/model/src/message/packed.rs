//! Parts of messages that whoever carries a message need not be able to read.

use super::EngineError;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::marker::PhantomData;

/// A value as postcard bytes inside a message, read where it is looked at. A program in bundles can so receive it in
/// the first bundle, and have what reads it in the deferred one.
#[derive(Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Packed<T>(Vec<u8>, PhantomData<fn() -> T>);

impl<T: Serialize> Packed<T> {
    /// Packs a value.
    #[must_use]
    pub fn of(value: &T) -> Self {
        // Writing to memory can not fail: the one error of postcard's here is a full buffer.
        Self(postcard::to_allocvec(value).unwrap_or_default(), PhantomData)
    }
}

impl<T: DeserializeOwned> Packed<T> {
    /// The value.
    ///
    /// # Errors
    /// [`EngineError::Message`] where the bytes are none: page and engine are of different versions.
    pub fn unpack(&self) -> Result<T, EngineError> {
        postcard::from_bytes(&self.0).map_err(|error| EngineError::Message(error.to_string()))
    }
}

impl<T> Clone for Packed<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<T> std::fmt::Debug for Packed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Packed").field(&self.0.len()).finish()
    }
}

impl<T> PartialEq for Packed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Packed<T> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    #[test]
    fn what_was_packed_comes_out_as_it_was() {
        let packed = Packed::of(&(Kind::Group, "Neighbors".to_owned()));
        let bytes = postcard::to_allocvec(&packed).unwrap();
        let carried: Packed<(Kind, String)> = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(carried.unpack(), Ok((Kind::Group, "Neighbors".to_owned())));
    }

    #[test]
    fn bytes_of_something_else_are_told() {
        let carried: Packed<(Kind, String)> = Packed(vec![0xff; 3], PhantomData);
        assert!(matches!(carried.unpack(), Err(EngineError::Message(_))));
    }
}
