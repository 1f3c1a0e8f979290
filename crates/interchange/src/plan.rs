//! What an import would do, row by row, before anybody agrees to it.
//!
//! Rows are first brought together within the file, by the file alone; what came together is then looked up in
//! the directory. So a second import of the same file brings the same rows together, finds what the first one
//! made of them, and has nothing left to do.

mod apply;
mod commit;
mod draft;
mod matching;
mod memory;
mod merge;
mod planner;
mod regions;
mod row;
mod spoilt;
mod ways;

pub use commit::{Commit, Plan};
pub use memory::{ImportMemory, Sheet};
pub use planner::Planner;
pub(crate) use ways::{read as read_ways, same as same_way, write as write_way};

use groundswell_model::{Field, Group, Person, Region, import::Column};

/// What the directory has, as far as an import compares with it.
#[derive(Clone, Debug, Default)]
pub struct Existing {
    /// Its groups.
    pub groups: Vec<Group>,
    /// Its regions.
    pub regions: Vec<Region>,
    /// Its people.
    pub people: Vec<Person>,
    /// Groups that were deleted, as they were: a new group does not take the id of one.
    pub deleted: Vec<Group>,
}

/// What only one column can be; `None` where any number of columns can be the same, and for what a group has not.
#[expect(clippy::wildcard_enum_match_arm, reason = "a group has few of all fields")]
pub(crate) const fn slot(column: Column) -> Option<Column> {
    match column {
        Column::Ignore
        | Column::Contact(..)
        | Column::ContactPerson
        | Column::GivenName
        | Column::FamilyName
        // The day in one, the time in the other.
        | Column::Field(Field::Meets) => None,
        Column::Where => Some(Column::Field(Field::Town)),
        Column::RegionName | Column::Id => Some(column),
        Column::Field(field) => match field {
            Field::Region => Some(Column::RegionName),
            Field::Name
            | Field::Status
            | Field::Town
            | Field::County
            | Field::State
            | Field::CountyFips
            | Field::Latitude
            | Field::Longitude
            | Field::TimeZone
            | Field::Founded
            | Field::About => Some(column),
            _ => None,
        },
    }
}
