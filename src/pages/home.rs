use crate::{
    components::{Art, Icon},
    locales::texts,
    pages::Fetched,
    state::{Phase, state},
};
use leptos::prelude::*;
use leptos_router::components::Redirect;

/// The site's own address: the groups of the open directory, or the start page where none is open.
#[component]
pub fn Home() -> impl IntoView {
    let state = state();
    // Once it is on show the start page stays: it goes on by itself, and not always to the groups.
    let way = Memo::new(move |before: Option<&Way>| {
        let none = state.phase.with(|phase| match phase {
            Phase::NoDirectory => true,
            Phase::Failed(_) => state.current.get().is_none(),
            Phase::Starting | Phase::Shown | Phase::Ready => false,
        });
        if none || before == Some(&Way::Start) {
            Way::Start
        } else if state.current.get().is_some() {
            Way::Groups
        } else {
            Way::Unknown
        }
    });
    move || match way.get() {
        Way::Start => Fetched::Start.page_within(),
        Way::Groups => view! { <Redirect path="/groups"/> }.into_any(),
        Way::Unknown => ().into_any(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Start,
    Groups,
    Unknown,
}

/// An address that no page has.
#[component]
pub fn NotFound() -> impl IntoView {
    let t = texts().shell();
    title(t.not_found());
    view! {
        <div class="page">
            <div class="empty">
                <Art name="none-found"/>
                <h1>{t.not_found()}</h1>
                <p>{t.not_found_why()}</p>
                <div class="buttons"><a class="button" href="/"><Icon name="groups"/>{t.to_groups()}</a></div>
            </div>
        </div>
    }
}

/// Names the page in the browser's tab and history.
pub fn title(name: &str) {
    document().set_title(&format!("{name} · Groundswell"));
}
