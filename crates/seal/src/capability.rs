//! What somebody may do with a directory. Each can be made from the one before, never the other way.

use crate::Seed;
use groundswell_wire::{RoomId, VerifyingKey, verify::BadKey};

/// What a capability lets its holder do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grant {
    /// Read the public part.
    Public,
    /// Read everything.
    Members,
    /// Read and change everything.
    Edit,
}

impl Grant {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Public, Self::Members, Self::Edit];

    /// The byte that stands for it in a link.
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Public => 0,
            Self::Members => 1,
            Self::Edit => 2,
        }
    }

    pub(crate) const fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::Public,
            1 => Self::Members,
            2 => Self::Edit,
            _ => return None,
        })
    }
}

/// The right to read, or to read and change, a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capability {
    grant: Grant,
    seed: Seed,
    key: VerifyingKey,
}

impl Capability {
    /// The right to everything: who holds a directory's edit seed.
    #[must_use]
    pub fn edit(seed: Seed) -> Self {
        let key = signing_key(&seed).verifying_key().to_bytes();
        Self { grant: Grant::Edit, seed, key: VerifyingKey::from_bytes(key) }
    }

    /// The right to read: who holds the members seed, or the public seed, and knows whose signatures count.
    /// Where the grant is [`Grant::Edit`] the verifying key follows from the seed, and must be the same.
    ///
    /// # Errors
    /// Where the verifying key is none, or not the seed's.
    pub fn read(grant: Grant, seed: Seed, key: VerifyingKey) -> Result<Self, BadKey> {
        if grant == Grant::Edit {
            let edit = Self::edit(seed);
            return if edit.key == key { Ok(edit) } else { Err(BadKey) };
        }
        groundswell_wire::Room::from_parts(RoomId::from_bytes([0; 32]), &key, 0)?;
        Ok(Self { grant, seed, key })
    }

    /// What it lets its holder do.
    #[must_use]
    pub const fn grant(&self) -> Grant {
        self.grant
    }

    /// Whose signatures count.
    #[must_use]
    pub const fn key(&self) -> &VerifyingKey {
        &self.key
    }

    /// The seed of its grant: a secret.
    #[must_use]
    pub const fn seed(&self) -> &Seed {
        &self.seed
    }

    /// The right to less, or to as much. `None` where that would be more.
    #[must_use]
    pub fn weaken(&self, to: Grant) -> Option<Self> {
        let seed = self.seed_of(to)?;
        Some(Self { grant: to, seed, key: self.key })
    }

    /// The seed of a grant, if it can be made from this one's.
    pub(crate) fn seed_of(&self, grant: Grant) -> Option<Seed> {
        let members = |seed: &Seed| seed.derive("groundswell v1 members seed");
        let public = |seed: &Seed| seed.derive("groundswell v1 public seed");
        match (self.grant, grant) {
            (Grant::Edit, Grant::Edit)
            | (Grant::Members, Grant::Members)
            | (Grant::Public, Grant::Public) => Some(self.seed.clone()),
            (Grant::Edit, Grant::Members) => Some(members(&self.seed)),
            (Grant::Edit, Grant::Public) => Some(public(&members(&self.seed))),
            (Grant::Members, Grant::Public) => Some(public(&self.seed)),
            (Grant::Members | Grant::Public, Grant::Edit) | (Grant::Public, Grant::Members) => None,
        }
    }
}

/// The key that signs, from the edit seed. It wipes itself when dropped.
pub(crate) fn signing_key(edit: &Seed) -> ed25519_dalek::SigningKey {
    ed25519_dalek::SigningKey::from_bytes(edit.derive("groundswell v1 signing key").expose())
}
