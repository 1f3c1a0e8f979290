//! The frame: routes, what surrounds every page, and the language of it all.

use crate::{
    browser,
    components::{Banners, Masthead, Navigation, ToastView},
    locales::{Language, Texts, texts},
    pages,
    state::{Phase, State, state},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::{ParentRoute, Route, Router, Routes},
    hooks::{use_location, use_navigate},
    path,
};

/// The language of the page, for the place where it is chosen.
#[derive(Clone, Copy)]
pub struct ChosenLanguage(pub RwSignal<Language>);

/// The app. A change of language builds it anew, state and address staying as they are: views take their
/// words once, which keeps them small.
#[component]
pub fn App() -> impl IntoView {
    let state = State::new();
    let language = RwSignal::new(Language::of_page());
    provide_context(state);
    provide_context(ChosenLanguage(language));
    provide_context(pages::Installable::listen());
    state.begin();
    warn_before_leaving(state);
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
    lead_out_of_closed_rooms(state);
    view! {
        <a class="skip" href="#main" on:click=|event| { event.prevent_default(); browser::focus("main"); }>{t.skip()}</a>
        <div class="app" data-bare=bare>
            <Masthead/>
            <Banners/>
            <Navigation/>
            <main class="main" id="main" tabindex="-1">
                <Routes fallback=|| view! { <pages::NotFound/> }>
                    <Route path=path!("/") view=pages::Home/>
                    <Route path=path!("/start") view=pages::StartPage/>
                    <ParentRoute path=path!("/groups") view=pages::GroupsPage>
                        <Route path=path!("") view=pages::ChooseGroup/>
                        <Route path=path!("new") view=pages::NewGroup/>
                        <Route path=path!(":id") view=pages::GroupPage/>
                        <Route path=path!(":id/edit") view=pages::EditGroup/>
                    </ParentRoute>
                    <ParentRoute path=path!("/awgs") view=pages::AwgsPage>
                        <Route path=path!("") view=pages::ChooseAwg/>
                        <Route path=path!("new") view=pages::NewAwg/>
                        <Route path=path!(":id") view=pages::AwgPage/>
                        <Route path=path!(":id/edit") view=pages::EditAwg/>
                    </ParentRoute>
                    <ParentRoute path=path!("/people") view=pages::PeoplePage>
                        <Route path=path!("") view=pages::ChoosePerson/>
                        <Route path=path!("new") view=pages::NewPerson/>
                        <Route path=path!(":id") view=pages::PersonPage/>
                        <Route path=path!(":id/edit") view=pages::EditPerson/>
                    </ParentRoute>
                    <ParentRoute path=path!("/regions") view=pages::RegionsPage>
                        <Route path=path!("") view=pages::ChooseRegion/>
                        <Route path=path!("new") view=pages::NewRegion/>
                        <Route path=path!(":id") view=pages::RegionPage/>
                        <Route path=path!(":id/edit") view=pages::EditRegion/>
                    </ParentRoute>
                    <Route path=path!("/import") view=pages::ImportPage/>
                    <Route path=path!("/deleted") view=pages::DeletedPage/>
                    <Route path=path!("/network") view=pages::NetworkPage/>
                    <Route path=path!("/network/edit") view=pages::EditNetwork/>
                    <Route path=path!("/settings") view=pages::SettingsPage/>
                </Routes>
            </main>
            <ToastView/>
        </div>
    }
}

/// On a new page, the focus goes to its content, so that a screen reader starts there and the keyboard does
/// not stay on a link that is gone.
fn attend_to_route() {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            browser::after_paint(|| browser::focus("main"));
        }
        path
    });
}

/// Rooms of a directory lead to the start page while none is open: after it was erased, here or in another tab.
fn lead_out_of_closed_rooms(state: State) {
    let path = use_location().pathname;
    let navigate = use_navigate();
    Effect::new(move |_| {
        let closed = state.phase.with(|phase| *phase == Phase::NoDirectory);
        let rooms = ["/groups", "/awgs", "/people", "/regions", "/deleted", "/network"];
        if closed && path.with(|path| rooms.iter().any(|room| path.starts_with(room))) {
            navigate("/start", NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
}

/// Closing the page with something typed and not saved asks first, in the browser's own words.
fn warn_before_leaving(state: State) {
    let listener = window_event_listener(leptos::ev::beforeunload, move |event| {
        if state.unsaved_forms.get_untracked() > 0 {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}
