//! The relay as replicas meet it: the state machine under arbitrary inputs, and the server over real sockets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

mod busy_day;
mod chunks;
mod client;
mod crashes;
mod crowds;
mod decisions;
mod fairness;
mod hanging_up;
mod histories;
mod logs;
mod opening;
mod sockets;
mod space;
mod standards;
mod world;
