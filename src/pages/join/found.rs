use super::{FOUND, Joining};
use crate::{
    browser,
    components::Icon,
    locales::texts,
    pages::start::ask_to_keep,
    state::{Before, state},
};
use groundswell_model::message::{EngineError, Invitation};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// What a link says of itself, what it changes here, and the way on.
#[component]
pub fn Found(joining: Joining, invitation: Invitation) -> impl IntoView {
    let state = state();
    let t = texts();
    let words = t.sharing();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<EngineError>);
    let Invitation { name, access, relay, here, brings, .. } = invitation;
    let called = name.clone().unwrap_or_else(|| words.no_name().to_owned());
    let go_on = move |_| {
        let Some(link) = joining.found.with_untracked(|found| found.as_ref().map(|found| found.link.clone()))
        else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let before = state.current.get_untracked();
        let invited = untrack(|| state.invitation());
        let known =
            state.before.with_untracked(|known| known.as_ref().is_some_and(|it| it.directory == before));
        if !known && (before.is_none() || invited != before) {
            let address = if before.is_some() { "/groups" } else { "/start" };
            state.before.set(Some(Before { directory: before, address: address.to_owned() }));
        }
        let (navigate, called) = (navigate.clone(), called.clone());
        spawn_local(async move {
            let joined = state.join(link).await;
            // Somebody may have gone elsewhere meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match joined {
                Ok(true) => {
                    joining.found.set(None);
                    browser::after_paint(|| browser::focus(FOUND));
                }
                Ok(false) => {
                    ask_to_keep();
                    let said = if brings { words.link_used(&called) } else { words.opened(&called) };
                    state.toasts.say(said, None);
                    navigate("/groups", NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
                Err(why) => error.set(Some(why)),
            }
        });
    };
    let (what, button, icon) = match here {
        None => (words.not_here().to_owned(), words.look_inside(), "forward"),
        Some(here) if here < access => (words.here_less(words.can_do(here)), words.use_link(), "check"),
        Some(_) if brings => (words.here_renewed().to_owned(), words.use_link(), "check"),
        Some(_) => (words.here_same().to_owned(), words.open_it(), "forward"),
    };
    let heading = name.map_or_else(|| words.no_name().to_owned(), |name| words.it_says(&name));
    view! {
        <section class="panel invitation" aria-labelledby=FOUND>
            <h2 id=FOUND tabindex="-1">{heading}</h2>
            <p class="hint">{words.it_says_why()}</p>
            <p><strong>{words.with_it()}</strong>" "{words.can_do(access)}"."</p>
            {relay.map(|relay| view! { <p class="meta"><Icon name="info"/>{words.other_relay(&relay)}</p> })}
            <div class="notice" data-kind="info"><Icon name="info"/><p>{what}</p></div>
            {move || error.get().map(|error| view! {
                <div class="notice" data-kind="error" role="alert"><Icon name="error"/><p>{t.records().error(&error)}</p></div>
            })}
            <div class="buttons">
                <button class="button primary" type="button" disabled=move || busy.get()
                    aria-busy=move || busy.get().then_some("true") on:click=go_on>
                    <Icon name=icon/>{button}
                </button>
                <button class="button quiet" type="button" on:click=move |_| joining.forget()>{words.other_link()}</button>
            </div>
        </section>
    }
}
