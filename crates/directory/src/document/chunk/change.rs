//! A change, looked through before Automerge sees it: whether it is written as Automerge writes one, of bounded
//! numbers, and of no more work than its bytes may stand for.

use super::{
    bytes::Bytes,
    columns::{Check, Columns},
    operations::{LATEST, Operations},
};
use automerge::Change;

/// Whether this may be an author's name: the device's eight bytes, the session's eight, and one more where the change
/// was staged; then, where it is a stand-in's (see `rivals`), a zero and fifteen bytes of a hash.
pub(super) fn is_name(author: &[u8]) -> bool {
    match author.len() {
        16 | 17 => true,
        length @ (32 | 33) => author.get(length - 16) == Some(&0),
        _ => false,
    }
}

/// A message is a few words, of this many bytes at most: this app says `schema 1`, once.
pub(super) const MAX_MESSAGE: usize = 1_024;
/// Counters are stored in 32 bits; so is the number of a change among its author's.
pub(super) const MAX_COUNTER: u64 = i32::MAX as u64;

const CUT: &str = "a change that is cut short";

/// What stands before a change's operations, and their columns.
#[derive(Debug)]
struct Head<'a> {
    actors: Vec<&'a [u8]>,
    first: u64,
    columns: Columns<'a>,
}

/// Looks through the contents of a change. Answers how many operations it has that delete.
pub(crate) fn check(contents: &[u8]) -> Check<u64> {
    let head = head(contents)?;
    let operations = Operations::of(head.columns, head.first, &head.actors)?;
    if head.first.checked_add(operations.count).is_none_or(|end| end > MAX_COUNTER) {
        return Err("operations that are numbered too high");
    }
    let mut rows = operations.rows();
    while rows.next()?.is_some() {}
    Ok(operations.deletions)
}

/// Reads a change's operations and hands them to `each`. The change was looked through before.
pub(crate) fn with_operations<T>(
    change: &Change,
    with: impl for<'a> FnOnce(&Operations<'a>) -> Check<T>,
) -> Check<T> {
    let head = head(contents(change.raw_bytes()).ok_or(CUT)?)?;
    let operations = Operations::of(head.columns, head.first, &head.actors)?;
    with(&operations)
}

/// The contents of a chunk, after magic bytes, checksum, type and length.
pub(crate) fn contents(chunk: &[u8]) -> Option<&[u8]> {
    let mut input = Bytes(chunk);
    input.take(9)?;
    input.prefixed()
}

fn head(contents: &[u8]) -> Check<Head<'_>> {
    let mut input = Bytes(contents);
    let deps = input.length().ok_or(CUT)?;
    let mut before: Option<&[u8]> = None;
    for _ in 0..deps {
        let dep = input.take(32).ok_or(CUT)?;
        if before >= Some(dep) {
            return Err("what it builds on is not in order");
        }
        before = Some(dep);
    }
    let author = input.prefixed().ok_or(CUT)?;
    let number = input.unsigned().ok_or(CUT)?;
    let first = input.unsigned().ok_or(CUT)?;
    let time = input.signed().ok_or(CUT)?;
    let message = std::str::from_utf8(input.prefixed().ok_or(CUT)?).map_err(|_| CUT)?;
    let mut actors = vec![author];
    let others = input.length().ok_or(CUT)?;
    for _ in 0..others {
        let other = input.prefixed().ok_or(CUT)?;
        if other == author || actors.get(1..).and_then(<[_]>::last).is_some_and(|before| *before >= other) {
            return Err("authors that are not in order");
        }
        actors.push(other);
    }
    if !actors.iter().all(|actor| is_name(actor)) {
        return Err("an author's name of another form");
    }
    // Automerge counts time in seconds.
    let timely = (-LATEST / 1000..=LATEST / 1000).contains(&time);
    if !(1..=MAX_COUNTER).contains(&number) || !(1..=MAX_COUNTER).contains(&first) || !timely {
        return Err("a number out of bounds");
    }
    if message.len() > MAX_MESSAGE {
        return Err("a message that is too long");
    }
    let headers = Columns::headers(&mut input)?;
    let columns = Columns::read(&mut input, &headers, false)?;
    if !input.0.is_empty() {
        return Err("bytes that follow a change's operations");
    }
    Ok(Head { actors, first, columns })
}
