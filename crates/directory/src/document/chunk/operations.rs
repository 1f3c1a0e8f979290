//! The operations of a change, row by row, and what each must hold by itself.

use super::{
    bytes::Bytes,
    columns::{Booleans, Check, Columns, Delta, Rle},
};

/// The columns of operations in a change, by their specifications (Automerge's binary format, "operation
/// columns").
pub(crate) mod specification {
    pub(crate) const OBJECT_ACTOR: u64 = 0x01;
    pub(crate) const OBJECT_COUNTER: u64 = 0x02;
    pub(crate) const KEY_ACTOR: u64 = 0x11;
    pub(crate) const KEY_COUNTER: u64 = 0x13;
    pub(crate) const KEY_NAME: u64 = 0x15;
    pub(crate) const INSERT: u64 = 0x34;
    pub(crate) const ACTION: u64 = 0x42;
    pub(crate) const VALUE_META: u64 = 0x56;
    pub(crate) const VALUE: u64 = 0x57;
    pub(crate) const PRED_COUNT: u64 = 0x70;
    pub(crate) const PRED_ACTOR: u64 = 0x71;
    pub(crate) const PRED_COUNTER: u64 = 0x73;
}
use specification as of;

const KNOWN: [u64; 12] = [
    of::OBJECT_ACTOR,
    of::OBJECT_COUNTER,
    of::KEY_ACTOR,
    of::KEY_COUNTER,
    of::KEY_NAME,
    of::INSERT,
    of::ACTION,
    of::VALUE_META,
    of::VALUE,
    of::PRED_COUNT,
    of::PRED_ACTOR,
    of::PRED_COUNTER,
];
/// Automerge writes a header for these where they are empty.
const MAY_BE_EMPTY: [u64; 0] = [];

/// At most so many operations in a change, deletions apart: an import of 100,000 groups has 3.5 million.
const MAX_OPERATIONS: u64 = 1 << 22;
/// Operations that write something cost more than a byte each, but for a few that write over each other. An import of
/// 10,000 groups, inflated, has 7 bytes for each; a long text 1.
const OPERATIONS_BASE: u64 = 1 << 12;
/// Deletions of a long text cost next to nothing: so many may be in any change, and in what is read at once.
pub(crate) const DELETIONS_BASE: u64 = 1 << 21;
/// And so many more for each byte. An import that writes over the notes of 10,000 groups, 200 letters each, has 12
/// bytes for 200.
pub(crate) const DELETIONS_TIMES: u64 = 32;

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Map,
    List,
    Text,
    Set,
    Delete,
}

impl Action {
    /// Tables, counters and marks are Automerge's too, but not of a directory.
    pub(crate) const fn of(number: u64) -> Option<Self> {
        Some(match number {
            0 => Self::Map,
            1 => Self::Set,
            2 => Self::List,
            3 => Self::Delete,
            4 => Self::Text,
            _ => return None,
        })
    }
}

/// An operation's name: its counter, and its author's place among the change's authors.
pub(crate) type Name = (u64, usize);

/// Where an operation writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key<'a> {
    /// Under a key of a map.
    Named(&'a str),
    /// At the beginning of a list or text.
    Head,
    /// At, or after, an element of a list or text.
    Element(Name),
}

/// A value as it is packed: Automerge's type of it, and its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Packed<'a> {
    pub(crate) kind: u8,
    pub(crate) bytes: &'a [u8],
}

/// A text in UTF-8, as a value's type.
pub(crate) const TEXT: u8 = 6;
const TIMESTAMP: u8 = 9;
/// A moment lies within the range of a date in JavaScript, in milliseconds, so that nobody's arithmetic overflows
/// (ECMAScript 2024, 21.4.1.1).
pub(crate) const LATEST: i64 = 8_640_000_000_000_000;

impl<'a> Packed<'a> {
    pub(crate) fn read(meta: u64, raw: &mut Bytes<'a>) -> Check<Self> {
        const OTHERWISE: &str = "a value that is not encoded as Automerge does";
        let length = usize::try_from(meta >> 4).map_err(|_| OTHERWISE)?;
        let bytes = raw.take(length).ok_or(OTHERWISE)?;
        let kind = (meta & 15) as u8;
        let mut number = Bytes(bytes);
        let holds = match kind {
            0..=2 => bytes.is_empty(),
            3 => number.unsigned().is_some() && number.0.is_empty(),
            4 => number.signed().is_some() && number.0.is_empty(),
            TIMESTAMP => {
                number.signed().is_some_and(|at| (-LATEST..=LATEST).contains(&at)) && number.0.is_empty()
            }
            5 => bytes.len() == 8,
            TEXT => std::str::from_utf8(bytes).is_ok(),
            7 => true,
            _ => return Err("a value of a kind that a directory does not hold"),
        };
        if holds { Ok(Self { kind, bytes }) } else { Err(OTHERWISE) }
    }

    /// The text, if it is one.
    pub(crate) fn text(self) -> Option<&'a str> {
        if self.kind == TEXT { std::str::from_utf8(self.bytes).ok() } else { None }
    }
}

/// An operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operation<'a> {
    pub(crate) counter: u64,
    /// The object that it writes to; `None` for the root.
    pub(crate) object: Option<Name>,
    pub(crate) key: Key<'a>,
    pub(crate) insert: bool,
    pub(crate) action: Action,
    pub(crate) value: Packed<'a>,
}

/// A change's operations as columns, counted and bounded.
#[derive(Debug)]
pub(crate) struct Operations<'a> {
    columns: Columns<'a>,
    first: u64,
    actors: &'a [&'a [u8]],
    /// How many there are.
    pub(crate) count: u64,
    /// How many of them delete.
    pub(crate) deletions: u64,
}

impl<'a> Operations<'a> {
    /// Counts what is in the columns, before anything is expanded.
    pub(crate) fn of(columns: Columns<'a>, first: u64, actors: &'a [&'a [u8]]) -> Check<Self> {
        const UNEVEN: &str = "columns of different lengths";
        if !columns.are(&KNOWN, &MAY_BE_EMPTY) {
            return Err("a column that a directory does not have");
        }
        let column = |specification| columns.get(specification);
        let (count, deletions) =
            Rle::<u64>::new(column(of::ACTION), true).measure(|action| u64::from(action == 3))?;
        if count == 0 {
            return Err("a change without operations");
        }
        let bytes = columns.length() as u64;
        let most = bytes.saturating_add(OPERATIONS_BASE).min(MAX_OPERATIONS);
        let most_deletions = bytes.saturating_mul(DELETIONS_TIMES).saturating_add(DELETIONS_BASE);
        if count - deletions > most || deletions > most_deletions {
            return Err("more operations than so many bytes may stand for");
        }
        let is_even = |rows: Check<u64>| rows.map(|rows| rows == 0 || rows == count);
        let optional = [
            is_even(Rle::<u64>::new(column(of::OBJECT_ACTOR), true).rows())?,
            is_even(Rle::<u64>::new(column(of::OBJECT_COUNTER), true).rows())?,
            is_even(Rle::<u64>::new(column(of::KEY_ACTOR), true).rows())?,
            is_even(Delta::new(column(of::KEY_COUNTER), true).rows())?,
            is_even(Rle::<&str>::new(column(of::KEY_NAME), true).rows())?,
        ];
        let values = Rle::<u64>::new(column(of::VALUE_META), true).measure(|meta| meta >> 4)?;
        let preds = Rle::<u64>::new(column(of::PRED_COUNT), true).measure(|count| count)?;
        // Each writes over one at most, but where several people wrote at once. Those are of other authors, so that
        // each costs a byte.
        if preds.1 > count.saturating_add(bytes).saturating_add(OPERATIONS_BASE) {
            return Err("more that is written over than so many bytes may stand for");
        }
        let even = optional.iter().all(|even| *even)
            && Booleans::new(column(of::INSERT)).rows()? == count
            && values == (count, column(of::VALUE).len() as u64)
            && preds.0 == count
            && Rle::<u64>::new(column(of::PRED_ACTOR), true).rows()? == preds.1
            && Delta::new(column(of::PRED_COUNTER), true).rows()? == preds.1;
        if even { Ok(Self { columns, first, actors, count, deletions }) } else { Err(UNEVEN) }
    }

    /// The operations, one after the other.
    pub(crate) fn rows(&self) -> Rows<'_> {
        let column = |specification| self.columns.get(specification);
        Rows {
            counter: self.first,
            actors: self.actors,
            used: vec![false; self.actors.len()],
            object_actor: Rle::new(column(of::OBJECT_ACTOR), true),
            object_counter: Rle::new(column(of::OBJECT_COUNTER), true),
            key_actor: Rle::new(column(of::KEY_ACTOR), true),
            key_counter: Delta::new(column(of::KEY_COUNTER), true),
            key_name: Rle::new(column(of::KEY_NAME), true),
            insert: Booleans::new(column(of::INSERT)),
            action: Rle::new(column(of::ACTION), true),
            meta: Rle::new(column(of::VALUE_META), true),
            raw: Bytes(column(of::VALUE)),
            pred_count: Rle::new(column(of::PRED_COUNT), true),
            pred_actor: Rle::new(column(of::PRED_ACTOR), true),
            pred_counter: Delta::new(column(of::PRED_COUNTER), true),
            preds: Vec::new(),
        }
    }
}

/// Reads operations, and checks what can be known of each by itself.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    counter: u64,
    actors: &'a [&'a [u8]],
    used: Vec<bool>,
    object_actor: Rle<'a, u64>,
    object_counter: Rle<'a, u64>,
    key_actor: Rle<'a, u64>,
    key_counter: Delta<'a>,
    key_name: Rle<'a, &'a str>,
    insert: Booleans<'a>,
    action: Rle<'a, u64>,
    meta: Rle<'a, u64>,
    raw: Bytes<'a>,
    pred_count: Rle<'a, u64>,
    pred_actor: Rle<'a, u64>,
    pred_counter: Delta<'a>,
    /// What the operation last read writes over.
    pub(crate) preds: Vec<Name>,
}

const NOWHERE: &str = "an operation that names none before it";

impl<'a> Rows<'a> {
    /// The name of an operation before this one.
    fn name(&mut self, actor: u64, counter: Option<u64>) -> Check<Name> {
        let actor = usize::try_from(actor).map_err(|_| NOWHERE)?;
        *self.used.get_mut(actor).ok_or(NOWHERE)? = true;
        let counter = counter.filter(|it| *it > 0 && *it < self.counter).ok_or(NOWHERE)?;
        Ok((counter, actor))
    }

    fn key(&mut self) -> Check<Key<'a>> {
        let actor = self.key_actor.next()?.flatten();
        let counter = self.key_counter.next()?.flatten();
        let name = self.key_name.next()?.flatten();
        match (name, counter, actor) {
            (Some(name), None, None) if !name.is_empty() => Ok(Key::Named(name)),
            (None, Some(0), None) => Ok(Key::Head),
            (None, Some(counter), Some(actor)) => {
                self.name(actor, u64::try_from(counter).ok()).map(Key::Element)
            }
            _ => Err("an operation without a place"),
        }
    }

    /// The next operation; what it writes over is in [`Self::preds`] then.
    pub(crate) fn next(&mut self) -> Check<Option<Operation<'a>>> {
        const UNLIKE: &str = "an operation as Automerge does not write one";
        let Some(action) = self.action.next()? else { return self.end().map(|()| None) };
        let action = action.and_then(Action::of).ok_or("an operation that a directory does not have")?;
        let object = match (self.object_actor.next()?.flatten(), self.object_counter.next()?.flatten()) {
            (None, None) => None,
            (Some(actor), Some(counter)) => Some(self.name(actor, Some(counter))?),
            _ => return Err(NOWHERE),
        };
        let key = self.key()?;
        let insert = self.insert.next()?.ok_or(UNLIKE)?;
        let meta = self.meta.next()?.flatten().ok_or(UNLIKE)?;
        let value = Packed::read(meta, &mut self.raw)?;
        let count = self.pred_count.next()?.flatten().ok_or(UNLIKE)?;
        self.preds.clear();
        for _ in 0..count {
            let actor = self.pred_actor.next()?.flatten().ok_or(NOWHERE)?;
            let counter = self.pred_counter.next()?.flatten().and_then(|it| u64::try_from(it).ok());
            let pred = self.name(actor, counter)?;
            if self.preds.last().is_some_and(|last| !self.is_before(*last, pred)) {
                return Err("what is written over is not in order");
            }
            self.preds.push(pred);
        }
        let is_named = matches!(key, Key::Named(_));
        let holds = match action {
            Action::Delete => !insert && !self.preds.is_empty() && value.kind == 0,
            Action::Set => true,
            Action::Map | Action::List | Action::Text => value.kind == 0,
        };
        let placed = if insert { !is_named && self.preds.is_empty() } else { key != Key::Head };
        if !holds || !placed {
            return Err(UNLIKE);
        }
        let counter = self.counter;
        self.counter = counter.checked_add(1).ok_or(UNLIKE)?;
        Ok(Some(Operation { counter, object, key, insert, action, value }))
    }

    /// Whether one name is before another in the order of a document.
    fn is_before(&self, one: Name, other: Name) -> bool {
        one.0 < other.0 || one.0 == other.0 && self.actors.get(one.1) < self.actors.get(other.1)
    }

    /// After the last: every author is named by something.
    fn end(&self) -> Check<()> {
        if self.used.iter().skip(1).all(|used| *used) { Ok(()) } else { Err("an author that is not named") }
    }
}
