//! Regions: the tree of them, one of them with what lies in it, and its form.

mod form;
mod record;
mod tree;

pub use form::{EditRegion, NewRegion};
pub use record::RegionPage;
pub use tree::{ChooseRegion, RegionsPage};
