//! What the targets share: a room whose keys are known.

/// The document layer's properties, and what they are tried with.
#[path = "../../crates/directory/tests/directory/accepted.rs"]
pub mod accepted;

use groundswell_seal::{Capability, Keys, Part, RoomKeys, Seed};

/// The edit seed of the room.
pub const EDIT: [u8; 32] = [7; 32];

/// An editor's keys of its public part.
pub fn room() -> RoomKeys {
    let keys = Keys::new(&Capability::edit(Seed::from_bytes(EDIT)), 0).expect("a seed gives keys");
    keys.room(Part::Public).expect("an editor may read").clone()
}

/// What is derived from something for a use.
pub fn derive(what: &str, from: &[u8; 32]) -> [u8; 32] {
    blake3::derive_key(&format!("groundswell v1 {what}"), from)
}

/// The seed of the public part.
pub fn public_seed() -> [u8; 32] {
    derive("public seed", &derive("members seed", &EDIT))
}
