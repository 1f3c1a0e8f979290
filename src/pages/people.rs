//! The list of people, with its search.

mod list;

pub use list::People;
