//! What the targets share: a room and links whose keys are known.

/// The document layer's properties, and what they are tried with.
#[path = "../../crates/directory/tests/directory/accepted.rs"]
pub mod accepted;

use groundswell_seal::{Capability, Grant, Keys, Link, Part, RoomKeys, Seed, Succession};

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

/// The link of a directory that was given new keys so many times, each vouched for by those before.
pub fn renewed(times: u8, grant: Grant) -> Link {
    let keys = |number| Capability::edit(Seed::from_bytes([number; 32]));
    let first = Link::new(keys(EDIT[0]), [7; 12], 0);
    let last = (0..times).fold(first, |link, number| {
        let new = keys(EDIT[0] + 1 + number);
        let made = Succession::sign(link.capability(), link.epoch(), link.directory(), &new, 0, [number; 8]);
        link.succeed(made.expect("an editor vouches"), new).expect("it leads there")
    });
    last.weaken(grant).expect("an editor may give anything")
}
