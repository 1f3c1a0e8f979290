//! The frame: routes, what surrounds every page, and the language of it all.

use crate::{
    browser,
    components::{Masthead, Navigation},
    locales::{ChosenLanguage, Texts, language_of_page, texts},
    pages::{self, Fetched, Page},
    state::{Before, Phase, State, state},
};
use groundswell_model::Kind;
use leptos::{ev::Custom, prelude::*};
use leptos_router::{
    NavigateOptions, PossibleRouteMatch,
    components::{ParentRoute, Route, Router, Routes},
    hooks::{use_location, use_navigate},
    path,
};
use std::sync::Arc;
use web_sys::CustomEvent;

/// The app. A change of language rebuilds it, state and address staying as they are: views take their
/// words once, which keeps them small.
#[component]
pub fn App() -> impl IntoView {
    let state = State::new();
    let language = RwSignal::new(language_of_page());
    provide_context(state);
    provide_context(ChosenLanguage(language));
    provide_context(pages::Installable::listen());
    state.take_link();
    state.begin();
    state.attend();
    state.rest_with_page();
    move || {
        provide_context(Texts(language.get()));
        view! {
            <Router>
                <Frame/>
            </Router>
        }
    }
}

#[component]
fn Frame() -> impl IntoView {
    let state = state();
    let t = texts().shell();
    let bare = move || state.current.with(Option::is_none).then_some("");
    attend_to_route();
    follow_links(state);
    lead_out_of_closed_rooms(state);
    view! {
        <a class="skip" href="#main" on:click=|event| { event.prevent_default(); browser::focus("main"); }>{t.skip()}</a>
        <div class="app" data-bare=bare>
            <Masthead/>
            {move || state.begun.get().then(|| Fetched::Banners.part())}
            <Navigation/>
            <main class="main" id="main" tabindex="-1">
                <Routes fallback=|| view! { <pages::NotFound/> }>
                    <Route path=at(path!("/")) view=Page::Home/>
                    <Route path=at(path!("/start")) view=Page::Fetched(Fetched::Start)/>
                    <ParentRoute path=at(path!("/groups")) view=Page::Groups>
                        <Route path=at(path!("")) view=Page::ChooseGroup/>
                        <Route path=at(path!("new")) view=Page::Fetched(Fetched::NewRecord(Some(Kind::Group)))/>
                        <Route path=at(path!(":id")) view=Page::Fetched(Fetched::Record(Some(Kind::Group)))/>
                        <Route path=at(path!(":id/edit")) view=Page::Fetched(Fetched::EditRecord(Some(Kind::Group)))/>
                    </ParentRoute>
                    <Route path=at(path!("/import")) view=Page::Fetched(Fetched::Import)/>
                    <Route path=at(path!("/deleted")) view=Page::Fetched(Fetched::Deleted)/>
                    <Route path=at(path!("/changes")) view=Page::Fetched(Fetched::Changes)/>
                    <Route path=at(path!("/history/:map/:id")) view=Page::Fetched(Fetched::History)/>
                    <Route path=at(path!("/network")) view=Page::Fetched(Fetched::Network)/>
                    <Route path=at(path!("/network/edit")) view=Page::Fetched(Fetched::EditNetwork)/>
                    <Route path=at(path!("/settings")) view=Page::Fetched(Fetched::Settings)/>
                    <Route path=at(path!("/share")) view=Page::Fetched(Fetched::Share)/>
                    <Route path=at(path!("/join")) view=Page::Fetched(Fetched::Join)/>
                    <Route path=at(path!("/print")) view=Page::Fetched(Fetched::Paper)/>
                    <Route path=at(path!("/more")) view=Page::Fetched(Fetched::More)/>
                    <ParentRoute path=at(path!("/:room")) view=Page::Fetched(Fetched::Records)>
                        <Route path=at(path!("")) view=Page::Fetched(Fetched::ChooseRecord)/>
                        <Route path=at(path!("new")) view=Page::Fetched(Fetched::NewRecord(None))/>
                        <Route path=at(path!(":id")) view=Page::Fetched(Fetched::Record(None))/>
                        <Route path=at(path!(":id/edit")) view=Page::Fetched(Fetched::EditRecord(None))/>
                    </ParentRoute>
                </Routes>
            </main>
            {move || state.begun.get().then(|| Fetched::Toasts.part())}
        </div>
    }
}

/// A path of the routes. All are of one type, which the router is compiled for only once.
fn at(path: impl PossibleRouteMatch + Send + Sync + 'static) -> Arc<dyn PossibleRouteMatch + Send + Sync> {
    Arc::new(path)
}

/// A new page begins at its top, and the focus goes to its title or content, so that a screen reader starts there and
/// the keyboard does not stay on a link that is gone, nor before a list whose record was opened. The router shows the top of the page as a whole; a record beside
/// its list has a scroll of its own.
fn attend_to_route() {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            browser::show_top(".pane-detail");
            browser::after_paint(browser::arrive);
        }
        path
    });
}

/// A sync link that is opened while the app runs leads to its page; but never away from a form with something
/// typed: there a banner tells of it.
fn follow_links(state: State) {
    let navigate = use_navigate();
    let path = use_location().pathname;
    let opened = Custom::<CustomEvent>::new("groundswell-link");
    let listener = window_event_listener(opened, move |_| {
        state.link.set(browser::take_link());
        let (directory, address) = (state.current.get_untracked(), path.get_untracked());
        if address != "/join" {
            state.before.set(Some(Before { directory, address }));
        }
        if state.unsaved_forms.get_untracked() == 0 {
            navigate("/join", NavigateOptions::default());
        }
    });
    on_cleanup(move || listener.remove());
}

/// Rooms of a directory lead to the start page while none is open: after it was erased, here or in another tab.
fn lead_out_of_closed_rooms(state: State) {
    let path = use_location().pathname;
    let navigate = use_navigate();
    Effect::new(move |_| {
        let closed = state.phase.with(|phase| *phase == Phase::NoDirectory);
        let is_within = |path: &str| {
            let room = path.split('/').nth(1).unwrap_or_default();
            Kind::of_map(room).is_some()
                || ["deleted", "share", "print", "more", "changes", "history"].contains(&room)
        };
        if closed && path.with(|path| is_within(path)) {
            navigate("/start", NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
}
