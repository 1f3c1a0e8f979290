use super::{entry::Entry, is_ready, look};
use crate::{
    components::{Art, Icon, Select},
    locales::texts,
    pages::{home::title, record::Missing},
    state::{state, unexpected},
};
use groundswell_model::{
    Field, Id, Kind, Ref,
    history::{EntryRef, HistoryEntry, RecordHistory},
    message::{EngineError, HistoryAnswer, HistoryRequest},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;

/// The history of the record that the address names.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let params = use_params_map();
    let record = Memo::new(move |_| {
        params.with(|params| {
            let kind = Kind::of_map(&params.get("map")?)?;
            Some((kind, params.get("id")?.parse::<Id>().ok()?))
        })
    });
    move || match record.get() {
        Some((kind, id)) => view! { <History kind id/> }.into_any(),
        None => view! { <div class="page"><Missing/></div> }.into_any(),
    }
}

/// What is known so far: nothing yet, or that there is no such record, or the history.
type Known = Option<Result<Option<RecordHistory>, EngineError>>;

#[component]
fn History(kind: Kind, id: Id) -> impl IntoView {
    let state = state();
    let t = texts();
    let known = RwSignal::new(Known::None);
    let ready = is_ready(state);
    let detail = state.detail(kind, id);
    let more = move |after: Option<EntryRef>| {
        spawn_local(async move {
            let read = match look(state, HistoryRequest::Record { kind, id, after }).await {
                Ok(HistoryAnswer::Record(history)) => Ok(history),
                Ok(_) => Err(unexpected()),
                Err(error) => Err(error),
            };
            known.try_update(|known| match (known.as_mut(), read) {
                (Some(Ok(Some(known))), Ok(Some(new))) if after.is_some() => {
                    known.entries.extend(new.entries);
                    known.next = new.next;
                }
                (_, read) => *known = Some(read),
            });
        });
    };
    Effect::new(move |_| {
        // Each change of the record is one more entry.
        detail.track();
        if ready.get() {
            more(None);
        }
    });
    let name = Memo::new(move |_| {
        known.with(|known| match known {
            Some(Ok(Some(history))) => history.name.clone(),
            _ => String::new(),
        })
    });
    Effect::new(move |_| {
        title(&name.with(|name| {
            if name.is_empty() { t.history().title().to_owned() } else { t.history().title_of(name) }
        }))
    });
    let field = RwSignal::new(String::new());
    view! {
        <div class="page">
            <div class="page-head">
                <div>
                    <h1>{move || name.with(|name| if name.is_empty() { t.history().title().to_owned() } else { t.history().title_of(name) })}</h1>
                    <p>{t.history().why()}</p>
                </div>
                <a class="button quiet" href=Ref::new(kind, id).address()><Icon name="back"/>{t.history().to_record()}</a>
            </div>
            {move || known.with(|known| match known {
                None => view! { <p class="hint" role="status">{t.shell().loading()}</p> }.into_any(),
                Some(Err(error)) => view! {
                    <div class="notice" data-kind="error" role="alert"><Icon name="error"/><p>{t.records().error(error)}</p></div>
                }.into_any(),
                Some(Ok(None)) => view! {
                    <div class="empty"><Art name="none-found"/><h2>{t.history().none()}</h2><p>{t.history().none_why()}</p></div>
                }.into_any(),
                Some(Ok(Some(history))) => {
                    let next = history.next;
                    view! {
                        <FieldChoice kind entries=history.entries.clone() field/>
                        <Entries kind id name=history.name.clone() entries=history.entries.clone() field/>
                        {next.is_some().then(|| view! {
                            <div class="show-more">
                                <button class="button" type="button" on:click=move |_| more(next)><Icon name="history"/>{t.history().earlier()}</button>
                            </div>
                        })}
                    }.into_any()
                }
            })}
        </div>
    }
}

/// Narrows the history down to one of the fields that were changed.
#[component]
fn FieldChoice(kind: Kind, entries: Vec<HistoryEntry>, field: RwSignal<String>) -> impl IntoView {
    let t = texts();
    let mut fields: Vec<Field> = entries.iter().flat_map(|entry| &entry.fields).map(|it| it.field).collect();
    fields.sort_unstable();
    fields.dedup();
    let mut options: Vec<(String, String)> = fields
        .into_iter()
        .map(|field| (field.key().to_owned(), t.records().field(kind, field).to_owned()))
        .collect();
    options.sort_by(|one, other| one.1.cmp(&other.1));
    options.insert(0, (String::new(), t.history().all_fields().to_owned()));
    view! {
        <div class="field history-filter">
            <label for="history-field">{t.history().field()}</label>
            <Select id="history-field" options=Signal::stored(options) value=field on_choose=Callback::new(move |key| field.set(key))/>
        </div>
    }
}

#[component]
fn Entries(
    kind: Kind,
    id: Id,
    name: String,
    entries: Vec<HistoryEntry>,
    field: RwSignal<String>,
) -> impl IntoView {
    let t = texts().history();
    let newest = entries.first().map(|entry| entry.entry);
    move || {
        let chosen = field.get();
        let shown: Vec<HistoryEntry> = entries
            .iter()
            .filter(|entry| chosen.is_empty() || entry.fields.iter().any(|it| it.field.key() == chosen))
            .cloned()
            .map(|mut entry| {
                entry.fields.retain(|it| chosen.is_empty() || it.field.key() == chosen);
                entry
            })
            .collect();
        if shown.is_empty() {
            return view! { <p class="hint" role="status">{t.none_of_field()}</p> }.into_any();
        }
        view! {
            <ol class="changes">
                {shown.into_iter().map(|entry| {
                    let is_newest = newest == Some(entry.entry);
                    view! { <Entry kind id name=name.clone() entry is_newest/> }
                }).collect_view()}
            </ol>
        }
        .into_any()
    }
}
