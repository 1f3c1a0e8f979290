//! The wire, tried through its public face.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that is wrong about what is there fails"
)]

mod chunks;
mod damage;
mod frames;
mod rooms;
mod samples;
