//! The names of fields, for errors, conflicts and column mappings.

use serde::{Deserialize, Serialize};

/// A field of a record, as people see it. Which kinds have it is said by the record types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Field {
    /// What it is called.
    Name,
    /// Whether it is active.
    Status,
    /// Town.
    Town,
    /// County.
    County,
    /// State.
    State,
    /// Five-digit county code (FIPS).
    CountyFips,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// The region it belongs to, or a region's parent.
    Region,
    /// A region's level.
    Level,
    /// IANA time zone.
    TimeZone,
    /// The issues it works on.
    Topics,
    /// An AWG's one issue.
    Topic,
    /// Since when.
    Founded,
    /// When it meets, in its own words.
    Meets,
    /// What it says of itself, for everybody.
    About,
    /// What members tell each other.
    Notes,
    /// Ways to reach it.
    Contacts,
    /// Whether a person is shown to everybody.
    Public,
    /// A person's roles.
    Roles,
    /// Whether the record is there at all.
    Deleted,
    /// Last time somebody confirmed it.
    Verified,
}
