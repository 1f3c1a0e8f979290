use super::{DraftsBanner, End, Icon, Rivals, SampleBanner, Sets};
use crate::{browser, locales::texts, state::state};
use leptos::{ev::Custom, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use web_sys::CustomEvent;

/// What concerns the whole app: a newer version, a sample, a damaged piece of history.
#[component]
pub fn Banners() -> impl IntoView {
    let state = state();
    let (t, links) = (texts().shell(), texts().links());
    let update = update_ready();
    // In this bundle, because nothing of it is wanted before the engine is ready.
    state.keep_startup_snapshot();
    let path = use_location().pathname;
    let joining = move || path.with(|path| path == "/join");
    let navigate = use_navigate();
    let look = Callback::new(move |()| navigate("/join", NavigateOptions::default()));
    let ended = Memo::new(move |_| {
        let end = state.sync.with(|sync| sync.as_ref().and_then(End::of));
        end.filter(|_| state.invitation().is_none()).map(|end| end.waiting)
    });
    // The pages that say it at length.
    let said_there = move || path.with(|path| path == "/join" || path == "/share");
    let sets = Memo::new(move |_| state.sync.with(|sync| sync.as_ref().and_then(Sets::of)));
    let typing = move || state.unsaved_forms.get() > 0;
    view! {
        <section class="banners" aria-label=t.notices()>
            <Show when=move || state.superseded.get()>
                <div class="banner" data-kind="update" role="status">
                    <Icon name="info"/>
                    <p>{t.superseded()}</p>
                    <button class="button" type="button" on:click=|_| browser::reload()>{t.reload()}</button>
                </div>
            </Show>
            <Show when=move || update.get()>
                <div class="banner" data-kind="update" role="status">
                    <Icon name="install"/>
                    <p>{t.update_ready()} {move || typing().then(|| format!(" {}", t.update_form_open()))}</p>
                    <button class="button" type="button" disabled=typing on:click=|_| use_update()>{t.update_use()}</button>
                </div>
            </Show>
            <Show when=move || state.link.with(Option::is_some) && !joining()>
                <div class="banner" data-kind="update" role="status">
                    <Icon name="groups"/>
                    <p>{t.link_waits()} {move || typing().then(|| format!(" {}", t.link_form_open()))}</p>
                    <button class="button" type="button" disabled=typing on:click=move |_| look.run(())>{t.link_look()}</button>
                </div>
            </Show>
            <Show when=move || state.invitation().is_some() && !joining()>
                <div class="banner" data-kind="invitation">
                    <Icon name="groups"/>
                    <p>{t.invited()}</p>
                    <a class="button" href="/join">{t.invited_answer()}</a>
                </div>
            </Show>
            <Show when=move || ended.get().is_some() && !said_there()>
                <div class="banner" data-kind="links">
                    <Icon name="lock"/>
                    <p>{links.closed()}". "{move || ended.get().map(|waiting| match waiting {
                        0 => links.closed_ask().to_owned(),
                        waiting => links.closed_unsent(waiting),
                    })}</p>
                    <a class="button" href="/share">{links.what_to_do()}</a>
                </div>
            </Show>
            {move || sets.get().filter(|_| !joining()).map(|sets| view! {
                <div class="banner" data-kind="links">
                    <Icon name="warning"/>
                    <div class="banner-text"><Rivals sets/></div>
                </div>
            })}
            <DraftsBanner/>
            <SampleBanner/>
            <Show when=move || state.quarantined.get() != 0>
                <div class="banner" data-kind="update" role="status">
                    <Icon name="warning"/>
                    <p>{move || t.quarantined(state.quarantined.get())}</p>
                    <a class="button" href="/settings#backup">{t.failed_backup()}</a>
                </div>
            </Show>
        </section>
    }
}

/// Whether a newer version waits; `register.js` tells, also of one that was there before this view.
fn update_ready() -> RwSignal<bool> {
    let waiting = document()
        .document_element()
        .and_then(|root| root.get_attribute("data-update"))
        .is_some_and(|state| state == "ready");
    let update = RwSignal::new(waiting);
    let listener =
        window_event_listener(Custom::<CustomEvent>::new("groundswell-update"), move |_| update.set(true));
    on_cleanup(move || listener.remove());
    update
}

/// Lets `register.js` bring the newer version in, which reloads the page.
fn use_update() {
    browser::emit("groundswell-apply-update", None);
}
