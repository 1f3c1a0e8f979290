//! From a client's bytes to its messages.

use super::CloseCode;

/// What a client sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A whole binary message.
    Message(Vec<u8>),
    /// A ping, to be answered with the same bytes.
    Ping(Vec<u8>),
    /// The answer to a ping.
    Pong,
    /// The client closes, with a code where it said one: to be answered with the same.
    Close(Option<u16>),
}

/// What a client may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Violation {
    /// It broke the protocol.
    Protocol,
    /// It sent text.
    Text,
    /// It said why it closes, in bytes that are no text.
    NotText,
    /// The message is larger than allowed.
    TooBig,
    /// The message came in more pieces than are any use.
    Fragments,
}

impl Violation {
    /// The code with which to close.
    pub(crate) fn code(self) -> CloseCode {
        match self {
            Self::Protocol => CloseCode::Protocol,
            Self::Text => CloseCode::Unsupported,
            Self::NotText => CloseCode::NotText,
            Self::TooBig | Self::Fragments => CloseCode::TooBig,
        }
    }
}

/// Pieces of one message. Browsers send a message whole or in pieces of kilobytes; one that comes byte by byte
/// only costs time.
const MOST_FRAGMENTS: u32 = 1_024;

/// A client's side of a connection, as far as it has come.
#[derive(Debug)]
pub(crate) struct Decoder {
    most: usize,
    head: Head,
    /// The frame that is under way, and how much of it is still to come.
    frame: Option<(Frame, usize)>,
    /// The mask, turned so that it begins with the next byte.
    mask: [u8; 4],
    /// The message so far; nothing between messages.
    message: Vec<u8>,
    fragments: u32,
    control: Vec<u8>,
}

/// The head of a frame as far as it has come: at most 14 bytes.
#[derive(Debug, Default)]
struct Head {
    bytes: [u8; 14],
    length: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// Part of a message, the last one or not.
    Data {
        is_last: bool,
    },
    Close,
    Ping,
    Pong,
}

impl Decoder {
    /// A decoder of messages of at most so many bytes.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            head: Head::default(),
            frame: None,
            mask: [0; 4],
            message: Vec::new(),
            fragments: 0,
            control: Vec::new(),
        }
    }

    /// Bytes that are kept of what has not ended.
    pub(crate) fn kept(&self) -> usize {
        self.message.len() + self.control.len()
    }

    /// Takes bytes off, up to the end of the next event.
    ///
    /// # Errors
    /// [`Violation`]; the connection is then to be closed, and nothing more of it read.
    pub(crate) fn next(&mut self, bytes: &mut &[u8]) -> Result<Option<Event>, Violation> {
        loop {
            if self.frame.is_none() {
                let Some((frame, length)) = self.head(bytes)? else { return Ok(None) };
                self.frame = Some((frame, length));
            }
            let Some((frame, left)) = &mut self.frame else { return Ok(None) };
            let (now, later) = bytes.split_at_checked(*left).unwrap_or((bytes, &[]));
            *bytes = later;
            *left -= now.len();
            let (frame, is_whole) = (*frame, *left == 0);
            let to = if matches!(frame, Frame::Data { .. }) { &mut self.message } else { &mut self.control };
            make_space(to, now.len());
            unmask(now, &mut self.mask, to);
            if !is_whole {
                return Ok(None);
            }
            self.frame = None;
            match frame {
                Frame::Data { is_last: false } => {}
                Frame::Data { is_last: true } => {
                    self.fragments = 0;
                    return Ok(Some(Event::Message(std::mem::take(&mut self.message))));
                }
                Frame::Ping => return Ok(Some(Event::Ping(std::mem::take(&mut self.control)))),
                Frame::Pong => {
                    self.control = Vec::new();
                    return Ok(Some(Event::Pong));
                }
                Frame::Close => {
                    return closed(&std::mem::take(&mut self.control)).map(|code| Some(Event::Close(code)));
                }
            }
        }
    }

    /// The next frame and its length, once its head is whole.
    fn head(&mut self, bytes: &mut &[u8]) -> Result<Option<(Frame, usize)>, Violation> {
        loop {
            // What is wrong is said as soon as it can be seen: of the rest of the head there may be none.
            if self.head.length == 2 {
                self.head.check(self.fragments > 0)?;
            }
            if self.head.length >= self.head.wanted() {
                break;
            }
            let Some((first, rest)) = bytes.split_first() else { return Ok(None) };
            *bytes = rest;
            if let Some(place) = self.head.bytes.get_mut(self.head.length) {
                *place = *first;
            }
            self.head.length += 1;
        }
        let head = std::mem::take(&mut self.head);
        let (frame, length, mask) = head.read()?;
        self.mask = mask;
        if let Frame::Data { .. } = frame {
            if length.saturating_add(self.message.len()) > self.most {
                return Err(Violation::TooBig);
            }
            self.fragments += 1;
            if self.fragments > MOST_FRAGMENTS {
                return Err(Violation::Fragments);
            }
        }
        Ok(Some((frame, length)))
    }
}

impl Head {
    fn opcode(&self) -> u8 {
        self.bytes[0] & 0x0f
    }

    /// How long the head is, as far as can be told.
    fn wanted(&self) -> usize {
        match (self.length, self.bytes[1] & 0x7f) {
            (0 | 1, _) => 2,
            (_, 126) => 2 + 2 + 4,
            (_, 127) => 2 + 8 + 4,
            _ => 2 + 4,
        }
    }

    /// Whether the first two bytes may begin a frame, within a message or not.
    fn check(&self, is_in_message: bool) -> Result<(), Violation> {
        let [first, second, ..] = self.bytes;
        // No extension was agreed on, and clients must mask (sections 5.1 and 5.2).
        if first & 0x70 != 0 || second & 0x80 == 0 {
            return Err(Violation::Protocol);
        }
        match self.opcode() {
            // A message begins with its kind and goes on without.
            0 if !is_in_message => Err(Violation::Protocol),
            1 | 2 if is_in_message => Err(Violation::Protocol),
            1 => Err(Violation::Text),
            0 | 2 => Ok(()),
            // What controls the connection comes whole, and is short.
            8..=10 if first & 0x80 != 0 && second & 0x7f <= 125 => Ok(()),
            _ => Err(Violation::Protocol),
        }
    }

    /// The frame, its length and its mask; of a head that is whole and was checked.
    fn read(&self) -> Result<(Frame, usize, [u8; 4]), Violation> {
        let [first, second, rest @ ..] = self.bytes;
        let [a, b, c, d, e, f, g, h, i, j, k, l] = rest;
        let (length, mask) = match second & 0x7f {
            126 => (u64::from(u16::from_be_bytes([a, b])), [c, d, e, f]),
            127 => (u64::from_be_bytes([a, b, c, d, e, f, g, h]), [i, j, k, l]),
            short => (u64::from(short), [a, b, c, d]),
        };
        // The shortest form, and no more than 63 bits.
        let is_allowed = match second & 0x7f {
            126 => length > 125,
            127 => length > 0xffff && length >> 63 == 0,
            _ => true,
        };
        if !is_allowed {
            return Err(Violation::Protocol);
        }
        let length = usize::try_from(length).map_err(|_| Violation::TooBig)?;
        let frame = match self.opcode() {
            8 => Frame::Close,
            9 => Frame::Ping,
            10 => Frame::Pong,
            _ => Frame::Data { is_last: first & 0x80 != 0 },
        };
        Ok((frame, length, mask))
    }
}

/// The code of a close (section 5.5.1), where it says one.
fn closed(payload: &[u8]) -> Result<Option<u16>, Violation> {
    let Some((code, reason)) = payload.split_first_chunk::<2>() else {
        return if payload.is_empty() { Ok(None) } else { Err(Violation::Protocol) };
    };
    let code = u16::from_be_bytes(*code);
    // Those that the standard, its register or nobody but the program itself gives a meaning (section 7.4).
    if !matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
        return Err(Violation::Protocol);
    }
    match std::str::from_utf8(reason) {
        Ok(_) => Ok(Some(code)),
        Err(_) => Err(Violation::NotText),
    }
}

/// Makes space for what is here and little more: of many messages that never end each would have twice what it needs.
fn make_space(to: &mut Vec<u8>, more: usize) {
    if to.capacity() - to.len() < more {
        to.reserve_exact(more.max(to.len() / 8));
    }
}

/// Appends bytes with the mask taken off.
fn unmask(bytes: &[u8], mask: &mut [u8; 4], to: &mut Vec<u8>) {
    let [a, b, c, d] = *mask;
    let start = to.len();
    to.extend_from_slice(bytes);
    let (fours, rest) = to.split_at_mut(start).1.as_chunks_mut::<4>();
    for four in fours {
        *four = (u32::from_ne_bytes(*four) ^ u32::from_ne_bytes([a, b, c, d])).to_ne_bytes();
    }
    rest.iter_mut().zip([a, b, c]).for_each(|(byte, mask)| *byte ^= mask);
    mask.rotate_left(bytes.len() % 4);
}

#[cfg(test)]
mod tests;
