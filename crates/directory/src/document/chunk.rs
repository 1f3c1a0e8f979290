//! Bytes from outside: looked through before Automerge sees them, so that a chunk can neither be of another
//! kind than it says, nor written otherwise than Automerge writes it, nor stand for more work than its bytes.
//!
//! The format is Automerge's binary document format (<https://automerge.org/automerge-binary-format-spec/>):
//! one or more chunks of magic bytes, checksum, type, length and contents.

mod bytes;
mod change;
mod columns;
mod operations;
mod whole;

pub(crate) use change::with_operations;
pub(crate) use columns::Check;
pub(crate) use operations::{Action, Key, Name, Operation, Operations};
pub(crate) use whole::{PlacedRow, PlacedRows, Saved};

use automerge::{Automerge, Change};
use bytes::{Bytes, inflate};
use operations::{DELETIONS_BASE, DELETIONS_TIMES};

/// What a chunk of bytes turned out to be.
#[derive(Debug)]
pub(crate) enum Parsed {
    /// A whole saved document.
    Document(Box<Automerge>),
    /// One change.
    Change(Box<Change>),
}

/// Where bytes come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// This device's own storage: a document was checked, or made here, before it was stored.
    Stored,
    /// Anywhere else: a neighbour, a backup.
    Outside,
}

/// At most this many bytes are read as one chunk.
pub(crate) const MAX_BYTES: usize = 64 << 20;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
/// Where the first four bytes of a chunk's hash stand.
const CHECKSUM: std::ops::Range<usize> = 4..8;
const DOCUMENT: u8 = 0;
const CHANGE: u8 = 1;
const DEFLATED_CHANGE: u8 = 2;

/// What was read of bytes: everything, or what could be of a document that does not load.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) parsed: Vec<Parsed>,
    /// Why not everything could be read. Then these are the changes of a damaged document, as far as they go.
    pub(crate) damage: Option<String>,
}

/// Reads documents and changes, one or several in a row.
pub(crate) fn parse(bytes: &[u8], source: Source) -> Result<Contents, String> {
    if bytes.len() > MAX_BYTES {
        return Err(format!("larger than {MAX_BYTES} bytes"));
    }
    let mut contents = Contents::default();
    // Of all chunks together, or many small ones would do what one may not. Of documents all operations count: in one of
    // 10,000 groups with a history of 20,000 notes written anew, there are 2 for each byte.
    let mut deletions = (bytes.len() as u64).saturating_mul(DELETIONS_TIMES).saturating_add(DELETIONS_BASE);
    let mut rest = bytes;
    while !rest.is_empty() {
        let (kind, inner, length) = header(rest).ok_or("not Automerge's format, or cut short")?;
        let (one, after) = rest.split_at_checked(length).ok_or("cut short")?;
        match kind {
            DOCUMENT => read_document(inner, one, source, &mut deletions, &mut contents)?,
            CHANGE | DEFLATED_CHANGE => {
                contents.parsed.push(read_change(kind, inner, one, &mut deletions)?);
            }
            other => return Err(format!("a chunk of unknown type {other}")),
        }
        rest = after;
    }
    if contents.parsed.is_empty() && contents.damage.is_none() {
        return Err("empty".to_owned());
    }
    Ok(contents)
}

/// A document that was saved here, to be read row by row.
pub(crate) fn saved(bytes: &[u8]) -> Check<Saved<'_>> {
    match header(bytes) {
        Some((DOCUMENT, contents, _)) => Saved::read(contents),
        _ => Err("no document"),
    }
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

fn read_change(kind: u8, contents: &[u8], whole: &[u8], deletions: &mut u64) -> Result<Parsed, String> {
    let inflated = if kind == CHANGE { None } else { inflate(contents) };
    let contents = match (kind, &inflated) {
        (CHANGE, _) => contents,
        (_, Some(inflated)) => inflated,
        (_, None) => return Err("a change that does not unpack".to_owned()),
    };
    let deleted = change::check(contents)?;
    *deletions = deletions.checked_sub(deleted).ok_or("more deletions than so many bytes may stand for")?;
    let change = Change::try_from(whole).map_err(|error| error.to_string())?;
    // Automerge checks this where it loads a document, but not here.
    if whole.get(CHECKSUM) != change.hash().0.get(..4) {
        return Err("a change whose checksum does not hold".to_owned());
    }
    Ok(Parsed::Change(Box::new(change)))
}

/// Whether there are numbers left for further operations. Earlier versions took in changes that left none.
fn can_go_on(doc: &Automerge) -> bool {
    let heads = doc.get_heads();
    heads
        .iter()
        .all(|head| doc.get_change_meta_by_hash(head).is_none_or(|it| it.max_op <= change::MAX_COUNTER))
}

fn read_document(
    contents: &[u8],
    whole: &[u8],
    source: Source,
    deletions: &mut u64,
    into: &mut Contents,
) -> Result<(), String> {
    if source == Source::Outside {
        whole::check(contents, deletions)?;
    }
    let error = match Automerge::load(whole) {
        Ok(doc) if can_go_on(&doc) => {
            into.parsed.push(Parsed::Document(Box::new(doc)));
            return Ok(());
        }
        Ok(_) => "operations that are numbered too high".to_owned(),
        Err(error) => error.to_string(),
    };
    // Its heads are not those of its changes as Automerge writes them: earlier versions took in changes that were
    // written otherwise. What is in it is still there, change by change.
    let damaged = Automerge::load_unverified_heads(whole).map_err(|_| error.clone())?;
    for change in damaged.get_changes(&[]) {
        let change = change.raw_bytes();
        if change::contents(change).is_some_and(|contents| change::check(contents).is_ok())
            && let Ok(change) = Change::try_from(change)
        {
            into.parsed.push(Parsed::Change(Box::new(change)));
        }
    }
    into.damage = Some(error);
    Ok(())
}
