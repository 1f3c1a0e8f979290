//! @y/websocket-server and @hocuspocus/server. Both speak y-protocols: a message of kind 0 is a sync message, whose
//! kind is 0 (what do you lack?), 1 (that) or 2 (an update). Hocuspocus names the document first.

use std::path::Path;

use super::{Received, part};

/// What an update says before its number, in eight hexadecimal digits: see `updates.mjs`.
const MARK: &[u8] = b"gs";

pub struct Yjs {
    pub(super) updates: Vec<Vec<u8>>,
    room: String,
    names_document: bool,
}

impl Yjs {
    pub(super) fn read(folder: &Path, names_document: bool) -> Self {
        let bytes = std::fs::read(folder.join("yjs.bin")).unwrap();
        let mut left = bytes.as_slice();
        let mut updates = Vec::new();
        while !left.is_empty() {
            updates.push(part(&mut left).to_vec());
        }
        Self { updates, room: format!("room-{}", std::process::id()), names_document }
    }

    pub(super) fn path(&self) -> String {
        format!("/{}", self.room)
    }

    /// What stands before each message.
    fn prefix(&self) -> Vec<u8> {
        let mut prefix = Vec::new();
        if self.names_document {
            prefix.push(self.room.len() as u8);
            prefix.extend(self.room.bytes());
        }
        prefix
    }

    pub(super) fn greeting(&self) -> Vec<Vec<u8>> {
        let mut messages = Vec::new();
        if self.names_document {
            // Kind 2 is authentication, of kind 0: with a token, here an empty one.
            messages.push([self.prefix(), vec![2, 0, 0]].concat());
        }
        // What does the server have that an empty document lacks?
        messages.push([self.prefix(), vec![0, 0, 1, 0]].concat());
        messages
    }

    pub(super) fn receive(&self, message: &[u8], received: &mut Received) {
        let message = if self.names_document { &message[1 + usize::from(message[0])..] } else { message };
        match message {
            [0, 1, ..] => received.is_ready = true,
            // One update a message.
            [0, 2, ..] if !self.names_document => received.through += 1,
            // Several, joined: the last one tells its number.
            [0, 2, rest @ ..] => received.through = received.through.max(last_number(rest).unwrap_or(0)),
            _ => {}
        }
    }

    pub(super) fn update(&self, number: u32) -> Vec<u8> {
        let update = &self.updates[number as usize - 1];
        let mut message = self.prefix();
        message.extend([0, 2]);
        assert!(update.len() < 128 * 128);
        if update.len() < 128 {
            message.push(update.len() as u8);
        } else {
            message.extend([update.len() as u8 | 0x80, (update.len() >> 7) as u8]);
        }
        message.extend(update);
        message
    }
}

fn last_number(bytes: &[u8]) -> Option<u32> {
    let at = bytes.windows(MARK.len()).rposition(|two| two == MARK)?;
    let digits = bytes.get(at + MARK.len()..at + MARK.len() + 8)?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}
