use super::{Dialog, Icon, ask, dismiss};
use crate::{
    locales::texts,
    state::{State, state, unexpected},
};
use groundswell_model::{
    Id, Kind, Stamp,
    history::{ChangesWanted, RecentChange},
    message::{Answer, EngineError, HistoryAnswer, HistoryRequest, Packed, Request},
};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::collections::BTreeSet;

/// Says that a directory is the sample, and deletes it; asks first where people added to it or changed it.
#[component]
pub fn SampleBanner() -> impl IntoView {
    let state = state();
    let t = texts().shell();
    let dialog = NodeRef::<html::Dialog>::new();
    let own = RwSignal::new(0_usize);
    let busy = RwSignal::new(false);
    let sample = Memo::new(move |_| {
        let current = state.current.get();
        state.directories.with(|entries| {
            entries.iter().find(|entry| Some(entry.id) == current && entry.sample).map(|entry| entry.id)
        })
    });
    // Taken here: once the sample is erased, nothing of the page is at hand any more.
    let navigate = use_navigate();
    let delete = Callback::new(move |asked: bool| {
        let Some(id) = sample.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let navigate = navigate.clone();
        let name = state.projection.with_untracked(|projection| projection.network.name.clone());
        spawn_local(async move {
            let found = if asked { Ok(0) } else { changed_by_people(state).await };
            let deleted = match found {
                Ok(0) => state.erase(id, name).await.map(|()| true),
                Ok(count) => {
                    own.try_set(count);
                    ask(dialog);
                    Ok(false)
                }
                Err(error) => Err(error),
            };
            busy.try_set(false);
            match deleted {
                Ok(true) => {
                    state.toasts.success(t.sample_left().to_owned(), None);
                    navigate("/start", NavigateOptions::default());
                }
                Ok(false) => {}
                Err(error) => state.toasts.fail(error),
            }
        });
    });
    view! {
        <Show when=move || sample.get().is_some()>
            <div class="banner" data-kind="sample">
                <Icon name="sample"/>
                <p>{t.sample()}</p>
                <button class="button" type="button" disabled=move || busy.get() on:click=move |_| delete.run(false)>{t.sample_leave()}</button>
            </div>
            <Dialog dialog id="sample-title" title=Signal::stored(t.sample_ask().to_owned())>
                <p>{move || t.sample_own(own.get())}</p>
                <p>{t.sample_gone()}</p>
                <div class="buttons">
                    <button class="button danger primary" type="button" disabled=move || busy.get() on:click=move |_| delete.run(true)>
                        <Icon name="delete"/>{t.sample_leave()}
                    </button>
                    <button class="button quiet" type="button" on:click=move |_| dismiss(dialog)>{t.cancel()}</button>
                </div>
            </Dialog>
        </Show>
    }
}

/// How many records of the open sample were added, changed or deleted since it was made: all of it was made at one
/// moment, the network's.
async fn changed_by_people(state: State) -> Result<usize, EngineError> {
    let made = state.read(Kind::Network, Id::NETWORK).await?.record.meta().created;
    // A change keeps the moment in whole seconds.
    let second = |stamp: Stamp| (stamp.by, stamp.at.0.div_euclid(1_000));
    let (mut records, mut unnamed) = (BTreeSet::<(Kind, Id)>::new(), 0);
    let mut after = None;
    loop {
        let wanted = ChangesWanted { after, ..ChangesWanted::default() };
        let request = Request::History(Packed::of(&HistoryRequest::Changes(wanted)));
        let Answer::History(answer) = state.call(request).await? else { return Err(unexpected()) };
        let HistoryAnswer::Changes(found) = answer.unpack()? else { return Err(unexpected()) };
        for RecentChange { records: named, count, .. } in
            found.changes.iter().filter(|change| second(change.stamp) != second(made))
        {
            records.extend(named.iter().map(|record| (record.kind, record.id)));
            unnamed += count.saturating_sub(named.len());
        }
        after = found.next;
        if after.is_none() {
            return Ok(records.len() + unnamed);
        }
    }
}
