//! The bytes of a chunk or of an ephemeral message, as they come from a stranger; the same, signed by an editor.
#![no_main]

use ed25519_dalek::{Signer as _, SigningKey};
use groundswell_fuzz::{EDIT, derive, room};
use groundswell_seal::RoomKeys;
use groundswell_wire::Chunk;
use groundswell_wire::verify::{chunk_id, signed_message};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ROOM: LazyLock<(RoomKeys, SigningKey)> =
    LazyLock::new(|| (room(), SigningKey::from_bytes(&derive("signing key", &EDIT))));

fuzz_target!(|bytes: &[u8]| {
    let (room, signer) = &*ROOM;
    let _ = room.open_ephemeral(bytes);
    if room.open(bytes).is_ok() {
        assert!(room.room().check(&Chunk::parse(bytes).expect("what opens is a chunk")).is_ok());
    }
    let Ok(chunk) = Chunk::parse(bytes) else { return };
    let mut header = chunk.header().clone();
    let mut again = Vec::new();
    header.encode(&mut again).expect("what was read can be written");
    assert_eq!(again, chunk.header_bytes());
    // As a chunk of the room, so that opening it comes as far as the cipher.
    header.room = room.room().id();
    header.key = *room.room().key();
    header.epoch = 0;
    let mut signed = Vec::new();
    header.encode(&mut signed).expect("only fields of fixed size were changed");
    signed.extend_from_slice(chunk.ciphertext());
    let id = chunk_id(&signed);
    signed.extend(signer.sign(&signed_message(&id)).to_bytes());
    assert_eq!(room.room().check(&Chunk::parse(&signed).expect("still a chunk")), Ok(id));
    let _ = room.open(&signed);
});
