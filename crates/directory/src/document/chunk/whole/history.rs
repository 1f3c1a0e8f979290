//! The changes of a document: their numbers, and which operations belong to each.

use super::super::{
    change::{MAX_COUNTER, MAX_MESSAGE},
    columns::{Check, Columns, Delta, Rle},
    operations::LATEST,
};

/// The columns of changes, by their specifications (Automerge's binary format, "change columns").
mod specification {
    pub(super) const ACTOR: u64 = 0x01;
    pub(super) const NUMBER: u64 = 0x03;
    pub(super) const LAST: u64 = 0x13;
    pub(super) const TIME: u64 = 0x23;
    pub(super) const MESSAGE: u64 = 0x35;
    pub(super) const DEP_COUNT: u64 = 0x40;
    pub(super) const DEP: u64 = 0x43;
    pub(super) const EXTRA_META: u64 = 0x56;
    pub(super) const EXTRA: u64 = 0x57;
}
use specification as of;

const KNOWN: [u64; 9] = [
    of::ACTOR,
    of::NUMBER,
    of::LAST,
    of::TIME,
    of::MESSAGE,
    of::DEP_COUNT,
    of::DEP,
    of::EXTRA_META,
    of::EXTRA,
];

/// Automerge's mark of no extra bytes: bytes, none of them.
const NO_EXTRA: u64 = 7;
/// A change in a document costs more than a byte; very few that are all alike cost less.
const CHANGES_BASE: u64 = 1 << 16;
/// Beyond two for each change and the bytes, so many dependencies are read.
const DEPENDENCIES_BASE: u64 = 1 << 12;

/// Operations with counters in a row, of one change.
#[derive(Clone, Copy, Debug)]
struct Range {
    first: u64,
    last: u64,
    /// The number of its first operation among all.
    place: usize,
}

/// A document's changes.
#[derive(Debug)]
pub(super) struct History {
    /// By author, in the order of their counters.
    ranges: Vec<Vec<Range>>,
    /// How many operations there are, those that delete too.
    pub(super) operations: u64,
}

impl History {
    pub(super) fn read(columns: &Columns<'_>, actors: usize) -> Check<Self> {
        const UNEVEN: &str = "columns of different lengths";
        if !columns.are(&KNOWN, &KNOWN) {
            return Err("a column that a directory does not have");
        }
        let column = |specification| columns.get(specification);
        let count = Rle::<u64>::new(column(of::ACTOR), false).rows()?;
        if count > (columns.length() as u64).saturating_add(CHANGES_BASE) {
            return Err("more changes than so many bytes may stand for");
        }
        let deps = Rle::<u64>::new(column(of::DEP_COUNT), false).measure(|count| count)?;
        // Most build on one or two; a change that builds on many costs a byte for each, but in runs.
        let most = count.saturating_mul(2).saturating_add(columns.length() as u64);
        if deps.1 > most.saturating_add(DEPENDENCIES_BASE) {
            return Err("more that is built on than so many bytes may stand for");
        }
        let messages = Rle::<&str>::new(column(of::MESSAGE), false).rows()?;
        let even = Delta::new(column(of::NUMBER), false).rows()? == count
            && Delta::new(column(of::LAST), false).rows()? == count
            && Delta::new(column(of::TIME), false).rows()? == count
            && (messages == 0 || messages == count)
            && deps.0 == count
            && Delta::new(column(of::DEP), false).rows()? == deps.1
            && Rle::<u64>::new(column(of::EXTRA_META), false).rows()? == count
            && column(of::EXTRA).is_empty();
        if !even {
            return Err(UNEVEN);
        }
        let mut actor = Rle::<u64>::new(column(of::ACTOR), false);
        let mut number = Delta::new(column(of::NUMBER), false);
        let mut last = Delta::new(column(of::LAST), false);
        let mut time = Delta::new(column(of::TIME), false);
        let mut message = Rle::<&str>::new(column(of::MESSAGE), false);
        let mut dep_count = Rle::<u64>::new(column(of::DEP_COUNT), false);
        let mut dep = Delta::new(column(of::DEP), false);
        let mut extra = Rle::<u64>::new(column(of::EXTRA_META), false);
        let mut ranges: Vec<Vec<Range>> = vec![Vec::new(); actors];
        // Of each change the last counter, and the number of the change that names it last.
        let mut lasts: Vec<(u64, u64)> = Vec::new();
        let mut operations = 0_u64;
        for at in 1..=count {
            let actor = actor.next()?.flatten().and_then(|it| usize::try_from(it).ok()).ok_or(UNEVEN)?;
            let of_actor = ranges.get_mut(actor).ok_or("an author that is not there")?;
            let mut below = 0;
            for _ in 0..dep_count.next()?.flatten().ok_or(UNEVEN)? {
                let dep = dep.next()?.flatten().and_then(|it| usize::try_from(it).ok()).ok_or(UNEVEN)?;
                let (last, named_by) = lasts.get_mut(dep).ok_or("a change that builds on a later one")?;
                if std::mem::replace(named_by, at) == at {
                    return Err("a change that builds on another twice");
                }
                below = below.max(*last);
            }
            let last = last.next()?.flatten().and_then(|it| u64::try_from(it).ok()).ok_or(UNEVEN)?;
            let number = number.next()?.flatten().ok_or(UNEVEN)?;
            let moment = time.next()?.flatten().ok_or(UNEVEN)?;
            let long = message.next()?.flatten().is_some_and(|message| message.len() > MAX_MESSAGE);
            let before = of_actor.last().map_or(0, |range| range.last);
            let holds = last > below
                && last <= MAX_COUNTER
                && below >= before
                && usize::try_from(number) == Ok(of_actor.len() + 1)
                && (-LATEST / 1000..=LATEST / 1000).contains(&moment)
                && !long
                && extra.next()?.flatten() == Some(NO_EXTRA);
            if !holds {
                return Err("a change that is not in sequence, or out of bounds");
            }
            let place = usize::try_from(operations).map_err(|_| UNEVEN)?;
            of_actor.push(Range { first: below + 1, last, place });
            operations = operations.checked_add(last - below).ok_or(UNEVEN)?;
            lasts.push((last, 0));
        }
        Ok(Self { ranges, operations })
    }

    /// The place of an operation among all; `None` if no change has it.
    pub(super) fn place(&self, counter: u64, actor: u64) -> Option<usize> {
        let ranges = self.ranges.get(usize::try_from(actor).ok()?)?;
        let at = ranges.partition_point(|range| range.last < counter);
        let range = ranges.get(at)?;
        let within = counter.checked_sub(range.first)?;
        range.place.checked_add(usize::try_from(within).ok()?)
    }
}
