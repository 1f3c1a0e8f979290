//! The test vectors of `docs/PROTOCOL.md`: what is checked in is what the crates make. With `UPDATE_VECTORS=1` in
//! the environment the file is written anew; to do so without a new version of the protocol is to break it.

mod chunks;
mod frames;
mod keys;
mod links;
mod successions;

use serde_json::{Value, json};
use std::path::PathBuf;

/// The checked-in file.
pub(crate) fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/vectors.json")
}

/// As the vectors write bytes.
pub(crate) use hex::encode as hex;

/// The edit seed of all vectors: 0, 1, 2, ... 31.
fn seed() -> [u8; 32] {
    std::array::from_fn(|at| at as u8)
}

fn vectors() -> Value {
    json!({
        "about": "Test vectors of the Groundswell sync protocol, version 1: docs/PROTOCOL.md. Bytes are hexadecimal.",
        "keys": keys::vectors(),
        "links": links::vectors(),
        "pasted": links::pasted(),
        "relations": successions::relations(),
        "successions": successions::successions(),
        "withdrawals": successions::withdrawals(),
        "notices": successions::notices(),
        "codes": successions::codes(),
        "chunks": chunks::small(),
        "large": chunks::large(),
        "ephemeral": chunks::ephemeral(),
        "padding": chunks::padding(),
        "frames": frames::vectors(),
        "refused": { "frames": frames::refused(), "chunks": chunks::refused(), "links": links::refused() },
    })
}

#[test]
fn the_vectors_are_what_the_crates_make() {
    let made = vectors();
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::write(path(), serde_json::to_string_pretty(&made).unwrap() + "\n").unwrap();
    }
    let checked_in: Value = serde_json::from_slice(&std::fs::read(path()).unwrap()).unwrap();
    for (name, made) in made.as_object().unwrap() {
        assert!(checked_in.get(name) == Some(made), "{name}: see git diff after UPDATE_VECTORS=1");
    }
    assert!(checked_in == made, "there is more in the file");
}
