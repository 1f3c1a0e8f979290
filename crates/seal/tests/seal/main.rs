//! Keys, links and chunks, tried through their public face.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that is wrong about what is there fails"
)]

mod capabilities;
mod chunks;
mod ephemeral;
mod fragments;
mod links;
mod notices;
mod relations;
mod samples;
mod secrets;
mod sizes;
mod successions;
mod vectors;
