use crate::{
    components::{Checked, Conflicts, Icon, MetaLine, PeopleHere, current_id},
    locales::texts,
    pages::records::News,
    pages::{
        home::title,
        record::{AboutPart, Actions, GroupLinks, NotesPart, Record as RecordPage},
    },
    state::state,
};
use groundswell_model::{Id, Kind, Record, RecordView, Ref, Region, query::GroupQuery};
use leptos::prelude::*;
use std::sync::Arc;

/// A region.
#[component]
pub fn RegionPage() -> impl IntoView {
    view! {
        <RecordPage kind=Kind::Region id=current_id() list="/regions" list_name=texts().groups().regions()
            show=|view| view! { <RegionRecord view/> }.into_any()/>
    }
}

#[component]
fn RegionRecord(view: Arc<RecordView>) -> impl IntoView {
    let Record::Region(region) = &view.record else { return ().into_any() };
    let region = region.clone();
    let t = texts();
    title(&region.name);
    let id = region.id;
    view! {
        <article class="record">
            <header class="record-head">
                <p class="eyebrow">{t.records().level_name(region.level)}</p>
                <h1>{region.name.clone()}</h1>
                <Around region=region.clone()/>
                <p class="record-marks"><Checked verified=region.meta.verified/></p>
                <Actions kind=Kind::Region id name=region.name.clone() edit=format!("/regions/{id}/edit") deleted=view.deleted/>
            </header>
            <Conflicts kind=Kind::Region id conflicts=view.conflicts.clone()/>
            <AboutPart text=region.about.clone()/>
            <Inside id/>
            <GroupLinks title=t.groups().groups_within() none=t.groups().no_groups_here()
                query=GroupQuery { region: Some(id), ..GroupQuery::default() }/>
            <PeopleHere target=Ref::new(Kind::Region, id)/>
            <News of=Ref::new(Kind::Region, id)/>
            <NotesPart text=region.notes.clone()/>
            <MetaLine meta=region.meta.clone()/>
        </article>
    }
    .into_any()
}

/// The regions around it, the next one first.
#[component]
fn Around(region: Region) -> impl IntoView {
    let state = state();
    let t = texts().groups();
    move || {
        let around: Vec<_> = state.projection.with(|projection| {
            let around = projection.regions_around(region.parent).into_iter();
            around.filter(|around| around.id != region.id).map(|it| (it.id, it.name.clone())).collect()
        });
        (!around.is_empty()).then(|| {
            let links = around.into_iter().enumerate().map(|(place, (id, name))| {
                let before = if place == 0 { " " } else { " · " };
                view! { {before}<a href=format!("/regions/{id}")>{name}</a> }
            });
            view! { <p class="record-place"><Icon name="region"/><span>{t.lies_in()}{links.collect_view()}</span></p> }
        })
    }
}

/// The regions directly within it.
#[component]
fn Inside(id: Id) -> impl IntoView {
    let state = state();
    let t = texts();
    let inside = Memo::new(move |_| {
        let mut inside: Vec<_> = state.projection.with(|projection| {
            let inside = projection.regions.values().filter(|region| region.parent == Some(id));
            inside.map(|region| (region.name.clone(), region.id, region.level)).collect()
        });
        inside.sort();
        inside
    });
    move || {
        inside.with(|inside| {
            (!inside.is_empty()).then(|| view! {
                <section class="record-part">
                    <h2>{t.groups().regions_within()} <span class="count">{inside.len()}</span></h2>
                    <ul class="people">
                        {inside.iter().map(|(name, id, level)| view! {
                            <li>
                                <Icon name="region"/>
                                <div><a class="person-name" href=format!("/regions/{id}")>{name.clone()}</a></div>
                                <span class="badge">{t.records().level_name(*level)}</span>
                            </li>
                        }).collect_view()}
                    </ul>
                </section>
            })
        })
    }
}
