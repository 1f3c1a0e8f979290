//! What a closing notice holds: words for people, and what leads on.
//!
//! A notice is a blob of kind [`groundswell_wire::Kind::Notice`] with two items: the words alone, as programs of
//! before know them, and after it the body, whose fields a later program may add to.

use crate::padding::{length, take_length};
use crate::succession::{self, SUCCESSION_BYTES};
use crate::{BLOB_BYTES, Capability, Grant, KeyId, Seed, Succession, Withdrawal};
use groundswell_wire::VerifyingKey;

/// Bytes of words that are kept.
pub const WORDS_BYTES: usize = 1_000;

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
    /// The public seed of those keys, in the public part's room: what was public stays so. Without a succession, or
    /// where it is not the one that the succession says, it is not read.
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

    /// What a notice in a room of these keys of this directory says: the first item of each kind counts, and in the
    /// body the first field of each. What is of a newer version, is no text, or does not hold, is left out: that
    /// there is a notice closes the room.
    #[must_use]
    pub fn read(items: &[Vec<u8>], room: &KeyId, directory: &[u8; 12]) -> Self {
        let first = |kind: u8| items.iter().find_map(|item| item.strip_prefix(&[kind]));
        let words = first(WORDS).and_then(|text| std::str::from_utf8(text).ok()).map(cut).unwrap_or_default();
        let fields = Fields::read(first(BODY).unwrap_or_default());
        let succession = fields.succession.and_then(|bytes| {
            let read = succession::read(bytes.try_into().ok()?, |to| (*room, to))?;
            read.holds(directory).then_some(read)
        });
        let public_seed = succession.as_ref().and_then(|succession| {
            let seed = Seed::from_bytes(fields.public_seed?.try_into().ok()?);
            let capability = Capability::read(Grant::Public, seed.clone(), succession.to).ok()?;
            succession.leads_to(&capability).then_some(seed)
        });
        let withdrawal = fields.withdrawal.and_then(|bytes| {
            let (key, signature) = bytes.split_first_chunk()?;
            let signature = signature.try_into().ok()?;
            let read = Withdrawal { key: VerifyingKey::from_bytes(*key), signature };
            Some(read).filter(|read| read.holds(directory))
        });
        Self { words: words.to_owned(), succession, public_seed, withdrawal }
    }
}

/// The fields of a body, not looked into yet.
#[derive(Default)]
struct Fields<'a> {
    succession: Option<&'a [u8]>,
    public_seed: Option<&'a [u8]>,
    withdrawal: Option<&'a [u8]>,
}

impl<'a> Fields<'a> {
    /// A body that breaks off says what it said until then.
    fn read(mut bytes: &'a [u8]) -> Self {
        let mut fields = Self::default();
        while let Some((number, value)) = take(&mut bytes) {
            match number {
                field::SUCCESSION => fields.succession = fields.succession.or(Some(value)),
                field::PUBLIC_SEED => fields.public_seed = fields.public_seed.or(Some(value)),
                field::WITHDRAWAL => fields.withdrawal = fields.withdrawal.or(Some(value)),
                // Of a newer version.
                _ => {}
            }
        }
        fields
    }
}

fn take<'a>(bytes: &mut &'a [u8]) -> Option<(u8, &'a [u8])> {
    let (number, mut rest) = bytes.split_first()?;
    let length = take_length(&mut rest, BLOB_BYTES)?;
    let (value, rest) = rest.split_at_checked(length)?;
    *bytes = rest;
    Some((*number, value))
}

fn cut(text: &str) -> &str {
    let end = text.floor_char_boundary(WORDS_BYTES);
    text.get(..end).unwrap_or_default()
}
