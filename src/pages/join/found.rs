use super::{FOUND, Joining, meaning::Meaning};
use crate::{
    browser,
    components::Icon,
    locales::texts,
    pages::start::ask_to_keep,
    state::{Before, State, state},
};
use groundswell_model::message::{EngineError, Invitation, LinkRelation};
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
    let way = Way::on(&invitation);
    let Invitation { directory, name, access, relay, relation, .. } = invitation.clone();
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
        remember(state);
        let (navigate, called) = (navigate.clone(), called.clone());
        spawn_local(async move {
            let gone = match way {
                Way::Open => state.open(directory).await.map(|()| false),
                Way::Join | Way::Leave => state.join(link).await,
            };
            // Somebody may have gone elsewhere meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match gone {
                Ok(true) => {
                    joining.found.set(None);
                    browser::after_paint(|| browser::focus(FOUND));
                }
                Ok(false) => {
                    ask_to_keep();
                    let used = way == Way::Join && relation.is_adopted();
                    state
                        .toasts
                        .success(if used { words.link_used(&called) } else { words.opened(&called) }, None);
                    navigate("/groups", NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
                Err(why) => error.set(Some(why)),
            }
        });
    };
    let heading = name.map_or_else(|| words.no_name().to_owned(), |name| words.it_says(&name));
    let (button, icon) = press(relation);
    let goes_by_it = way != Way::Open;
    // What is not used is not what somebody came for.
    let class = if relation == LinkRelation::Unrelated { "button" } else { "button primary" };
    view! {
        <section class="panel invitation" aria-labelledby=FOUND>
            <h2 id=FOUND tabindex="-1">{heading}</h2>
            {goes_by_it.then(|| view! {
                <p class="hint">{words.it_says_why()}</p>
                <p><strong>{words.with_it()}</strong>" "{words.can_do(access)}"."</p>
            })}
            {relay.map(|relay| view! { <p class="meta"><Icon name="info"/>{words.other_relay(&relay)}</p> })}
            <Meaning invitation button/>
            {move || error.get().map(|error| view! {
                <div class="notice" data-kind="error" role="alert"><Icon name="error"/><p>{t.records().error(&error)}</p></div>
            })}
            <div class="buttons">
                {(way != Way::Leave).then(|| view! {
                    <button class=class type="button" disabled=move || busy.get()
                        aria-busy=move || busy.get().then_some("true") on:click=go_on>
                        <Icon name=icon/>{button}
                    </button>
                })}
                <button class="button quiet" type="button" on:click=move |_| joining.forget()>{words.other_link()}</button>
            </div>
        </section>
    }
}

/// Where it goes from a link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The link is used.
    Join,
    /// The directory that is here is opened; the link is let be.
    Open,
    /// Another page's: from here it leads nowhere.
    Leave,
}

impl Way {
    const fn on(invitation: &Invitation) -> Self {
        match invitation.relation {
            LinkRelation::Older | LinkRelation::Unrelated => Self::Open,
            LinkRelation::New
            | LinkRelation::Same
            | LinkRelation::More
            | LinkRelation::Newer
            | LinkRelation::Rival => {
                if invitation.elsewhere.is_some() {
                    Self::Leave
                } else {
                    Self::Join
                }
            }
        }
    }
}

/// What the button says that goes on, and its drawing.
fn press(relation: LinkRelation) -> (&'static str, &'static str) {
    let (words, links) = (texts().sharing(), texts().links());
    match relation {
        LinkRelation::New => (words.look_inside(), "forward"),
        LinkRelation::Same | LinkRelation::Older => (words.open_it(), "forward"),
        LinkRelation::More | LinkRelation::Newer => (words.use_link(), "check"),
        LinkRelation::Rival => (links.use_this_one(), "check"),
        LinkRelation::Unrelated => (links.open_here(), "forward"),
    }
}

/// Keeps where somebody was, for when they decline what they look at now.
fn remember(state: State) {
    let before = state.current.get_untracked();
    let invited = untrack(|| state.invitation());
    let known = state.before.with_untracked(|known| known.as_ref().is_some_and(|it| it.directory == before));
    if !known && (before.is_none() || invited != before) {
        let address = if before.is_some() { "/groups" } else { "/start" };
        state.before.set(Some(Before { directory: before, address: address.to_owned() }));
    }
}
