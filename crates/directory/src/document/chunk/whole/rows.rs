//! The operations of a document: each belongs to a change, and they stand in Automerge's order, which everything
//! that reads them takes for granted: by object, by key or in the text's order, by name.

use super::{
    super::{
        bytes::Bytes,
        columns::{Booleans, Check, Columns, Delta, Rle},
        operations::{Action, DELETIONS_BASE, DELETIONS_TIMES, Packed, specification as of},
    },
    history::History,
};
use std::collections::HashMap;

/// The columns that a document has and a change has not.
pub(super) mod specification {
    pub(in super::super) const ACTOR: u64 = 0x21;
    pub(in super::super) const COUNTER: u64 = 0x23;
    pub(in super::super) const SUCC_COUNT: u64 = 0x80;
    pub(in super::super) const SUCC_ACTOR: u64 = 0x81;
    pub(in super::super) const SUCC_COUNTER: u64 = 0x83;
    pub(super) const EXPAND: u64 = 0x94;
    pub(super) const MARK_NAME: u64 = 0xa5;
}
use specification as by;

const KNOWN: [u64; 16] = [
    of::OBJECT_ACTOR,
    of::OBJECT_COUNTER,
    of::KEY_ACTOR,
    of::KEY_COUNTER,
    of::KEY_NAME,
    by::ACTOR,
    by::COUNTER,
    of::INSERT,
    of::ACTION,
    of::VALUE_META,
    of::VALUE,
    by::SUCC_COUNT,
    by::SUCC_ACTOR,
    by::SUCC_COUNTER,
    by::EXPAND,
    by::MARK_NAME,
];

/// A row of a document costs more than a byte, but for few that are alike.
const ROWS_BASE: u64 = 1 << 16;
const ROWS_TIMES: u64 = 2;

const MANY: &str = "more operations than so many bytes may stand for";
const UNEVEN: &str = "columns of different lengths";
const DISORDER: &str = "operations that are not in order";
const NOWHERE: &str = "an operation of no change";

/// An operation's name: counter and author.
type Name = (u64, u64);

/// What was seen of an operation: which keys of which object it stands at, and whether as a row of its own.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    group: u32,
    row: bool,
}

/// Where the last row stood.
#[derive(Debug, Default)]
struct Cursor<'a> {
    object: Option<Name>,
    is_sequence: bool,
    key: Option<&'a str>,
    last: Option<Name>,
    /// The elements from the beginning of a text to the last one, each inserted after the one before it.
    elements: Vec<Name>,
    /// The number of the key or element.
    group: u32,
}

impl<'a> Cursor<'a> {
    fn enter(&mut self, object: Option<Name>, is_sequence: bool) -> Check<()> {
        // The root comes first, the others in the order of their names.
        if object <= self.object {
            return Err(DISORDER);
        }
        let group = self.group;
        *self = Self { object, is_sequence, group, ..Self::default() };
        Ok(())
    }

    fn next_group(&mut self) {
        self.group = self.group.saturating_add(1);
    }

    fn named(&mut self, key: &'a str, name: Name) -> Check<()> {
        if self.key == Some(key) {
            if self.last >= Some(name) {
                return Err(DISORDER);
            }
        } else {
            if self.key.is_some_and(|before| before > key) {
                return Err(DISORDER);
            }
            self.key = Some(key);
            self.next_group();
        }
        self.last = Some(name);
        Ok(())
    }

    /// An element after another or at the beginning: of those after the same, the latest comes first.
    fn inserted(&mut self, after: Option<Name>, name: Name) -> Check<()> {
        let mut sibling = None;
        while self.elements.last().copied() != after {
            sibling = Some(self.elements.pop().ok_or(DISORDER)?);
        }
        if sibling.is_some_and(|sibling| sibling <= name) || after >= Some(name) {
            return Err(DISORDER);
        }
        self.elements.push(name);
        self.next_group();
        Ok(())
    }
}

/// Looks through the operations. They and what writes over them are taken from `budget`, which counts bytes as they
/// came: what deflated columns unpack to says little of what somebody had to send.
pub(super) fn check(columns: &Columns<'_>, history: &History, budget: &mut u64) -> Check<()> {
    if !columns.are(&KNOWN, &KNOWN) {
        return Err("a column that a directory does not have");
    }
    let column = |specification| columns.get(specification);
    let bytes = columns.length() as u64;
    let count = Rle::<u64>::new(column(of::ACTION), false).rows()?;
    let succs = Rle::<u64>::new(column(by::SUCC_COUNT), false).measure(|count| count)?;
    if count > bytes.saturating_mul(ROWS_TIMES).saturating_add(ROWS_BASE)
        || succs.1 > bytes.saturating_mul(DELETIONS_TIMES).saturating_add(DELETIONS_BASE)
        || history.operations > count.saturating_add(succs.1)
    {
        return Err(MANY);
    }
    *budget = budget.checked_sub(count.saturating_add(succs.1)).ok_or(MANY)?;
    let is_even = |rows: Check<u64>| rows.map(|rows| rows == 0 || rows == count);
    let mut marks = Rle::<&str>::new(column(by::MARK_NAME), false);
    let mut expand = Booleans::new(column(by::EXPAND));
    let even = is_even(Rle::<u64>::new(column(of::OBJECT_ACTOR), false).rows())?
        && is_even(Rle::<u64>::new(column(of::OBJECT_COUNTER), false).rows())?
        && is_even(Rle::<u64>::new(column(of::KEY_ACTOR), false).rows())?
        && is_even(Delta::new(column(of::KEY_COUNTER), false).rows())?
        && is_even(Rle::<&str>::new(column(of::KEY_NAME), false).rows())?
        && is_even(marks.clone().rows())?
        && is_even(expand.clone().rows())?
        && Rle::<u64>::new(column(by::ACTOR), false).rows()? == count
        && Delta::new(column(by::COUNTER), false).rows()? == count
        && Booleans::new(column(of::INSERT)).rows()? == count
        && Rle::<u64>::new(column(of::VALUE_META), false).measure(|meta| meta >> 4)?
            == (count, column(of::VALUE).len() as u64)
        && succs.0 == count
        && Rle::<u64>::new(column(by::SUCC_ACTOR), false).rows()? == succs.1
        && Delta::new(column(by::SUCC_COUNTER), false).rows()? == succs.1;
    if !even {
        return Err(UNEVEN);
    }
    for _ in 0..count {
        if marks.next()?.flatten().is_some() || expand.next()?.unwrap_or_default() {
            return Err("a mark, which a directory does not have");
        }
    }
    walk(columns, history, count)
}

fn walk(columns: &Columns<'_>, history: &History, count: u64) -> Check<()> {
    let column = |specification| columns.get(specification);
    let mut object_actor = Rle::<u64>::new(column(of::OBJECT_ACTOR), false);
    let mut object_counter = Rle::<u64>::new(column(of::OBJECT_COUNTER), false);
    let mut key_actor = Rle::<u64>::new(column(of::KEY_ACTOR), false);
    let mut key_counter = Delta::new(column(of::KEY_COUNTER), false);
    let mut key_name = Rle::<&str>::new(column(of::KEY_NAME), false);
    let mut actor = Rle::<u64>::new(column(by::ACTOR), false);
    let mut counter = Delta::new(column(by::COUNTER), false);
    let mut insert = Booleans::new(column(of::INSERT));
    let mut action = Rle::<u64>::new(column(of::ACTION), false);
    let mut meta = Rle::<u64>::new(column(of::VALUE_META), false);
    let mut raw = Bytes(column(of::VALUE));
    let mut succ_count = Rle::<u64>::new(column(by::SUCC_COUNT), false);
    let mut succ_actor = Rle::<u64>::new(column(by::SUCC_ACTOR), false);
    let mut succ_counter = Delta::new(column(by::SUCC_COUNTER), false);

    let mut seen = vec![Seen::default(); usize::try_from(history.operations).map_err(|_| UNEVEN)?];
    let mut objects: HashMap<Name, Action> = HashMap::new();
    let mut at = Cursor::default();
    for _ in 0..count {
        let name = name(actor.next()?.flatten(), counter.next()?.flatten())?;
        let action = action.next()?.flatten().and_then(Action::of).ok_or(NOWHERE)?;
        let value = Packed::read(meta.next()?.flatten().ok_or(UNEVEN)?, &mut raw)?;
        let insert = insert.next()?.ok_or(UNEVEN)?;
        let object = match (object_actor.next()?.flatten(), object_counter.next()?.flatten()) {
            (None, None) => None,
            (actor, Some(counter)) => Some((counter, actor.ok_or(NOWHERE)?)),
            _ => return Err(NOWHERE),
        };
        if object != at.object {
            let kind = object.and_then(|object| objects.get(&object)).ok_or(NOWHERE)?;
            at.enter(object, matches!(kind, Action::List | Action::Text))?;
        }
        if object >= Some(name) {
            return Err(DISORDER);
        }
        let key = (key_name.next()?.flatten(), key_counter.next()?.flatten(), key_actor.next()?.flatten());
        match key {
            (Some(key), None, None) if !insert && !at.is_sequence && !key.is_empty() => {
                at.named(key, name)?;
            }
            (None, Some(0), None) if insert && at.is_sequence => at.inserted(None, name)?,
            (None, Some(counter), Some(actor)) if insert && at.is_sequence => {
                at.inserted(Some((u64::try_from(counter).map_err(|_| NOWHERE)?, actor)), name)?;
            }
            _ => return Err("an operation without a place"),
        }
        match action {
            Action::Delete => return Err(NOWHERE),
            Action::Set => {}
            Action::Map | Action::List | Action::Text => {
                if value.kind != 0 {
                    return Err("an object with a value");
                }
                objects.insert(name, action);
            }
        }
        let own = see(&mut seen, history, name, at.group)?;
        if std::mem::replace(&mut own.row, true) {
            return Err("an operation that is there twice");
        }
        let mut before = name;
        for _ in 0..succ_count.next()?.flatten().ok_or(UNEVEN)? {
            let succ = self::name(succ_actor.next()?.flatten(), succ_counter.next()?.flatten())?;
            if succ <= before {
                return Err(DISORDER);
            }
            before = succ;
            see(&mut seen, history, succ, at.group)?;
        }
    }
    if seen.iter().all(|seen| seen.group > 0) { Ok(()) } else { Err("a change without its operations") }
}

fn name(actor: Option<u64>, counter: Option<i64>) -> Check<Name> {
    let counter = counter.and_then(|counter| u64::try_from(counter).ok()).filter(|counter| *counter > 0);
    Ok((counter.ok_or(NOWHERE)?, actor.ok_or(NOWHERE)?))
}

/// Notes that an operation stands at a key, as it does at no other.
fn see<'a>(seen: &'a mut [Seen], history: &History, name: Name, group: u32) -> Check<&'a mut Seen> {
    let place = history.place(name.0, name.1).ok_or(NOWHERE)?;
    let seen = seen.get_mut(place).ok_or(NOWHERE)?;
    if seen.group != 0 && seen.group != group {
        return Err("an operation at two places");
    }
    seen.group = group;
    Ok(seen)
}
