//! Any frame, any header, any chunk, and harm that comes to bytes.

use groundswell_wire::{
    Access, BlobId, Channel, ChunkId, ClientFrame, FetchToken, Header, Kind, Label, Leaving, Limits, Refusal,
    RelayFrame, RoomId, ShortId, VerifyingKey,
};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

/// Bytes that a frame may borrow. They are never freed: a frame can outlive the strategy that made it.
fn bytes() -> impl Strategy<Value = &'static [u8]> {
    vec(any::<u8>(), 0..300).prop_map(|bytes| &*bytes.leak())
}

fn text() -> impl Strategy<Value = &'static str> {
    "\\PC{0,16}".prop_map(|text| &*text.leak())
}

fn channel() -> impl Strategy<Value = Channel> {
    any::<u16>().prop_map(Channel)
}

fn access() -> impl Strategy<Value = Access> {
    ("[a-z0-9-]{1,32}", any::<[u8; 32]>(), any::<u32>(), any::<[u8; 32]>()).prop_map(
        |(label, key, epoch, token)| Access {
            label: Label::new(&label).unwrap(),
            key: VerifyingKey::from_bytes(key),
            epoch,
            token: FetchToken::from_bytes(token),
        },
    )
}

fn short_ids() -> impl Strategy<Value = Vec<ShortId>> {
    vec(any::<[u8; 16]>().prop_map(ShortId::from_bytes), 0..200)
}

fn ids() -> impl Strategy<Value = Vec<ChunkId>> {
    vec(any::<[u8; 32]>().prop_map(ChunkId::from_bytes), 0..200)
}

/// A frame of any type.
pub(crate) fn client_frame() -> impl Strategy<Value = ClientFrame<'static>> {
    prop_oneof![
        (btree_set(any::<u8>(), 1..=16), text()).prop_map(|(versions, agent)| ClientFrame::Hello {
            versions: versions.into_iter().collect(),
            agent,
        }),
        (channel(), access()).prop_map(|(channel, access)| ClientFrame::Open { channel, access }),
        (channel(), any::<bool>(), short_ids()).prop_map(|(channel, last, ids)| ClientFrame::Have {
            channel,
            last,
            ids
        }),
        (channel(), bytes()).prop_map(|(channel, chunk)| ClientFrame::Put { channel, chunk }),
        channel().prop_map(|channel| ClientFrame::Close { channel }),
        (channel(), bytes()).prop_map(|(channel, bytes)| ClientFrame::Ephemeral { channel, bytes }),
        any::<u32>().prop_map(|number| ClientFrame::Ping { number }),
    ]
}

fn limits() -> impl Strategy<Value = Limits> {
    any::<(u32, u32, u16, u64, u32, u16)>().prop_map(
        |(chunk_bytes, message_bytes, channels, room_bytes, idle_seconds, room_days)| Limits {
            chunk_bytes,
            message_bytes,
            channels,
            room_bytes,
            idle_seconds,
            room_days,
        },
    )
}

/// A frame of any type.
pub(crate) fn relay_frame() -> impl Strategy<Value = RelayFrame<'static>> {
    let amount = || (channel(), any::<u32>(), any::<u64>());
    let refused = (
        proptest::option::of(channel()),
        proptest::sample::select(Refusal::ALL),
        proptest::option::of(any::<[u8; 32]>().prop_map(ChunkId::from_bytes)),
    );
    prop_oneof![
        (any::<u8>(), limits()).prop_map(|(version, limits)| RelayFrame::Welcome { version, limits }),
        amount().prop_map(|(channel, chunks, bytes)| RelayFrame::Opened { channel, chunks, bytes }),
        amount().prop_map(|(channel, chunks, bytes)| RelayFrame::Sending { channel, chunks, bytes }),
        (channel(), bytes()).prop_map(|(channel, chunk)| RelayFrame::Chunk { channel, chunk }),
        (channel(), short_ids()).prop_map(|(channel, ids)| RelayFrame::Wanted { channel, ids }),
        channel().prop_map(|channel| RelayFrame::Live { channel }),
        (channel(), ids()).prop_map(|(channel, ids)| RelayFrame::Ack { channel, ids }),
        refused.prop_map(|(channel, reason, id)| RelayFrame::Refused { channel, reason, id }),
        (channel(), bytes()).prop_map(|(channel, bytes)| RelayFrame::Ephemeral { channel, bytes }),
        proptest::sample::select(Leaving::ALL).prop_map(|reason| RelayFrame::Going { reason }),
        any::<u32>().prop_map(|number| RelayFrame::Pong { number }),
    ]
}

pub(crate) fn header() -> impl Strategy<Value = Header> {
    let kind = prop_oneof![Just(Kind::Tail), Just(Kind::Checkpoint), Just(Kind::Notice)];
    let names = (any::<[u8; 32]>(), any::<[u8; 32]>(), any::<[u8; 16]>(), any::<[u8; 24]>());
    let covers = btree_set(any::<[u8; 32]>(), 0..200);
    (names, any::<u32>(), kind, 1..=1024_u16, any::<prop::sample::Index>(), covers).prop_map(
        |((room, key, blob, nonce), epoch, kind, fragments, fragment, covers)| {
            let fragment = u16::try_from(fragment.index(usize::from(fragments))).unwrap();
            let may_cover = kind == Kind::Checkpoint && fragment == 0;
            let covers = covers.into_iter().filter(|_| may_cover).map(ChunkId::from_bytes).collect();
            Header {
                room: RoomId::from_bytes(room),
                key: VerifyingKey::from_bytes(key),
                epoch,
                kind,
                blob: BlobId::from_bytes(blob),
                fragment,
                fragments,
                covers,
                nonce,
            }
        },
    )
}

/// The bytes of a chunk of any header, with noise for ciphertext and signature.
pub(crate) fn chunk() -> impl Strategy<Value = (Header, Vec<u8>)> {
    (header(), vec(any::<u8>(), 16 + 64..400)).prop_map(|(header, rest)| {
        let mut bytes = Vec::new();
        header.encode(&mut bytes).unwrap();
        bytes.extend(rest);
        (header, bytes)
    })
}

/// What may happen to bytes on their way.
#[derive(Clone, Debug)]
pub(crate) enum Harm {
    Cut(prop::sample::Index),
    Flip(prop::sample::Index, u8),
    Drop(prop::sample::Index),
    Insert(prop::sample::Index, u8),
    Double,
}

pub(crate) fn harm() -> impl Strategy<Value = Harm> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        index().prop_map(Harm::Cut),
        (index(), 1..=255_u8).prop_map(|(at, with)| Harm::Flip(at, with)),
        index().prop_map(Harm::Drop),
        (index(), any::<u8>()).prop_map(|(at, byte)| Harm::Insert(at, byte)),
        Just(Harm::Double),
    ]
}

impl Harm {
    pub(crate) fn come_to(&self, bytes: &mut Vec<u8>) {
        let length = bytes.len();
        if length == 0 {
            return;
        }
        match self {
            Self::Cut(at) => bytes.truncate(at.index(length)),
            Self::Flip(at, with) => bytes[at.index(length)] ^= with,
            Self::Drop(at) => {
                bytes.remove(at.index(length));
            }
            Self::Insert(at, byte) => bytes.insert(at.index(length), *byte),
            Self::Double => bytes.extend_from_within(..),
        }
    }
}
