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

/// Reads the rows one after the other.
pub(super) fn each(
    columns: &Columns<'_>,
    actors: &[&[u8]],
    mut each: impl FnMut(&[&[u8]], &PlacedRow<'_>) -> Check<()>,
) -> Check<()> {
    let column = |specification| columns.get(specification);
    let mut object_actor = Rle::<u64>::new(column(of::OBJECT_ACTOR), false);
    let mut object_counter = Rle::<u64>::new(column(of::OBJECT_COUNTER), false);
    let mut key_name = Rle::<&str>::new(column(of::KEY_NAME), false);
    let mut actor = Rle::<u64>::new(column(by::ACTOR), false);
    let mut counter = Delta::new(column(by::COUNTER), false);
    let mut action = Rle::<u64>::new(column(of::ACTION), false);
    let mut succ_count = Rle::<u64>::new(column(by::SUCC_COUNT), false);
    let mut succ_actor = Rle::<u64>::new(column(by::SUCC_ACTOR), false);
    let mut succ_counter = Delta::new(column(by::SUCC_COUNTER), false);
    let mut successors = Vec::new();
    while let Some(action) = action.next()? {
        let action = action.and_then(Action::of).ok_or(UNEVEN)?;
        let name = name(actor.next()?.flatten(), counter.next()?.flatten())?;
        let object = match (object_actor.next()?.flatten(), object_counter.next()?.flatten()) {
            (None, None) => None,
            (Some(actor), Some(counter)) => Some((counter, usize::try_from(actor).map_err(|_| UNEVEN)?)),
            _ => return Err(UNEVEN),
        };
        successors.clear();
        for _ in 0..succ_count.next()?.flatten().ok_or(UNEVEN)? {
            successors.push(self::name(succ_actor.next()?.flatten(), succ_counter.next()?.flatten())?);
        }
        let key = key_name.next()?.flatten();
        each(actors, &PlacedRow { name, object, key, action, successors: &successors })?;
    }
    Ok(())
}

fn name(actor: Option<u64>, counter: Option<i64>) -> Check<Name> {
    let counter = counter.and_then(|counter| u64::try_from(counter).ok()).ok_or(UNEVEN)?;
    Ok((counter, actor.and_then(|actor| usize::try_from(actor).ok()).ok_or(UNEVEN)?))
}
