//! Where a directory begins: new, a sample, from a spreadsheet or from a backup; and the way from one
//! directory of this device to another.

mod directories;
mod keep;
mod name;
mod opening;
mod restore;
mod search;

pub use keep::ask_to_keep;
pub use restore::{RestoreDialog, may_be_shared_elsewhere};

use crate::{
    components::{Icon, LanguageSwitch, RowsToCome, ask, drawn},
    locales::texts,
    pages::home::title,
    state::{Phase, state},
};
use directories::Directories;
use groundswell_model::message::NewDirectory;
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use name::NameDialog;

/// The start page: a poster while no directory is open, a plain page beside an open one.
#[component]
pub fn StartPage() -> impl IntoView {
    let state = state();
    let t = texts();
    let bare = Memo::new(move |_| state.current.get().is_none());
    title(t.start().title());
    view! {
        {move || if bare.get() {
            view! {
                <div class="start">
                    <Poster/>
                    <div><div class="buttons"><LanguageSwitch quiet=true/></div></div>
                    <div class="stack"><NoStorage/>{ways(|| view! { <Directories/><Cards/> }.into_any())}</div>
                    <Honest/>
                </div>
            }.into_any()
        } else {
            view! {
                <div class="page">
                    <div class="page-head"><h1>{t.shell().your_directories()}</h1></div>
                    <NoStorage/>
                    {ways(|| {
                        let another = texts().start().another();
                        view! { <Directories/><h2>{another}</h2><Cards/> }.into_any()
                    })}
                    <div class="buttons"><LanguageSwitch quiet=true/></div>
                    <Honest/>
                </div>
            }.into_any()
        }}
    }
}

/// The ways on, all at once: directories that come in above the cards would move what somebody is about to press.
fn ways(on: fn() -> AnyView) -> impl IntoView {
    let state = state();
    let to_come = Memo::new(move |_| state.awaits_directories());
    move || if to_come.get() { view! { <RowsToCome/> }.into_any() } else { on() }
}

#[component]
fn Poster() -> impl IntoView {
    view! {
        <div class="start-head">
            <svg class="mark" viewBox="0 0 48 48" aria-hidden="true" use:drawn="mark"></svg>
            <h1 class="wordmark">{"Groundswell".to_owned()}</h1>
            <p class="start-line">{texts().start().line()}</p>
            <svg class="swell" viewBox="0 0 600 14" preserveAspectRatio="none" aria-hidden="true" use:drawn="swell"></svg>
        </div>
    }
}

/// Where what is written here lives.
#[component]
fn Honest() -> impl IntoView {
    let t = texts();
    view! {
        <p class="start-foot">
            <Icon name="lock"/>
            <span>{t.start().honest()}" "<a href="/settings">{t.start().more_about()}</a></span>
        </p>
    }
}

/// What keeps this device from holding any directory.
#[component]
fn NoStorage() -> impl IntoView {
    let state = state();
    let t = texts();
    move || {
        let Phase::Failed(error) = state.phase.get() else { return ().into_any() };
        view! {
            <div class="notice" data-kind="error" role="alert">
                <Icon name="error"/>
                <div>
                    <strong>{t.start().trouble()}</strong>
                    <p>{t.records().error(&error)}</p>
                    <div class="buttons">
                        <button class="button" type="button" on:click=move |_| state.retry()>{t.shell().retry()}</button>
                    </div>
                </div>
            </div>
        }
        .into_any()
    }
}

/// The ways to begin.
#[component]
fn Cards() -> impl IntoView {
    let t = texts().start();
    let naming = NodeRef::<html::Dialog>::new();
    let restoring = NodeRef::<html::Dialog>::new();
    let then = RwSignal::new("/groups");
    let name = move |address: &'static str| {
        then.set(address);
        ask(naming);
    };
    view! {
        <ul class="cards">
            <li>
                <button class="card" type="button" data-paper="gold" aria-haspopup="dialog" on:click=move |_| name("/groups")>
                    <Icon name="add"/><strong>{t.create()}</strong><span>{t.create_hint()}</span>
                </button>
            </li>
            <li>
                <a class="card" href="/join" data-paper="mint">
                    <Icon name="groups"/><strong>{t.join()}</strong><span>{t.join_hint()}</span>
                </a>
            </li>
            <li><Sample/></li>
            <li>
                <button class="card" type="button" data-paper="salmon" aria-haspopup="dialog" on:click=move |_| name("/import")>
                    <Icon name="import"/><strong>{t.import()}</strong><span>{t.import_hint()}</span>
                </button>
            </li>
            <li>
                <button class="card" type="button" data-paper="gold" aria-haspopup="dialog" on:click=move |_| ask(restoring)>
                    <Icon name="restore"/><strong>{t.restore()}</strong><span>{t.restore_hint()}</span>
                </button>
            </li>
        </ul>
        <NameDialog dialog=naming then/>
        <RestoreDialog dialog=restoring/>
    }
}

/// The way to the fictional network.
#[component]
fn Sample() -> impl IntoView {
    let state = state();
    let t = texts();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let explore = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let made = state.create(NewDirectory::Sample).await;
            // Somebody may have gone elsewhere meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match made {
                Ok(()) => navigate("/groups", NavigateOptions::default()),
                Err(why) => error.set(Some(t.records().error(&why))),
            }
        });
    };
    view! {
        <button class="card" type="button" data-paper="sky" aria-busy=move || busy.get().then_some("true") on:click=explore>
            <Icon name="sample"/>
            <strong>{t.start().sample()}</strong>
            <span>{move || if busy.get() { t.start().sample_coming() } else { t.start().sample_hint() }}</span>
        </button>
        {move || error.get().map(|error| view! { <p class="error" role="alert"><Icon name="error"/>{error}</p> })}
    }
}
