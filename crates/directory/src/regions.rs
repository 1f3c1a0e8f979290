//! Regions within regions. One edit cannot put a region within itself, two at once can; such a circle is shown
//! broken, at the same place on every device.

use crate::document::Document;
use automerge::{ObjId, ObjType, ScalarValue, ValueRef};
use groundswell_model::{Id, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// The key of the region around a region.
const PARENT: &str = "parent";

/// The region around a region, as it was written.
pub(crate) fn parent(doc: &Document, region: Id) -> Option<Id> {
    parent_in(doc, &doc.entry(Kind::Region, region)?)
}

fn parent_in(doc: &Document, entry: &ObjId) -> Option<Id> {
    match doc.values(entry, PARENT).first() {
        Some((ScalarValue::Str(parent), _)) => parent.parse().ok(),
        _ => None,
    }
}

/// The regions that are shown without the region around them: of each circle the one with the smallest id.
pub(crate) fn broken(doc: &Document) -> BTreeSet<Id> {
    let mut parents = BTreeMap::new();
    for item in doc.range(doc.map(Kind::Region)) {
        if let (Ok(region), ValueRef::Object(ObjType::Map)) = (item.key.parse::<Id>(), &item.value)
            && let Some(parent) = parent_in(doc, &item.id())
        {
            parents.insert(region, parent);
        }
    }
    circles(&parents)
}

fn circles(parents: &BTreeMap<Id, Id>) -> BTreeSet<Id> {
    let mut broken = BTreeSet::new();
    let mut done: BTreeSet<Id> = BTreeSet::new();
    for start in parents.keys() {
        let mut way: Vec<Id> = Vec::new();
        let mut seen: BTreeSet<Id> = BTreeSet::new();
        let mut next = Some(*start);
        while let Some(region) = next {
            if done.contains(&region) {
                break;
            }
            if !seen.insert(region) {
                let circle = way.iter().skip_while(|passed| **passed != region);
                broken.extend(circle.min());
                break;
            }
            way.push(region);
            next = parents.get(&region).copied();
        }
        done.extend(way);
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> Id {
        Id::from_bytes([number; 12])
    }

    #[test]
    fn each_circle_is_broken_once_and_nothing_else_is() {
        let parents = |pairs: &[(u8, u8)]| pairs.iter().map(|(a, b)| (id(*a), id(*b))).collect();
        assert_eq!(circles(&parents(&[(1, 2), (2, 3)])), BTreeSet::new());
        assert_eq!(circles(&parents(&[(1, 1)])), BTreeSet::from([id(1)]));
        assert_eq!(circles(&parents(&[(1, 2), (2, 3), (3, 2), (4, 1)])), BTreeSet::from([id(2)]));
        assert_eq!(
            circles(&parents(&[(5, 6), (6, 5), (9, 8), (8, 9), (1, 9)])),
            BTreeSet::from([id(5), id(8)])
        );
    }
}
