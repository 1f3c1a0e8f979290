use super::declare::{choice, record};
use crate::Id;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

record! {
    /// A person. Members-only unless they chose otherwise: then name, roles and public contact ways are copied
    /// to the public part.
    Person in "people" by Id, home Members => {
        /// What they are called.
        name: Line = Name required,
        /// Whether they chose to be shown to everybody.
        public: Flag = Public,
        /// What they do, and where.
        roles: Roles = Roles,
        /// Ways to reach them.
        contacts: Contacts = Contacts,
        /// What members tell each other.
        notes: Long = Notes members,
    }
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

choice! {
    /// A role.
    Role {
        /// Calls people together.
        Convener "convener",
        /// Answers for it.
        Contact "contact",
        /// Leads its meetings.
        Facilitator "facilitator",
        /// Speaks for it elsewhere.
        Representative "representative",
        /// Keeps the directory and links the groups.
        TaskForce "task-force",
        /// Takes part.
        #[default]
        Member "member",
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
