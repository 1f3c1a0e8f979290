//! What somebody lacks who has part of the history: changes to be handed over as a file.

use crate::{Directory, Part, document::device_of, merge::parse_heads};
use automerge::{Change, ChangeHash};
use groundswell_model::{DeviceId, Timestamp, message::Since};
use std::collections::HashMap;

impl Directory {
    /// The changes of each part since then, one after the other in an order in which they build on each other, in
    /// Automerge's change format. Parts without any are left out.
    ///
    /// Of a state that is not all known here, what is known counts: then more is given than is lacking.
    #[must_use]
    pub fn changes_since(&self, since: &Since) -> Vec<(Part, Vec<u8>)> {
        let states = match since {
            Since::State(heads) => parse_heads(heads).unwrap_or_default(),
            Since::Time(_) => <[Vec<ChangeHash>; 2]>::default(),
        };
        let parts = Part::ALL.into_iter().zip(states).map(|(part, mut heads)| {
            let doc = self.docs.part(part);
            heads.retain(|head| doc.has(*head));
            let mut changes = doc.resting().get_changes(&heads);
            if let Since::Time(time) = since {
                changes = made_since(changes, *time, self.author.device);
            }
            (
                part,
                changes.into_iter().flat_map(|mut change| change.bytes().into_owned()).collect::<Vec<u8>>(),
            )
        });
        parts.filter(|(_, changes)| !changes.is_empty()).collect()
    }
}

/// Of changes in an order in which they build on each other those that may have been made since then.
///
/// A change says when it was made by a clock that may be behind, so that alone leaves none out. It is left out where
/// another device's change of before then builds on it, or one of this device's, whose clock it is that says what
/// "then" is. A change that builds on a later one has a wrong date itself, and proves nothing.
fn made_since(changes: Vec<Change>, time: Timestamp, own: DeviceId) -> Vec<Change> {
    let places: HashMap<ChangeHash, usize> =
        changes.iter().enumerate().map(|(place, change)| (change.hash(), place)).collect();
    let ground = |change: &Change| -> Vec<usize> {
        change.deps().iter().filter_map(|hash| places.get(hash).copied()).collect()
    };
    let devices: Vec<DeviceId> = changes.iter().map(|change| device_of(change.actor_id())).collect();
    let mut newest: Vec<i64> = Vec::with_capacity(changes.len());
    let mut known = vec![false; changes.len()];
    for (place, change) in changes.iter().enumerate() {
        let ground = ground(change);
        let below = ground.iter().filter_map(|at| newest.get(*at).copied()).max();
        let said = change.timestamp().saturating_mul(1000).max(below.unwrap_or(i64::MIN));
        newest.push(said);
        if said >= time.0 {
            continue;
        }
        let device = devices.get(place);
        let others = ground.into_iter().filter(|at| devices.get(*at) != device);
        let proven = others.chain((device == Some(&own)).then_some(place));
        proven.for_each(|at| mark(&mut known, at));
    }
    // What they build on was made before them.
    for (place, change) in changes.iter().enumerate().rev() {
        if known.get(place) == Some(&true) {
            ground(change).into_iter().for_each(|at| mark(&mut known, at));
        }
    }
    changes.into_iter().zip(known).filter(|(_, is_known)| !is_known).map(|(change, _)| change).collect()
}

fn mark(known: &mut [bool], place: usize) {
    if let Some(known) = known.get_mut(place) {
        *known = true;
    }
}
