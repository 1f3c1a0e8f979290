//! Groups: the list with its search and filters, and what their pages have for themselves.

mod choices;
mod elsewhere;
mod filters;
mod letters;
mod list;
mod row;
mod topics;
mod ways;

pub use choices::{Chips, Choices};
pub use elsewhere::FoundElsewhere;
pub use filters::{Search, groups_address, query_of};
pub use letters::Letters;
pub use list::{ChooseGroup, GroupsPage, More, NoneFound, NoneYet};
pub use row::place_line;
pub use topics::{awgs_on_topics, groups_on_topic};
pub use ways::{DrawWays, RowWays};
