//! What several pages show alike.

mod banners;
mod choose;
mod conflicts;
mod contact_form;
mod contacts;
mod form;
mod icon;
mod masthead;
mod meta;
mod navigation;
mod panes;
mod people_here;
mod toast;

pub use banners::Banners;
pub use choose::Select;
pub use conflicts::Conflicts;
pub use contact_form::{ContactFields, ContactForm};
pub use contacts::ContactList;
pub use form::{Form, FormState, TextArea, TextField, described_by, error_line, input_id};
pub use icon::{Art, Icon};
pub use masthead::Masthead;
pub use meta::{Checked, MetaLine, said_by};
pub use navigation::Navigation;
pub use panes::{Panes, Shown, current_id};
pub use people_here::{PeopleHere, initials};
pub use toast::ToastView;
