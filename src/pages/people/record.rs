use crate::{
    components::{Checked, Conflicts, Icon, MetaLine, current_id, place_name},
    locales::texts,
    pages::{
        home::title,
        record::{Actions, ContactPart, NotesPart, Record as RecordPage},
    },
    state::state,
};
use groundswell_model::{Kind, Membership, Record, RecordView};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// A person.
#[component]
pub fn PersonPage() -> impl IntoView {
    view! {
        <RecordPage kind=Kind::Person id=current_id() list="/people" list_name=texts().people().title()
            show=|view| view! { <PersonRecord view/> }.into_any()/>
    }
}

#[component]
fn PersonRecord(view: Arc<RecordView>) -> impl IntoView {
    let Record::Person(person) = &view.record else { return ().into_any() };
    let person = person.clone();
    let t = texts();
    title(&person.name);
    let id = person.id;
    let (audience, icon, seen) = if person.public {
        ("public", "public", t.people().shown_to_all())
    } else {
        ("members", "lock", t.people().members_only())
    };
    view! {
        <article class="record">
            <header class="record-head">
                <p class="eyebrow">{t.people().person()}</p>
                <h1>{person.name.clone()}</h1>
                <p class="record-marks">
                    <span class="audience" data-audience=audience><Icon name=icon/>{seen}</span>
                    <Checked verified=person.meta.verified/>
                </p>
                <Actions kind=Kind::Person id name=person.name.clone() edit=format!("/people/{id}/edit") deleted=view.deleted/>
            </header>
            <Conflicts kind=Kind::Person id conflicts=view.conflicts.clone()/>
            <Roles roles=person.roles.clone()/>
            <ContactPart contacts=person.contacts.clone()/>
            <NotesPart text=person.notes.clone()/>
            <MetaLine meta=person.meta.clone()/>
        </article>
    }
    .into_any()
}

/// What somebody does, each the way to where.
#[component]
fn Roles(roles: BTreeSet<Membership>) -> impl IntoView {
    let state = state();
    let t = texts();
    let named = move |of| {
        let name = place_name(state, of);
        name.unwrap_or_else(|| t.people().gone_place().to_owned())
    };
    view! {
        <section class="record-part">
            <h2>{t.records().roles()}</h2>
            {if roles.is_empty() {
                view! { <p class="hint">{t.people().no_roles()}</p> }.into_any()
            } else {
                view! {
                    <ul class="people">
                        {roles.into_iter().map(|Membership { of, role }| view! {
                            <li>
                                <Icon name=of.kind.icon()/>
                                <div><a class="person-name" href=of.address()>{move || named(of)}</a></div>
                                <span class="badge">{t.records().role(role)}</span>
                            </li>
                        }).collect_view()}
                    </ul>
                }.into_any()
            }}
        </section>
    }
}
