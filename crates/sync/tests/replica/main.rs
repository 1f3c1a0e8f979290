//! A replica from the outside: what it wants done after what happened. Whole networks of them are in
//! `groundswell_testkit::simulation`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "tests"
)]

mod checkpoints;
mod closing;
mod connection;
mod device;
mod exchange;
mod first_sync;
mod neighbours;
mod quarantine;
mod tabs;
