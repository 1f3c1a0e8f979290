//! This relay.

use ed25519_dalek::{Signer as _, SigningKey};
use groundswell_wire::{
    Access, BlobId, Channel, ChunkId, ClientFrame, FetchToken, Header, Kind, Label, RelayFrame, VerifyingKey,
    verify,
};

use super::Received;

/// Bytes of a sealed change: that of Automerge's update in `updates.mjs` (some 140), padded, and a tag.
const SEALED: usize = 176;

/// Chunks that are made beforehand.
const UPDATES: u32 = 120_000;

/// A part of a directory, with everything that an editor holds of it.
#[derive(Clone)]
pub struct Part {
    signing: SigningKey,
    pub access: Access,
}

/// A chunk as an editor makes it, but for the cipher.
#[derive(Clone)]
pub struct Sealed {
    pub id: ChunkId,
    pub bytes: Vec<u8>,
}

impl Part {
    pub fn new(number: u32) -> Self {
        let mut seed = [7; 32];
        seed[..4].copy_from_slice(&number.to_le_bytes());
        let signing = SigningKey::from_bytes(&seed);
        let key = VerifyingKey::from_bytes(signing.verifying_key().to_bytes());
        let access = Access {
            label: Label::new("members").unwrap(),
            key,
            epoch: 0,
            token: FetchToken::from_bytes(seed),
        };
        Self { signing, access }
    }

    /// A tail whose ciphertext has so many bytes.
    pub fn tail(&self, number: u32, size: usize) -> Sealed {
        let mut blob = [0; 16];
        blob[..4].copy_from_slice(&number.to_le_bytes());
        let header = Header {
            room: self.access.room(),
            key: self.access.key,
            epoch: self.access.epoch,
            kind: Kind::Tail,
            blob: BlobId::from_bytes(blob),
            fragment: 0,
            fragments: 1,
            covers: Vec::new(),
            nonce: [0; 24],
        };
        let mut bytes = Vec::with_capacity(size + 200);
        header.encode(&mut bytes).unwrap();
        bytes.extend(std::iter::repeat_n(number as u8, size));
        let id = verify::chunk_id(&bytes);
        bytes.extend(self.signing.sign(&verify::signed_message(&id)).to_bytes());
        Sealed { id, bytes }
    }

    /// Hello, and everything of the room that is not in hand.
    pub fn greeting(&self, have: &[ChunkId]) -> Vec<u8> {
        let mut message = hello();
        let ids = have.iter().map(ChunkId::short).collect();
        for frame in [
            ClientFrame::Open { channel: Channel(0), access: self.access.clone() },
            ClientFrame::Have { channel: Channel(0), last: true, ids },
        ] {
            frame.encode(&mut message).unwrap();
        }
        message
    }
}

/// The first frame of a connection.
pub fn hello() -> Vec<u8> {
    let mut message = Vec::new();
    ClientFrame::Hello { versions: vec![1], agent: "load" }.encode(&mut message).unwrap();
    message
}

/// The message that puts a chunk.
pub fn put(chunk: &[u8]) -> Vec<u8> {
    let mut message = Vec::with_capacity(chunk.len() + 8);
    ClientFrame::Put { channel: Channel(0), chunk }.encode(&mut message).unwrap();
    message
}

pub struct Groundswell {
    part: Part,
    pub(super) chunks: Vec<Sealed>,
}

impl Groundswell {
    pub(super) fn new() -> Self {
        // A room that nobody used before.
        let part = Part::new(std::process::id());
        let chunks = (0..UPDATES).map(|number| part.tail(number, SEALED)).collect();
        Self { part, chunks }
    }

    pub(super) fn greeting(&self) -> Vec<Vec<u8>> {
        vec![self.part.greeting(&[])]
    }

    pub(super) fn update(&self, number: u32) -> Vec<u8> {
        put(&self.chunks[number as usize - 1].bytes)
    }
}

pub(super) fn receive(message: &[u8], received: &mut Received) {
    for frame in RelayFrame::all(message).unwrap() {
        match frame.unwrap() {
            RelayFrame::Chunk { .. } => received.through += 1,
            RelayFrame::Live { .. } => received.is_ready = true,
            RelayFrame::Refused { reason, .. } => panic!("the relay refused: {reason:?}"),
            _ => {}
        }
    }
}
