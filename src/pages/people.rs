//! People: the list with its search, a person with their roles, and the form.

mod form;
mod list;
mod record;
mod roles;

pub use form::{EditPerson, NewPerson};
pub use list::{ChoosePerson, PeoplePage};
pub use record::PersonPage;
