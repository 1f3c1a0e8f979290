//! For tests only: generators of directory data.
//!
//! [`groups`] makes as many plausible groups as a measurement needs, the same for the same seed. The
//! strategies make records and commands for property tests: plausible ones, and ones at the limits of what
//! holds, in many scripts.
//!
//! [`automerge_bytes`] takes Automerge's changes and documents apart, alters them, and puts them together again.
//!
//! [`simulation`] is a network of replicas and a relay in which everything goes wrong that may.

#[expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::wildcard_enum_match_arm,
    reason = "a simulation is a test: it may end where its own books are wrong"
)]
pub mod simulation;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "what it makes may be wrong: that is what it is for"
)]
pub mod automerge_bytes;

mod commands;
mod groups;
mod records;
mod seen;
mod stopwatch;
mod texts;

pub use commands::{Ids, arb_command, arb_edit, arb_ids};
pub use groups::{groups, people, region};
pub use records::{arb_contact, arb_contacts, arb_id, arb_record};
pub use seen::seen;
pub use stopwatch::timed;
pub use texts::{arb_long, arb_name, arb_short, arb_topic};
