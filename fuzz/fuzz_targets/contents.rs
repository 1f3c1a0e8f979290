//! What somebody who holds all keys may have put into a chunk or an ephemeral message: any envelope, any items.
#![no_main]

use chacha20poly1305::{AeadInOut as _, KeyInit as _, XChaCha20Poly1305, XNonce};
use ed25519_dalek::{Signer as _, SigningKey};
use groundswell_fuzz::{EDIT, derive, public_seed, room};
use groundswell_seal::{Fragments, RoomKeys, items};
use groundswell_wire::verify::{chunk_id, signed_message};
use groundswell_wire::{BlobId, Header, Kind};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

struct Held {
    room: RoomKeys,
    signer: SigningKey,
    content: XChaCha20Poly1305,
    ephemeral: XChaCha20Poly1305,
}

static HELD: LazyLock<Held> = LazyLock::new(|| Held {
    room: room(),
    signer: SigningKey::from_bytes(&derive("signing key", &EDIT)),
    content: XChaCha20Poly1305::new((&derive("content key", &public_seed())).into()),
    ephemeral: XChaCha20Poly1305::new((&derive("whisper key", &public_seed())).into()),
});

/// Nonce, text and tag.
fn sealed(cipher: &XChaCha20Poly1305, about: &[u8], text: &[u8]) -> Vec<u8> {
    let mut text = text.to_vec();
    let tag = cipher
        .encrypt_inout_detached(&XNonce::from([0; 24]), about, text.as_mut_slice().into())
        .expect("short enough");
    text.extend(tag);
    text
}

fuzz_target!(|envelope: &[u8]| {
    let held = &*HELD;
    let here = held.room.room();
    let header = Header {
        room: here.id(),
        key: *here.key(),
        epoch: 0,
        kind: Kind::Tail,
        blob: BlobId::from_bytes([0; 16]),
        fragment: 0,
        fragments: 1,
        covers: Vec::new(),
        nonce: [0; 24],
    };
    let mut bytes = Vec::new();
    header.encode(&mut bytes).expect("a header");
    let text = sealed(&held.content, &bytes, envelope);
    bytes.extend(text);
    let id = chunk_id(&bytes);
    bytes.extend(held.signer.sign(&signed_message(&id)).to_bytes());
    let opened = held.room.open(&bytes);
    let ephemeral = [&[0; 24][..], &sealed(&held.ephemeral, here.id().as_bytes(), envelope)].concat();
    let heard = held.room.open_ephemeral(&ephemeral);
    // Both have the same envelopes.
    assert_eq!(heard.is_ok(), opened.is_ok());
    let Ok(fragment) = opened else { return };
    assert_eq!(heard.ok().as_ref(), Some(&fragment.bytes));
    let bytes = fragment.bytes.clone();
    // There is one envelope for each text.
    let start = 1 + (usize::BITS - bytes.len().leading_zeros()).div_ceil(7).max(1) as usize;
    let (text, zeros) = envelope[start..].split_at(bytes.len());
    assert!(text == bytes && zeros.iter().all(|zero| *zero == 0));
    if let Ok(again) = held.room.seal_ephemeral(&bytes, &mut |random: &mut [u8]| random.fill(0)) {
        assert_eq!(again.len(), ephemeral.len());
    }
    if let Some(items) = items::split(&bytes) {
        assert_eq!(items::join(&items).ok().as_ref(), Some(&bytes));
        let blob = Fragments::new().add(fragment).expect("items").expect("one fragment is all of it");
        assert_eq!(blob.items, items);
    } else {
        assert!(Fragments::new().add(fragment).is_err());
    }
});
