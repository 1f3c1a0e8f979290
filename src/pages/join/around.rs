use super::FOUND;
use crate::{
    components::{End, Ended, Icon, NameThisDevice, Rivals, Sets},
    locales::texts,
    pages::start::ask_to_keep,
    state::{State, state},
};
use groundswell_model::{
    Id, Kind,
    message::{Access, Connection, EngineError, SyncState},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::collections::BTreeMap;

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
    let device = RwSignal::new(String::new());
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
        let called = device.get_untracked();
        spawn_local(async move {
            let accepted = state.accept().await;
            busy.try_set(false);
            match accepted {
                Ok(()) => {
                    ask_to_keep();
                    state.before.set(None);
                    state.name_device(&called);
                    state.toasts.success(said, None);
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
                    state.toasts.success(words.declined().to_owned(), None);
                    go(before.as_ref().map_or("/start", |before| &before.address), replacing());
                }
                Err(why) => {
                    error.try_set(Some(why));
                }
            }
        });
    };
    let counts = Memo::new(move |_| {
        let groups = state.projection.with(|first| first.groups.len());
        (groups, state.cards(Kind::Awg).with(BTreeMap::len), state.people().with(BTreeMap::len))
    });
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
            <Show when=move || access.get() == Access::Edit>
                <NameThisDevice name=device/>
            </Show>
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

/// What is to be said first of how far it is.
#[derive(Clone, PartialEq)]
enum JoinStatus {
    /// The link of the invitation was replaced.
    Ended(End),
    /// Others were made at the same time.
    Rivals(Sets),
    /// The relay has nothing of it.
    Empty,
    /// How it stands with the relay.
    Connection(Connection),
}

impl JoinStatus {
    fn of(sync: Option<&SyncState>) -> Self {
        let Some(sync) = sync else { return Self::Connection(Connection::Connecting) };
        let empty = sync.empty && sync.connection == Connection::Live;
        let ended = End::of(sync).map(Self::Ended);
        ended
            .or_else(|| Sets::of(sync).map(Self::Rivals))
            .or_else(|| empty.then_some(Self::Empty))
            .unwrap_or(Self::Connection(sync.connection))
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
    let status = Memo::new(move |_| state.sync.with(|sync| JoinStatus::of(sync.as_ref())));
    let notice = move |kind: &'static str, icon: &'static str, said: String| {
        view! { <div class="notice" data-kind=kind><Icon name=icon/><p>{said}</p></div> }.into_any()
    };
    let told = move |icon: &'static str, said: AnyView| {
        view! { <div class="notice" data-kind="warn"><Icon name=icon/><div>{said}</div></div> }.into_any()
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
            {move || match status.get() {
                JoinStatus::Ended(end) => told("lock", view! { <Ended end/> }.into_any()),
                JoinStatus::Rivals(sets) => told("warning", view! { <Rivals sets/> }.into_any()),
                JoinStatus::Empty => notice("info", "clock", t.links().nothing_there().to_owned()),
                JoinStatus::Connection(Connection::Live) if transfer.get().is_none() => view! {
                    <p class="meta"><Icon name="check-circle"/>{words.all_here()}</p>
                }.into_any(),
                JoinStatus::Connection(Connection::Live) => ().into_any(),
                JoinStatus::Connection(Connection::Connecting) => view! {
                    <p class="meta"><Icon name="saving"/>{words.reaching()}</p>
                }.into_any(),
                JoinStatus::Connection(Connection::Offline) => notice("info", "offline", words.not_reached().to_owned()),
                JoinStatus::Connection(refused @ Connection::Refused(_)) => {
                    notice("warn", "warning", format!("{}: {}", words.relay(), words.connection(refused)))
                }
            }}
        </div>
    }
}
