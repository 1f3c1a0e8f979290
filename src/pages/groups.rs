//! Groups: the list with its search and filters, a group, and its form.

mod choices;
mod filters;
mod form;
mod list;
mod record;
mod row;

pub use choices::{Chips, Choices};
pub use filters::{Search, groups_address};
pub use form::{EditGroup, NewGroup};
pub use list::{ChooseGroup, GroupsPage, NoneFound, NoneYet};
pub use record::GroupPage;
pub use row::place_line;
