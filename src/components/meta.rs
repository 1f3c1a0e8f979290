use super::Icon;
use crate::{browser, locales::texts, state::State};
use groundswell_model::{DeviceId, Meta, Stamp};
use leptos::prelude::*;

/// Whoever made a change: this device, a name that members gave, or the device's number.
pub fn said_by(state: State, device: DeviceId) -> String {
    let t = texts().groups();
    if state.device.get_untracked() == Some(device) {
        return t.this_device().to_owned();
    }
    let mut short = device.to_string();
    short.truncate(4);
    untrack(|| {
        state.device_names().with(|names| {
            let Some(name) = names.get(&device) else { return t.some_device(&short) };
            // Two of a family may well be called "iPhone".
            let is_only_one = names.values().filter(|other| *other == name).count() == 1;
            if is_only_one { name.clone() } else { format!("{name} ({short})") }
        })
    })
}

/// Longer than this since somebody confirmed it, and it needs checking: half a year, in milliseconds.
const STALE: i64 = 182 * 24 * 60 * 60 * 1000;

/// When a record was last confirmed to be true.
#[component]
pub fn Checked(
    /// The confirmation.
    verified: Option<Stamp>,
) -> impl IntoView {
    let t = texts();
    let stale = verified.is_none_or(|stamp| browser::now().0 - stamp.at.0 > STALE).then_some("");
    let said = match verified {
        Some(stamp) => t.groups().checked(&t.format().day(stamp.at)),
        None => t.groups().not_checked().to_owned(),
    };
    view! { <span class="meta" data-stale=stale><Icon name="verify"/>{said}</span> }
}

/// Where a record comes from and who touched it.
#[component]
pub fn MetaLine(
    /// The record's dates.
    meta: Meta,
) -> impl IntoView {
    let state = crate::state::state();
    let t = texts();
    // Of the network of a directory that an earlier version made, it is not written anywhere.
    let is_known = meta.created != Stamp::default();
    let line =
        move |icon: &'static str, said: String| view! { <li><Icon name=icon/><span>{said}</span></li> };
    view! {
        <ol class="history">
            {meta.verified.map(|stamp| {
                line("verify", t.groups().checked_by(&t.format().moment(stamp.at), &said_by(state, stamp.by)))
            })}
            {(meta.updated != meta.created).then(|| {
                line("edit", t.groups().changed_by(&t.format().moment(meta.updated.at), &said_by(state, meta.updated.by)))
            })}
            {is_known.then(|| {
                line("add", t.groups().added_by(&t.format().moment(meta.created.at), &said_by(state, meta.created.by)))
            })}
            {(!meta.source.is_empty()).then(|| line("import", t.groups().came_from(&meta.source)))}
        </ol>
    }
}
