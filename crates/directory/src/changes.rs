//! What somebody lacks who has part of the history: changes to be handed over as a file.

use crate::{Directory, Part, merge::parse_heads};
use automerge::{Change, ChangeHash};
use groundswell_model::message::Since;

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
        let is_later = |change: &Change| match since {
            Since::State(_) => true,
            Since::Time(time) => change.timestamp().saturating_mul(1000) >= time.0,
        };
        let parts = Part::ALL.into_iter().zip(states).map(|(part, mut heads)| {
            let doc = self.docs.part(part);
            heads.retain(|head| doc.has(*head));
            let changes = doc.resting().get_changes(&heads).into_iter().filter(is_later);
            (part, changes.flat_map(|mut change| change.bytes().into_owned()).collect::<Vec<u8>>())
        });
        parts.filter(|(_, changes)| !changes.is_empty()).collect()
    }
}
