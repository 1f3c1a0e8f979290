//! Regions: the tree of them, and what lies in one of them.

mod tree;
mod within;

pub use tree::Tree;
pub use within::within;
