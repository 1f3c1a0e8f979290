//! Spreadsheets and backups, in and out: what a file is, what its columns mean, what an import would do, and
//! files that open in the programs people have.
//!
//! *Architecture invariant:* nothing here reads a clock, a random source or the document. Long work is cut in
//! steps, so that a caller can tell its progress and give it up between any two.

pub mod backup;
pub mod export;
mod guess;
mod place;
mod plan;
pub mod records;
mod sheet;
mod table;
mod text;
pub mod vcard;

pub use plan::{Commit, Existing, ImportMemory, Plan, Planner, Sheet};
pub use sheet::SheetWriter;
pub use table::{Reader, Table};
