//! A directory's entry in the list that this device's storage keeps, as bytes: the engine writes it, and a page
//! reads it for its first paint.

use crate::message::DirectoryEntry;
use serde::{Deserialize, Serialize};

/// Raised with every change of [`StoredEntry`]'s form.
const VERSION: u8 = 1;

/// What the storage keeps of a directory beside its document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredEntry {
    /// What is shown of it.
    pub shown: DirectoryEntry,
    /// The 32 random bytes from which every key of the directory is derived. `None` where this device was not
    /// given them: a directory restored from a backup.
    pub seed: Option<[u8; 32]>,
}

/// Without the seed, which belongs in no log.
impl std::fmt::Debug for StoredEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredEntry").field("shown", &self.shown).finish_non_exhaustive()
    }
}

/// Stored bytes that are not an entry of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an entry of this version")]
pub struct DecodeEntryError;

impl StoredEntry {
    /// The entry as bytes, its version first.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        // Writing to memory can not fail: the one error of postcard's here is a full buffer.
        bytes.extend(postcard::to_allocvec(self).unwrap_or_default());
        bytes
    }

    /// Reads stored bytes.
    ///
    /// # Errors
    /// When they are damaged or of another version.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeEntryError> {
        match bytes.split_first() {
            Some((&VERSION, rest)) => postcard::from_bytes(rest).map_err(|_| DecodeEntryError),
            _ => Err(DecodeEntryError),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Id, Timestamp};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_entry_reads_back_and_keeps_its_seed_to_itself(id: [u8; 12], name: String, seed: Option<[u8; 32]>) {
            let shown = DirectoryEntry {
                id: Id::from_bytes(id),
                name,
                sample: false,
                added: Timestamp(1),
                opened: Timestamp(2),
            };
            let entry = StoredEntry { shown, seed };
            prop_assert_eq!(StoredEntry::decode(&entry.encode()), Ok(entry.clone()));
            let seedless = StoredEntry { seed: None, ..entry.clone() };
            prop_assert_eq!(format!("{entry:?}"), format!("{seedless:?}"));
        }

        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = StoredEntry::decode(&bytes);
        }
    }
}
