//! Chunks, ephemeral messages and their envelopes.

use super::{hex, seed};
use crate::samples::{counting, second_encoding};
use chacha20poly1305::{AeadInOut as _, KeyInit as _, XChaCha20Poly1305, XNonce};
use ed25519_dalek::{Signer as _, SigningKey};
use groundswell_seal::{Capability, Keys, Part, RoomKeys, Seed};
use groundswell_wire::verify::{chunk_id, signed_message};
use groundswell_wire::{Chunk, ChunkId, Kind};
use serde_json::{Value, json};

fn room(part: Part) -> RoomKeys {
    let keys = Keys::new(&Capability::edit(Seed::from_bytes(seed())), 1).unwrap();
    keys.room(part).unwrap().clone()
}

const fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Tail => "tail",
        Kind::Checkpoint => "checkpoint",
        Kind::Notice => "notice",
    }
}

fn covered(byte: u8) -> ChunkId {
    ChunkId::from_bytes([byte; 32])
}

/// Sealed with random bytes that count up from `start`: 32 for the blob, then 32 for each fragment.
fn seal(part: Part, kind: Kind, covers: &[ChunkId], items: &[&[u8]], start: u8) -> Vec<(ChunkId, Vec<u8>)> {
    let sealed = room(part).seal(kind, covers, items, &mut counting(start)).unwrap();
    sealed.into_iter().map(|chunk| (chunk.id, chunk.bytes)).collect()
}

pub(super) fn tail() -> Vec<u8> {
    seal(Part::Public, Kind::Tail, &[], &[b"first change", b"", b"second"], 0).remove(0).1
}

pub(super) fn small() -> Vec<Value> {
    let samples = [
        (Part::Public, Kind::Tail, vec![], vec!["first change", "", "second"], 0),
        (Part::Members, Kind::Checkpoint, vec![covered(1), covered(2)], vec!["a whole document"], 100),
        (Part::Members, Kind::Notice, vec![], vec!["\u{1}We have a new link. Ask Anna."], 200),
        (Part::Public, Kind::Tail, vec![], vec![], 7),
    ];
    let vector = |(part, kind, covers, items, start): (Part, _, Vec<ChunkId>, Vec<&str>, u8)| {
        let items: Vec<_> = items.into_iter().map(str::as_bytes).collect();
        let (id, bytes) = seal(part, kind, &covers, &items, start).remove(0);
        let chunk = Chunk::parse(&bytes).unwrap();
        let header = chunk.header();
        json!({
            "part": part.label(),
            "epoch": header.epoch,
            "kind": name(kind),
            "covers": covers.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "items": items.iter().map(hex).collect::<Vec<_>>(),
            "random counts from": start,
            "room": header.room.to_string(),
            "blob": header.blob.to_string(),
            "nonce": hex(header.nonce),
            "header": hex(chunk.header_bytes()),
            "ciphertext": hex(chunk.ciphertext()),
            "signature": chunk.signature().to_string(),
            "id": id.to_string(),
            "bytes": hex(&bytes),
        })
    };
    samples.map(vector).to_vec()
}

/// A blob of several fragments: too long to be written down, but not to be made again.
pub(super) fn large() -> Value {
    let item: Vec<u8> = (0..600_000_u32).map(|at| (at % 251) as u8).collect();
    let covers = [covered(9)];
    let chunks = seal(Part::Members, Kind::Checkpoint, &covers, &[&item, b"end"], 3);
    let fragment = |(id, bytes): &(ChunkId, Vec<u8>)| json!({ "id": id.to_string(), "bytes": bytes.len(), "blake3": blake3::hash(bytes).to_string() });
    json!({
        "about": "items: 600,000 bytes, each its place modulo 251; then the bytes of 'end'",
        "part": "members",
        "epoch": 1,
        "kind": "checkpoint",
        "covers": covers.map(|id| id.to_string()),
        "random counts from": 3,
        "chunks": chunks.iter().map(fragment).collect::<Vec<_>>(),
    })
}

pub(super) fn ephemeral() -> Vec<Value> {
    let samples: [(Part, &[u8], u8); 2] = [(Part::Public, b"here", 50), (Part::Members, b"", 60)];
    let vector = |(part, text, start): (Part, &[u8], u8)| {
        let bytes = room(part).seal_ephemeral(text, &mut counting(start)).unwrap();
        json!({
            "part": part.label(),
            "epoch": 1,
            "text": hex(text),
            "random counts from": start,
            "bytes": hex(bytes),
        })
    };
    samples.map(vector).to_vec()
}

/// How long an ephemeral message of some lengths is, which tells how long their envelopes are.
pub(super) fn padding() -> Vec<Value> {
    let lengths = [0, 1, 2, 6, 7, 8, 30, 31, 32, 60, 100, 126, 127, 128, 500, 1_000, 2_000, 3_000];
    let vector = |length: usize| {
        let bytes = room(Part::Public).seal_ephemeral(&vec![0; length], &mut counting(0)).unwrap();
        json!({ "text": length, "envelope": bytes.len() - 24 - 16 })
    };
    lengths.map(vector).to_vec()
}

/// Chunks that a reader of the public part refuses, and at which step.
pub(super) fn refused() -> Vec<Value> {
    let flipped = |at: usize| {
        let mut bytes = tail();
        bytes[at] ^= 1;
        bytes
    };
    let signed_again = |mut bytes: Vec<u8>| {
        bytes.truncate(bytes.len() - 64);
        let key = SigningKey::from_bytes(&super::keys::derive("signing key", &seed()));
        bytes.extend(key.sign(&signed_message(&chunk_id(&bytes))).to_bytes());
        bytes
    };
    let last = tail().len() - 1;
    let mut second = tail();
    let start = second.len() - 64;
    second_encoding(&mut second[start..]);
    // Its R has a part of small order, so it holds only with the cofactor. `tests/oracle/protocol` makes it.
    let with_cofactor = "e9b2fe981587efae6478f48ba1fa60cec6126d0e26dde72a0a24f640dcd783e5\
                         39dac5b2dc4e48bf8b54319ef533f3d78755ef9c097bda0b809998ad6bda520c";
    let mut mixed = tail();
    let start = mixed.len() - 64;
    ::hex::decode_to_slice(with_cofactor, &mut mixed[start..]).unwrap();
    let other_contents = |envelope: &[u8]| {
        let chunk = tail();
        let chunk = Chunk::parse(&chunk).unwrap();
        let mut bytes = chunk.header_bytes().to_vec();
        let key = super::keys::derive("content key", &super::keys::public_seed());
        let mut text = envelope.to_vec();
        let tag = XChaCha20Poly1305::new((&key).into())
            .encrypt_inout_detached(&XNonce::from(chunk.header().nonce), &bytes, text.as_mut_slice().into())
            .unwrap();
        bytes.extend(text);
        bytes.extend(tag);
        bytes.extend([0; 64]);
        signed_again(bytes)
    };
    let members = seal(Part::Members, Kind::Tail, &[], &[b"x"], 0).remove(0).1;
    let cases = [
        ("form", flipped(0)),
        ("form", signed_again(flipped(88))),
        ("form", tail()[..190].to_vec()),
        ("room", members),
        ("room", signed_again(flipped(65))),
        ("signature", flipped(last)),
        ("signature", flipped(115)),
        ("signature", second),
        ("cipher", signed_again(flipped(last - 64))),
        ("cipher", signed_again(flipped(69))),
        ("cipher", signed_again(flipped(80))),
        ("contents", other_contents(&[2, 1, 7])),
        ("contents", other_contents(&[1, 3, 7])),
        ("contents", other_contents(&[1, 1, 7, 0])),
        ("contents", other_contents(&[1, 6, 7, 7, 7, 7, 7, 7, 7])),
        ("contents", other_contents(&[1, 0x81, 0, 7])),
        ("contents", other_contents(&[])),
        ("signature", mixed),
    ];
    let room = room(Part::Public);
    let vector = |(step, bytes): (&str, Vec<u8>)| {
        use groundswell_seal::OpenError;
        use groundswell_wire::verify::ChunkError;
        let found = match room.open(&bytes).unwrap_err() {
            OpenError::Decode(_) => "form",
            OpenError::Chunk(ChunkError::OtherRoom) => "room",
            OpenError::Chunk(ChunkError::BadSignature) => "signature",
            OpenError::Sealed => "cipher",
            OpenError::Contents => "contents",
        };
        assert_eq!(found, step);
        json!({ "step": step, "bytes": hex(&bytes) })
    };
    cases.map(vector).to_vec()
}
