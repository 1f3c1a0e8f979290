//! Keys, links and chunks, tried through their public face.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that is wrong about what is there fails"
)]

mod capabilities;
mod chunks;
mod links;
mod notices;
mod pieces;
mod relations;
mod samples;
mod secrets;
mod sizes;
mod successions;
mod vectors;
mod whispers;
