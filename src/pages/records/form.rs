use super::{
    in_room,
    inputs::{Inputs, field_input},
};
use crate::{
    browser,
    components::{Back, Form, FormState, current_id},
    locales::texts,
    pages::{home::title, record::Record as ShownRecord},
};
use groundswell_model::{
    Kind, Record, Ref,
    record::{Access, FieldSpec, ListWords},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The form of a record that is not there yet. `?of=` names what somebody came from, as [`Ref`] writes it; the record
/// then begins with speaking of that.
#[component]
pub fn NewRecord() -> impl IntoView {
    in_room(|kind, words| {
        let of =
            use_query_map().with_untracked(|params| params.get("of")).and_then(|of| of.parse::<Ref>().ok());
        let list = kind.declaration().address;
        let record = begun(kind, of);
        view! {
            <Back list name=texts().label(words.title)/>
            <RecordForm words before=None record back=of.map(Ref::address)/>
        }
        .into_any()
    })
}

/// A new record, with what can be known of it.
fn begun(kind: Kind, of: Option<Ref>) -> Record {
    let declaration = kind.declaration();
    let mut record = (declaration.empty)(browser::new_id());
    for spec in declaration.fields() {
        match (spec.value, of) {
            (Access::Refs(kinds, members), Some(of)) if kinds.contains(&of.kind) => {
                (members.insert)(&mut record, &of.to_string());
            }
            // What has an end begins today, unless it is said otherwise.
            (Access::Day(text), _) if spec.options.sort => (text.set)(&mut record, browser::today()),
            _ => {}
        }
    }
    record
}

/// The form of a record.
#[component]
pub fn EditRecord() -> impl IntoView {
    in_room(|kind, words| {
        let list = kind.declaration().address;
        view! {
            <ShownRecord kind id=current_id() list list_name=texts().label(words.title) once=true
                show=|view| {
                    let Some(words) = view.record.kind().declaration().list else { return ().into_any() };
                    let record = view.record.clone();
                    view! { <RecordForm words before=Some(record.clone()) record back=None/> }.into_any()
                }/>
        }
        .into_any()
    })
}

#[component]
fn RecordForm(
    words: ListWords,
    before: Option<Record>,
    record: Record,
    back: Option<String>,
) -> impl IntoView {
    let t = texts();
    let (kind, id) = (record.kind(), record.id());
    let declaration = kind.declaration();
    let form = FormState::new(kind);
    let new = before.is_none();
    let heading = if new { t.label(words.new).to_owned() } else { t.groups().edit_group(record.name()) };
    title(&heading);
    let page = Ref::new(kind, id).address();
    let leave = match back {
        Some(back) => back,
        None if new => declaration.address.to_owned(),
        None => page.clone(),
    };
    let inputs = Inputs::new(form, record.clone());
    let before = StoredValue::new(before);
    let save = Callback::new(move |()| {
        let (after, errors) = inputs.read();
        form.save(before.get_value(), after, errors, page.clone());
    });
    let drawn = |which: fn(&FieldSpec) -> bool| -> Vec<AnyView> {
        let fields = declaration.fields().filter(|spec| which(spec));
        fields.map(|spec| field_input(inputs, &record, spec)).collect()
    };
    let (short, long, contacts) = (drawn(is_short), drawn(is_long), drawn(is_contacts));
    let has_words = !long.is_empty();
    view! {
        <h1>{heading}</h1>
        <Form form on_save=save leave>
            <fieldset class="group">
                <legend>{t.label(declaration.called)}</legend>
                {short}
            </fieldset>
            {has_words.then(|| view! {
                <fieldset class="group"><legend>{t.groups().words()}</legend>{long}</fieldset>
            })}
            {contacts}
        </Form>
    }
}

const fn is_long(spec: &FieldSpec) -> bool {
    matches!(spec.value, Access::Long(..))
}

const fn is_contacts(spec: &FieldSpec) -> bool {
    matches!(spec.value, Access::Contacts { .. })
}

const fn is_short(spec: &FieldSpec) -> bool {
    !is_long(spec) && !is_contacts(spec)
}
