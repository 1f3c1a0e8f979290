use super::{Flatten, group::status_of, set_text};
use automerge::ScalarValueRef;
use groundswell_model::Awg;

pub(super) fn flatten(it: &Awg, flat: &mut Flatten) {
    flat.text("name", &it.name);
    flat.put("status", it.status.key());
    flat.text("topic", &it.topic);
    flat.text("founded", &it.founded);
    flat.text("meets", &it.meets);
}

pub(super) fn set(it: &mut Awg, key: &str, value: &ScalarValueRef<'_>) {
    match key {
        "name" => set_text(&mut it.name, value),
        "status" => it.status = status_of(value),
        "topic" => set_text(&mut it.topic, value),
        "founded" => set_text(&mut it.founded, value),
        "meets" => set_text(&mut it.meets, value),
        _ => {}
    }
}
