//! Which chunks belong in a room.

use ed25519_dalek::{Signer as _, SigningKey};
use groundswell_wire::verify::{BadKey, ChunkError, signed_message};
use groundswell_wire::{Access, BlobId, Chunk, FetchToken, Header, Kind, Label, Room, VerifyingKey, verify};
use proptest::prelude::*;

fn access(label: &str, secret: u8, epoch: u32, token: u8) -> Access {
    Access {
        label: Label::new(label).unwrap(),
        key: VerifyingKey::from_bytes(SigningKey::from_bytes(&[secret; 32]).verifying_key().to_bytes()),
        epoch,
        token: FetchToken::from_bytes([token; 32]),
    }
}

fn signed(access: &Access, secret: u8) -> Vec<u8> {
    let header = Header {
        room: access.room(),
        key: access.key,
        epoch: access.epoch,
        kind: Kind::Tail,
        blob: BlobId::from_bytes([3; 16]),
        fragment: 0,
        fragments: 1,
        covers: Vec::new(),
        nonce: [4; 24],
    };
    let mut bytes = Vec::new();
    header.encode(&mut bytes).unwrap();
    bytes.extend([5; 100]);
    let message = signed_message(&verify::chunk_id(&bytes));
    bytes.extend(SigningKey::from_bytes(&[secret; 32]).sign(&message).to_bytes());
    bytes
}

#[test]
fn a_room_is_another_where_anything_that_opens_it_is() {
    let rooms = [
        access("public", 1, 0, 1),
        access("members", 1, 0, 1),
        access("public", 2, 0, 1),
        access("public", 1, 1, 1),
        access("public", 1, 0, 2),
    ];
    let ids: std::collections::BTreeSet<_> = rooms.iter().map(Access::room).collect();
    assert_eq!(ids.len(), rooms.len());
}

#[test]
fn a_chunk_belongs_where_its_header_and_signature_say() {
    let here = access("public", 1, 0, 1);
    let room = Room::new(&here).unwrap();
    let bytes = signed(&here, 1);
    let chunk = Chunk::parse(&bytes).unwrap();
    assert_eq!(room.check(&chunk), Ok(chunk.id()));
    for other in [access("members", 1, 0, 1), access("public", 1, 1, 1), access("public", 2, 0, 1)] {
        let bytes = signed(&other, 1);
        assert_eq!(room.check(&Chunk::parse(&bytes).unwrap()), Err(ChunkError::OtherRoom));
    }
    let bytes = signed(&here, 2);
    assert_eq!(room.check(&Chunk::parse(&bytes).unwrap()), Err(ChunkError::BadSignature));
}

proptest! {
    #[test]
    fn a_chunk_with_any_bit_flipped_belongs_nowhere(at: prop::sample::Index, bit in 0..8_u8) {
        let here = access("public", 1, 0, 1);
        let room = Room::new(&here).unwrap();
        let mut bytes = signed(&here, 1);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(!Chunk::parse(&bytes).is_ok_and(|chunk| room.check(&chunk).is_ok()));
    }
}

#[test]
fn a_key_under_which_anybody_could_sign_or_written_in_a_second_way_opens_nothing() {
    // The neutral point, a point of order 8, bytes that are no point.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let order_8 = [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a,
        0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ];
    let mut none = [0; 32];
    none[0] = 2;
    // The point whose y is 3, written as 3 more than the field's prime.
    let mut second = [0xff; 32];
    second[0] = 0xf0;
    second[31] = 0x7f;
    for key in [neutral, order_8, none, second] {
        let key = VerifyingKey::from_bytes(key);
        assert_eq!(Room::new(&Access { key, ..access("public", 1, 0, 1) }), Err(BadKey), "{key}");
    }
}

#[test]
fn a_signature_in_its_second_encoding_is_refused() {
    let here = access("public", 1, 0, 1);
    let mut bytes = signed(&here, 1);
    // The group's order, added to the scalar: the equation holds, the encoding is another.
    let order = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10_u8,
    ];
    let start = bytes.len() - 32;
    let mut carry = 0_u16;
    for (byte, add) in bytes[start..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = (sum & 0xff) as u8;
        carry = sum >> 8;
    }
    let room = Room::new(&here).unwrap();
    assert_eq!(room.check(&Chunk::parse(&bytes).unwrap()), Err(ChunkError::BadSignature));
}
