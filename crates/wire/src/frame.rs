//! Frames: what goes over a connection. A WebSocket message holds one or more of them.
//!
//! A frame is a type (one byte), the length of its body, and its body. Decoded frames borrow what is large from
//! the message.

mod client;
mod relay;

pub use client::ClientFrame;
pub use relay::{Leaving, Limits, Refusal, RelayFrame};

use crate::error::{DecodeError, EncodeError};
use crate::read::Reader;
use crate::{limits, write};

/// A room on a connection: a number that the client chose when it opened the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Channel(pub u16);

impl Channel {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.u16().map(Self)
    }

    fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0.to_le_bytes());
    }
}

/// Takes the first frame off: its type, its body.
fn split<'a>(reader: &mut Reader<'a>) -> Result<(u8, Reader<'a>), DecodeError> {
    let number = reader.u8()?;
    let body = reader.bytes(limits::FRAME_BYTES)?;
    let length = 1 + write::length_bytes(body.len()) + body.len();
    if length > limits::FRAME_BYTES {
        return Err(DecodeError::TooLarge);
    }
    Ok((number, Reader::new(body)))
}

/// Appends a frame whose body `write` appends. Where it can not, nothing is appended.
fn join(
    out: &mut Vec<u8>,
    number: u8,
    body_bytes: usize,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>,
) -> Result<(), EncodeError> {
    let start = out.len();
    let length = 1 + write::length_bytes(body_bytes) + body_bytes;
    if length > limits::FRAME_BYTES {
        return Err(EncodeError::TooLarge);
    }
    out.reserve(length);
    out.push(number);
    write::length(out, body_bytes);
    let written = write(out);
    debug_assert!(written.is_err() || out.len() == start + length, "a frame of another length than it said");
    if written.is_err() {
        out.truncate(start);
    }
    written
}

/// Appends a frame of a channel and bytes that go to its end.
fn join_rest(
    out: &mut Vec<u8>,
    number: u8,
    channel: Channel,
    bytes: &[u8],
    most: usize,
) -> Result<(), EncodeError> {
    if bytes.len() > most {
        return Err(EncodeError::TooLarge);
    }
    join(out, number, 2 + bytes.len(), |out| {
        channel.write(out);
        out.extend_from_slice(bytes);
        Ok(())
    })
}

macro_rules! frames {
    ($(#[$about:meta])* $name:ident, $frame:ident) => {
        $(#[$about])*
        #[derive(Clone, Debug)]
        pub struct $name<'a>(Reader<'a>);

        impl $name<'_> {
            /// Bytes of the message behind the frames that were taken.
            #[must_use]
            pub const fn left(&self) -> usize {
                self.0.left()
            }
        }

        impl<'a> Iterator for $name<'a> {
            type Item = Result<$frame<'a>, DecodeError>;

            fn next(&mut self) -> Option<Self::Item> {
                if self.0.left() == 0 {
                    return None;
                }
                let frame = split(&mut self.0).and_then(|(number, body)| $frame::read(number, body));
                if frame.is_err() {
                    self.0 = Reader::new(&[]);
                }
                Some(frame)
            }
        }

        impl<'a> $frame<'a> {
            /// The frames of a message, in order. After the first that can not be read there are no more.
            ///
            /// # Errors
            /// Where the message is empty, or larger than [`limits::MESSAGE_BYTES`].
            pub const fn all(message: &'a [u8]) -> Result<$name<'a>, DecodeError> {
                if message.is_empty() {
                    return Err(DecodeError::CutShort);
                }
                if message.len() > limits::MESSAGE_BYTES {
                    return Err(DecodeError::TooLarge);
                }
                Ok($name(Reader::new(message)))
            }

            /// Reads bytes that are one frame.
            ///
            /// # Errors
            /// Where they are none, or more than one.
            pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
                let mut reader = Reader::new(bytes);
                let (number, body) = split(&mut reader)?;
                reader.end()?;
                Self::read(number, body)
            }
        }
    };
}

frames! {
    /// The frames of a message of a client.
    ClientFrames, ClientFrame
}
frames! {
    /// The frames of a message of a relay.
    RelayFrames, RelayFrame
}
