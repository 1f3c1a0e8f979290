use crate::{ContactWay, Id, Meta};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// A person. Members-only unless they chose otherwise: then name, roles and public contact ways are copied
/// to the public part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Their id.
    pub id: Id,
    /// What they are called.
    pub name: String,
    /// Whether they chose to be shown to everybody.
    pub public: bool,
    /// What they do, and where.
    pub roles: BTreeSet<Membership>,
    /// Ways to reach them.
    pub contacts: Vec<ContactWay>,
    /// What members tell each other.
    pub notes: String,
    /// Dates and origins.
    pub meta: Meta,
}

/// One role in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Membership {
    /// Where.
    pub of: Target,
    /// As what.
    pub role: Role,
}

/// What a person can have a role in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Target {
    /// The network as a whole.
    Network,
    /// A region.
    Region(Id),
    /// A group.
    Group(Id),
    /// An AWG.
    Awg(Id),
}

/// A role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Calls people together.
    Convener,
    /// Answers for it.
    Contact,
    /// Leads its meetings.
    Facilitator,
    /// Speaks for it elsewhere.
    Representative,
    /// Keeps the directory and links the groups.
    TaskForce,
    /// Takes part.
    #[default]
    Member,
}

impl Role {
    /// Every role, in the order in which people look for them.
    pub const ALL: [Self; 6] = [
        Self::Convener,
        Self::Contact,
        Self::Facilitator,
        Self::Representative,
        Self::TaskForce,
        Self::Member,
    ];

    /// The role's name in the document.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Convener => "convener",
            Self::Contact => "contact",
            Self::Facilitator => "facilitator",
            Self::Representative => "representative",
            Self::TaskForce => "task-force",
            Self::Member => "member",
        }
    }

    /// The role with this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// `group/0123…:convener`, the key of a membership in the document's set of roles.
impl fmt::Display for Membership {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.of {
            Target::Network => f.write_str("network")?,
            Target::Region(id) => write!(f, "region/{id}")?,
            Target::Group(id) => write!(f, "group/{id}")?,
            Target::Awg(id) => write!(f, "awg/{id}")?,
        }
        write!(f, ":{}", self.role.key())
    }
}

/// A text that is no membership, or of a kind this version does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a role this version knows")]
pub struct ParseMembershipError;

impl FromStr for Membership {
    type Err = ParseMembershipError;

    fn from_str(text: &str) -> Result<Self, ParseMembershipError> {
        let (of, role) = text.split_once(':').ok_or(ParseMembershipError)?;
        let role = Role::from_key(role).ok_or(ParseMembershipError)?;
        let id = |text: &str| text.parse::<Id>().map_err(|_| ParseMembershipError);
        let of = match of.split_once('/') {
            None if of == "network" => Target::Network,
            Some(("region", text)) => Target::Region(id(text)?),
            Some(("group", text)) => Target::Group(id(text)?),
            Some(("awg", text)) => Target::Awg(id(text)?),
            _ => return Err(ParseMembershipError),
        };
        Ok(Self { of, role })
    }
}
