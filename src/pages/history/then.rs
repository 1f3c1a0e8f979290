use super::{edit, look, value::Change};
use crate::{
    components::Icon,
    locales::texts,
    state::{state, unexpected},
};
use groundswell_model::{
    Id, Kind,
    history::{EntryRef, PutBack, RecordThen, Wanted},
    message::{EngineError, HistoryAnswer, HistoryEdit, HistoryRequest},
};
use leptos::{prelude::*, task::spawn_local};

/// The record as it was with an entry: in what it differs from now, and having it back.
#[component]
pub fn Then(
    /// The record's kind.
    kind: Kind,
    /// The record's id.
    id: Id,
    /// What the record is called.
    name: String,
    /// The entry.
    entry: EntryRef,
    /// When that was.
    at: String,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let found = RwSignal::new(None::<Result<RecordThen, EngineError>>);
    let opened = move |event: web_sys::Event| {
        if !event_target::<web_sys::HtmlDetailsElement>(&event).open()
            || found.with_untracked(Option::is_some)
        {
            return;
        }
        spawn_local(async move {
            let read = match look(state, HistoryRequest::Then { kind, id, entry }).await {
                Ok(HistoryAnswer::Then(then)) => Ok(then),
                Ok(_) => Err(unexpected()),
                Err(error) => Err(error),
            };
            found.try_set(Some(read));
        });
    };
    let put_back = move |_| {
        let wanted = PutBack { kind, id, entry, what: Wanted::Record };
        edit(state, HistoryEdit::PutBack(wanted), t.history().then_is_back(&name));
    };
    view! {
        <details class="change-then" on:toggle=opened>
            <summary class="button quiet">
                <Icon name="history"/>{t.history().then()}<span class="visually-hidden">{t.history().then_at(&at)}</span>
            </summary>
            {move || found.with(|found| match found {
                None => view! { <p class="hint" role="status">{t.shell().loading()}</p> }.into_any(),
                Some(Err(error)) => view! { <p class="error" role="alert"><Icon name="error"/>{t.records().error(error)}</p> }.into_any(),
                Some(Ok(then)) if then.fields.is_empty() => view! { <p>{t.history().then_same()}</p> }.into_any(),
                Some(Ok(then)) => {
                    let left_out = then.left_out;
                    let put_back = put_back.clone();
                    view! {
                        <p>{t.history().then_why()}</p>
                        {then.fields.iter().cloned().map(|change| view! {
                            <section class="change-field"><h3>{t.records().field(kind, change.field)}</h3><Change kind change/></section>
                        }).collect_view()}
                        {(left_out > 0).then(|| view! { <p class="hint">{t.history().fields_left_out(left_out)}</p> })}
                        <Show when=move || state.may_edit()>
                            <div class="buttons">
                                <button class="button primary" type="button" on:click=put_back.clone()>
                                    <Icon name="undo"/>{t.history().then_put_back()}
                                </button>
                            </div>
                        </Show>
                    }.into_any()
                }
            })}
        </details>
    }
}
