use super::Icon;
use crate::{
    browser,
    locales::texts,
    pages::Fetched,
    state::{Phase, state},
};
use groundswell_model::message::SaveState;
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
                <svg class="mark" aria-hidden="true" focusable="false"><use href={"/icons.svg#mark".to_owned()}/></svg>
                <span class="wordmark">{"Groundswell".to_owned()}</span>
            </a>
            <a class="masthead-switch" href="/start" aria-label=move || t.switch(&name.get())>
                <span class="masthead-name">{name}</span>
                <Icon name="switch"/>
            </a>
            <Status/>
            <svg class="swell" aria-hidden="true" focusable="false"><use href={"/icons.svg#swell".to_owned()}/></svg>
        </header>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Loading,
    Saved,
    Saving,
    Offline,
    Failed,
}

/// Whether everything is saved; always in sight. Being offline is normal here, and said as such.
#[component]
fn Status() -> impl IntoView {
    let state = state();
    let t = texts().shell();
    let online = RwSignal::new(browser::is_online());
    let back = window_event_listener(leptos::ev::online, move |_| online.set(true));
    let away = window_event_listener(leptos::ev::offline, move |_| online.set(false));
    on_cleanup(move || {
        back.remove();
        away.remove();
    });
    let shown = Memo::new(move |_| match (state.phase.get(), state.saving.get()) {
        (Phase::Failed(_), _) | (_, Some(SaveState::Failed(_))) => Shown::Failed,
        (_, Some(SaveState::Saving)) => Shown::Saving,
        (Phase::Starting | Phase::Shown, _) => Shown::Loading,
        _ if !online.get() => Shown::Offline,
        _ => Shown::Saved,
    });
    let explained = RwSignal::new(false);
    move || {
        let shown = shown.get();
        let (key, icon, word, rest) = match shown {
            Shown::Loading => ("loading", "saving", t.status_loading(), t.status_loading_rest()),
            Shown::Saved => ("saved", "saved", t.status_saved(), t.status_saved_rest()),
            Shown::Saving => ("saving", "saving", t.status_saving(), ""),
            Shown::Offline => ("offline", "offline", t.status_offline(), t.status_offline_rest()),
            Shown::Failed => ("failed", "error", t.status_failed(), t.status_failed_rest()),
        };
        let inside = view! { <Icon name=icon/><span>{word}<span class="wide-only">{rest}</span></span> };
        if shown == Shown::Failed {
            view! {
                <button class="status" type="button" data-state=key aria-expanded=move || explained.get().to_string()
                    aria-controls="status-why" on:click=move |_| explained.update(|explained| *explained = !*explained)>
                    {inside}
                </button>
                {move || explained.get().then(|| Fetched::NotSaved.part())}
            }
            .into_any()
        } else {
            view! { <p class="status" role="status" data-state=key>{inside}</p> }.into_any()
        }
    }
}
