//! Keys from the edit seed.

use super::{hex, seed};
use groundswell_seal::{Capability, Keys, Part, Seed};
use serde_json::{Value, json};

pub(super) fn derive(what: &str, from: &[u8; 32]) -> [u8; 32] {
    blake3::derive_key(&format!("groundswell v1 {what}"), from)
}

pub(super) fn vectors() -> Value {
    let edit = seed();
    let members = derive("members seed", &edit);
    let public = derive("public seed", &members);
    let part = |part: Part, seed: &[u8; 32]| {
        let rooms = [0, 1, 0xfedc_ba98_u32].into_iter().map(|epoch| {
            let keys = Keys::new(&Capability::edit(Seed::from_bytes(edit)), epoch).unwrap();
            json!({ "epoch": epoch, "room": keys.room(part).unwrap().room().id().to_string() })
        });
        let token = derive("fetch token", seed);
        json!({
            "label": part.label(),
            "seed": hex(seed),
            "content key": hex(derive("content key", seed)),
            "fetch token": hex(token),
            "token hash": hex(blake3::hash(&token).as_bytes()),
            "nonce key": hex(derive("nonce key", seed)),
            "whole key": hex(derive("whole key", seed)),
            "whisper key": hex(derive("whisper key", seed)),
            "whisper nonce key": hex(derive("whisper nonce key", seed)),
            "rooms": rooms.collect::<Vec<_>>(),
        })
    };
    json!({
        "edit seed": hex(edit),
        "signing seed": hex(derive("signing key", &edit)),
        "verifying key": Capability::edit(Seed::from_bytes(edit)).key().to_string(),
        "parts": [part(Part::Public, &public), part(Part::Members, &members)],
    })
}
