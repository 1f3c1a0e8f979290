use super::{
    edit,
    then::Then,
    value::{Change, PartMark},
};
use crate::{
    components::{Icon, said_by, said_value},
    locales::texts,
    state::state,
};
use groundswell_model::{
    Field, Id, Kind,
    history::{EntryRef, FieldChange, HistoryEntry, PutBack, Wanted},
    message::HistoryEdit,
};
use leptos::prelude::*;

/// One action: who and when, and what became of each field.
#[component]
pub fn Entry(
    /// The record's kind.
    kind: Kind,
    /// The record's id.
    id: Id,
    /// What the record is called.
    name: String,
    /// The entry.
    entry: HistoryEntry,
    /// Whether nothing came after it.
    is_newest: bool,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let HistoryEntry { entry, stamp, created, fields, left_out, unknown } = entry;
    let at = t.format().moment(stamp.at);
    let by = said_by(state, stamp.by);
    view! {
        <li class="change">
            <h2>{t.history().entry(&by, &at)}</h2>
            <p class="record-marks">
                {created.then(|| view! { <span class="badge">{t.history().created()}</span> })}
                <PartMark part=entry.part/>
            </p>
            {fields.into_iter().map(|change| view! { <OfField kind id entry change/> }).collect_view()}
            {(left_out > 0).then(|| view! { <p class="hint">{t.history().fields_left_out(left_out)}</p> })}
            {(unknown > 0).then(|| view! { <p class="hint">{t.history().unknown(unknown)}</p> })}
            {(!is_newest).then(|| view! { <Then kind id name entry at/> })}
        </li>
    }
}

#[component]
fn OfField(kind: Kind, id: Id, entry: EntryRef, change: FieldChange) -> impl IntoView {
    let state = state();
    let t = texts();
    let (field, contact) = (change.field, change.contact);
    let called = t.records().field(kind, field);
    // That somebody looked is no value that comes back.
    let comes_back = field != Field::Verified;
    let before = said_value(state, (kind, field), change.from.as_ref());
    let put_back = move |_| {
        let wanted = PutBack { kind, id, entry, what: Wanted::Field(field, contact) };
        edit(state, HistoryEdit::PutBack(wanted), t.history().is_back(called));
    };
    // Otherwise all these buttons are called the same.
    let what = t.history().put_back_what(called, &shortened(before));
    view! {
        <section class="change-field">
            <h3>{called}</h3>
            <Change kind change/>
            <Show when=move || comes_back && state.may_edit()>
                <button class="button" type="button" on:click=put_back>
                    <Icon name="undo"/>{t.history().put_back()}<span class="visually-hidden">{what.clone()}</span>
                </button>
            </Show>
        </section>
    }
}

/// The first words of a text, for the name of a button.
fn shortened(text: String) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.split_at(end).0),
        None => text,
    }
}
