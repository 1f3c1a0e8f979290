//! What a closing notice holds: words for people, and what leads on.
//!
//! A notice is a whole of kind [`groundswell_wire::Kind::Notice`] with two items: the words alone, as programs of
//! before know them, and after it the body, whose fields a later program may add to.

use crate::padding::{length, take_length};
use crate::succession::{self, SUCCESSION_BYTES};
use crate::{KeyId, Seed, Succession, Withdrawal};
use groundswell_wire::VerifyingKey;

/// Bytes of words that are kept.
pub const WORDS_BYTES: usize = 1_000;
/// Bytes of a body, at most.
const BODY_BYTES: usize = 16 << 10;

const WORDS: u8 = 1;
const BODY: u8 = 2;

/// The fields of a body.
mod field {
    pub(super) const SUCCESSION: u8 = 1;
    pub(super) const PUBLIC_SEED: u8 = 2;
    pub(super) const WITHDRAWAL: u8 = 3;
}

/// A closing notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// Words for people: plain text of at most [`WORDS_BYTES`] bytes, which may be empty.
    pub words: String,
    /// The keys that take the place of the room's, vouched for by them.
    pub succession: Option<Succession>,
    /// The public seed of those keys, in the public part's room: what was public stays so.
    pub public_seed: Option<Seed>,
    /// New keys of an earlier notice that are not to be used after all.
    pub withdrawal: Option<Withdrawal>,
}

impl Notice {
    /// The items of the notice.
    #[must_use]
    pub fn items(&self) -> Vec<Vec<u8>> {
        let mut words = vec![WORDS];
        words.extend_from_slice(cut(&self.words).as_bytes());
        let mut body = vec![BODY];
        let mut put = |number: u8, bytes: &[u8]| {
            body.push(number);
            length(&mut body, bytes.len());
            body.extend_from_slice(bytes);
        };
        if let Some(succession) = &self.succession {
            let mut bytes = Vec::with_capacity(SUCCESSION_BYTES);
            succession.write(&succession.to, &mut bytes);
            put(field::SUCCESSION, &bytes);
        }
        if let Some(seed) = &self.public_seed {
            put(field::PUBLIC_SEED, seed.expose());
        }
        if let Some(withdrawal) = &self.withdrawal {
            put(field::WITHDRAWAL, &[withdrawal.key.as_bytes().as_slice(), &withdrawal.signature].concat());
        }
        vec![words, body]
    }

    /// What a notice in a room of these keys of this directory says. What is of a newer version, is no text, or does
    /// not hold, is left out: that there is a notice closes the room.
    #[must_use]
    pub fn read(items: &[Vec<u8>], room: &KeyId, directory: &[u8; 12]) -> Self {
        let mut notice = Self::default();
        for item in items {
            match item.split_first() {
                Some((&WORDS, text)) if notice.words.is_empty() => {
                    notice.words = std::str::from_utf8(text).map(cut).unwrap_or_default().to_owned();
                }
                Some((&BODY, fields)) if fields.len() <= BODY_BYTES => {
                    // A body that breaks off says what it said until then.
                    let _ = notice.take(fields, room, directory);
                }
                _ => {}
            }
        }
        notice
    }

    fn take(&mut self, mut fields: &[u8], room: &KeyId, directory: &[u8; 12]) -> Option<()> {
        while let Some((number, rest)) = fields.split_first() {
            fields = rest;
            let length = take_length(&mut fields, BODY_BYTES)?;
            let (bytes, rest) = fields.split_at_checked(length)?;
            fields = rest;
            match *number {
                field::SUCCESSION => {
                    let (to, read) = succession::read(bytes.try_into().ok()?)?;
                    let read = Succession { from: *room, to, ..read };
                    self.succession = self.succession.take().or(read.holds(directory).then_some(read));
                }
                field::PUBLIC_SEED => {
                    self.public_seed = Some(Seed::from_bytes(bytes.try_into().ok()?));
                }
                field::WITHDRAWAL => {
                    let (key, signature) = bytes.split_first_chunk::<32>()?;
                    let signature = signature.try_into().ok()?;
                    let read = Withdrawal { key: VerifyingKey::from_bytes(*key), signature };
                    self.withdrawal = Some(read).filter(|read| read.holds(directory));
                }
                // Of a newer version.
                _ => {}
            }
        }
        Some(())
    }
}

fn cut(text: &str) -> &str {
    let end = text.floor_char_boundary(WORDS_BYTES);
    text.get(..end).unwrap_or_default()
}
