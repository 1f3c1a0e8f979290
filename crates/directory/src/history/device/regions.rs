//! Regions that go back to where they were must not come to lie within themselves: not in the end, and not in between,
//! for each is looked at when it is written.

use super::record::Planned;
use crate::{document::Document, regions};
use groundswell_model::{Command, Id, Kind, Record, history::WhyLeft, validate::lies_within_itself};
use std::collections::BTreeMap;

/// Leaves regions alone that would lie within themselves, and says for each other how many are around it: the outer ones
/// are written first.
pub(super) fn settle(doc: &Document, planned: &mut [Planned]) {
    let count = doc.length(doc.map(Kind::Region)) + 1;
    let mut goals: BTreeMap<Id, Option<Id>> = planned.iter().filter_map(goal).collect();
    if goals.is_empty() {
        return;
    }
    loop {
        let parent = |id| goals.get(&id).copied().unwrap_or_else(|| regions::parent(doc, id));
        let circular =
            |(id, goal): (&Id, &Option<Id>)| lies_within_itself(*id, *goal, parent, count).then_some(*id);
        let Some(id) = goals.iter().find_map(circular) else { break };
        goals.remove(&id);
        if let Some(region) = planned.iter_mut().find(|it| goal(it).is_some_and(|(of, _)| of == id)) {
            region.give_up(WhyLeft::DoesNotHold);
        }
    }
    let parent = |id| goals.get(&id).copied().unwrap_or_else(|| regions::parent(doc, id));
    for region in planned.iter_mut().filter(|it| goal(it).is_some()) {
        let around = std::iter::successors(parent(region.record.id), |id| parent(*id));
        region.depth = around.take(count).count();
    }
}

/// The region, and the region around it as it is to be, where it is written.
fn goal(planned: &Planned) -> Option<(Id, Option<Id>)> {
    planned.commands.iter().find_map(|command| {
        let Command::Save { after, .. } = command else { return None };
        let Record::Region(region) = after.as_ref() else { return None };
        Some((region.id, region.parent))
    })
}
