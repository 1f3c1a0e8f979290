use super::row::place_line;
use crate::{
    components::{Checked, Conflicts, Icon, MetaLine, PeopleHere, current_id},
    locales::texts,
    pages::records::News,
    pages::{
        home::title,
        record::{
            AboutPart, Actions, ContactPart, Fact, MeetsFact, NotesPart, Record as RecordPage, status_look,
        },
    },
    state::{State, state},
};
use groundswell_model::{Field, Group, Kind, Record, RecordView, Ref, fold};
use leptos::prelude::*;
use std::sync::Arc;

/// A group.
#[component]
pub fn GroupPage() -> impl IntoView {
    view! {
        <RecordPage kind=Kind::Group id=current_id() list="/groups" list_name=texts().groups().groups()
            show=|view| view! { <GroupRecord view/> }.into_any()/>
    }
}

#[component]
fn GroupRecord(view: Arc<RecordView>) -> impl IntoView {
    let Record::Group(group) = &view.record else { return ().into_any() };
    let group = group.clone();
    let state = state();
    let t = texts();
    title(&group.name);
    let id = group.id;
    let regions = state.projection.with_untracked(|projection| {
        projection
            .regions_around(group.region)
            .into_iter()
            .map(|region| (region.id, region.name.clone()))
            .collect::<Vec<_>>()
    });
    let place = place_line(&group.place.town, &group.place.county, &group.place.state);
    let conflicts = view.conflicts.clone();
    view! {
        <article class="record">
            <header class="record-head">
                <p class="eyebrow">{t.groups().group()}
                    {regions.iter().map(|(id, name)| view! { " · "<a href=format!("/regions/{id}")>{name.clone()}</a> }).collect_view()}
                </p>
                <h1>{group.name.clone()}</h1>
                {(!place.is_empty()).then(|| view! { <p class="record-place"><Icon name="place"/>{place}</p> })}
                <p class="record-marks">
                    <span class="badge" data-kind=status_look(group.status)>{t.records().status_name(group.status)}</span>
                    <Checked verified=group.meta.verified/>
                </p>
                <Actions kind=Kind::Group id name=group.name.clone() edit=format!("/groups/{id}/edit") deleted=view.deleted/>
            </header>
            <Conflicts kind=Kind::Group id conflicts/>
            <AboutPart text=group.about.clone()/>
            <section class="record-part"><h2>{t.groups().when_and_where()}</h2><Facts group=group.clone()/></section>
            <ContactPart contacts=group.contacts.clone()/>
            <PeopleHere target=Ref::new(Kind::Group, id)/>
            <News of=Ref::new(Kind::Group, id)/>
            <Topics state group=group.clone()/>
            <NotesPart text=group.notes.clone()/>
            <MetaLine meta=group.meta.clone()/>
        </article>
    }
    .into_any()
}

#[component]
fn Facts(group: Group) -> impl IntoView {
    let t = texts();
    let position = match (group.place.latitude, group.place.longitude) {
        (Some(latitude), Some(longitude)) => format!("{latitude:.4}, {longitude:.4}"),
        _ => String::new(),
    };
    view! {
        <dl class="facts">
            <MeetsFact meets=group.meets.clone()/>
            <Fact name=t.records().time_zone() value=group.time_zone.clone()/>
            <Fact name=t.records().founded() value=group.founded.clone()/>
            <Fact name=t.records().county_fips() value=group.place.county_fips/>
            <Fact name=t.groups().map() value=position/>
        </dl>
    }
}

/// The group's issues, each the way to the groups that share it, and the AWGs on them.
#[component]
fn Topics(state: State, group: Group) -> impl IntoView {
    let t = texts();
    if group.topics.is_empty() {
        return ().into_any();
    }
    let folded: Vec<_> = group.topics.iter().map(|topic| fold::fold(topic)).collect();
    let awgs = move || {
        state.cards(Kind::Awg).with(|awgs| {
            awgs.values()
                .filter(|awg| folded.contains(&fold::fold(awg.value(Field::Topic))))
                .map(|awg| (awg.id(), awg.name.clone()))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <section class="record-part">
            <h2>{t.records().topics()}</h2>
            <ul class="tags">
                {group.topics.into_iter().map(|topic| {
                    let mut params = leptos_router::params::ParamsMap::new();
                    params.insert("issue", topic.clone());
                    view! { <li><a class="tag" href=format!("/groups{}", params.to_query_string())>{topic}</a></li> }
                }).collect_view()}
            </ul>
            {move || {
                let awgs = awgs();
                (!awgs.is_empty()).then(|| view! {
                    <h3>{t.groups().awgs_on_topic()}</h3>
                    <ul class="people">
                        {awgs.into_iter().map(|(id, name)| view! {
                            <li><Icon name="awg"/><div><a class="person-name" href=format!("/awgs/{id}")>{name}</a></div></li>
                        }).collect_view()}
                    </ul>
                })
            }}
        </section>
    }
    .into_any()
}
