use super::FOUND;
use crate::{
    components::Icon,
    locales::texts,
    pages::start::ask_to_keep,
    state::{State, state},
};
use groundswell_model::{
    Id,
    message::{Access, Connection, EngineError, Refusal},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// A directory that is here as an invitation: what has come in of it so far, and the answer.
#[component]
pub fn Around(directory: Id) -> impl IntoView {
    let state = state();
    let t = texts();
    let words = t.sharing();
    let navigate = StoredValue::new(use_navigate());
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<EngineError>);
    let name = Memo::new(move |_| name(state));
    let access = Memo::new(move |_| state.access());
    let start = move || {
        let free = !busy.get_untracked();
        busy.set(true);
        error.set(None);
        free
    };
    let accept = move |_| {
        if !start() {
            return;
        }
        // Taken here: once it is accepted, this view may be gone.
        let (go, said) = (navigate.get_value(), words.joined(&name.get_untracked()));
        spawn_local(async move {
            let accepted = state.accept().await;
            busy.try_set(false);
            match accepted {
                Ok(()) => {
                    ask_to_keep();
                    state.before.set(None);
                    state.toasts.say(said, None);
                    go("/groups", replacing());
                }
                Err(why) => {
                    error.try_set(Some(why));
                }
            }
        });
    };
    let decline = move |_| {
        if !start() {
            return;
        }
        // Taken here: once the invitation is gone, nothing of this view is at hand any more.
        let go = navigate.get_value();
        let before = state.before.get_untracked();
        spawn_local(async move {
            let declined = state.decline(directory).await;
            busy.try_set(false);
            match declined {
                Ok(()) => {
                    state.before.set(None);
                    state.toasts.say(words.declined().to_owned(), None);
                    go(before.as_ref().map_or("/start", |before| &before.address), replacing());
                }
                Err(why) => {
                    error.try_set(Some(why));
                }
            }
        });
    };
    let counts =
        Memo::new(move |_| state.projection.with(|it| (it.groups.len(), it.awgs.len(), it.people.len())));
    view! {
        <section class="panel invitation" aria-labelledby=FOUND>
            <p class="eyebrow">{words.an_invitation()}</p>
            <h2 id=FOUND tabindex="-1">{name}</h2>
            <p>{words.around_why()}</p>
            <ul class="tally">
                <li><strong>{move || t.format().number(counts.get().0)}</strong>{t.shell().groups()}</li>
                <li><strong>{move || t.format().number(counts.get().1)}</strong>{t.shell().awgs()}</li>
                <Show when=move || access.get() != Access::Public>
                    <li><strong>{move || t.format().number(counts.get().2)}</strong>{t.shell().people()}</li>
                </Show>
            </ul>
            <Coming/>
            <p><strong>{words.with_it()}</strong>" "{move || words.can_do(access.get())}"."</p>
            {move || error.get().map(|error| view! {
                <div class="notice" data-kind="error" role="alert"><Icon name="error"/><p>{t.records().error(&error)}</p></div>
            })}
            <div class="buttons">
                <button class="button primary" type="button" disabled=move || busy.get()
                    aria-busy=move || busy.get().then_some("true") on:click=accept>
                    <Icon name="check"/>{words.join_it()}
                </button>
                <a class="button" href="/groups"><Icon name="groups"/>{words.see_groups()}</a>
                <button class="button quiet" type="button" disabled=move || busy.get() on:click=decline>{words.not_now()}</button>
            </div>
        </section>
    }
}

fn replacing() -> NavigateOptions {
    NavigateOptions { replace: true, ..NavigateOptions::default() }
}

/// What it is called: by itself, once that has come in; until then as the link says.
fn name(state: State) -> String {
    let own = state.projection.with(|projection| projection.network.name.clone());
    if own.is_empty() {
        state
            .entry()
            .map(|entry| entry.name)
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| texts().sharing().no_name().to_owned())
    } else {
        own
    }
}

/// How far it has come in.
#[component]
fn Coming() -> impl IntoView {
    let state = state();
    let t = texts();
    let words = t.sharing();
    let transfer = Memo::new(move |_| {
        let transfer = state.sync.with(|sync| sync.as_ref().and_then(|sync| sync.transfer));
        transfer.filter(|transfer| transfer.total > 0)
    });
    let standing = Memo::new(move |_| {
        state.sync.with(|sync| {
            sync.as_ref()
                .map_or((Connection::Connecting, false), |sync| (sync.connection, sync.closed.is_some()))
        })
    });
    let notice = move |kind: &'static str, icon: &'static str, said: String| {
        view! { <div class="notice" data-kind=kind><Icon name=icon/><p>{said}</p></div> }.into_any()
    };
    view! {
        <Show when=move || transfer.get().is_some()>
            <div class="progress" role="group" aria-label=words.fetching()>
                <p>{words.fetching()}": "{move || transfer.get().map(|transfer| {
                    words.received(&t.format().bytes(transfer.received), &t.format().bytes(transfer.total))
                })}</p>
                <progress aria-label=words.fetching()
                    max=move || transfer.get().map_or(1, |transfer| transfer.total).to_string()
                    value=move || transfer.get().map_or(0, |transfer| transfer.received).to_string()></progress>
            </div>
        </Show>
        <div role="status">
            {move || match standing.get() {
                (_, true) | (Connection::Refused(Refusal::Closed), _) => notice("warn", "lock", words.closed().to_owned()),
                (Connection::Live, _) if transfer.get().is_none() => view! {
                    <p class="meta"><Icon name="check-circle"/>{words.all_here()}</p>
                }.into_any(),
                (Connection::Live, _) => ().into_any(),
                (Connection::Connecting, _) => view! { <p class="meta"><Icon name="saving"/>{words.reaching()}</p> }.into_any(),
                (Connection::Offline, _) => notice("info", "offline", words.not_reached().to_owned()),
                (Connection::Refused(_), _) => {
                    let said = format!("{}: {}", words.relay(), words.connection(standing.get().0));
                    notice("warn", "warning", said)
                }
            }}
        </div>
    }
}
