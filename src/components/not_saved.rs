use super::Icon;
use crate::{
    locales::texts,
    state::{Phase, state},
};
use groundswell_model::message::SaveState;
use leptos::prelude::*;

/// Why something is not saved, and what to do.
#[component]
pub fn NotSaved() -> impl IntoView {
    let state = state();
    let t = texts().shell();
    let why = move || match (state.phase.get(), state.saving.get()) {
        (Phase::Failed(error), _) | (_, Some(SaveState::Failed(error))) => texts().records().error(&error),
        _ => String::new(),
    };
    view! {
        <div class="notice status-why" id="status-why" data-kind="error" role="alert">
            <Icon name="error"/>
            <div>
                <strong>{t.failed_title()}</strong>
                <p>{why}</p>
                <p>{t.failed_keep_open()}</p>
                <div class="buttons">
                    <button class="button" type="button" on:click=move |_| state.retry()>{t.retry()}</button>
                    <a class="button" href="/settings#backup">{t.failed_backup()}</a>
                </div>
            </div>
        </div>
    }
}
