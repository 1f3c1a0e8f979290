//! The names of fields, for errors, conflicts and column mappings.

use serde::{Deserialize, Serialize};

/// The fields, each with its key in documents.
macro_rules! fields {
    ($( $(#[$doc:meta])* $field:ident $key:literal, )*) => {
        /// A field of a record, as people see it. Which kinds have it is said by their declarations.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field { $( $(#[$doc])* $field, )* }

        impl Field {
            /// Its key in documents, unless a kind's declaration gives it another.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$field => $key,)* }
            }
        }
    };
}

fields! {
    /// What it is called.
    Name "name",
    /// Whether it is active.
    Status "status",
    /// Town.
    Town "town",
    /// County.
    County "county",
    /// State.
    State "state",
    /// Five-digit county code (FIPS).
    CountyFips "county_fips",
    /// Degrees north.
    Latitude "latitude",
    /// Degrees east.
    Longitude "longitude",
    /// The region it belongs to, or a region's parent.
    Region "region",
    /// A region's level.
    Level "level",
    /// IANA time zone.
    TimeZone "time_zone",
    /// The issues it works on.
    Topics "topics",
    /// An AWG's one issue.
    Topic "topic",
    /// Since when.
    Founded "founded",
    /// When it meets, in its own words.
    Meets "meets",
    /// What it says of itself, for everybody.
    About "about",
    /// What members tell each other.
    Notes "notes",
    /// Ways to reach it.
    Contacts "contacts",
    /// Whether a person is shown to everybody.
    Public "public",
    /// A person's roles.
    Roles "roles",
    /// Whether the record is there at all.
    Deleted "deleted_at",
    /// Last time somebody confirmed it.
    Verified "verified_at",
}
