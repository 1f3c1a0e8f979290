use super::roles::{RoleFields, RoleForm};
use crate::{
    browser,
    components::{
        Back, ContactFields, ContactForm, Form, FormState, Icon, TextArea, TextField, current_id, input_id,
        tidy,
    },
    locales::texts,
    pages::{home::title, record::Record as RecordPage},
    state::state,
};
use groundswell_model::{Field, Kind, Membership, Person, Record, Ref, Role};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The form of a person who is not there yet. `?of=` names the place from which somebody came to add them,
/// as [`Membership`] writes it; they then begin with a role there, and saving leads back.
#[component]
pub fn NewPerson() -> impl IntoView {
    let of = use_query_map().with_untracked(|params| params.get("of"));
    let of = of.and_then(|of| format!("{of}:{}", Role::Member.key()).parse::<Membership>().ok());
    let of = of.map(|membership| membership.of);
    let roles = of.map(|of| Membership { of, role: first_role(of) }).into_iter().collect();
    let person = Person { id: browser::new_id(), roles, ..Person::default() };
    view! {
        <Back list="/people" name=texts().people().title()/>
        <PersonForm before=None person back=of.map(Ref::address)/>
    }
}

/// What most people who are named at a place do there.
fn first_role(of: Ref) -> Role {
    if of == Ref::NETWORK {
        Role::TaskForce
    } else if of.kind == Kind::Awg {
        Role::Member
    } else {
        Role::Contact
    }
}

/// The form of a person.
#[component]
pub fn EditPerson() -> impl IntoView {
    view! {
        <RecordPage kind=Kind::Person id=current_id() list="/people" list_name=texts().people().title() once=true
            show=|view| {
                let Record::Person(person) = &view.record else { return ().into_any() };
                view! {
                    <PersonForm before=Some(person.clone()) person=person.clone() back=None/>
                }.into_any()
            }/>
    }
}

#[component]
fn PersonForm(before: Option<Person>, person: Person, back: Option<String>) -> impl IntoView {
    let t = texts();
    let form = FormState::new(Kind::Person);
    let new = before.is_none();
    let heading = if new { t.people().new_person().to_owned() } else { t.groups().edit_group(&person.name) };
    title(&heading);
    let page = back.clone().unwrap_or_else(|| format!("/people/{}", person.id));
    let leave = match back {
        None if new => "/people".to_owned(),
        _ => page.clone(),
    };
    let contacts = ContactForm::new(&person.contacts);
    let roles = RoleForm::new(state(), &person.roles);
    let public = RwSignal::new(person.public);
    let was_public = person.public;
    let draft = StoredValue::new(person.clone());
    let before = StoredValue::new(before);
    let save = Callback::new(move |()| {
        let mut after = draft.get_value();
        after.name = tidy(&after.name);
        after.public = public.get_untracked();
        let mut errors = Vec::new();
        match roles.roles() {
            Ok(roles) => after.roles = roles,
            Err(found) => errors.extend(found),
        }
        match contacts.contacts() {
            Ok(contacts) => after.contacts = contacts,
            Err(found) => errors.extend(found),
        }
        form.save(before.get_value().map(Record::Person), Record::Person(after), errors, page.clone());
    });
    let set = move |change: fn(&mut Person, String)| {
        Callback::new(move |value: String| draft.update_value(|person| change(person, value)))
    };
    let public_id = input_id(Field::Public, None);
    let why_id = format!("{public_id}-why");
    let (described, label_for) = (why_id.clone(), public_id.clone());
    view! {
        <h1>{heading}</h1>
        <Form form on_save=save leave>
            <fieldset class="group">
                <legend>{t.people().basics()}</legend>
                <TextField form field=Field::Name required=true value=person.name.clone() on_input=set(|person, value| person.name = value)/>
                <div>
                    <label class="check" for=label_for>
                        <input type="checkbox" id=public_id aria-describedby=described checked=was_public
                            on:change=move |event| public.set(event_target_checked(&event))/>
                        <span>{t.people().show_to_all()}</span>
                    </label>
                    <p class="hint" id=why_id>{t.people().show_to_all_why()}</p>
                </div>
                <Show when=move || was_public && !public.get()>
                    <div class="notice" data-kind="warn" role="status"><Icon name="warning"/><p>{t.people().withdrawn()}</p></div>
                </Show>
            </fieldset>
            <RoleFields form roles/>
            <ContactFields form contacts/>
            <fieldset class="group">
                <legend>{t.groups().words()}</legend>
                <TextArea form field=Field::Notes hint=t.groups().notes_hint() value=person.notes.clone()
                    on_input=set(|person, value| person.notes = value)/>
            </fieldset>
        </Form>
    }
}
