//! How keys vouch for those that take their place.
//!
//! New keys of a directory are a new edit seed, and nothing in them follows from the old ones. So that nobody but an
//! editor can say that some keys are the next ones, the old signing key signs the new verifying key. The new signing
//! key signs the same: else anybody could say of their own keys that they came before those of a directory, and of
//! others that come after them that they are its rivals. And because a verifying key is no secret and tells nothing
//! of the seeds beside it, both sign which rooms the new seeds open.

use crate::capability::signing_key;
use crate::{Capability, Grant, Keys, Part, Seed};
use groundswell_wire::{RoomId, VerifyingKey};

/// Bytes of a succession in a link or a notice: one of the two keys is among them, the other stands elsewhere.
pub(crate) const SUCCESSION_BYTES: usize = 32 + 8 + 8 + 2 * ROOM_BYTES + 64 + 64;
/// So many successions stand in a link at most: the newest.
pub const LINEAGE: usize = 8;

/// Bytes of a room's id that a succession holds: nobody finds other seeds that open a room whose id begins so.
const ROOM_BYTES: usize = 16;

const SUCCESSION: &[u8] = b"groundswell v1 succession";
const SUCCESSOR: &[u8] = b"groundswell v1 successor";
const WITHDRAWAL: &[u8] = b"groundswell v1 withdrawal";
const CODE: &str = "groundswell v1 code";
/// How often the hash of a code is hashed again, so that looking for other keys with the same code takes as many
/// times as long. It costs whoever shows one some milliseconds.
const CODE_ROUNDS: u32 = 1 << 14;

/// Verifying key and key epoch: what tells the keys of a directory from its earlier and later ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyId {
    /// The verifying key.
    pub key: VerifyingKey,
    /// How often the directory was given new keys before.
    pub epoch: u32,
}

impl KeyId {
    /// A number of twelve digits that stands for these keys of a directory (12 bytes of id), to be compared by two
    /// people. To find other keys with the same one takes some 2^40 attempts of some milliseconds each.
    #[must_use]
    pub fn code(&self, directory: &[u8; 12]) -> String {
        let mut hasher = blake3::Hasher::new_derive_key(CODE);
        hasher.update(directory).update(&self.epoch.to_le_bytes()).update(self.key.as_bytes());
        let first = hasher.finalize();
        let hash = (0..CODE_ROUNDS).fold(first, |hash, _| blake3::hash(hash.as_bytes()));
        let bytes = hash.as_bytes().first_chunk::<8>().copied().unwrap_or_default();
        let digits = format!("{:012}", u64::from_le_bytes(bytes) % 1_000_000_000_000);
        let (first, rest) = digits.split_at(4);
        let (second, third) = rest.split_at(4);
        format!("{first}-{second}-{third}")
    }
}

/// The statement of an editor of some keys that others take their place, signed with both signing keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The old keys.
    pub from: KeyId,
    /// The verifying key of the new ones. Their epoch is the next.
    pub to: VerifyingKey,
    /// When it was made: milliseconds since 1970, by the clock of the device that did.
    pub made_at: i64,
    /// What that device calls itself in the document.
    pub device: [u8; 8],
    /// The beginning of the id of each part's new room, in the order of [`Part::ALL`].
    rooms: [[u8; ROOM_BYTES]; 2],
    /// By the old key.
    signature: [u8; 64],
    /// By the new key.
    countersignature: [u8; 64],
}

impl Succession {
    /// Vouches with the keys of an edit capability for those of another, which take their place. `None` where one of
    /// them does not let its holder write, both are the same, or the epochs are used up.
    #[must_use]
    pub fn sign(
        old: &Capability,
        epoch: u32,
        directory: &[u8; 12],
        new: &Capability,
        made_at: i64,
        device: [u8; 8],
    ) -> Option<Self> {
        if old.grant() != Grant::Edit || new.grant() != Grant::Edit || old.key() == new.key() {
            return None;
        }
        let [Some(public), Some(members)] = rooms(new, epoch.checked_add(1)?) else { return None };
        let from = KeyId { key: *old.key(), epoch };
        let rooms = [public, members];
        let (signature, countersignature) = ([0; 64], [0; 64]);
        let mut made = Self { from, to: *new.key(), made_at, device, rooms, signature, countersignature };
        made.signature = sign(old.seed(), &made.message(SUCCESSION, directory));
        made.countersignature = sign(new.seed(), &made.message(SUCCESSOR, directory));
        Some(made)
    }

    /// The new keys.
    #[must_use]
    pub const fn to(&self) -> KeyId {
        KeyId { key: self.to, epoch: self.from.epoch.saturating_add(1) }
    }

    /// Whether the old key and the new one signed it, for this directory.
    #[must_use]
    pub fn holds(&self, directory: &[u8; 12]) -> bool {
        self.from.epoch < u32::MAX
            && self.from.key != self.to
            && is_signed(&self.from.key, &self.message(SUCCESSION, directory), &self.signature)
            && is_signed(&self.to, &self.message(SUCCESSOR, directory), &self.countersignature)
    }

    /// Whether a capability is on the keys that it leads to: the verifying key is theirs, and each room that the seed
    /// opens.
    #[must_use]
    pub fn leads_to(&self, capability: &Capability) -> bool {
        let rooms = rooms(capability, self.to().epoch);
        *capability.key() == self.to
            && rooms.iter().zip(&self.rooms).all(|(opened, signed)| opened.is_none_or(|room| room == *signed))
    }

    fn message(&self, what: &[u8], directory: &[u8; 12]) -> Vec<u8> {
        let mut message = what.to_vec();
        message.extend_from_slice(directory);
        message.extend_from_slice(&self.from.epoch.to_le_bytes());
        message.extend_from_slice(self.from.key.as_bytes());
        message.extend_from_slice(self.to.as_bytes());
        message.extend_from_slice(&self.made_at.to_le_bytes());
        message.extend_from_slice(&self.device);
        message.extend_from_slice(self.rooms.as_flattened());
        message
    }

    /// Everything but one of the two keys, which stands where this is written.
    pub(crate) fn write(&self, key: &VerifyingKey, out: &mut Vec<u8>) {
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(&self.made_at.to_le_bytes());
        out.extend_from_slice(&self.device);
        out.extend_from_slice(self.rooms.as_flattened());
        out.extend_from_slice(&self.signature);
        out.extend_from_slice(&self.countersignature);
    }
}

/// What [`Succession::write`] wrote, between the keys that are told from the one that stands there.
pub(crate) fn read(
    bytes: &[u8; SUCCESSION_BYTES],
    between: impl FnOnce(VerifyingKey) -> (KeyId, VerifyingKey),
) -> Option<Succession> {
    let (key, rest) = bytes.split_first_chunk()?;
    let (made_at, rest) = rest.split_first_chunk()?;
    let (device, rest) = rest.split_first_chunk()?;
    let (public, rest) = rest.split_first_chunk()?;
    let (members, rest) = rest.split_first_chunk()?;
    let (signature, rest) = rest.split_first_chunk()?;
    let (from, to) = between(VerifyingKey::from_bytes(*key));
    Some(Succession {
        from,
        to,
        made_at: i64::from_le_bytes(*made_at),
        device: *device,
        rooms: [*public, *members],
        signature: *signature,
        countersignature: rest.try_into().ok()?,
    })
}

/// The beginnings of the ids of the rooms that a capability opens in an epoch, in the order of [`Part::ALL`].
fn rooms(capability: &Capability, epoch: u32) -> [Option<[u8; ROOM_BYTES]>; 2] {
    let keys = Keys::new(capability, epoch).ok();
    Part::ALL.map(|part| {
        let id = keys.as_ref()?.room(part)?.room().id();
        id.as_bytes().first_chunk().copied()
    })
}

/// The statement of who made new keys that they are not to be used after all, signed with these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// The keys that are withdrawn.
    pub key: VerifyingKey,
    pub(crate) signature: [u8; 64],
}

impl Withdrawal {
    /// Withdraws the keys of an edit capability. `None` where it does not let its holder write.
    #[must_use]
    pub fn sign(new: &Capability, directory: &[u8; 12]) -> Option<Self> {
        (new.grant() == Grant::Edit).then(|| {
            let key = *new.key();
            Self { key, signature: sign(new.seed(), &Self::message(directory, &key)) }
        })
    }

    /// Whether the keys that it withdraws signed it, for this directory.
    #[must_use]
    pub fn holds(&self, directory: &[u8; 12]) -> bool {
        is_signed(&self.key, &Self::message(directory, &self.key), &self.signature)
    }

    fn message(directory: &[u8; 12], key: &VerifyingKey) -> Vec<u8> {
        [WITHDRAWAL, directory, key.as_bytes()].concat()
    }
}

fn sign(edit: &Seed, message: &[u8]) -> [u8; 64] {
    use ed25519_dalek::Signer as _;
    signing_key(edit).sign(message).to_bytes()
}

/// Strictly, as chunks are checked.
fn is_signed(key: &VerifyingKey, message: &[u8], signature: &[u8; 64]) -> bool {
    let signature = ed25519_dalek::Signature::from_bytes(signature);
    is_key(key)
        && ed25519_dalek::VerifyingKey::from_bytes(key.as_bytes())
            .is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
}

fn is_key(key: &VerifyingKey) -> bool {
    groundswell_wire::Room::from_parts(RoomId::from_bytes([0; 32]), key, 0).is_ok()
}
