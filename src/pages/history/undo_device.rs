use super::{look, record_link::RecordLink, value::Change};
use crate::{
    components::{Dialog, Icon, dismiss, said_by},
    locales::texts,
    state::{State, state, unexpected},
};
use groundswell_model::{
    DeviceId, Kind, Timestamp,
    command::CommandError,
    history::{DeviceUndo, LeftAlone, Outcome, RecordUndo, WhyLeft},
    message::{
        Answer, DeviceSince, EngineError, HistoryAnswer, HistoryEdit, HistoryRequest, Packed, Request,
    },
};
use leptos::{html, prelude::*, task::spawn_local};

/// What is asked to be undone.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The device's name.
    pub by: String,
    /// The moment, in words.
    pub at: String,
    /// The device.
    pub device: DeviceId,
    /// The moment.
    pub since: Timestamp,
}

/// Undoes what a device did since a moment: what that would change is shown before.
#[component]
pub fn UndoDevice(
    /// Where it is asked.
    dialog: NodeRef<html::Dialog>,
    /// What is asked.
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let preview = RwSignal::new(None::<Result<DeviceUndo, EngineError>>);
    let (busy, stale) = (RwSignal::new(false), RwSignal::new(false));
    let show = move |what: DeviceSince| {
        spawn_local(async move {
            let read = match look(state, HistoryRequest::PreviewUndo(what)).await {
                Ok(HistoryAnswer::Preview(preview)) => Ok(preview),
                Ok(_) => Err(unexpected()),
                Err(error) => Err(error),
            };
            preview.try_set(Some(read));
        });
    };
    Effect::new(move |_| {
        if let Some(asked) = asked.get() {
            preview.set(None);
            stale.set(false);
            show(DeviceSince { device: asked.device, since: asked.since });
        }
    });
    let undo = move |token: u64| {
        let Some(Asked { by, device, since, .. }) = asked.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let what = DeviceSince { device, since };
        let said = t.history().undo_done(&by);
        spawn_local(async move {
            let edit = HistoryEdit::UndoDevice { what, token };
            let done = state.call_standing(Request::EditHistory(Packed::of(&edit))).await;
            // Somebody may have gone elsewhere meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match done {
                Ok(Answer::Applied { undo }) => {
                    dismiss(dialog);
                    state.toasts.success(said, undo);
                }
                Ok(_) => preview.set(Some(Err(unexpected()))),
                Err(EngineError::Command(CommandError::ChangedSince)) => {
                    stale.set(true);
                    show(what);
                }
                Err(error) => preview.set(Some(Err(error))),
            }
        });
    };
    let title = Signal::derive(move || {
        asked
            .with(|asked| asked.as_ref().map(|it| t.history().undo_title(&it.by, &it.at)).unwrap_or_default())
    });
    view! {
        <Dialog dialog id="undo-device-title" title>
            {move || stale.get().then(|| view! {
                <div class="notice" data-kind="warn" role="status"><Icon name="warning"/><p>{t.history().undo_stale()}</p></div>
            })}
            {move || preview.with(|preview| match preview {
                None => view! { <p class="hint" role="status">{t.history().undo_looking()}</p> }.into_any(),
                Some(Err(error)) => view! { <p class="error" role="alert"><Icon name="error"/>{t.records().error(error)}</p> }.into_any(),
                Some(Ok(preview)) => view! { <Preview preview=preview.clone()/> }.into_any(),
            })}
            <div class="buttons">
                {move || preview.with(|preview| match preview {
                    Some(Ok(DeviceUndo { changing: 1.., token, .. })) => {
                        let token = *token;
                        Some(view! {
                            <button class="button danger primary" type="button" disabled=move || busy.get()
                                aria-busy=move || busy.get().then_some("true") on:click=move |_| undo(token)>
                                <Icon name="undo"/>{t.history().undo_do()}
                            </button>
                        })
                    }
                    _ => None,
                })}
                <button class="button quiet" type="button" on:click=move |_| dismiss(dialog)>{t.shell().cancel()}</button>
            </div>
        </Dialog>
    }
}

#[component]
fn Preview(preview: DeviceUndo) -> impl IntoView {
    let t = texts().history();
    let DeviceUndo { changes, records, left_out, changing, .. } = preview;
    view! {
        <p>{t.undo_changes(changes)}</p>
        <p role="status">{if changing == 0 { t.undo_nothing().to_owned() } else { t.undo_records(changing) }}</p>
        <ul class="changes">{records.into_iter().map(|record| view! { <OfRecord record/> }).collect_view()}</ul>
        {(left_out > 0).then(|| view! { <p class="hint">{t.undo_more(left_out)}</p> })}
    }
}

#[component]
fn OfRecord(record: RecordUndo) -> impl IntoView {
    let state = state();
    let t = texts();
    let RecordUndo { record, outcome, fields, left, left_out } = record;
    let kind = record.kind;
    let said = match outcome {
        Outcome::Nothing => t.history().outcome_nothing(),
        Outcome::Edited => t.history().outcome_edited(),
        Outcome::Deleted => t.history().outcome_deleted(),
        Outcome::Restored => t.history().outcome_restored(),
    };
    view! {
        <li class="change">
            <h3><RecordLink record/></h3>
            <p>{said}</p>
            {fields.into_iter().map(|change| view! {
                <div class="change-field"><h4>{t.records().field(kind, change.field)}</h4><Change kind change/></div>
            }).collect_view()}
            {(!left.is_empty()).then(|| view! {
                <ul class="change-left">{left.into_iter().map(|left| view! { <li>{said_left(state, kind, &left)}</li> }).collect_view()}</ul>
            })}
            {(left_out > 0).then(|| view! { <p class="hint">{t.history().fields_left_out(left_out)}</p> })}
        </li>
    }
}

/// What stays as it is, and why.
fn said_left(state: State, kind: Kind, left: &LeftAlone) -> String {
    let t = texts();
    let what = left.field.map_or(t.history().whole_record(), |field| t.records().field(kind, field));
    let why = match left.why {
        WhyLeft::ChangedSince(stamp) => {
            t.history().left_changed(&said_by(state, stamp.by), &t.format().moment(stamp.at))
        }
        WhyLeft::InDispute => t.history().left_disputed().to_owned(),
        WhyLeft::DeletedSince => t.history().left_deleted().to_owned(),
        WhyLeft::DoesNotHold => t.history().left_invalid().to_owned(),
        WhyLeft::StaysPrivate => t.history().left_private().to_owned(),
        WhyLeft::ChangedTooOften => t.history().left_too_often().to_owned(),
    };
    format!("{what} {why}")
}
