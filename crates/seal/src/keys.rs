//! The keys of a directory, as far as a capability gives them.

use crate::capability::signing_key;
use crate::{Capability, Grant, RoomKeys};
pub use groundswell_model::Part;
use groundswell_wire::verify::BadKey;

/// What a link has to give for a part.
const fn grant_of(part: Part) -> Grant {
    match part {
        Part::Public => Grant::Public,
        Part::Members => Grant::Members,
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
            let Some(seed) = capability.seed_of(grant_of(part)) else { return Ok(None) };
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
