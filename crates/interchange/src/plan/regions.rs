use crate::text;
use groundswell_model::{Id, Level, Region};
use std::collections::HashMap;

/// Regions by name: the directory's, and those that the file adds.
#[derive(Debug, Default)]
pub(super) struct Regions {
    by_key: HashMap<String, Id>,
    names: HashMap<Id, String>,
    /// Those that the file adds, in its order.
    new: Vec<Id>,
}

impl Regions {
    pub(super) fn of(existing: &[Region]) -> Self {
        let mut regions = Self::default();
        // Where a county and a region share a name, groups belong to the region.
        let (region, other): (Vec<_>, Vec<_>) =
            existing.iter().partition(|region| region.level == Level::Region);
        for region in region.into_iter().chain(other) {
            regions.by_key.entry(text::key(&region.name)).or_insert(region.id);
            regions.names.insert(region.id, region.name.clone());
        }
        regions
    }

    /// The region of this name, which is added if there is none.
    pub(super) fn resolve(&mut self, name: &str, new_id: &mut dyn FnMut() -> Id) -> Id {
        *self.by_key.entry(text::key(name)).or_insert_with(|| {
            let id = new_id();
            self.names.insert(id, name.to_owned());
            self.new.push(id);
            id
        })
    }

    /// The region of this name, if there is one.
    pub(super) fn find(&self, name: &str) -> Option<Id> {
        self.by_key.get(&text::key(name)).copied()
    }

    /// The name of a region.
    pub(super) fn name(&self, id: Id) -> &str {
        self.names.get(&id).map_or("", String::as_str)
    }

    /// Those that the file adds, in its order.
    pub(super) fn added(&self) -> impl Iterator<Item = (Id, &str)> {
        self.new.iter().map(|id| (*id, self.name(*id)))
    }
}
