//! Frames from a client to a relay.

use super::{Channel, join, join_rest};
use crate::error::{DecodeError, EncodeError};
use crate::read::Reader;
use crate::{Access, ShortId, limits, write};

/// A frame from a client to a relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientFrame<'a> {
    /// The first frame of a connection.
    Hello {
        /// The versions of the protocol that the client speaks: 1 to 16 of them, sorted, none twice.
        versions: Vec<u8>,
        /// What the client's program calls itself, at most 64 bytes. Nothing depends on it.
        agent: &'a str,
    },
    /// Opens a room on a channel that is not in use.
    Open {
        /// The room's number from now on.
        channel: Channel,
        /// Which room, and the right to fetch from it.
        access: Access,
    },
    /// What the client has, or part of it.
    Have {
        /// The room.
        channel: Channel,
        /// Whether these are the last: from then on the relay knows what is missing.
        last: bool,
        /// The chunks, at most [`limits::IDS`].
        ids: Vec<ShortId>,
    },
    /// A chunk for the room.
    Put {
        /// The room.
        channel: Channel,
        /// The bytes of the chunk ([`crate::Chunk`]), not looked into here.
        chunk: &'a [u8],
    },
    /// The client has no more to do with the room; its channel is free again.
    Close {
        /// The room.
        channel: Channel,
    },
    /// Something for all who have the room open now. The relay stores it nowhere.
    Ephemeral {
        /// The room.
        channel: Channel,
        /// Sealed bytes, at most [`limits::EPHEMERAL_BYTES`].
        bytes: &'a [u8],
    },
    /// Is anybody there? Browsers let no program send a WebSocket's own ping.
    Ping {
        /// Comes back in the [`crate::RelayFrame::Pong`].
        number: u32,
    },
}

mod number {
    pub(super) const HELLO: u8 = 0x01;
    pub(super) const OPEN: u8 = 0x02;
    pub(super) const HAVE: u8 = 0x03;
    pub(super) const PUT: u8 = 0x04;
    pub(super) const CLOSE: u8 = 0x05;
    pub(super) const EPHEMERAL: u8 = 0x06;
    pub(super) const PING: u8 = 0x07;
}

impl<'a> ClientFrame<'a> {
    /// Appends the frame's bytes to a message. Where that is an error nothing is appended.
    ///
    /// # Errors
    /// Where it holds more than [`limits`] allow, or a list that is not in order.
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self {
            Self::Hello { versions, agent } => {
                if versions.is_empty() || !is_in_order(versions) {
                    return Err(EncodeError::Meaningless);
                }
                let length = prefixed(versions.len()) + prefixed(agent.len());
                join(out, number::HELLO, length, |out| {
                    write::bytes(out, versions, limits::VERSIONS)?;
                    write::bytes(out, agent.as_bytes(), limits::AGENT_BYTES)
                })
            }
            Self::Open { channel, access } => {
                let length = 2 + prefixed(access.label.as_str().len()) + 32 + 4 + 32;
                join(out, number::OPEN, length, |out| {
                    channel.write(out);
                    access.write(out)
                })
            }
            Self::Have { channel, last, ids } => {
                let length = 3 + write::length_bytes(ids.len()) + ids.len() * ShortId::BYTES;
                join(out, number::HAVE, length, |out| {
                    channel.write(out);
                    out.push(u8::from(*last));
                    write::list(out, ids, limits::IDS)
                })
            }
            Self::Put { channel, chunk } => join_rest(out, number::PUT, *channel, chunk, limits::CHUNK_BYTES),
            Self::Close { channel } => join_rest(out, number::CLOSE, *channel, &[], 0),
            Self::Ephemeral { channel, bytes } => {
                join_rest(out, number::EPHEMERAL, *channel, bytes, limits::EPHEMERAL_BYTES)
            }
            Self::Ping { number } => join(out, number::PING, 4, |out| {
                out.extend_from_slice(&number.to_le_bytes());
                Ok(())
            }),
        }
    }

    pub(super) fn read(number: u8, mut body: Reader<'a>) -> Result<Self, DecodeError> {
        let frame = match number {
            number::HELLO => {
                let versions = body.bytes(limits::VERSIONS)?;
                if versions.is_empty() {
                    return Err(DecodeError::Meaningless);
                }
                if !is_in_order(versions) {
                    return Err(DecodeError::NotCanonical);
                }
                Self::Hello { versions: versions.to_vec(), agent: body.text(limits::AGENT_BYTES)? }
            }
            number::OPEN => {
                Self::Open { channel: Channel::read(&mut body)?, access: Access::read(&mut body)? }
            }
            number::HAVE => Self::Have {
                channel: Channel::read(&mut body)?,
                last: body.flag()?,
                ids: body.list(limits::IDS)?,
            },
            number::PUT => {
                let channel = Channel::read(&mut body)?;
                let chunk = body.all(limits::CHUNK_BYTES)?;
                Self::Put { channel, chunk }
            }
            number::CLOSE => Self::Close { channel: Channel::read(&mut body)? },
            number::EPHEMERAL => {
                let channel = Channel::read(&mut body)?;
                let bytes = body.all(limits::EPHEMERAL_BYTES)?;
                Self::Ephemeral { channel, bytes }
            }
            number::PING => Self::Ping { number: body.u32()? },
            other => return Err(DecodeError::UnknownFrame(other)),
        };
        body.end()?;
        Ok(frame)
    }
}

fn is_in_order(versions: &[u8]) -> bool {
    versions.is_sorted_by(|one, next| one < next)
}

/// Bytes of something with its length before it.
const fn prefixed(bytes: usize) -> usize {
    write::length_bytes(bytes) + bytes
}
