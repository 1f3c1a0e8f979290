use super::{
    Room, in_room,
    inputs::{Inputs, field_input},
    roles::first_role,
};
use crate::{
    browser,
    components::{Back, Form, FormState},
    locales::texts,
    pages::{home::title, record::Record as ShownRecord},
    state::state,
};
use groundswell_model::{
    Kind, Membership, Record, Ref,
    record::{Access, FieldSpec, FormSection},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The form of a record that is not there yet. `?of=` names what somebody came from, as [`Ref`] writes it; the record
/// then begins with speaking of that, or with a role there.
#[component]
pub fn NewRecord(
    /// The kind, if it is not the address that names it.
    kind: Option<Kind>,
) -> impl IntoView {
    in_room(kind, |room| {
        let of =
            use_query_map().with_untracked(|params| params.get("of")).and_then(|of| of.parse::<Ref>().ok());
        let record = begun(room.kind, of);
        view! {
            <Back list=room.list name=room.title/>
            <RecordForm room before=None record of/>
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
            (Access::Roles(members), Some(of)) => {
                (members.insert)(&mut record, &Membership { of, role: first_role(of) }.to_string());
            }
            // What has an end begins today, unless it is said otherwise.
            (Access::Day(text), _) if spec.options.sort => (text.set)(&mut record, browser::today()),
            (Access::TimeZone(text), _) => {
                let zone =
                    state().projection.with_untracked(|projection| projection.network.time_zone.clone());
                (text.set)(&mut record, zone);
            }
            _ => {}
        }
    }
    record
}

/// The form of a record.
#[component]
pub fn EditRecord(
    /// The kind, if it is not the address that names it.
    kind: Option<Kind>,
) -> impl IntoView {
    in_room(kind, |room| {
        // The network is in no list: its form leads back to its page.
        let (list, list_name) = if room.kind == Kind::Network {
            (Kind::Network.address(), texts().label(room.kind.declaration().called))
        } else {
            (room.list, room.title)
        };
        view! {
            <ShownRecord kind=room.kind id=room.id() list list_name once=true
                show=|view| {
                    let record = view.record.clone();
                    let room = Room::of(record.kind());
                    view! { <RecordForm room before=Some(record.clone()) record of=None/> }.into_any()
                }/>
        }
        .into_any()
    })
}

#[component]
fn RecordForm(room: Room, before: Option<Record>, record: Record, of: Option<Ref>) -> impl IntoView {
    let t = texts();
    let (kind, id) = (record.kind(), record.id());
    let form = FormState::new(kind);
    let new = before.is_none();
    let heading = if new { room.new.to_owned() } else { t.groups().edit_group(record.name()) };
    title(&heading);
    let page = Ref::new(kind, id).address();
    let leave = match of {
        Some(of) => of.address(),
        None if new => room.list.to_owned(),
        None => page.clone(),
    };
    // Whoever names the people of a place goes on there.
    let has_roles = kind.declaration().fields().any(|spec| matches!(spec.value, Access::Roles(_)));
    let then = if has_roles && of.is_some() { leave.clone() } else { page };
    let inputs = Inputs::new(form, record.clone());
    let before = StoredValue::new(before);
    let save = Callback::new(move |()| {
        let (after, errors) = inputs.read();
        form.save(before.get_value(), after, errors, then.clone());
    });
    let sections = FormSection::ALL.map(|section| drawn(inputs, &record, section));
    view! {
        <h1>{heading}</h1>
        <Form form on_save=save leave>{sections.into_iter().collect_view()}</Form>
    }
}

/// The inputs of a section, if it has any.
fn drawn(inputs: Inputs, record: &Record, section: FormSection) -> Option<AnyView> {
    let t = texts();
    let declaration = record.kind().declaration();
    let fields: Vec<_> = declaration.fields().filter(|spec| spec.section() == section).collect();
    let legend = match section {
        _ if fields.is_empty() => return None,
        // Their inputs are under headings already.
        FormSection::Roles | FormSection::Contacts => {
            return Some(
                fields.into_iter().map(|spec| field_input(inputs, record, spec)).collect_view().into_any(),
            );
        }
        FormSection::Main => t.label(declaration.called),
        FormSection::WhenAndWhere => t.groups().when_and_where(),
        FormSection::Words => t.groups().words(),
    };
    let (folded, open): (Vec<_>, Vec<_>) = fields.into_iter().partition(|spec| spec.options.folded);
    let folded = (!folded.is_empty()).then(|| {
        let folded = laid_out(inputs, record, &folded);
        view! { <details><summary>{t.groups().exact_place()}</summary>{folded}</details> }
    });
    let open = laid_out(inputs, record, &open);
    let section = view! { <fieldset class="group"><legend>{legend}</legend>{open}{folded}</fieldset> };
    Some(section.into_any())
}

/// Inputs one after the other, narrow ones side by side.
fn laid_out(inputs: Inputs, record: &Record, fields: &[&'static FieldSpec]) -> Vec<AnyView> {
    let rows = fields.chunk_by(|one, other| one.options.narrow && other.options.narrow);
    let row = |fields: &[&'static FieldSpec]| {
        let all = fields.iter().map(|spec| field_input(inputs, record, spec)).collect_view();
        if fields.len() == 1 { all.into_any() } else { view! { <div class="fields">{all}</div> }.into_any() }
    };
    rows.map(row).collect()
}
