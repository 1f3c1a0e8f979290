use super::Kind;
use crate::Id;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A record, by its kind and id: how records speak of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ref {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Id,
}

impl Ref {
    /// The network.
    pub const NETWORK: Self = Self { kind: Kind::Network, id: Id::NETWORK };

    /// The record of this kind and id.
    #[must_use]
    pub const fn new(kind: Kind, id: Id) -> Self {
        Self { kind, id }
    }

    /// Its id, if it is of this kind.
    #[must_use]
    pub fn id_of(self, kind: Kind) -> Option<Id> {
        (self.kind == kind).then_some(self.id)
    }

    /// The address of its page.
    #[must_use]
    pub fn address(self) -> String {
        let map = self.kind.map();
        if self.kind == Kind::Network { format!("/{map}") } else { format!("/{map}/{}", self.id) }
    }
}

/// `group/0123…`, or `network`: a member of a set in a document, and what addresses say.
impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.key())?;
        if self.kind == Kind::Network { Ok(()) } else { write!(f, "/{}", self.id) }
    }
}

/// A text that names no record, or one of a kind this version does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("names no record that this version knows")]
pub struct ParseRefError;

impl FromStr for Ref {
    type Err = ParseRefError;

    fn from_str(text: &str) -> Result<Self, ParseRefError> {
        let (kind, id) = text.split_once('/').map_or((text, None), |(kind, id)| (kind, Some(id)));
        let kind = Kind::from_key(kind).ok_or(ParseRefError)?;
        let id = match (kind, id) {
            (Kind::Network, None) => Id::NETWORK,
            (Kind::Network, Some(_)) | (_, None) => return Err(ParseRefError),
            (_, Some(id)) => id.parse().map_err(|_| ParseRefError)?,
        };
        Ok(Self { kind, id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for kind in Kind::ALL {
            let id = if kind == Kind::Network { Id::NETWORK } else { Id::from_bytes([7; 12]) };
            assert_eq!(Ref::new(kind, id).to_string().parse(), Ok(Ref::new(kind, id)));
        }
        for text in ["", "network/", "group", "group/", "group/xyz", "planet/00000000000000000000"] {
            assert_eq!(text.parse::<Ref>(), Err(ParseRefError), "{text}");
        }
    }
}
