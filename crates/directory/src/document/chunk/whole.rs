//! A saved document from outside, looked through before Automerge loads it: whether its rows are those of its
//! changes, each once and in the order in which Automerge keeps them.
//!
//! That makes loading it safe. What it says is then taken from its changes, which are checked one by one.

mod history;
mod placed;
mod rows;

use super::{
    bytes::Bytes,
    columns::{Check, Columns},
};
use history::History;

pub(crate) use placed::{PlacedRow, PlacedRows};

const CUT: &str = "a document that is cut short";

/// Looks through the contents of a document, which takes its operations and what follows them from `budget`.
pub(crate) fn check(contents: &[u8], budget: &mut u64) -> Check<()> {
    let Layout { actors, changes, operations } = Layout::read(contents)?;
    let history = History::read(&changes, actors.len())?;
    rows::check(&operations, &history, budget)
}

/// A document that was saved here, to be read for what touched what.
pub(crate) struct Saved<'a>(Layout<'a>);

impl<'a> Saved<'a> {
    pub(super) fn read(contents: &'a [u8]) -> Check<Self> {
        Layout::read(contents).map(Self)
    }

    /// Its authors, by whose places operations are named.
    pub(crate) fn actors(&self) -> &[&'a [u8]] {
        &self.0.actors
    }

    /// Its operations.
    pub(crate) fn rows(&self) -> PlacedRows<'_> {
        PlacedRows::of(&self.0.operations)
    }
}

/// What stands in a document.
struct Layout<'a> {
    actors: Vec<&'a [u8]>,
    changes: Columns<'a>,
    operations: Columns<'a>,
}

impl<'a> Layout<'a> {
    fn read(contents: &'a [u8]) -> Check<Self> {
        let mut input = Bytes(contents);
        let count = input.length().ok_or(CUT)?;
        let mut actors: Vec<&[u8]> = Vec::new();
        for _ in 0..count {
            let actor = input.prefixed().ok_or(CUT)?;
            if actors.last().is_some_and(|before| *before >= actor) {
                return Err("authors that are not in order");
            }
            if !super::change::is_name(actor) {
                return Err("an author's name of another form");
            }
            actors.push(actor);
        }
        let heads = input.length().ok_or(CUT)?;
        input.take(heads.checked_mul(32).ok_or(CUT)?).ok_or(CUT)?;
        let of_changes = Columns::headers(&mut input)?;
        let of_operations = Columns::headers(&mut input)?;
        let changes = Columns::read(&mut input, &of_changes, true)?;
        let operations = Columns::read(&mut input, &of_operations, true)?;
        // Where each head is among the changes; Automerge's first version did not write it.
        if !input.0.is_empty() {
            for _ in 0..heads {
                input.unsigned().ok_or(CUT)?;
            }
        }
        if !input.0.is_empty() {
            return Err("bytes that follow a document");
        }
        Ok(Self { actors, changes, operations })
    }
}
