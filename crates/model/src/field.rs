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
    /// Whether it is shown to everybody.
    Public "public",
    /// A person's roles.
    Roles "roles",
    /// When it was.
    Date "date",
    /// By which groups and AWGs.
    By "by",
    /// Where, as people write it.
    Place "place",
    /// Who took part, or is named.
    People "people",
    /// What came of it.
    Outcome "outcome",
    /// What can be counted of it.
    Figures "figures",
    /// Who is thanked, and for what.
    Thanks "thanks",
    /// Whom and what a story is about.
    Subjects "subjects",
    /// What kind of place it is.
    TownKind "town_kind",
    /// What happened.
    Happened "happened",
    /// What worked.
    Worked "worked",
    /// What did not work.
    Failed "failed",
    /// How to do it.
    Steps "steps",
    /// What it cost.
    Cost "cost",
    /// From whom.
    From "from",
    /// What is announced.
    Words "words",
    /// The first day on which it is shown.
    Since "since",
    /// The last day on which it is shown.
    Until "until",
    /// Whether the record is there at all.
    Deleted "deleted_at",
    /// Last time somebody confirmed it.
    Verified "verified_at",
}
