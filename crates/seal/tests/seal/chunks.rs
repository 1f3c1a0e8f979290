//! What is sealed opens with the right key only, and only as it was sealed.

use crate::samples::{capability, counting, keys, noise, room};
use ed25519_dalek::{Signer as _, SigningKey};
use groundswell_seal::{BLOB_BYTES, Fragments, Grant, OpenError, Part, SealError};
use groundswell_wire::verify::{ChunkError, chunk_id, signed_message};
use groundswell_wire::{Chunk, ChunkId, DecodeError, Kind, limits};
use proptest::collection::vec;
use proptest::prelude::*;

fn items() -> impl Strategy<Value = Vec<Vec<u8>>> {
    vec(vec(any::<u8>(), 0..200), 0..8)
}

fn sealed(items: &[Vec<u8>]) -> Vec<u8> {
    room(1, Part::Members).seal(Kind::Tail, &[], items, &mut counting(0)).unwrap().remove(0).bytes
}

/// Signs header and ciphertext as an editor would, so that only the cipher is left to refuse them.
fn sign_again(bytes: &mut Vec<u8>) {
    bytes.truncate(bytes.len() - 64);
    let seed = blake3::derive_key("groundswell v1 signing key", capability(1, Grant::Edit).seed().expose());
    let signature = SigningKey::from_bytes(&seed).sign(&signed_message(&chunk_id(bytes)));
    bytes.extend(signature.to_bytes());
}

proptest! {
    #[test]
    fn what_is_sealed_opens_for_all_who_may_read(items in items(), start: u8) {
        let sealed = room(1, Part::Members).seal(Kind::Tail, &[], &items, &mut counting(start)).unwrap();
        prop_assert_eq!(sealed.len(), 1);
        for grant in [Grant::Edit, Grant::Members] {
            let fragment = keys(1, grant).room(Part::Members).unwrap().open(&sealed[0].bytes).unwrap();
            prop_assert_eq!(fragment.id, sealed[0].id);
            let blob = Fragments::new().add(fragment).unwrap().unwrap();
            prop_assert_eq!(&blob.items, &items);
        }
    }

    #[test]
    fn what_is_sealed_opens_for_nobody_else(items in items()) {
        let bytes = sealed(&items);
        let epoch = groundswell_seal::Keys::new(&capability(1, Grant::Edit), 1).unwrap();
        let others = [
            room(2, Part::Members),
            room(1, Part::Public),
            epoch.room(Part::Members).unwrap().clone(),
        ];
        for other in others {
            prop_assert_eq!(other.open(&bytes), Err(OpenError::Chunk(ChunkError::OtherRoom)));
        }
    }

    #[test]
    fn any_flipped_bit_is_refused(items in items(), at: prop::sample::Index, bit in 0..8_u8) {
        let mut bytes = sealed(&items);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(room(1, Part::Members).open(&bytes).is_err());
    }

    #[test]
    fn any_flipped_bit_is_refused_by_the_cipher_too(
        items in items(),
        at: prop::sample::Index,
        bit in 0..8_u8,
    ) {
        let mut bytes = sealed(&items);
        let at = at.index(bytes.len() - 64);
        bytes[at] ^= 1 << bit;
        sign_again(&mut bytes);
        let opened = room(1, Part::Members).open(&bytes);
        prop_assert!(matches!(
            opened,
            Err(OpenError::Sealed | OpenError::Decode(_) | OpenError::Chunk(ChunkError::OtherRoom))
        ), "{:?}", opened);
    }

    #[test]
    fn any_bytes_are_refused(bytes in vec(any::<u8>(), 0..300)) {
        prop_assert!(room(1, Part::Members).open(&bytes).is_err());
    }
}

#[test]
fn each_bit_of_a_chunk_matters() {
    let bytes = sealed(&[b"one change".to_vec()]);
    let room = room(1, Part::Members);
    assert!(room.open(&bytes).is_ok());
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            assert!(room.open(&flipped).is_err(), "bit {bit} of byte {at}");
        }
        assert!(room.open(&bytes[..at]).is_err(), "cut to {at}");
    }
}

#[test]
fn a_signed_chunk_that_does_not_open_says_so() {
    let mut bytes = sealed(&[b"one change".to_vec()]);
    let last = bytes.len() - 65;
    bytes[last] ^= 1;
    assert_eq!(room(1, Part::Members).open(&bytes), Err(OpenError::Chunk(ChunkError::BadSignature)));
    sign_again(&mut bytes);
    assert_eq!(room(1, Part::Members).open(&bytes), Err(OpenError::Sealed));
}

#[test]
fn nonces_differ_for_different_texts_even_where_nothing_is_random() {
    let room = room(1, Part::Members);
    let mut zeros = |bytes: &mut [u8]| bytes.fill(0);
    let mut nonce = |items: &[&[u8]], kind| {
        let sealed = room.seal(kind, &[], items, &mut zeros).unwrap();
        Chunk::parse(&sealed[0].bytes).unwrap().header().nonce
    };
    let nonces: std::collections::BTreeSet<_> = [
        nonce(&[b"a"], Kind::Tail),
        nonce(&[b"b"], Kind::Tail),
        nonce(&[b"a"], Kind::Checkpoint),
        nonce(&[b"a", b""], Kind::Tail),
        nonce(&[], Kind::Tail),
    ]
    .into();
    assert_eq!(nonces.len(), 5);
}

#[test]
fn the_same_text_sealed_twice_looks_different() {
    let mut rng = counting(0);
    let room = room(1, Part::Members);
    let mut seal = || room.seal(Kind::Tail, &[], &[b"a"], &mut rng).unwrap().remove(0);
    assert_ne!(seal().bytes, seal().bytes);
}

#[test]
fn a_checkpoint_names_what_it_covers_in_order_and_once() {
    let ids: Vec<_> = (0..4).rev().map(|byte| ChunkId::from_bytes([byte; 32])).collect();
    let covers = [&ids[..], &ids].concat();
    let room = room(1, Part::Public);
    let sealed = room.seal(Kind::Checkpoint, &covers, &[b"all"], &mut counting(0)).unwrap();
    let fragment = room.open(&sealed[0].bytes).unwrap();
    assert_eq!(fragment.covers, ids.into_iter().rev().collect::<Vec<_>>());
    for kind in [Kind::Tail, Kind::Notice] {
        let sealed = room.seal(kind, &covers, &[b"all"], &mut counting(0));
        assert_eq!(sealed, Err(SealError::Meaningless));
    }
    let too_many: Vec<_> = (0..=limits::COVERS as u64)
        .map(|number| {
            let mut id = [0; 32];
            id[..8].copy_from_slice(&number.to_le_bytes());
            ChunkId::from_bytes(id)
        })
        .collect();
    let seal = |covers: &[ChunkId]| room.seal(Kind::Checkpoint, covers, &[b"all"], &mut counting(0));
    assert_eq!(seal(&too_many), Err(SealError::TooLarge));
    assert!(seal(&too_many[1..]).is_ok());
}

#[test]
fn more_than_a_blob_is_refused() {
    let item = vec![0; BLOB_BYTES - 3];
    let sealed = room(1, Part::Public).seal(Kind::Tail, &[], &[item], &mut counting(0));
    assert_eq!(sealed, Err(SealError::TooLarge));
}

#[test]
fn a_chunk_of_another_version_is_told_apart() {
    let mut bytes = sealed(&[noise(1, 50)]);
    bytes[0] = 2;
    let opened = room(1, Part::Members).open(&bytes);
    assert_eq!(opened, Err(OpenError::Decode(DecodeError::UnknownVersion(2))));
}
