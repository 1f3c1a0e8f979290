//! A directory's entry in the list that this device's storage keeps, as bytes: the engine writes it, and a page
//! reads it for its first paint.

use crate::{
    Id, Timestamp,
    message::{Access, DirectoryEntry, Fragment},
};
use serde::{Deserialize, Serialize};

/// Raised with every change of [`StoredEntry`]'s form.
const VERSION: u8 = 2;

/// What the storage keeps of a directory beside its document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredEntry {
    /// What is shown of it.
    pub shown: DirectoryEntry,
    /// The 32 random bytes from which every key of the directory is derived. `None` where this device was not
    /// given them: a directory restored from a backup, or joined to read.
    pub seed: Option<[u8; 32]>,
    /// The sync link through which this device syncs, where it does.
    pub link: Option<Fragment>,
}

/// An entry as version 1 wrote it: before directories were shared.
#[derive(Serialize, Deserialize)]
struct Version1 {
    id: Id,
    name: String,
    sample: bool,
    added: Timestamp,
    opened: Timestamp,
    seed: Option<[u8; 32]>,
}

impl From<Version1> for StoredEntry {
    fn from(Version1 { id, name, sample, added, opened, seed }: Version1) -> Self {
        let shown = DirectoryEntry {
            id,
            name,
            sample,
            access: Access::Edit,
            shared: false,
            invitation: false,
            added,
            opened,
        };
        Self { shown, seed, link: None }
    }
}

/// Without the seed and the link, which belong in no log.
impl std::fmt::Debug for StoredEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredEntry").field("shown", &self.shown).finish_non_exhaustive()
    }
}

/// Stored bytes that are not an entry of this version or an older one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an entry of this version or an older one")]
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
    /// When they are damaged or of a newer version.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeEntryError> {
        match bytes.split_first() {
            Some((&VERSION, rest)) => postcard::from_bytes(rest).map_err(|_| DecodeEntryError),
            Some((1, rest)) => {
                postcard::from_bytes::<Version1>(rest).map(Self::from).map_err(|_| DecodeEntryError)
            }
            _ => Err(DecodeEntryError),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Id, Timestamp};
    use proptest::prelude::*;

    fn shown(id: [u8; 12], name: String) -> DirectoryEntry {
        DirectoryEntry {
            id: Id::from_bytes(id),
            name,
            sample: false,
            access: Access::Edit,
            shared: false,
            invitation: false,
            added: Timestamp(1),
            opened: Timestamp(2),
        }
    }

    proptest! {
        #[test]
        fn an_entry_reads_back_and_keeps_its_secrets_to_itself(
            id: [u8; 12],
            name: String,
            seed: Option<[u8; 32]>,
            link: Option<String>,
        ) {
            let entry = StoredEntry { shown: shown(id, name), seed, link: link.map(Fragment) };
            prop_assert_eq!(StoredEntry::decode(&entry.encode()), Ok(entry.clone()));
            let plain = StoredEntry { seed: None, link: None, ..entry.clone() };
            prop_assert_eq!(format!("{entry:?}"), format!("{plain:?}"));
        }

        #[test]
        fn an_entry_of_version_1_is_one_that_is_not_shared(id: [u8; 12], name: String, seed: Option<[u8; 32]>) {
            let old = Version1 {
                id: Id::from_bytes(id),
                name: name.clone(),
                sample: false,
                added: Timestamp(1),
                opened: Timestamp(2),
                seed,
            };
            let bytes = postcard::to_extend(&old, vec![1]).unwrap();
            let entry = StoredEntry { shown: shown(id, name), seed, link: None };
            prop_assert_eq!(StoredEntry::decode(&bytes), Ok(entry));
        }

        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = StoredEntry::decode(&bytes);
        }
    }
}
