use super::{backup::Export, is_ready};
use crate::{components::Icon, locales::texts, state::state};
use groundswell_model::{
    Kind,
    import::exported,
    message::{Access, ExportFormat},
};
use leptos::prelude::*;

/// Spreadsheets in and out.
#[component]
pub fn Spreadsheets() -> impl IntoView {
    let state = state();
    let t = texts();
    let export = Export::new(state);
    let ready = is_ready(state);
    let buttons: Vec<_> = exported()
        .map(|kind| {
            let own = if kind == Kind::Person { t.people().title() } else { t.groups().groups() };
            let name = kind.list_title().map_or(own, |title| t.label(title));
            view! {
                <button class="button" type="button" disabled=move || export.busy.get() || !ready.get()
                    on:click=move |_| export.start(ExportFormat::Csv(kind), Callback::new(|()| {}))>
                    <Icon name="download"/>{t.settings().export_csv(name)}
                </button>
            }
        })
        .collect();
    view! {
        <p>{t.settings().spreadsheets_why()}</p>
        <div class="buttons">
            <Show when=move || state.may_edit()>
                <a class="button" href="/import"><Icon name="import"/>{t.start().import()}</a>
            </Show>
            {buttons}
        </div>
        <Show when=move || state.access() != Access::Public><p class="hint">{t.settings().export_private()}</p></Show>
    }
}
