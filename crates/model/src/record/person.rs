use super::{
    Kind, Ref,
    declare::{choice, record},
};
use crate::Id;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

record! {
    /// A person. Members-only unless they chose otherwise: then name, roles and public contact ways are copied
    /// to the public part.
    Person in "people" by Id, home Members, icon "person", called ["Person", "Persona"] => {
        /// What they are called.
        name: Line = Name ["Name", "Nombre"] required,
        /// Whether they chose to be shown to everybody.
        public: Flag = Public ["Shown to everybody", "A la vista de todos"] hint(
            "Only if they agreed. Everybody then sees their name, their roles and the contact info marked public. Otherwise only members see any of it.",
            "Solo si está de acuerdo. Todos verán su nombre, sus funciones y los datos de contacto públicos. Si no, solo los miembros ven algo."
        ),
        /// What they do, and where.
        roles: Roles = Roles ["Roles", "Funciones"],
        /// Ways to reach them.
        contacts: Contacts = Contacts ["Contact info", "Datos de contacto"],
        /// What members tell each other.
        notes: Long = Notes ["Notes", "Notas"] members,
    }
}

/// One role in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Membership {
    /// Where.
    pub of: Ref,
    /// As what.
    pub role: Role,
}

choice! {
    /// A role.
    Role {
        /// Calls people together.
        Convener "convener" ["Convener", "Convoca"],
        /// Answers for it.
        Contact "contact" ["Contact", "Contacto"],
        /// Leads its meetings.
        Facilitator "facilitator" ["Facilitator", "Facilita"],
        /// Speaks for it elsewhere.
        Representative "representative" ["Representative", "Representa"],
        /// Keeps the directory and links the groups.
        TaskForce "task-force" ["Task force", "Equipo coordinador"],
        /// Takes part.
        #[default]
        Member "member" ["Member", "Participa"],
    }
}

impl Membership {
    /// The kinds that a person can have a role in.
    pub const OF: [Kind; 4] = [Kind::Network, Kind::Region, Kind::Group, Kind::Awg];
}

/// `group/0123…:convener`, the key of a membership in the document's set of roles.
impl fmt::Display for Membership {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.of, self.role.key())
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
        let of: Ref = of.parse().map_err(|_| ParseMembershipError)?;
        if Self::OF.contains(&of.kind) { Ok(Self { of, role }) } else { Err(ParseMembershipError) }
    }
}
