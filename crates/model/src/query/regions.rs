//! Regions as they lie in one another.

use crate::{Id, Projection, fold};
use std::collections::{BTreeMap, BTreeSet};

/// A region with those that lie in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The region.
    pub id: Id,
    /// How many groups belong to it or to a region within it.
    pub groups: usize,
    /// The regions directly within it, by name.
    pub within: Vec<Self>,
}

/// Regions that lie deeper than this stand at the top: no network is so deep, and no document may exhaust the
/// page's stack.
const DEEPEST: usize = 16;

/// All regions as they lie in one another, by name. Each stands once: a region whose parent is gone, and one
/// of a circle, stands at the top.
#[must_use]
pub fn tree(projection: &Projection) -> Vec<Branch> {
    let mut groups: BTreeMap<Id, usize> = BTreeMap::new();
    for card in projection.groups.iter() {
        if let Some(region) = card.region {
            *groups.entry(region).or_default() += 1;
        }
    }
    let mut order: Vec<_> =
        projection.regions.values().map(|region| (fold::fold(&region.name), region.id)).collect();
    order.sort_unstable();
    let parent = |id: Id| {
        let parent = projection.regions.get(&id).and_then(|region| region.parent);
        parent.filter(|parent| projection.regions.contains_key(parent))
    };
    let mut inside: BTreeMap<Option<Id>, Vec<Id>> = BTreeMap::new();
    for (_, id) in &order {
        inside.entry(parent(*id)).or_default().push(*id);
    }
    let mut seen = BTreeSet::new();
    let top = inside.get(&None).cloned().unwrap_or_default();
    let mut tree: Vec<_> = top.into_iter().map(|id| branch(id, 1, &inside, &groups, &mut seen)).collect();
    for (_, id) in order {
        if !seen.contains(&id) {
            tree.push(branch(id, 1, &inside, &groups, &mut seen));
        }
    }
    tree
}

fn branch(
    id: Id,
    depth: usize,
    inside: &BTreeMap<Option<Id>, Vec<Id>>,
    groups: &BTreeMap<Id, usize>,
    seen: &mut BTreeSet<Id>,
) -> Branch {
    seen.insert(id);
    let mut within = Vec::new();
    for id in inside.get(&Some(id)).map(Vec::as_slice).unwrap_or_default() {
        if depth < DEEPEST && !seen.contains(id) {
            within.push(branch(*id, depth + 1, inside, groups, seen));
        }
    }
    let nested: usize = within.iter().map(|branch| branch.groups).sum();
    Branch { id, groups: groups.get(&id).copied().unwrap_or_default() + nested, within }
}

/// The region and all within it.
#[must_use]
pub fn within(projection: &Projection, region: Id) -> Vec<Id> {
    let mut inside = vec![region];
    let mut next = 0;
    while let Some(around) = inside.get(next).copied() {
        for region in projection.regions.values() {
            if region.parent == Some(around) && !inside.contains(&region.id) {
                inside.push(region.id);
            }
        }
        next += 1;
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Group, Region};

    fn id(last: u8) -> Id {
        Id::from_bytes([last; 12])
    }

    fn projection(regions: &[(u8, &str, Option<u8>)], groups: &[(u8, u8)]) -> Projection {
        let mut projection = Projection::default();
        for (last, name, parent) in regions {
            let region = Region {
                id: id(*last),
                name: (*name).to_owned(),
                parent: parent.map(id),
                ..Region::default()
            };
            projection.regions.insert(region.id, region);
        }
        for (last, region) in groups {
            let group = Group { id: id(*last), region: Some(id(*region)), ..Group::default() };
            projection.groups.put(&group, "", false);
        }
        projection
    }

    #[test]
    fn a_chain_of_any_length_is_shown() {
        let chain: Vec<_> = (1..=200).map(|last| (last, "A", (last > 1).then(|| last - 1))).collect();
        let lines = lines(&tree(&projection(&chain, &[])), 0);
        assert_eq!(lines.len(), 200);
        assert!(lines.iter().all(|line| line.matches('.').count() < DEEPEST));
    }

    /// A line a region: its depth in dots, its name's id, its groups.
    fn lines(branches: &[Branch], depth: usize) -> Vec<String> {
        let mut all = Vec::new();
        for branch in branches {
            let [last, ..] = branch.id.as_bytes();
            all.push(format!("{}{last}:{}", ".".repeat(depth), branch.groups));
            all.extend(lines(&branch.within, depth + 1));
        }
        all
    }

    #[test]
    fn regions_stand_within_one_another_and_count_the_groups_of_all_within() {
        let regions =
            [(1, "Wisconsin", None), (2, "South", Some(1)), (3, "east", Some(1)), (4, "Dane", Some(2))];
        let projection = projection(&regions, &[(11, 4), (12, 4), (13, 2), (14, 1)]);
        assert_eq!(lines(&tree(&projection), 0), ["1:4", ".3:0", ".2:3", "..4:2"]);
        assert_eq!(within(&projection, id(2)), [id(2), id(4)]);
    }

    #[test]
    fn a_circle_and_a_lost_parent_hide_no_region() {
        let regions = [(1, "A", Some(2)), (2, "B", Some(1)), (3, "C", Some(3)), (4, "D", Some(99))];
        let projection = projection(&regions, &[(11, 1), (12, 2)]);
        assert_eq!(lines(&tree(&projection), 0), ["4:0", "1:2", ".2:1", "3:0"]);
    }
}
