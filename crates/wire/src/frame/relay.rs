//! Frames from a relay to a client.

use super::{Channel, join, join_rest};
use crate::error::{DecodeError, EncodeError};
use crate::read::Reader;
use crate::{ChunkId, ShortId, limits, write};

/// What a relay allows, at most as much as [`limits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a chunk.
    pub chunk_bytes: u32,
    /// Bytes of a message.
    pub message_bytes: u32,
    /// Rooms open at once on a connection.
    pub channels: u16,
    /// Bytes that a room may hold.
    pub room_bytes: u64,
    /// Seconds without a frame after which the relay hangs up.
    pub idle_seconds: u32,
    /// Days for which a room is kept that nobody opens; 0 for ever.
    pub room_days: u16,
}

impl Limits {
    const BYTES: usize = 4 + 4 + 2 + 8 + 4 + 2;

    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            chunk_bytes: reader.u32()?,
            message_bytes: reader.u32()?,
            channels: reader.u16()?,
            room_bytes: reader.u64()?,
            idle_seconds: reader.u32()?,
            room_days: reader.u16()?,
        })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.chunk_bytes.to_le_bytes());
        out.extend_from_slice(&self.message_bytes.to_le_bytes());
        out.extend_from_slice(&self.channels.to_le_bytes());
        out.extend_from_slice(&self.room_bytes.to_le_bytes());
        out.extend_from_slice(&self.idle_seconds.to_le_bytes());
        out.extend_from_slice(&self.room_days.to_le_bytes());
    }
}

macro_rules! numbered {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $number:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The byte that stands for it.
            #[must_use]
            pub const fn number(self) -> u8 {
                match self { $(Self::$variant => $number,)* }
            }

            fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                match reader.u8()? {
                    $($number => Ok(Self::$variant),)*
                    _ => Err(DecodeError::Meaningless),
                }
            }
        }
    };
}

numbered! {
    /// Why a relay does not do what it was asked.
    Refusal {
        /// It speaks none of the versions offered. It hangs up.
        Version = 0,
        /// A frame that can not be read, or out of turn. It hangs up.
        Malformed = 1,
        /// The channel is in use already (`Open`) or not open (anything else).
        Channel = 2,
        /// More rooms open on this connection than it allows.
        TooManyChannels = 3,
        /// The verifying key is none.
        BadKey = 4,
        /// The bytes put are no chunk.
        BadChunk = 5,
        /// The chunk is of another room, key or epoch.
        OtherRoom = 6,
        /// The chunk's signature does not hold.
        BadSignature = 7,
        /// The chunk is larger than it allows.
        TooLarge = 8,
        /// The room holds as much as it may.
        RoomFull = 9,
        /// Too much in a short time: later it will do.
        TooFast = 10,
        /// This address has made as many rooms as it may.
        TooManyRooms = 11,
        /// It can not store anything at present, only serve what it has.
        ReadOnly = 12,
        /// The room was closed with a notice.
        Closed = 13,
        /// It failed at something of its own.
        Broken = 14,
        /// It serves as many connections as it can.
        Busy = 15,
    }
}

numbered! {
    /// Why a relay hangs up.
    Leaving {
        /// It stops, or starts again.
        Stopping = 0,
        /// The client was silent for too long.
        Idle = 1,
        /// The client did not read fast enough.
        Slow = 2,
    }
}

/// A frame from a relay to a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelayFrame<'a> {
    /// The answer to `Hello`.
    Welcome {
        /// The version that both speak from now on.
        version: u8,
        /// What the relay allows.
        limits: Limits,
    },
    /// A room is open. What others put arrives from now on.
    Opened {
        /// The room.
        channel: Channel,
        /// Chunks in it.
        chunks: u32,
        /// Bytes of these chunks.
        bytes: u64,
    },
    /// How much follows that the client does not have, for showing progress.
    Sending {
        /// The room.
        channel: Channel,
        /// Chunks that follow.
        chunks: u32,
        /// Bytes of these chunks.
        bytes: u64,
    },
    /// A chunk of the room.
    Chunk {
        /// The room.
        channel: Channel,
        /// The bytes of the chunk ([`crate::Chunk`]), not looked into here.
        chunk: &'a [u8],
    },
    /// Chunks that the client has and the relay has not: put them, please.
    Wanted {
        /// The room.
        channel: Channel,
        /// The chunks, at most [`limits::IDS`].
        ids: Vec<ShortId>,
    },
    /// All that the room held when it was opened has been sent; what follows is new.
    Live {
        /// The room.
        channel: Channel,
    },
    /// Chunks that are stored for good: a crash does not lose them.
    Ack {
        /// The room.
        channel: Channel,
        /// The chunks, at most [`limits::IDS`].
        ids: Vec<ChunkId>,
    },
    /// Something was not done.
    Refused {
        /// The room, where it is about one.
        channel: Option<Channel>,
        /// Why.
        reason: Refusal,
        /// The chunk, where it is about one that could be read.
        id: Option<ChunkId>,
    },
    /// An ephemeral message to all who have the room open now.
    Ephemeral {
        /// The room.
        channel: Channel,
        /// Sealed bytes, at most [`limits::EPHEMERAL_BYTES`].
        bytes: &'a [u8],
    },
    /// The relay hangs up.
    Going {
        /// Why.
        reason: Leaving,
    },
    /// The answer to a [`crate::ClientFrame::Ping`].
    Pong {
        /// Its number.
        number: u32,
    },
}

mod number {
    pub(super) const WELCOME: u8 = 0x81;
    pub(super) const OPENED: u8 = 0x82;
    pub(super) const SENDING: u8 = 0x83;
    pub(super) const CHUNK: u8 = 0x84;
    pub(super) const WANTED: u8 = 0x85;
    pub(super) const LIVE: u8 = 0x86;
    pub(super) const ACK: u8 = 0x87;
    pub(super) const REFUSED: u8 = 0x88;
    pub(super) const EPHEMERAL: u8 = 0x89;
    pub(super) const GOING: u8 = 0x8a;
    pub(super) const PONG: u8 = 0x8b;
}

impl<'a> RelayFrame<'a> {
    /// Appends the frame's bytes to a message. Where that is an error nothing is appended.
    ///
    /// # Errors
    /// Where it holds more than [`limits`] allow.
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self {
            Self::Welcome { version, limits } => join(out, number::WELCOME, 1 + Limits::BYTES, |out| {
                out.push(*version);
                limits.write(out);
                Ok(())
            }),
            Self::Opened { channel, chunks, bytes } => {
                join(out, number::OPENED, 14, amount(*channel, *chunks, *bytes))
            }
            Self::Sending { channel, chunks, bytes } => {
                join(out, number::SENDING, 14, amount(*channel, *chunks, *bytes))
            }
            Self::Chunk { channel, chunk } => {
                join_rest(out, number::CHUNK, *channel, chunk, limits::CHUNK_BYTES)
            }
            Self::Wanted { channel, ids } => {
                let length = 2 + write::length_bytes(ids.len()) + ids.len() * ShortId::BYTES;
                join(out, number::WANTED, length, |out| {
                    channel.write(out);
                    write::list(out, ids, limits::IDS)
                })
            }
            Self::Live { channel } => join_rest(out, number::LIVE, *channel, &[], 0),
            Self::Ack { channel, ids } => {
                let length = 2 + write::length_bytes(ids.len()) + ids.len() * ChunkId::BYTES;
                join(out, number::ACK, length, |out| {
                    channel.write(out);
                    write::list(out, ids, limits::IDS)
                })
            }
            Self::Refused { channel, reason, id } => {
                let length = 1 + channel.map_or(0, |_| 2) + 1 + 1 + id.map_or(0, |_| ChunkId::BYTES);
                join(out, number::REFUSED, length, |out| {
                    out.push(u8::from(channel.is_some()));
                    channel.iter().for_each(|channel| channel.write(out));
                    out.push(reason.number());
                    out.push(u8::from(id.is_some()));
                    id.iter().for_each(|id| out.extend_from_slice(id.as_bytes()));
                    Ok(())
                })
            }
            Self::Ephemeral { channel, bytes } => {
                join_rest(out, number::EPHEMERAL, *channel, bytes, limits::EPHEMERAL_BYTES)
            }
            Self::Going { reason } => join(out, number::GOING, 1, |out| {
                out.push(reason.number());
                Ok(())
            }),
            Self::Pong { number } => join(out, number::PONG, 4, |out| {
                out.extend_from_slice(&number.to_le_bytes());
                Ok(())
            }),
        }
    }

    pub(super) fn read(number: u8, mut body: Reader<'a>) -> Result<Self, DecodeError> {
        let body = &mut body;
        let frame = match number {
            number::WELCOME => Self::Welcome { version: body.u8()?, limits: Limits::read(body)? },
            number::OPENED => {
                Self::Opened { channel: Channel::read(body)?, chunks: body.u32()?, bytes: body.u64()? }
            }
            number::SENDING => {
                Self::Sending { channel: Channel::read(body)?, chunks: body.u32()?, bytes: body.u64()? }
            }
            number::CHUNK => {
                Self::Chunk { channel: Channel::read(body)?, chunk: body.all(limits::CHUNK_BYTES)? }
            }
            number::WANTED => Self::Wanted { channel: Channel::read(body)?, ids: body.list(limits::IDS)? },
            number::LIVE => Self::Live { channel: Channel::read(body)? },
            number::ACK => Self::Ack { channel: Channel::read(body)?, ids: body.list(limits::IDS)? },
            number::REFUSED => Self::Refused {
                channel: if body.flag()? { Some(Channel::read(body)?) } else { None },
                reason: Refusal::read(body)?,
                id: if body.flag()? { Some(ChunkId::from_bytes(body.array()?)) } else { None },
            },
            number::EPHEMERAL => {
                Self::Ephemeral { channel: Channel::read(body)?, bytes: body.all(limits::EPHEMERAL_BYTES)? }
            }
            number::GOING => Self::Going { reason: Leaving::read(body)? },
            number::PONG => Self::Pong { number: body.u32()? },
            other => return Err(DecodeError::UnknownFrame(other)),
        };
        if body.left() == 0 { Ok(frame) } else { Err(DecodeError::Trailing) }
    }
}

fn amount(channel: Channel, chunks: u32, bytes: u64) -> impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError> {
    move |out| {
        channel.write(out);
        out.extend_from_slice(&chunks.to_le_bytes());
        out.extend_from_slice(&bytes.to_le_bytes());
        Ok(())
    }
}
