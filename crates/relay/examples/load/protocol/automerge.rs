//! @automerge/automerge-repo-sync-server: CBOR maps, with Automerge's sync messages in them.
//!
//! A client here knows beforehand which heads every change leads to, and answers each message as a real client
//! does, with the heads that it has then; it only saves itself the document.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::path::Path;

use super::{Received, part};

pub struct Automerge {
    document: String,
    /// Changes, each with its hash; the first makes the document.
    pub(super) updates: Vec<([u8; 32], Vec<u8>)>,
    numbers: HashMap<[u8; 32], u32>,
}

impl Automerge {
    pub(super) fn read(folder: &Path) -> Self {
        let bytes = std::fs::read(folder.join("automerge.bin")).unwrap();
        let mut left = bytes.as_slice();
        let document = String::from_utf8(part(&mut left).to_vec()).unwrap();
        let (mut updates, mut numbers) = (Vec::new(), HashMap::new());
        while let Some((head, rest)) = left.split_first_chunk::<32>() {
            left = rest;
            numbers.insert(*head, updates.len() as u32);
            updates.push((*head, part(&mut left).to_vec()));
        }
        Self { document, updates, numbers }
    }

    pub(super) fn join(client: usize) -> Vec<u8> {
        let mut message = vec![0xa4];
        pair(&mut message, "type", "join");
        pair(&mut message, "senderId", &name(client));
        text(&mut message, "peerMetadata");
        message.push(0xa0);
        text(&mut message, "supportedProtocolVersions");
        message.push(0x81);
        text(&mut message, "1");
        message
    }

    pub(super) fn receive(&self, client: usize, message: &[u8], received: &mut Received) {
        let Some(data) = data(message) else {
            if find(message, b"dpeer").is_some() || find(message, b"speer").is_some() {
                received.answers.push(self.first(client));
            }
            return;
        };
        // A sync message: its kind, how many heads, the heads.
        let Some((head, _)) = data.get(2..).and_then(|rest| rest.split_first_chunk::<32>()) else { return };
        let Some(number) = self.numbers.get(head) else { return };
        // Who learns something says what it has then; the writer, who learns nothing, is silent.
        if *number > received.through || !received.is_ready {
            received.answers.push(self.message("sync", client, &has(head)));
        }
        received.is_ready = true;
        received.through = received.through.max(*number);
    }

    /// The writer brings the document, the others ask for it.
    fn first(&self, client: usize) -> Vec<u8> {
        if client == 0 {
            self.batch(0..=0)
        } else {
            self.message("request", client, &[0x42, 0, 0, 1, 0, 0, 0])
        }
    }

    /// Some changes in one sync message, as a client sends them that has made them since its last one. It says that
    /// it has them too, or the server would send them back.
    pub(super) fn batch(&self, numbers: RangeInclusive<u32>) -> Vec<u8> {
        let changes = &self.updates[*numbers.start() as usize..=*numbers.end() as usize];
        let mut data = has(&self.updates[*numbers.end() as usize].0);
        // Instead of no changes.
        data.pop();
        leb128(&mut data, changes.len());
        for (_, change) in changes {
            leb128(&mut data, change.len());
            data.extend(change);
        }
        self.message("sync", 0, &data)
    }

    fn message(&self, kind: &str, client: usize, data: &[u8]) -> Vec<u8> {
        let mut message = vec![0xa5];
        pair(&mut message, "type", kind);
        pair(&mut message, "senderId", &name(client));
        pair(&mut message, "targetId", "server");
        pair(&mut message, "documentId", &self.document);
        text(&mut message, "data");
        head(&mut message, 2, data.len());
        message.extend(data);
        message
    }
}

/// A sync message of somebody who has everything up to some heads.
fn has(head: &[u8; 32]) -> Vec<u8> {
    let mut message = vec![0x42, 1];
    message.extend(head);
    message.extend([0, 1, 1]);
    message.extend(head);
    message.extend([0, 0]);
    message
}

fn leb128(message: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        message.push(number as u8 | 0x80);
        number >>= 7;
    }
    message.push(number as u8);
}

/// The bytes under the key `data`.
fn data(message: &[u8]) -> Option<&[u8]> {
    let at = find(message, b"ddata")? + 5;
    let rest = message.get(at..)?;
    // A typed array may be tagged as one.
    let rest = rest.strip_prefix(&[0xd8, 0x40]).unwrap_or(rest);
    let (first, rest) = rest.split_first()?;
    match first {
        0x40..=0x57 => Some(rest),
        0x58 => rest.get(1..),
        0x59 => rest.get(2..),
        0x5a => rest.get(4..),
        _ => None,
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|some| some == what)
}

fn name(client: usize) -> String {
    format!("client-{client}")
}

fn pair(message: &mut Vec<u8>, key: &str, value: &str) {
    text(message, key);
    text(message, value);
}

fn text(message: &mut Vec<u8>, text: &str) {
    head(message, 3, text.len());
    message.extend(text.bytes());
}

/// The head of a CBOR item (RFC 8949 section 3).
fn head(message: &mut Vec<u8>, kind: u8, length: usize) {
    match length {
        0..=23 => message.push(kind << 5 | length as u8),
        24..=255 => message.extend([kind << 5 | 24, length as u8]),
        _ => {
            message.push(kind << 5 | 26);
            message.extend(u32::try_from(length).unwrap().to_be_bytes());
        }
    }
}
