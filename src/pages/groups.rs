//! Groups: the list with its search and filters, and what their pages have for themselves.

mod choices;
mod filters;
mod list;
mod row;
mod topics;

pub use choices::{Chips, Choices};
pub use filters::{Search, groups_address};
pub use list::{ChooseGroup, GroupsPage, NoneFound, NoneYet};
pub use row::place_line;
pub use topics::{awgs_on_topics, groups_on_topic};
