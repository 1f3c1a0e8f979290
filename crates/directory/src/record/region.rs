use super::{Flatten, id_of, set_text, text_of};
use automerge::ScalarValueRef;
use groundswell_model::{Level, Region};

/// The key of the region around a region.
pub(crate) const PARENT: &str = "parent";

pub(super) fn flatten(it: &Region, flat: &mut Flatten) {
    flat.text("name", &it.name);
    flat.put("level", it.level.key());
    if let Some(parent) = it.parent {
        flat.put(PARENT, parent.to_string());
    }
}

pub(super) fn set(it: &mut Region, key: &str, value: &ScalarValueRef<'_>) {
    match key {
        "name" => set_text(&mut it.name, value),
        "level" => it.level = level_of(value),
        PARENT => it.parent = id_of(value),
        _ => {}
    }
}

fn level_of(value: &ScalarValueRef<'_>) -> Level {
    text_of(value).and_then(Level::from_key).unwrap_or_default()
}
