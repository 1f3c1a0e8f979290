use super::{Flatten, is_true, set_text};
use automerge::ScalarValueRef;
use groundswell_model::Person;

/// The key of whether a person chose to be shown to everybody.
pub(crate) const PUBLIC: &str = "public";

pub(super) fn flatten(it: &Person, flat: &mut Flatten) {
    flat.text("name", &it.name);
    flat.put(PUBLIC, it.public);
    for role in &it.roles {
        flat.member("roles", role);
    }
}

pub(super) fn set(it: &mut Person, key: &str, value: &ScalarValueRef<'_>) {
    match key {
        "name" => set_text(&mut it.name, value),
        PUBLIC => it.public = is_true(value),
        _ => {
            if let Some(Ok(role)) = key.strip_prefix("roles/").map(str::parse)
                && is_true(value)
            {
                it.roles.insert(role);
            }
        }
    }
}
