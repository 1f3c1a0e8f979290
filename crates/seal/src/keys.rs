//! The keys of a directory, as far as a capability gives them.

use crate::capability::signing_key;
use crate::{Capability, Grant, RoomKeys};
use groundswell_wire::verify::BadKey;

/// A part of a directory: a document, a room and a read key of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What a stranger may see.
    Public,
    /// Everything else.
    Members,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Public, Self::Members];

    /// Its label, as it stands in a room's id.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Members => "members",
        }
    }

    const fn grant(self) -> Grant {
        match self {
            Self::Public => Grant::Public,
            Self::Members => Grant::Members,
        }
    }
}

/// The keys of a directory's rooms.
#[derive(Clone, Debug)]
pub struct Keys {
    public: RoomKeys,
    members: Option<RoomKeys>,
    grant: Grant,
}

impl Keys {
    /// The keys that a capability gives, in a key epoch.
    ///
    /// # Errors
    /// Where its verifying key is none.
    pub fn new(capability: &Capability, epoch: u32) -> Result<Self, BadKey> {
        let room = |part: Part| {
            let Some(seed) = capability.seed_of(part.grant()) else { return Ok(None) };
            let signer = (capability.grant() == Grant::Edit).then(|| signing_key(capability.seed()));
            RoomKeys::new(part, &seed, capability.key(), epoch, signer).map(Some)
        };
        // Every grant gives the public seed.
        let public = room(Part::Public)?.ok_or(BadKey)?;
        Ok(Self { public, members: room(Part::Members)?, grant: capability.grant() })
    }

    /// What they let their holder do.
    #[must_use]
    pub const fn grant(&self) -> Grant {
        self.grant
    }

    /// The keys of a part's room, if they are among them.
    #[must_use]
    pub const fn room(&self, part: Part) -> Option<&RoomKeys> {
        match part {
            Part::Public => Some(&self.public),
            Part::Members => self.members.as_ref(),
        }
    }
}
