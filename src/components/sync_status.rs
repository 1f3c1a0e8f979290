use super::{End, Ended, Icon, Rivals, Sets, said_by};
use crate::{
    locales::texts,
    state::{State, state},
};
use groundswell_model::message::{Access, Connection, Request, SyncState};
use leptos::{prelude::*, task::spawn_local};

/// How it stands with the neighbours: what is saved, what waits, and what is out of the ordinary.
#[component]
pub fn Neighbours() -> impl IntoView {
    let state = state();
    move || {
        state.sync.get().map(|sync| {
            let ended = End::of(&sync).is_some();
            let rivals = Sets::of(&sync).is_some();
            let kind = if ended || rivals || sync.anomalies.relay || sync.left_behind > 0 { "warn" } else { "info" };
            view! {
                <section class="notice status-why" id="status-why" data-kind=kind aria-label=texts().sharing().standing()>
                    <Icon name=if kind == "warn" { "warning" } else { "info" }/>
                    <div>
                        <Troubles sync=sync.clone()/>
                        <Facts sync=sync.clone()/>
                        {if ended {
                            view! {
                                <div class="buttons"><a class="button" href="/join"><Icon name="groups"/>{texts().links().join_anew()}</a></div>
                            }.into_any()
                        } else if rivals {
                            ().into_any()
                        } else {
                            view! {
                                <div class="buttons"><SyncNow/><a class="button" href="/share"><Icon name="share"/>{texts().sharing().share_it()}</a></div>
                            }.into_any()
                        }}
                    </div>
                </section>
            }
        })
    }
}

/// Connects at once, whatever the wait, and looks for what is new.
#[component]
fn SyncNow() -> impl IntoView {
    let state = state();
    let sync = move |_| {
        spawn_local(async move {
            // Whatever comes of it is in the status.
            let _ = state.call(Request::Attend { visible: true }).await;
        });
    };
    view! {
        <button class="button" type="button" on:click=sync><Icon name="saving"/>{texts().sharing().sync_now()}</button>
    }
}

#[component]
fn Facts(sync: SyncState) -> impl IntoView {
    let t = texts();
    let words = t.sharing();
    let fact = |name: &'static str, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let waiting = usize::try_from(sync.waiting).unwrap_or(usize::MAX);
    let ended = End::of(&sync).is_some();
    let left = usize::try_from(sync.left_behind).unwrap_or(usize::MAX);
    let unsent = match waiting {
        0 if left > 0 => t.links().left_behind(left),
        0 => words.nothing_waits().to_owned(),
        // After the end of a link nothing is sent by itself.
        _ if ended => words.changes_unsent(waiting),
        _ => words.changes_wait(waiting),
    };
    let heard = sync.received_at.map(|at| t.format().moment(at));
    let synced = sync.synced_at.map(|at| t.format().moment(at));
    let coming = sync.transfer.filter(|transfer| transfer.total > 0).map(|transfer| {
        let format = t.format();
        words.received(&format.bytes(transfer.received), &format.bytes(transfer.total))
    });
    let state = state();
    let others = others_here(state, &sync);
    view! {
        <dl class="facts">
            {fact(words.here(), words.here_saved().to_owned())}
            {fact(words.to_send(), unsent)}
            {fact(words.last_synced(), synced.unwrap_or_else(|| words.never_synced().to_owned()))}
            {fact(words.last_heard(), heard.unwrap_or_else(|| words.never_heard().to_owned()))}
            {coming.map(|coming| fact(words.coming(), coming))}
            {(sync.connection == Connection::Live && state.access() > Access::Public).then(|| fact(words.now_here(), others))}
            {(!ended).then(|| fact(words.relay(), words.connection(sync.connection).to_owned()))}
        </dl>
    }
}

/// Who else is here now; of a crowd some, and how many more there are.
fn others_here(state: State, sync: &SyncState) -> String {
    const NAMED: usize = 8;
    let words = texts().sharing();
    let mut others: Vec<String> = sync.here.iter().map(|device| said_by(state, *device)).collect();
    others.sort();
    let more = others.len().saturating_sub(NAMED);
    if more > 0 {
        others.truncate(NAMED);
        others.push(words.more_here(more));
    }
    if others.is_empty() { words.nobody_else().to_owned() } else { others.join(", ") }
}

#[component]
fn Troubles(sync: SyncState) -> impl IntoView {
    let words = texts().sharing();
    let ended = End::of(&sync).map(|end| view! { <Ended end/> });
    let rivals = Sets::of(&sync).map(|sets| view! { <Rivals sets/> });
    let empty = sync.empty && sync.connection == Connection::Live;
    let count = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let anomalies = sync.anomalies;
    view! {
        {ended}
        {rivals}
        {empty.then(|| view! { <p>{texts().links().nothing_there()}</p> })}
        {(sync.left_behind > 0).then(|| view! { <p>{texts().links().left_what()}</p> })}
        {anomalies.relay.then(|| view! { <p>{words.doubt_relay()}</p> })}
        {(anomalies.unreadable > 0).then(|| view! { <p>{words.doubt_unreadable(count(anomalies.unreadable))}</p> })}
        {(anomalies.newer > 0).then(|| view! { <p>{words.doubt_newer(count(anomalies.newer))}</p> })}
    }
}
