use super::bytes::{DecodeError, of_bytes};
use crate::{Kind, RecordCard};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// A part of the projections that is stored, read and told by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Section {
    /// The network, regions and groups: what is painted first.
    First,
    /// The cards of all records of another kind.
    Records(Kind),
    /// Names of devices.
    Devices,
    /// What searches go through and paper shows beside the cards, of all records.
    Reach,
}

/// Entries of a section that are new or changed, and those that left.
pub type Changes<K, V> = Vec<(K, Option<V>)>;

/// Raised with every change of a section's form but those of the declarations: an older stored one is then built anew.
const VERSION: u8 = 5;

/// What names the form of stored bytes: the version, and a digest of the declarations that they depend on.
pub(super) type Form = [u8; 9];

impl Section {
    /// Every section, the one that is painted first before the others.
    pub fn all() -> impl Iterator<Item = Self> {
        let others = Kind::ALL.into_iter().map(Self::of).filter(|section| *section != Self::First);
        std::iter::once(Self::First).chain(others).chain([Self::Devices, Self::Reach])
    }

    /// The section that shows the records of a kind.
    #[must_use]
    pub fn of(kind: Kind) -> Self {
        if matches!(kind, Kind::Network | Kind::Region | Kind::Group) {
            Self::First
        } else {
            Self::Records(kind)
        }
    }

    /// The kind whose [`RecordCard`]s it has.
    #[must_use]
    pub fn card_kind(self) -> Option<Kind> {
        match self {
            Self::Records(kind) => RecordCard::is_for(kind).then_some(kind),
            Self::First | Self::Devices | Self::Reach => None,
        }
    }

    /// Its name in the storage.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Records(kind) => kind.map(),
            Self::Devices => "devices",
            Self::Reach => "reach",
        }
    }

    pub(super) const fn form(self) -> Form {
        let digest = match self {
            Self::First => Kind::FIRST_FINGERPRINT,
            Self::Records(kind) => kind.fingerprint(),
            Self::Devices => 0,
            Self::Reach => Kind::FINGERPRINT,
        };
        let [a, b, c, d, e, f, g, h] = digest.to_le_bytes();
        [VERSION, a, b, c, d, e, f, g, h]
    }

    /// Reads the entries of any section but [`Self::First`], as [`crate::projection::Projections::encode`] writes them.
    ///
    /// # Errors
    /// When the bytes are none.
    pub fn entries<K, V>(bytes: &[u8]) -> Result<BTreeMap<K, V>, DecodeError>
    where
        K: DeserializeOwned + Ord,
        V: DeserializeOwned,
    {
        of_bytes(bytes)
    }

    /// Brings changes into the entries of any section but [`Self::First`], as a [`crate::message::PageDelta`] carries
    /// them.
    ///
    /// # Errors
    /// When the bytes are none; then nothing is changed.
    pub fn change<K, V>(entries: &mut BTreeMap<K, V>, bytes: &[u8]) -> Result<(), DecodeError>
    where
        K: DeserializeOwned + Ord,
        V: DeserializeOwned,
    {
        apply(entries, of_bytes(bytes)?);
        Ok(())
    }
}

/// Brings changes in.
pub(super) fn apply<K: Ord, V>(entries: &mut BTreeMap<K, V>, changes: Changes<K, V>) {
    for (key, entry) in changes {
        match entry {
            Some(entry) => entries.insert(key, entry),
            None => entries.remove(&key),
        };
    }
}
