//! What was deleted and can be brought back.

use crate::{
    components::{Art, Icon, ReadOnly, said_by},
    locales::texts,
    pages::home::title,
    state::{Phase, state, unexpected},
};
use groundswell_model::{
    Command,
    message::{Answer, DeletedEntry, EngineError, Request},
};
use leptos::{prelude::*, task::spawn_local};

/// The records that were deleted, each with the way back.
#[component]
pub fn DeletedPage() -> impl IntoView {
    let state = state();
    let t = texts();
    title(t.settings().deleted());
    let found = RwSignal::new(None::<Result<Vec<DeletedEntry>, EngineError>>);
    let ready = Memo::new(move |_| state.phase.with(|phase| *phase == Phase::Ready));
    Effect::new(move |_| {
        // A change here or elsewhere may delete something or bring it back.
        state.changed.track();
        if !ready.get() {
            return;
        }
        spawn_local(async move {
            let read = match state.call(Request::Deleted).await {
                Ok(Answer::Deleted(entries)) => entries.unpack(),
                Ok(_) => Err(unexpected()),
                Err(error) => Err(error),
            };
            found.try_set(Some(read));
        });
    });
    view! {
        <div class="page">
            <div class="page-head">
                <div>
                    <h1>{t.settings().deleted()}</h1>
                    <p>{t.settings().deleted_why()}</p>
                    <Show when=move || !state.may_edit()><ReadOnly/></Show>
                </div>
                <a class="button quiet" href="/settings"><Icon name="back"/>{t.settings().title()}</a>
            </div>
            {move || match (found.get(), state.phase.get()) {
                (Some(Ok(entries)), _) if entries.is_empty() => view! {
                    <div class="empty">
                        <Art name="none-found"/>
                        <h2>{t.settings().none_deleted()}</h2>
                        <p>{t.settings().none_deleted_why()}</p>
                    </div>
                }.into_any(),
                (Some(Ok(entries)), _) => view! {
                    <ul class="rows">{entries.into_iter().map(|entry| view! { <Row entry/> }).collect_view()}</ul>
                }.into_any(),
                (Some(Err(error)), _) | (None, Phase::Failed(error)) => view! {
                    <div class="notice" data-kind="error" role="alert"><Icon name="error"/><p>{t.records().error(&error)}</p></div>
                }.into_any(),
                (None, Phase::NoDirectory) => view! {
                    <div class="empty">
                        <Art name="field"/>
                        <h2>{t.import().no_directory()}</h2>
                        <div class="buttons"><a class="button primary" href="/">{t.import().to_start()}</a></div>
                    </div>
                }.into_any(),
                (None, Phase::Starting | Phase::Shown | Phase::Ready) => view! {
                    <p class="hint" role="status">{t.shell().loading()}</p>
                }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Row(entry: DeletedEntry) -> impl IntoView {
    let state = state();
    let t = texts();
    let DeletedEntry { kind, id, name, stamp } = entry;
    let (icon, kind_name, list) = (kind.icon(), t.label(kind.declaration().called), kind.map());
    let when = t.groups().is_deleted(&t.format().moment(stamp.at), &untrack(|| said_by(state, stamp.by)));
    let label = t.settings().restore_named(&name);
    let said = t.groups().restored(&name);
    let restore = move |_| {
        state.act(Command::Restore { kind, id }, said.clone());
        // The row leaves the list; the keyboard must not be left on nothing.
        crate::browser::focus("main");
    };
    view! {
        <li class="row">
            <h2 class="row-name"><a href=format!("/{list}/{id}")>{name}</a></h2>
            <p class="row-place"><Icon name=icon/>{kind_name}</p>
            <p class="row-when"><Icon name="clock"/>{when}</p>
            <div class="row-side">
                <Show when=move || state.may_edit()>
                    <button class="button" type="button" aria-label=label.clone() on:click=restore.clone()>
                        <Icon name="undo"/>{t.groups().restore()}
                    </button>
                </Show>
            </div>
        </li>
    }
}
