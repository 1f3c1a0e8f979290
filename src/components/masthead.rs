use super::{Icon, drawn};
use crate::{locales::texts, pages::Fetched, state::state};
use leptos::prelude::*;

/// The name of the directory, the way to another, and whether everything is saved.
#[component]
pub fn Masthead() -> impl IntoView {
    let state = state();
    let t = texts().shell();
    let name = Memo::new(move |_| state.projection.with(|projection| projection.network.name.clone()));
    view! {
        <header class="masthead">
            <a class="masthead-home" href="/" aria-label=t.home()>
                <svg class="mark" viewBox="0 0 48 48" aria-hidden="true" use:drawn="mark"></svg>
                <span class="wordmark">{"Groundswell".to_owned()}</span>
            </a>
            <a class="masthead-switch" href="/start" aria-label=move || t.switch(&name.get())>
                <span class="masthead-name" dir="auto">{name}</span>
                <Icon name="switch"/>
            </a>
            <div class="status-place">
                // The style sheet hides it beside what takes its place.
                <p class="status" role="status" data-state="loading">
                    <Icon name="saving"/><span>{t.status_loading()}<span class="wide-only">{t.status_loading_rest()}</span></span>
                </p>
                {move || state.begun.get().then(|| Fetched::Status.part())}
            </div>
            <svg class="swell" viewBox="0 0 600 14" preserveAspectRatio="none" aria-hidden="true" use:drawn="swell"></svg>
        </header>
    }
}
