//! What stays behind where a device goes over to a link that lets it do less.

use super::link;
use groundswell_model::message::Access;
use groundswell_seal::Link;
use groundswell_sync::{State, Stored};
use std::collections::BTreeMap;

/// [`groundswell_sync::Record::kind`] of a checkpoint.
const CHECKPOINT: u8 = 1;

/// How many changes of this device nobody else has, and can not be sent by a link from now on, in whose place `known`
/// and what was `kept` by it were before. Where not every one is counted, what is there counts as one at least.
pub(crate) fn behind(known: Option<&Link>, kept: &Stored, link: &Link) -> u32 {
    if link::access(link) == Access::Edit {
        // All that is here is put before the neighbours.
        return 0;
    }
    let before = kept.settings.left_behind;
    if known.is_none_or(|known| link::access(known) != Access::Edit) {
        return before;
    }
    let outbox = kept.records.iter().map(|(record, _)| record).filter(|it| it.state == State::Outbox);
    // Each fragment says of its blob how many there are in it.
    let blobs: BTreeMap<_, u32> =
        outbox.clone().map(|record| ((record.part, record.blob), record.changes)).collect();
    let sealed = blobs.values().fold(0_u32, |sum, changes| sum.saturating_add(*changes));
    let unsealed = u32::try_from(kept.unsealed.len()).unwrap_or(u32::MAX);
    let counted = before.saturating_add(sealed).saturating_add(unsealed);
    // A document that was to be put as a whole is not counted by its changes.
    let is_unpublished =
        !kept.settings.publish.is_empty() || outbox.clone().any(|record| record.kind == CHECKPOINT);
    if is_unpublished { counted.max(1) } else { counted }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_model::Part;
    use groundswell_seal::{Capability, Grant, Seed};
    use groundswell_sync::{Change, Record, Settings};

    fn a_link(grant: Grant) -> Link {
        Link::new(Capability::edit(Seed::from_bytes([1; 32])).weaken(grant).unwrap(), [2; 12], 0)
    }

    fn fragment(blob: u8, fragment: u16, state: State, kind: u8, changes: u32) -> (Record, Option<Vec<u8>>) {
        let record = Record {
            id: [blob.wrapping_mul(16).wrapping_add(fragment as u8); 32],
            part: Part::Public,
            state,
            kind,
            blob: [blob; 16],
            fragment,
            fragments: 2,
            size: 300,
            changes,
            names: Vec::new(),
            covers: Vec::new(),
            left_out: false,
        };
        (record, None)
    }

    fn kept() -> Stored {
        Stored {
            records: vec![
                fragment(1, 0, State::Held, 0, 3),
                fragment(2, 0, State::Outbox, 0, 4),
                fragment(2, 1, State::Outbox, 0, 4),
                fragment(3, 0, State::Held, 0, 5),
                fragment(3, 1, State::Outbox, 0, 5),
            ],
            unsealed: vec![(Part::Members, Change { name: [1; 32], bytes: vec![1] })],
            ..Stored::default()
        }
    }

    #[test]
    fn what_was_not_sent_stays_behind_where_a_link_lets_less() {
        let edit = a_link(Grant::Edit);
        for less in [Grant::Members, Grant::Public] {
            assert_eq!(behind(Some(&edit), &kept(), &a_link(less)), 10);
            assert_eq!(behind(Some(&edit), &Stored::default(), &a_link(less)), 0);
        }
        assert_eq!(behind(Some(&edit), &kept(), &edit), 0, "it is sent by the other");
    }

    #[test]
    fn what_is_behind_stays_so_until_a_link_lets_it_be_sent() {
        let mut kept = kept();
        kept.settings.left_behind = 7;
        let members = a_link(Grant::Members);
        assert_eq!(behind(Some(&members), &kept, &a_link(Grant::Public)), 7, "nothing is added");
        assert_eq!(behind(Some(&members), &kept, &members), 7);
        assert_eq!(behind(Some(&members), &kept, &a_link(Grant::Edit)), 0);
    }

    #[test]
    fn a_document_that_nobody_else_has_is_behind_though_nothing_of_it_is_counted() {
        let edit = a_link(Grant::Edit);
        let publish = Settings { publish: vec![Part::Members], ..Settings::default() };
        let unpublished = Stored { settings: publish, ..Stored::default() };
        let on_its_way =
            Stored { records: vec![fragment(1, 0, State::Outbox, CHECKPOINT, 0)], ..Stored::default() };
        for kept in [unpublished, on_its_way] {
            assert_eq!(behind(Some(&edit), &kept, &a_link(Grant::Members)), 1);
        }
    }
}
