use super::{
    is_ready, look,
    record_link::RecordLink,
    undo_device::{Asked, UndoDevice},
};
use crate::{
    components::{Art, Icon, Select, ask, said_by},
    locales::texts,
    pages::home::title,
    state::{state, unexpected},
};
use groundswell_model::{
    DeviceId, Kind,
    history::{ChangesWanted, EntryRef, RecentChange, RecentChanges},
    message::{EngineError, HistoryAnswer, HistoryRequest},
};
use leptos::{html, prelude::*, task::spawn_local};

/// The last changes of the directory.
#[component]
pub fn ChangesPage() -> impl IntoView {
    let state = state();
    let t = texts();
    title(t.history().changes());
    let known = RwSignal::new(None::<Result<RecentChanges, EngineError>>);
    let device = RwSignal::new(None::<DeviceId>);
    let kind = RwSignal::new(None::<Kind>);
    let ready = is_ready(state);
    let more = move |after: Option<EntryRef>| {
        let wanted = ChangesWanted { device: device.get_untracked(), kind: kind.get_untracked(), after };
        spawn_local(async move {
            let read = match look(state, HistoryRequest::Changes(wanted)).await {
                Ok(HistoryAnswer::Changes(changes)) => Ok(changes),
                Ok(_) => Err(unexpected()),
                Err(error) => Err(error),
            };
            known.try_update(|known| match (known.as_mut(), read) {
                (Some(Ok(known)), Ok(new)) if after.is_some() => {
                    known.changes.extend(new.changes);
                    known.next = new.next;
                }
                (_, read) => *known = Some(read),
            });
        });
    };
    Effect::new(move |_| {
        state.changed.track();
        device.track();
        kind.track();
        if ready.get() {
            more(None);
        }
    });
    let dialog = NodeRef::<html::Dialog>::new();
    let asked = RwSignal::new(None::<Asked>);
    let undo = Callback::new(move |what: Asked| {
        asked.set(Some(what));
        ask(dialog);
    });
    view! {
        <div class="page">
            <div class="page-head">
                <div><h1>{t.history().changes()}</h1><p>{t.history().changes_why()}</p></div>
                <a class="button quiet" href="/settings"><Icon name="back"/>{t.settings().title()}</a>
            </div>
            <Choices known device kind/>
            {move || known.with(|known| match known {
                None => view! { <p class="hint" role="status">{t.shell().loading()}</p> }.into_any(),
                Some(Err(error)) => view! {
                    <div class="notice" data-kind="error" role="alert"><Icon name="error"/><p>{t.records().error(error)}</p></div>
                }.into_any(),
                Some(Ok(found)) if found.changes.is_empty() => view! {
                    <div class="empty"><Art name="none-found"/><h2>{t.history().none_changed()}</h2><p>{t.history().none_changed_why()}</p></div>
                }.into_any(),
                Some(Ok(found)) => {
                    let next = found.next;
                    view! {
                        {by_day(&found.changes).into_iter().map(|(day, changes)| view! {
                            <section class="changes-day"><h2>{day}</h2>
                                <ol class="changes">{changes.into_iter().map(|change| view! { <Row change undo/> }).collect_view()}</ol>
                            </section>
                        }).collect_view()}
                        {next.is_some().then(|| view! {
                            <div class="show-more">
                                <button class="button" type="button" on:click=move |_| more(next)><Icon name="history"/>{t.history().earlier()}</button>
                            </div>
                        })}
                    }.into_any()
                }
            })}
            <UndoDevice dialog asked/>
        </div>
    }
}

/// Changes in a row that are of one day, under its name.
fn by_day(changes: &[RecentChange]) -> Vec<(String, Vec<RecentChange>)> {
    let format = texts().format();
    let mut days: Vec<(String, Vec<RecentChange>)> = Vec::new();
    for change in changes {
        let day = format.day(change.stamp.at);
        match days.last_mut() {
            Some((last, changes)) if *last == day => changes.push(change.clone()),
            _ => days.push((day, vec![change.clone()])),
        }
    }
    days
}

/// Narrows the changes down to a device's, or to a kind's.
#[component]
fn Choices(
    known: RwSignal<Option<Result<RecentChanges, EngineError>>>,
    device: RwSignal<Option<DeviceId>>,
    kind: RwSignal<Option<Kind>>,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let devices = Memo::new(move |before: Option<&Vec<DeviceId>>| {
        known.with(|known| match known {
            Some(Ok(found)) => found.devices.clone(),
            _ => before.cloned().unwrap_or_default(),
        })
    });
    let device_options = Signal::derive(move || {
        let named = |device: DeviceId| (device.to_string(), said_by(state, device));
        let mut options: Vec<_> = devices.get().into_iter().map(named).collect();
        options.sort_by(|one, other| one.1.cmp(&other.1));
        options.insert(0, (String::new(), t.history().all_devices().to_owned()));
        options
    });
    let mut kinds: Vec<_> = Kind::ALL
        .into_iter()
        .map(|kind| (kind.map().to_owned(), t.label(kind.declaration().called).to_owned()))
        .collect();
    kinds.insert(0, (String::new(), t.history().all_kinds().to_owned()));
    let chosen_device =
        Signal::derive(move || device.get().map(|device| device.to_string()).unwrap_or_default());
    let chosen_kind =
        Signal::derive(move || kind.get().map(|kind| kind.map().to_owned()).unwrap_or_default());
    view! {
        <div class="changes-choices">
            <div class="field">
                <label for="changes-device">{t.history().device()}</label>
                <Select id="changes-device" options=device_options value=chosen_device
                    on_choose=Callback::new(move |key: String| device.set(key.parse().ok()))/>
            </div>
            <div class="field">
                <label for="changes-kind">{t.history().kind()}</label>
                <Select id="changes-kind" options=Signal::stored(kinds) value=chosen_kind
                    on_choose=Callback::new(move |key: String| kind.set(Kind::of_map(&key)))/>
            </div>
        </div>
    }
}

#[component]
fn Row(change: RecentChange, undo: Callback<Asked>) -> impl IntoView {
    let state = state();
    let t = texts();
    let RecentChange { stamp, records, count, .. } = change;
    let by = said_by(state, stamp.by);
    let (clock, at) = (t.format().clock(stamp.at), t.format().moment(stamp.at));
    let what = t.history().undo_since_who(&by, &at);
    let more = count.saturating_sub(records.len());
    let asked = Asked { by: by.clone(), at, device: stamp.by, since: stamp.at };
    view! {
        <li class="change">
            <h3>{t.history().entry(&by, &clock)}</h3>
            <p>{t.history().changed(count)}</p>
            <ul class="links">
                {records.into_iter().map(|record| view! { <li><RecordLink record/></li> }).collect_view()}
                {(more > 0).then(|| view! { <li>{t.history().and_more(more)}</li> })}
            </ul>
            <Show when=move || state.may_edit()>
                <button class="button quiet" type="button" aria-haspopup="dialog" on:click={
                    let asked = asked.clone();
                    move |_| undo.run(asked.clone())
                }>
                    <Icon name="undo"/>{t.history().undo_since()}<span class="visually-hidden">{what.clone()}</span>
                </button>
            </Show>
        </li>
    }
}
