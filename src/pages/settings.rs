//! Settings: how the app looks and speaks, where its data lives and how to keep it, and what it is.

mod about;
mod backup;
mod device;
mod erase;
mod install;
mod spreadsheets;
mod storage;
mod theme;

pub use install::Installable;

use crate::{
    components::{Icon, LanguageSwitch, ReadOnly},
    locales::texts,
    pages::home::title,
    state::{Phase, State, state},
};
use about::About;
use backup::Backup;
use device::DeviceName;
use erase::Erase;
use install::Install;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use spreadsheets::Spreadsheets;
use storage::Storage;
use theme::Theme;

/// The settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let state = state();
    let t = texts();
    title(t.settings().title());
    let open = Memo::new(move |_| state.current.get().is_some());
    follow_fragment();
    view! {
        <div class="page">
            <div class="page-head">
                <h1>{t.settings().title()}</h1>
                <Show when=move || !open.get()>
                    <a class="button quiet" href="/"><Icon name="back"/>{t.settings().to_start()}</a>
                </Show>
            </div>
            <Panel icon="language" title=t.settings().language() children=Box::new(|| view! { <LanguageSwitch/> }.into_any())/>
            <Panel icon="theme-light" title=t.settings().look() children=Box::new(|| view! { <Theme/> }.into_any())/>
            <Show when=move || open.get()>
                <Panel id="sharing" icon="share" title=t.sharing().share() children=Box::new(|| view! { <Sharing/> }.into_any())/>
            </Show>
            <Show when=move || open.get() && state.may_edit()>
                <Panel icon="person" title=t.settings().device() children=Box::new(|| view! { <DeviceName/> }.into_any())/>
            </Show>
            <Show when=move || open.get()>
                <Panel icon="public" title=t.settings().network() children=Box::new(|| view! { <Network/> }.into_any())/>
            </Show>
            <Panel id="backup" icon="backup" title=t.settings().backup() children=Box::new(|| view! { <Backup/> }.into_any())/>
            <Show when=move || open.get()>
                <Panel icon="export" title=t.settings().spreadsheets() children=Box::new(|| view! { <Spreadsheets/> }.into_any())/>
            </Show>
            <Panel icon="saved" title=t.settings().storage() children=Box::new(|| view! { <Storage/> }.into_any())/>
            <Panel icon="install" title=t.settings().install() children=Box::new(|| view! { <Install/> }.into_any())/>
            <Show when=move || open.get()><Erase/></Show>
            <Panel icon="info" title=t.settings().about() children=Box::new(|| view! { <About/> }.into_any())/>
        </div>
    }
}

/// A part of the settings under its heading.
#[component]
fn Panel(
    #[prop(optional)] id: Option<&'static str>,
    icon: &'static str,
    title: &'static str,
    children: Children,
) -> impl IntoView {
    let heading = format!("settings-{icon}");
    let labelled = heading.clone();
    view! {
        <section class="panel" id=id aria-labelledby=labelled>
            <h2 id=heading tabindex="-1"><Icon name=icon/>{title}</h2>
            {children()}
        </section>
    }
}

/// The way to the sync links, and to what a link brings.
#[component]
fn Sharing() -> impl IntoView {
    let state = state();
    let t = texts().sharing();
    let shared = move || state.entry().is_some_and(|entry| entry.shared);
    view! {
        <p>{move || if shared() { t.share_shared() } else { t.share_why() }}</p>
        <Show when=move || !state.may_edit()><ReadOnly/></Show>
        <div class="buttons">
            <a class="button primary" href="/share"><Icon name="share"/>{t.share_it()}</a>
            <a class="button" href="/join"><Icon name="groups"/>{t.join()}</a>
        </div>
    }
}

/// The network itself, and what was deleted from it.
#[component]
fn Network() -> impl IntoView {
    let state = state();
    let t = texts().settings();
    view! {
        <p>{move || state.projection.with(|projection| projection.network.name.clone())}</p>
        <div class="buttons">
            <a class="button" href="/network">{move || if state.may_edit() {
                view! { <Icon name="edit"/>{t.edit_network()} }.into_any()
            } else {
                view! { <Icon name="public"/>{t.network()} }.into_any()
            }}</a>
            <a class="button" href="/changes"><Icon name="history"/>{texts().history().changes()}</a>
            <a class="button" href="/deleted"><Icon name="delete"/>{t.deleted()}</a>
        </div>
    }
}

/// Whether the engine has the open directory at hand.
fn is_ready(state: State) -> Memo<bool> {
    Memo::new(move |_| state.phase.with(|phase| *phase == Phase::Ready))
}

/// Brings the part that the address names into view: the page is drawn after the browser has looked for it.
fn follow_fragment() {
    let hash = use_location().hash;
    Effect::new(move |_| {
        let part = hash.get().trim_start_matches('#').to_owned();
        if !part.is_empty() {
            // Once more after the focus went to the page's content.
            crate::browser::after_paint(move || {
                crate::browser::after_paint(move || {
                    if let Some(element) = document().get_element_by_id(&part) {
                        element.scroll_into_view();
                    }
                });
            });
        }
    });
}
