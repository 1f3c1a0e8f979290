use crate::{
    components::{Checked, Conflicts, MetaLine, PeopleHere, current_id},
    locales::texts,
    pages::{
        home::title,
        record::{
            AboutPart, Actions, ContactPart, Fact, GroupLinks, MeetsFact, NotesPart, Record as RecordPage,
            status_look,
        },
    },
};
use groundswell_model::{Kind, Record, RecordView, Target, query::GroupQuery};
use leptos::prelude::*;
use std::sync::Arc;

/// An AWG.
#[component]
pub fn AwgPage() -> impl IntoView {
    view! {
        <RecordPage kind=Kind::Awg id=current_id() list="/awgs" list_name=texts().groups().awgs()
            show=|view| view! { <AwgRecord view/> }.into_any()/>
    }
}

#[component]
fn AwgRecord(view: Arc<RecordView>) -> impl IntoView {
    let Record::Awg(awg) = &view.record else { return ().into_any() };
    let awg = awg.clone();
    let t = texts();
    title(&awg.name);
    let id = awg.id;
    let dated = !awg.meets.is_empty() || !awg.founded.is_empty();
    let topic = (!awg.topic.is_empty()).then(|| awg.topic.clone());
    view! {
        <article class="record">
            <header class="record-head">
                <p class="eyebrow">{t.groups().awg()}</p>
                <h1>{awg.name.clone()}</h1>
                <p class="record-marks">
                    <span class="badge" data-kind=status_look(awg.status)>{t.records().status_name(awg.status)}</span>
                    {topic.clone().map(|topic| view! {
                        <span class="tag"><span class="visually-hidden">{t.records().topic()}": "</span>{topic}</span>
                    })}
                    <Checked verified=awg.meta.verified/>
                </p>
                <Actions kind=Kind::Awg id name=awg.name.clone() edit=format!("/awgs/{id}/edit") deleted=view.deleted/>
            </header>
            <Conflicts kind=Kind::Awg id conflicts=view.conflicts.clone()/>
            <AboutPart text=awg.about.clone()/>
            {dated.then(|| view! {
                <section class="record-part"><h2>{t.groups().when()}</h2>
                    <dl class="facts">
                        <MeetsFact meets=awg.meets.clone()/>
                        <Fact name=t.records().founded() value=awg.founded.clone()/>
                    </dl>
                </section>
            })}
            <ContactPart contacts=awg.contacts.clone()/>
            <PeopleHere target=Target::Awg(id)/>
            {topic.map(|topic| view! {
                <GroupLinks title=t.groups().groups_on_topic() none=t.groups().no_groups_on_topic()
                    query=GroupQuery { topic: Some(topic), ..GroupQuery::default() }/>
            })}
            <NotesPart text=awg.notes.clone()/>
            <MetaLine meta=awg.meta.clone()/>
        </article>
    }
    .into_any()
}
