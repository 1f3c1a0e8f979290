//! Action Work Groups: the list, one of them with its people and the groups on its issue, and its form.

mod form;
mod list;
mod record;

pub use form::{EditAwg, NewAwg};
pub use list::{AwgsPage, ChooseAwg};
pub use record::AwgPage;
