use crate::{
    browser,
    components::{
        Back, ContactFields, ContactForm, Form, FormState, MeetsField, StatusField, TextField, WordsFields,
        current_id, tidy,
    },
    locales::texts,
    pages::{home::title, record::Record as RecordPage},
    state::state,
};
use groundswell_model::{Awg, Field, Kind, Record, query};
use leptos::prelude::*;

/// The form of an AWG that is not there yet.
#[component]
pub fn NewAwg() -> impl IntoView {
    let awg = Awg { id: browser::new_id(), ..Awg::default() };
    view! { <Back list="/awgs" name=texts().groups().awgs()/><AwgForm before=None awg/> }
}

/// The form of an AWG.
#[component]
pub fn EditAwg() -> impl IntoView {
    view! {
        <RecordPage kind=Kind::Awg id=current_id() list="/awgs" list_name=texts().groups().awgs() once=true
            show=|view| {
                let Record::Awg(awg) = &view.record else { return ().into_any() };
                view! { <AwgForm before=Some(awg.clone()) awg=awg.clone()/> }.into_any()
            }/>
    }
}

#[component]
fn AwgForm(before: Option<Awg>, awg: Awg) -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let new = before.is_none();
    let heading = if new { t.groups().new_awg().to_owned() } else { t.groups().edit_group(&awg.name) };
    title(&heading);
    let page = format!("/awgs/{}", awg.id);
    let leave = if new { "/awgs".to_owned() } else { page.clone() };
    let contacts = ContactForm::new(&awg.contacts);
    let draft = StoredValue::new(awg.clone());
    let before = StoredValue::new(before);
    let save = Callback::new(move |()| {
        let mut after = draft.get_value();
        after.name = tidy(&after.name);
        after.topic = tidy(&after.topic);
        let errors = contacts.contacts().map(|contacts| after.contacts = contacts).err().unwrap_or_default();
        form.save(before.get_value().map(Record::Awg), Record::Awg(after), errors, page.clone());
    });
    let set = move |change: fn(&mut Awg, String)| {
        Callback::new(move |value: String| draft.update_value(|awg| change(awg, value)))
    };
    view! {
        <h1>{heading}</h1>
        <Form form on_save=save leave>
            <fieldset class="group">
                <legend>{t.groups().awg_basics()}</legend>
                <TextField form field=Field::Name required=true value=awg.name.clone() on_input=set(|awg, value| awg.name = value)/>
                <StatusField status=awg.status on_choose=Callback::new(move |status| draft.update_value(|awg| awg.status = status))/>
                <TextField form field=Field::Topic hint=t.groups().topic_hint() value=awg.topic.clone() list="topics"
                    on_input=set(|awg, value| awg.topic = value)/>
                <Topics/>
                <MeetsField form value=awg.meets.clone() on_input=set(|awg, value| awg.meets = value)/>
                <TextField form field=Field::Founded hint=t.groups().founded_hint() value=awg.founded.clone()
                    on_input=set(|awg, value| awg.founded = value)/>
            </fieldset>
            <ContactFields form contacts/>
            <WordsFields form about=awg.about.clone() on_about=set(|awg, value| awg.about = value)
                notes=awg.notes.clone() on_notes=set(|awg, value| awg.notes = value)/>
        </Form>
    }
}

/// The issues that groups work on, for inputs that name this list.
#[component]
fn Topics() -> impl IntoView {
    let topics = state().projection.with_untracked(|projection| query::choices(&projection.groups).topics);
    view! {
        <datalist id="topics">
            {topics.into_iter().map(|(topic, _)| view! { <option value=topic></option> }).collect_view()}
        </datalist>
    }
}
