//! The network itself: its page, with its people and ways to reach it, and its form.

use crate::{
    components::{
        Checked, Conflicts, ContactFields, ContactForm, Form, FormState, MetaLine, PeopleHere, TextField,
        TimeZoneField, WordsFields, tidy,
    },
    locales::texts,
    pages::{
        home::title,
        record::{AboutPart, Actions, ContactPart, NotesPart, Record as RecordPage},
    },
};
use groundswell_model::{Field, Id, Kind, Network, Record, RecordView, Ref};
use leptos::prelude::*;
use std::sync::Arc;

const ADDRESS: &str = "/network";

/// The network.
#[component]
pub fn NetworkPage() -> impl IntoView {
    view! {
        <div class="panes" data-wide="" data-show="detail">
            <section class="pane pane-detail" aria-label=texts().groups().network()>
                <RecordPage kind=Kind::Network id=the_one() list="/regions" list_name=texts().groups().regions()
                    show=|view| view! { <NetworkRecord view/> }.into_any()/>
            </section>
        </div>
    }
}

/// The network's form.
#[component]
pub fn EditNetwork() -> impl IntoView {
    view! {
        <div class="page">
            <RecordPage kind=Kind::Network id=the_one() list=ADDRESS list_name=texts().groups().network() once=true
                show=|view| {
                    let Record::Network(network) = &view.record else { return ().into_any() };
                    view! { <NetworkForm network=network.clone()/> }.into_any()
                }/>
        </div>
    }
}

fn the_one() -> Memo<Option<Id>> {
    Memo::new(|_| Some(Id::NETWORK))
}

#[component]
fn NetworkRecord(view: Arc<RecordView>) -> impl IntoView {
    let Record::Network(network) = &view.record else { return ().into_any() };
    let network = network.clone();
    let t = texts();
    title(&network.name);
    view! {
        <article class="record">
            <header class="record-head">
                <p class="eyebrow">{t.groups().network()}</p>
                <h1>{network.name.clone()}</h1>
                <p class="record-marks"><Checked verified=network.meta.verified/></p>
                <Actions kind=Kind::Network id=Id::NETWORK name=network.name.clone() edit=format!("{ADDRESS}/edit") deleted=view.deleted/>
            </header>
            <Conflicts kind=Kind::Network id=Id::NETWORK conflicts=view.conflicts.clone()/>
            <AboutPart text=network.about.clone()/>
            {(!network.time_zone.is_empty()).then(|| view! {
                <section class="record-part"><h2>{t.records().time_zone()}</h2><p>{network.time_zone.clone()}</p></section>
            })}
            <ContactPart contacts=network.contacts.clone()/>
            <PeopleHere target=Ref::NETWORK/>
            <NotesPart text=network.notes.clone()/>
            <MetaLine meta=network.meta.clone()/>
        </article>
    }
    .into_any()
}

#[component]
fn NetworkForm(network: Network) -> impl IntoView {
    let t = texts();
    let form = FormState::new(Kind::Network);
    let heading = t.groups().edit_group(&network.name);
    title(&heading);
    let contacts = ContactForm::new(&network.contacts);
    let draft = StoredValue::new(network.clone());
    let before = StoredValue::new(network.clone());
    let save = Callback::new(move |()| {
        let mut after = draft.get_value();
        after.name = tidy(&after.name);
        let errors = contacts.contacts().map(|contacts| after.contacts = contacts).err().unwrap_or_default();
        let before = Record::Network(before.get_value());
        form.save(Some(before), Record::Network(after), errors, ADDRESS.to_owned());
    });
    let set = move |change: fn(&mut Network, String)| {
        Callback::new(move |value: String| draft.update_value(|network| change(network, value)))
    };
    view! {
        <h1>{heading}</h1>
        <Form form on_save=save leave=ADDRESS.to_owned()>
            <fieldset class="group">
                <legend>{t.groups().network_basics()}</legend>
                <TextField form field=Field::Name required=true hint=t.groups().network_name_hint() value=network.name.clone()
                    on_input=set(|network, value| network.name = value)/>
                <TimeZoneField form value=network.time_zone.clone() on_input=set(|network, value| network.time_zone = value)/>
            </fieldset>
            <ContactFields form contacts/>
            <WordsFields form about=network.about.clone() on_about=set(|network, value| network.about = value)
                notes=network.notes.clone() on_notes=set(|network, value| network.notes = value)/>
        </Form>
    }
}
