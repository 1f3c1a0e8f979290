use super::{Flatten, set_text};
use automerge::ScalarValueRef;
use groundswell_model::Network;

pub(super) fn flatten(it: &Network, flat: &mut Flatten) {
    flat.text("name", &it.name);
    flat.text("time_zone", &it.time_zone);
}

pub(super) fn set(it: &mut Network, key: &str, value: &ScalarValueRef<'_>) {
    match key {
        "name" => set_text(&mut it.name, value),
        "time_zone" => set_text(&mut it.time_zone, value),
        _ => {}
    }
}
