use super::history_address;
use crate::{components::Icon, locales::texts};
use groundswell_model::history::RecordName;
use leptos::prelude::*;

/// The way to a record's history.
#[component]
pub fn RecordLink(
    /// The record.
    record: RecordName,
) -> impl IntoView {
    let t = texts();
    let RecordName { kind, id, name, is_deleted } = record;
    let called = t.label(kind.declaration().called);
    view! {
        <Icon name=kind.icon()/>
        <a href=history_address(kind, id)><span class="visually-hidden">{called}": "</span>{name}</a>
        {is_deleted.then(|| view! { " "<span class="hint">{t.history().gone()}</span> })}
    }
}
