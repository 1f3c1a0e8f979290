//! The directory, tried through its public face.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::print_stdout,
    reason = "a test that is wrong about what is there fails"
)]

mod accepted;
mod conflicts;
mod convergence;
mod damage;
mod deletion;
mod device_undo;
mod golden;
mod history;
mod hostile;
mod migrations;
mod mutants;
mod names;
mod neighbours;
mod overtaken;
mod privacy;
mod reopening;
mod replayed;
mod replica;
mod saving;
mod steps;
mod undo;
