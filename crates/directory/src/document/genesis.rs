//! A whole document from outside, in the place of an empty one: whether each of its changes is one that Automerge could
//! have written where it stands.
//!
//! Then the document itself is taken, and need not be made again of its changes: its rows are known to be theirs, and
//! in order, and its heads to be those of its changes as Automerge writes them.

use super::{
    Check,
    view::{Clock, Positions, View},
};
use automerge::{Automerge, Change, ChangeHash};
use std::collections::HashMap;

/// At most so many strands of a history are kept in view at once; whatever goes on with another is looked at anew.
const STRANDS: usize = 32;
/// At most so many numbers are kept at once of what the authors of changes knew of each other. People's histories come
/// together soon: of those with thousands of authors, each leaves room for thousands of ends.
const MOST_KNOWN: usize = 1 << 24;

/// Looks at all changes of a document, in an order in which they build on each other.
pub(super) fn check(doc: &Automerge, changes: &[Change]) -> Check<()> {
    check_within(MOST_KNOWN, doc, changes)
}

fn check_within(most_known: usize, doc: &Automerge, changes: &[Change]) -> Check<()> {
    let mut places = HashMap::new();
    let mut positions = Positions::with_capacity(changes.len());
    let mut children: HashMap<ChangeHash, usize> = HashMap::new();
    for change in changes {
        let next = places.len();
        let place = *places.entry(change.actor_id()).or_insert(next);
        positions.insert(change.hash(), (place, change.seq(), change.max_op()));
        for dep in change.deps() {
            *children.entry(*dep).or_default() += 1;
        }
    }
    // The clocks of the changes on which others build that were not looked at yet.
    let mut clocks: HashMap<ChangeHash, (usize, Clock)> = HashMap::new();
    let mut views: Vec<(ChangeHash, View<'_>)> = Vec::new();
    for change in changes {
        let mut clock = joined(change.deps(), &mut clocks, places.len());
        let going_on = views.iter().position(|(_, view)| view.is_of(change) && !change.deps().is_empty());
        let mut view = match going_on {
            Some(at) => views.remove(at).1,
            None => View::within(doc, &positions, clock.clone(), change),
        };
        view.check(change)?;
        let hash = change.hash();
        let (place, number, _) = positions.get(&hash).copied().ok_or("a change that is not there")?;
        if let Some(last) = clock.get_mut(place) {
            *last = number;
        }
        if let Some(count) = children.get(&hash) {
            if (clocks.len() + 1).saturating_mul(places.len()) > most_known {
                return Err("too many changes at once that others build on");
            }
            clocks.insert(hash, (*count, clock));
            views.push((hash, view));
            if views.len() > STRANDS {
                views.remove(0);
            }
        }
    }
    Ok(())
}

/// What somebody had who had these changes.
fn joined(deps: &[ChangeHash], clocks: &mut HashMap<ChangeHash, (usize, Clock)>, authors: usize) -> Clock {
    let mut joined: Option<Clock> = None;
    for dep in deps {
        let Some((left, clock)) = clocks.get_mut(dep) else { continue };
        *left -= 1;
        let last_use = *left == 0;
        match &mut joined {
            Some(joined) => {
                for (one, other) in joined.iter_mut().zip(clock.iter()) {
                    *one = (*one).max(*other);
                }
            }
            None if last_use => joined = Some(std::mem::take(clock)),
            None => joined = Some(clock.clone()),
        }
        if last_use {
            clocks.remove(dep);
        }
    }
    joined.unwrap_or_else(|| vec![0; authors])
}

#[cfg(test)]
mod tests {
    use super::*;
    use automerge::{ROOT, transaction::Transactable as _};

    #[test]
    fn what_authors_knew_is_kept_within_bounds() {
        let write = |doc: &mut Automerge, key: &str| {
            doc.transact(|tx| tx.put(ROOT, key, "x")).unwrap();
        };
        let mut doc = Automerge::new().with_actor([1; 16].into());
        write(&mut doc, "first");
        // Ten people write beside each other; what the first one wrote is known to all of them.
        let others: Vec<_> = (2..12_u8)
            .map(|author| {
                let mut other = doc.fork().with_actor([author; 16].into());
                write(&mut other, &author.to_string());
                other
            })
            .collect();
        others.into_iter().for_each(|mut other| doc.merge(&mut other).map(drop).unwrap());
        write(&mut doc, "last");
        let changes = doc.get_changes(&[]);
        assert_eq!(changes.len(), 12);
        // The last one builds on what ten wrote, and on what its own author wrote first: eleven, of eleven authors.
        assert_eq!(check_within(121, &doc, &changes), Ok(()));
        assert!(check_within(120, &doc, &changes).is_err());
    }
}
