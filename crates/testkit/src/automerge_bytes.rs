//! Automerge's binary format (<https://automerge.org/automerge-binary-format-spec/>) taken apart and put together
//! again, with checksums that are right: for tests of what somebody may make who knows the format.

mod column;
mod mutate;

pub use column::{Column, Kind, Segment};
pub use mutate::Choices;

use sha2::{Digest as _, Sha256};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

/// An unsigned number in LEB128.
#[must_use]
pub fn unsigned(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            bytes.push(byte);
            return bytes;
        }
        bytes.push(byte | 0x80);
    }
}

/// A signed number in LEB128.
#[must_use]
pub fn signed(mut value: i64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 && byte & 0x40 == 0 || value == -1 && byte & 0x40 != 0 {
            bytes.push(byte);
            return bytes;
        }
        bytes.push(byte | 0x80);
    }
}

/// Bytes read from the front.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Input<'a>(pub(crate) &'a [u8]);

impl<'a> Input<'a> {
    pub(crate) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number's bytes, as they are.
    pub(crate) fn number(&mut self) -> Option<&'a [u8]> {
        let length = self.0.iter().take(10).position(|byte| byte & 0x80 == 0)?;
        self.take(length + 1)
    }

    pub(crate) fn unsigned(&mut self) -> Option<u64> {
        let bytes = self.number()?;
        let bits = |(at, byte): (usize, &u8)| u64::from(byte & 0x7f).checked_shl(7 * at as u32);
        Some(bytes.iter().enumerate().filter_map(bits).fold(0, |all, bits| all | bits))
    }

    pub(crate) fn signed(&mut self) -> Option<i64> {
        let before = self.0;
        let value = self.unsigned()?;
        let length = before.len() - self.0.len();
        let last = before.get(length.checked_sub(1)?)?;
        let shift = 7 * length as u32;
        let value = value.cast_signed();
        Some(if last & 0x40 != 0 && shift < 64 { value | (-1 << shift) } else { value })
    }

    pub(crate) fn prefixed(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.unsigned()?).ok()?;
        self.take(length)
    }
}

/// A chunk of this type: magic bytes, the right checksum, type, length, contents.
#[must_use]
pub fn chunk(kind: u8, contents: &[u8]) -> Vec<u8> {
    let body = [&[kind][..], &unsigned(contents.len() as u64), contents].concat();
    let hash = Sha256::digest(&body);
    [&MAGIC[..], hash.get(..4).unwrap_or_default(), &body].concat()
}

/// The type of a chunk and its contents.
fn unchunk(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut input = Input(bytes);
    input.take(8)?;
    let kind = *input.take(1)?.first()?;
    Some((kind, input.prefixed()?))
}

/// Columns by their specifications, in the order in which they stand.
pub type Columns = Vec<(u64, Vec<u8>)>;

fn column_headers(input: &mut Input<'_>) -> Option<Vec<(u64, usize)>> {
    let count = input.unsigned()?;
    (0..count).map(|_| Some((input.unsigned()?, usize::try_from(input.unsigned()?).ok()?))).collect()
}

fn columns(input: &mut Input<'_>, headers: Vec<(u64, usize)>) -> Option<Columns> {
    headers.into_iter().map(|(it, length)| Some((it, input.take(length)?.to_vec()))).collect()
}

fn write_headers(columns: &Columns, into: &mut Vec<u8>) {
    into.extend(unsigned(columns.len() as u64));
    for (specification, bytes) in columns {
        into.extend(unsigned(*specification));
        into.extend(unsigned(bytes.len() as u64));
    }
}

fn write_prefixed(bytes: &[u8], into: &mut Vec<u8>) {
    into.extend(unsigned(bytes.len() as u64));
    into.extend(bytes);
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawChange {
    /// The hashes of the changes it builds on.
    pub deps: Vec<Vec<u8>>,
    /// Its author's name, and those of the others that it names.
    pub actors: Vec<Vec<u8>>,
    /// Its number among its author's.
    pub number: u64,
    /// The counter of its first operation.
    pub first: u64,
    /// Seconds since 1970.
    pub time: i64,
    /// What it says of itself.
    pub message: Vec<u8>,
    /// The columns of its operations.
    pub columns: Columns,
    /// What follows them.
    pub rest: Vec<u8>,
}

impl RawChange {
    /// Takes a change apart that is not deflated.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (1, contents) = unchunk(bytes)? else { return None };
        let mut input = Input(contents);
        let deps = (0..input.unsigned()?).map(|_| Some(input.take(32)?.to_vec())).collect::<Option<_>>()?;
        let author = input.prefixed()?.to_vec();
        let number = input.unsigned()?;
        let first = input.unsigned()?;
        let time = input.signed()?;
        let message = input.prefixed()?.to_vec();
        let mut actors = vec![author];
        for _ in 0..input.unsigned()? {
            actors.push(input.prefixed()?.to_vec());
        }
        let headers = column_headers(&mut input)?;
        let columns = columns(&mut input, headers)?;
        Some(Self { deps, actors, number, first, time, message, columns, rest: input.0.to_vec() })
    }

    /// Puts it together, under its right checksum.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut contents = unsigned(self.deps.len() as u64);
        contents.extend(self.deps.concat());
        let (author, others) = self.actors.split_first().map_or((&[][..], &[][..]), |(it, rest)| (it, rest));
        write_prefixed(author, &mut contents);
        contents.extend(unsigned(self.number));
        contents.extend(unsigned(self.first));
        contents.extend(signed(self.time));
        write_prefixed(&self.message, &mut contents);
        contents.extend(unsigned(others.len() as u64));
        others.iter().for_each(|other| write_prefixed(other, &mut contents));
        write_headers(&self.columns, &mut contents);
        self.columns.iter().for_each(|(_, bytes)| contents.extend(bytes));
        contents.extend(&self.rest);
        chunk(1, &contents)
    }

    /// The bytes of a column; made empty, in its place, where there was none.
    pub fn column_mut(&mut self, specification: u64) -> &mut Vec<u8> {
        column_of(&mut self.columns, specification)
    }
}

fn column_of(columns: &mut Columns, specification: u64) -> &mut Vec<u8> {
    let at = columns.partition_point(|(it, _)| *it < specification);
    if columns.get(at).is_none_or(|(it, _)| *it != specification) {
        columns.insert(at, (specification, Vec::new()));
    }
    match columns.get_mut(at) {
        Some((_, bytes)) => bytes,
        None => unreachable!("it was there, or was put there"),
    }
}

/// A saved document that is not deflated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawDocument {
    /// All authors.
    pub actors: Vec<Vec<u8>>,
    /// The hashes of the last changes.
    pub heads: Vec<Vec<u8>>,
    /// The columns of changes.
    pub changes: Columns,
    /// The columns of operations.
    pub operations: Columns,
    /// What follows them: where the heads are among the changes.
    pub rest: Vec<u8>,
}

impl RawDocument {
    /// Takes a document apart.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (0, contents) = unchunk(bytes)? else { return None };
        let mut input = Input(contents);
        let mut actors = Vec::new();
        for _ in 0..input.unsigned()? {
            actors.push(input.prefixed()?.to_vec());
        }
        let heads = (0..input.unsigned()?).map(|_| Some(input.take(32)?.to_vec())).collect::<Option<_>>()?;
        let of_changes = column_headers(&mut input)?;
        let of_operations = column_headers(&mut input)?;
        let changes = columns(&mut input, of_changes)?;
        let operations = columns(&mut input, of_operations)?;
        Some(Self { actors, heads, changes, operations, rest: input.0.to_vec() })
    }

    /// Puts it together, under its right checksum.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut contents = unsigned(self.actors.len() as u64);
        self.actors.iter().for_each(|actor| write_prefixed(actor, &mut contents));
        contents.extend(unsigned(self.heads.len() as u64));
        contents.extend(self.heads.concat());
        write_headers(&self.changes, &mut contents);
        write_headers(&self.operations, &mut contents);
        self.changes.iter().chain(&self.operations).for_each(|(_, bytes)| contents.extend(bytes));
        contents.extend(&self.rest);
        chunk(0, &contents)
    }
}
