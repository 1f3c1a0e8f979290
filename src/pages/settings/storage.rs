use super::is_ready;
use crate::{
    components::Icon,
    locales::texts,
    state::{state, unexpected},
};
use groundswell_model::message::{Answer, EngineError, Request, StorageSummary};
use leptos::{prelude::*, task::spawn_local};

/// What the browser says of its promise to keep what is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Promise {
    /// Not known yet.
    Asking,
    /// It promised.
    Given,
    /// It did not.
    NotGiven,
    /// It knows no such promise.
    Unknown,
}

/// What the storage holds, and whether the browser may clear it.
#[component]
pub fn Storage() -> impl IntoView {
    let state = state();
    let t = texts();
    let ready = is_ready(state);
    let summary = RwSignal::new(None::<StorageSummary>);
    let error = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        // Looked up again once the engine runs, once it has the directory at hand, and after each commit.
        state.device.track();
        ready.track();
        state.saving.track();
        spawn_local(async move {
            match state.call(Request::Storage).await {
                Ok(Answer::Storage(found)) => {
                    summary.try_set(Some(found));
                    error.try_set(None);
                }
                Ok(_) => {
                    error.try_set(Some(t.records().error(&unexpected())));
                }
                // Asked before the engine was there.
                Err(EngineError::Stopped(_)) => {}
                Err(why) => {
                    error.try_set(Some(t.records().error(&why)));
                }
            }
        });
    });
    view! {
        <p>{t.settings().storage_why()}</p>
        {move || match (summary.get(), error.get()) {
            (Some(summary), _) => view! { <Figures summary/> }.into_any(),
            (None, Some(error)) => view! { <p class="error"><Icon name="error"/>{error}</p> }.into_any(),
            (None, None) => view! { <p class="hint" role="status">{t.shell().loading()}</p> }.into_any(),
        }}
        <Persistence/>
    }
}

#[component]
fn Figures(summary: StorageSummary) -> impl IntoView {
    let state = state();
    let t = texts();
    let StorageSummary { used, quota, document, changes, quarantined } = summary;
    let meter = used.zip(quota).filter(|(_, quota)| *quota > 0).map(|(used, quota)| {
        let said = t.settings().used_of(&t.format().bytes(used), &t.format().bytes(quota));
        view! {
            <div class="storage">
                <p>{said}</p>
                <meter aria-label=t.settings().storage_used() value=(used as f64 / quota as f64).to_string()
                    min="0" max="1" low="0.7" high="0.9" optimum="0"></meter>
            </div>
        }
    });
    let fact = |name: &'static str, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let open = state.current.get_untracked().is_some();
    view! {
        {meter}
        {open.then(|| view! {
            <dl class="facts">
                {fact(t.settings().document(), t.format().bytes(document))}
                {fact(t.settings().changes(), t.format().number(usize::try_from(changes).unwrap_or(usize::MAX)))}
                {(quarantined > 0).then(|| fact(t.settings().quarantined(), t.format().number(quarantined)))}
            </dl>
        })}
    }
}

/// Whether the browser promised to keep what is here, and the way to ask it.
#[component]
fn Persistence() -> impl IntoView {
    let t = texts().settings();
    let promise = RwSignal::new(Promise::Asking);
    let refused = RwSignal::new(false);
    spawn_local(async move {
        promise.try_set(match groundswell_storage::is_persistent().await {
            Ok(true) => Promise::Given,
            Ok(false) => Promise::NotGiven,
            Err(_) => Promise::Unknown,
        });
    });
    let ask = move |_| {
        spawn_local(async move {
            let asked = groundswell_storage::request_persistence().await;
            let given = asked == Ok(true);
            refused.try_set(!given);
            promise.try_set(match asked {
                Ok(true) => Promise::Given,
                Ok(false) => Promise::NotGiven,
                Err(_) => Promise::Unknown,
            });
        });
    };
    view! {
        <div role="status">
            {move || match promise.get() {
                Promise::Asking => ().into_any(),
                Promise::Given => view! { <p class="meta"><Icon name="check-circle"/>{t.kept()}</p> }.into_any(),
                Promise::NotGiven => view! { <p class="meta"><Icon name="info"/>{if refused.get() { t.not_kept_refused() } else { t.not_kept() }}</p> }.into_any(),
                Promise::Unknown => view! { <p class="meta"><Icon name="info"/>{t.keeping_unknown()}</p> }.into_any(),
            }}
        </div>
        <Show when=move || promise.get() == Promise::NotGiven>
            <div class="buttons">
                <button class="button" type="button" on:click=ask><Icon name="lock"/>{t.ask_to_keep()}</button>
            </div>
        </Show>
    }
}
