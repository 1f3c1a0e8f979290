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
    state::{KeptDraft, state},
};
use groundswell_model::{
    Kind, Membership, Record, Ref,
    record::{Access, Draft, FieldSpec, FormSection},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use std::collections::BTreeMap;

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
        let address = match of {
            Some(of) => format!("{}/new?of={of}", room.kind.address()),
            None => format!("{}/new", room.kind.address()),
        };
        view! {
            <Back list=room.list name=room.title/>
            {with_draft(address, move |resumed| {
                // What was saved in the moment in which the page ended is no draft any more.
                let is_here = |draft: &KeptDraft| {
                    let record = Ref::new(room.kind, draft.draft.typed.id());
                    untrack(|| state().name_of(record)).is_some()
                };
                let resumed = resumed.filter(|draft| !is_here(draft));
                view! { <RecordForm room before=None record=begun(room.kind, of) of resumed/> }.into_any()
            })}
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
                    let address = format!("{}/edit", Ref::new(room.kind, record.id()).address());
                    with_draft(address, move |resumed| {
                        let record = record.clone();
                        view! { <RecordForm room before=Some(record.clone()) record of=None resumed/> }.into_any()
                    })
                }/>
        }
        .into_any()
    })
}

/// A form, once it is known whether a draft of it lies on this device: with that as it was when the form was opened.
fn with_draft(address: String, form: impl Fn(Option<KeptDraft>) -> AnyView + Send + 'static) -> AnyView {
    let state = state();
    let draft = RwSignal::new(None);
    spawn_local(async move {
        let kept = state.read_drafts().await;
        // Somebody may have gone on meanwhile.
        draft.try_set(Some(kept.iter().find(|kept| kept.draft.address() == address).cloned()));
    });
    (move || draft.get().map(&form)).into_any()
}

#[component]
fn RecordForm(
    room: Room,
    before: Option<Record>,
    record: Record,
    of: Option<Ref>,
    resumed: Option<KeptDraft>,
) -> impl IntoView {
    let t = texts();
    let (before, record, rows) = match &resumed {
        Some(KeptDraft { draft, .. }) => (draft.before.clone(), draft.typed.clone(), draft.rows.clone()),
        None => (before, record, BTreeMap::new()),
    };
    let (kind, id) = (record.kind(), record.id());
    let form = FormState::new(kind);
    let new = before.is_none();
    let heading = match &before {
        Some(before) => t.groups().edit_group(before.name()),
        None => room.new.to_owned(),
    };
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
    let inputs = Inputs::new(form, record.clone(), rows);
    if let Some(before) = &before {
        form.watch(before.clone());
    }
    let before = StoredValue::new(before);
    let save = Callback::new(move |()| {
        let (after, errors) = inputs.read();
        form.save(before.get_value(), after, errors, then.clone());
    });
    browser::meet_title();
    let sections = FormSection::ALL.map(|section| drawn(inputs, &record, section));
    form.keep(state(), resumed, move || {
        let (typed, rows) = inputs.typed();
        Draft { at: browser::now(), before: before.get_value(), of, typed, rows }
    });
    view! {
        <h1 id=browser::TITLE tabindex="-1">{heading}</h1>
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
