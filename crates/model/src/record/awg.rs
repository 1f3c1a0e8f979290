use crate::{ContactWay, Id, Meta, Status};
use serde::{Deserialize, Serialize};

/// An Action Work Group: one issue, across groups. Its people say so in their own [`crate::Person::roles`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Awg {
    /// Its id.
    pub id: Id,
    /// What it is called.
    pub name: String,
    /// Whether it is active.
    pub status: Status,
    /// The issue it works on, spelled as groups spell it in their topics.
    pub topic: String,
    /// Since when, as people write it.
    pub founded: String,
    /// When it meets, in its own words.
    pub meets: String,
    /// What it says of itself, for everybody.
    pub about: String,
    /// What members tell each other.
    pub notes: String,
    /// Ways to reach it.
    pub contacts: Vec<ContactWay>,
    /// Dates and origins.
    pub meta: Meta,
}
