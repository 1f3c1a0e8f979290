//! Groups: the list with its search and filters, a group, and its form.

mod filters;
mod form;
mod list;
mod record;

pub use filters::groups_address;
pub use form::{EditGroup, NewGroup};
pub use list::{ChooseGroup, GroupsPage, place_line};
pub use record::GroupPage;
