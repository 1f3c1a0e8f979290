//! Bytes from outside: looked through before Automerge sees them, so that a chunk can neither be of another
//! kind than it says nor grow without bound when it is unpacked.
//!
//! The format is Automerge's binary document format (<https://automerge.org/automerge-binary-format-spec/>):
//! one or more chunks of magic bytes, checksum, type, length and contents.

mod columns;

use automerge::{Automerge, Change};
use columns::{Bytes, check_columns, column_headers, inflate};

/// What a chunk of bytes turned out to be.
#[derive(Debug)]
pub(crate) enum Parsed {
    /// A whole saved document.
    Document(Box<Automerge>),
    /// One change.
    Change(Box<Change>),
}

/// At most this many bytes are read as one chunk.
pub(crate) const MAX_BYTES: usize = 64 << 20;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
/// Where the first four bytes of a chunk's hash stand.
const CHECKSUM: std::ops::Range<usize> = 4..8;
const DOCUMENT: u8 = 0;
const CHANGE: u8 = 1;
const DEFLATED_CHANGE: u8 = 2;

/// Reads documents and changes, one or several in a row.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<Parsed>, String> {
    if bytes.len() > MAX_BYTES {
        return Err(format!("larger than {MAX_BYTES} bytes"));
    }
    let mut parsed = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (kind, contents, length) = header(rest).ok_or("not Automerge's format, or cut short")?;
        let (one, after) = rest.split_at_checked(length).ok_or("cut short")?;
        parsed.push(read(kind, contents, one)?);
        rest = after;
    }
    if parsed.is_empty() { Err("empty".to_owned()) } else { Ok(parsed) }
}

/// The type of the chunk that stands first, its contents, and its length in all.
fn header(bytes: &[u8]) -> Option<(u8, &[u8], usize)> {
    let mut input = Bytes(bytes);
    if input.take(4)? != MAGIC {
        return None;
    }
    input.take(4)?;
    let kind = *input.take(1)?.first()?;
    let length = input.length()?;
    let contents = input.take(length)?;
    Some((kind, contents, bytes.len() - input.0.len()))
}

fn read(kind: u8, contents: &[u8], whole: &[u8]) -> Result<Parsed, String> {
    match kind {
        DOCUMENT => {
            check_document(contents).ok_or("a document of a form or size that is not read")?;
            let doc = Automerge::load(whole).map_err(|error| error.to_string())?;
            Ok(Parsed::Document(Box::new(doc)))
        }
        CHANGE | DEFLATED_CHANGE => {
            let inflated = if kind == CHANGE { None } else { inflate(contents) };
            let contents = match (kind, &inflated) {
                (CHANGE, _) => contents,
                (_, Some(inflated)) => inflated,
                (_, None) => return Err("a change that does not unpack".to_owned()),
            };
            check_change(contents).ok_or("a change of a form or size that is not read")?;
            let change = Change::try_from(whole).map_err(|error| error.to_string())?;
            // Automerge checks this where it loads a document, but not here.
            if whole.get(CHECKSUM) != change.hash().0.get(..4) {
                return Err("a change whose checksum does not hold".to_owned());
            }
            Ok(Parsed::Change(Box::new(change)))
        }
        other => Err(format!("a chunk of unknown type {other}")),
    }
}

fn check_document(contents: &[u8]) -> Option<()> {
    let mut input = Bytes(contents);
    for _ in 0..input.length()? {
        input.prefixed()?;
    }
    let heads = input.length()?;
    input.take(heads.checked_mul(32)?)?;
    let mut columns = column_headers(&mut input)?;
    columns.extend(column_headers(&mut input)?);
    check_columns(&mut input, &columns)
}

fn check_change(contents: &[u8]) -> Option<()> {
    let mut input = Bytes(contents);
    let deps = input.length()?;
    input.take(deps.checked_mul(32)?)?;
    input.prefixed()?;
    input.unsigned()?;
    input.unsigned()?;
    input.signed()?;
    input.prefixed()?;
    for _ in 0..input.length()? {
        input.prefixed()?;
    }
    let columns = column_headers(&mut input)?;
    check_columns(&mut input, &columns)
}
