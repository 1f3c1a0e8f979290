//! Where the operations of a document stand, and what wrote over them: without their values, for who wants to know what
//! touched what.

use super::{
    super::{
        columns::{Check, Columns, Delta, Rle},
        operations::{Action, specification as of},
    },
    rows::specification as by,
};

const UNEVEN: &str = "columns of different lengths";

/// The name of an operation: its counter, and its author's place among the document's authors.
type Name = (u64, usize);

/// An operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlacedRow<'a> {
    pub(crate) name: Name,
    /// The object that it writes to; `None` for the root.
    pub(crate) object: Option<Name>,
    /// The key in a map; `None` in a text.
    pub(crate) key: Option<&'a str>,
    pub(crate) action: Action,
    /// The operations that write over it, or delete it.
    pub(crate) successors: &'a [Name],
}

/// The rows, to be read one after the other.
pub(crate) struct PlacedRows<'a> {
    object_actor: Rle<'a, u64>,
    object_counter: Rle<'a, u64>,
    key_name: Rle<'a, &'a str>,
    actor: Rle<'a, u64>,
    counter: Delta<'a>,
    action: Rle<'a, u64>,
    succ_count: Rle<'a, u64>,
    succ_actor: Rle<'a, u64>,
    succ_counter: Delta<'a>,
    successors: Vec<Name>,
}

impl<'a> PlacedRows<'a> {
    pub(super) fn of(columns: &'a Columns<'_>) -> Self {
        let numbers = |specification| Rle::new(columns.get(specification), false);
        Self {
            object_actor: numbers(of::OBJECT_ACTOR),
            object_counter: numbers(of::OBJECT_COUNTER),
            key_name: Rle::new(columns.get(of::KEY_NAME), false),
            actor: numbers(by::ACTOR),
            counter: Delta::new(columns.get(by::COUNTER), false),
            action: numbers(of::ACTION),
            succ_count: numbers(by::SUCC_COUNT),
            succ_actor: numbers(by::SUCC_ACTOR),
            succ_counter: Delta::new(columns.get(by::SUCC_COUNTER), false),
            successors: Vec::new(),
        }
    }

    /// The next row; `None` at the end.
    pub(crate) fn next(&mut self) -> Check<Option<PlacedRow<'_>>> {
        let Some(action) = self.action.next()? else { return Ok(None) };
        let action = action.and_then(Action::of).ok_or(UNEVEN)?;
        let name = name(self.actor.next()?.flatten(), self.counter.next()?.flatten())?;
        let object = match (self.object_actor.next()?.flatten(), self.object_counter.next()?.flatten()) {
            (None, None) => None,
            (Some(actor), Some(counter)) => Some((counter, usize::try_from(actor).map_err(|_| UNEVEN)?)),
            _ => return Err(UNEVEN),
        };
        self.successors.clear();
        for _ in 0..self.succ_count.next()?.flatten().ok_or(UNEVEN)? {
            let (actor, counter) = (self.succ_actor.next()?.flatten(), self.succ_counter.next()?.flatten());
            self.successors.push(self::name(actor, counter)?);
        }
        let key = self.key_name.next()?.flatten();
        Ok(Some(PlacedRow { name, object, key, action, successors: &self.successors }))
    }
}

fn name(actor: Option<u64>, counter: Option<i64>) -> Check<Name> {
    let counter = counter.and_then(|counter| u64::try_from(counter).ok()).ok_or(UNEVEN)?;
    Ok((counter, actor.and_then(|actor| usize::try_from(actor).ok()).ok_or(UNEVEN)?))
}
