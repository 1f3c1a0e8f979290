//! Sync links: a capability and what it is for, as the fragment of a web address.

mod bytes;
mod relation;
mod text;

pub use relation::Relation;

use crate::succession::LINEAGE;
use crate::{Capability, Grant, Succession};
use std::fmt;
use zeroize::Zeroizing;

/// Letters of a network's name in a link, at most.
pub const NAME_CHARS: usize = 80;
/// Bytes of a relay's address in a link, at most.
pub const RELAY_BYTES: usize = 200;
/// Bytes of what somebody pasted that are looked into, at most.
pub const PASTED_BYTES: usize = 16 << 10;

/// Why a text is no sync link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// There is none in it.
    #[error("no sync link")]
    None,
    /// It ends too early: part of it was left behind when it was copied.
    #[error("a sync link that was cut short")]
    CutShort,
    /// Letters of it were changed.
    #[error("a sync link with letters changed")]
    Mistyped,
    /// It is whole, but of a newer version of the app.
    #[error("a sync link of newer version {0}")]
    Newer(u8),
    /// It is whole, but something in it is not allowed: a relay's address that is none, say.
    #[error("a sync link that says something not allowed")]
    Malformed,
    /// More text than anybody would paste.
    #[error("more text than is looked into")]
    TooLong,
}

/// A relay's address that may not stand in a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a relay's address")]
pub struct BadRelay;

/// A sync link.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    capability: Capability,
    directory: [u8; 12],
    epoch: u32,
    relay: Option<String>,
    name: Option<String>,
    lineage: Vec<Succession>,
    /// Fields of a newer version, as they came.
    extension: Vec<u8>,
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("grant", &self.capability.grant()).finish_non_exhaustive()
    }
}

impl Link {
    /// A link that gives a capability on the directory with the id of these 12 bytes, in a key epoch.
    #[must_use]
    pub const fn new(capability: Capability, directory: [u8; 12], epoch: u32) -> Self {
        Self {
            capability,
            directory,
            epoch,
            relay: None,
            name: None,
            lineage: Vec::new(),
            extension: Vec::new(),
        }
    }

    /// With the relay's address, where it is not the page's own: `wss://` (`ws://` only to this machine), a host,
    /// a port if need be, a path; letters, digits and `-._~%/:[]` only; at most [`RELAY_BYTES`].
    ///
    /// # Errors
    /// Where it is none.
    pub fn with_relay(mut self, relay: &str) -> Result<Self, BadRelay> {
        if !text::is_relay(relay) {
            return Err(BadRelay);
        }
        self.relay = Some(relay.to_owned());
        Ok(self)
    }

    /// With the network's name, for the preview: what of it can be shown safely, at most [`NAME_CHARS`] letters.
    #[must_use]
    pub fn with_name(mut self, name: &str) -> Self {
        self.name = text::clean_name(name);
        self
    }

    /// A link to the keys that take the place of this one's, as the succession says that they do: with the relay of
    /// this one, and with what vouches for both, as far as there is space for it. `None` where the succession is not
    /// from these keys to those, with the seed that it says.
    #[must_use]
    pub fn succeed(&self, succession: Succession, capability: Capability) -> Option<Self> {
        let leads = succession.from == self.keys() && succession.leads_to(&capability);
        if !leads || !succession.holds(&self.directory) {
            return None;
        }
        let epoch = succession.to().epoch;
        let mut lineage = self.lineage.clone();
        lineage.push(succession);
        lineage.drain(..lineage.len().saturating_sub(LINEAGE));
        let relay = self.relay.clone();
        Some(Self { relay, lineage, ..Self::new(capability, self.directory, epoch) })
    }

    /// The link with another capability of the same keys. `None` where the keys are others.
    #[must_use]
    pub fn with_capability(&self, capability: Capability) -> Option<Self> {
        let is_same = capability.key() == self.capability.key();
        is_same.then(|| Self { capability, extension: Vec::new(), ..self.clone() })
    }

    /// What vouches for its keys, the oldest first: each leads to the next, and the last to this link's.
    #[must_use]
    pub fn lineage(&self) -> &[Succession] {
        &self.lineage
    }

    /// What it gives.
    #[must_use]
    pub const fn capability(&self) -> &Capability {
        &self.capability
    }

    /// The id of the directory.
    #[must_use]
    pub const fn directory(&self) -> &[u8; 12] {
        &self.directory
    }

    /// The key epoch.
    #[must_use]
    pub const fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The relay's address, where it is not the page's own.
    #[must_use]
    pub fn relay(&self) -> Option<&str> {
        self.relay.as_deref()
    }

    /// The network's name, as whoever made the link wrote it: it proves nothing.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The link that gives less on the same directory. `None` where that would be more. What a newer version added
    /// goes along with a link that gives as much only: it may be for nobody else.
    #[must_use]
    pub fn weaken(&self, to: Grant) -> Option<Self> {
        let capability = self.capability.weaken(to)?;
        let extension = if to == self.capability.grant() { self.extension.clone() } else { Vec::new() };
        Some(Self { capability, extension, ..self.clone() })
    }

    /// The link as a fragment, from `#` on, to be put after the page's address: a secret.
    #[must_use]
    pub fn fragment(&self) -> Zeroizing<String> {
        text::write(&bytes::write(self))
    }

    /// Finds a sync link in what somebody opened, pasted or scanned: a whole address or its fragment, white space
    /// around it, line breaks within it, sentences before and after it.
    ///
    /// # Errors
    /// Where there is none, or it is damaged.
    pub fn parse(pasted: &str) -> Result<Self, LinkError> {
        text::find(pasted, bytes::read)
    }
}
