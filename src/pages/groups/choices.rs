//! What can be narrowed down, and what is: parts of the list that wait until somebody narrows it.

use super::filters::{Filter, Search, chips};
use crate::{
    components::{Icon, Select},
    locales::texts,
    state::state,
};
use groundswell_model::{Field, Kind, Status, query};
use leptos::prelude::*;

/// The choices of the filters.
#[component]
pub fn Choices(search: Search, open: RwSignal<bool>) -> impl IntoView {
    let state = state();
    let t = texts();
    // Choices are counted over all groups: only while somebody chooses.
    let choices = Memo::new(move |_| {
        if open.get() {
            state.projection.with(|projection| query::choices(&projection.groups))
        } else {
            query::Choices::default()
        }
    });
    let any = |name: &'static str| (String::new(), name.to_owned());
    let counted = move |first: (String, String), chosen: Option<String>, entries: Vec<(String, usize)>| {
        let known = chosen.filter(|chosen| entries.iter().all(|(name, _)| name != chosen));
        std::iter::once(first)
            .chain(known.map(|name| (name.clone(), name)))
            .chain(entries.into_iter().map(|(name, count)| (name.clone(), format!("{name} ({count})"))))
            .collect::<Vec<_>>()
    };
    let query = search.query;
    let regions = Memo::new(move |_| {
        let mut regions = state.projection.with(|projection| {
            projection
                .regions
                .values()
                .map(|region| (region.id.to_string(), region.name.clone()))
                .collect::<Vec<_>>()
        });
        regions.sort_by(|one, other| one.1.cmp(&other.1));
        regions.insert(0, any(t.groups().any_region()));
        regions
    });
    let counties = Signal::derive(move || {
        counted(
            any(t.groups().any_county()),
            query.with(|query| query.county.clone()),
            choices.get().counties,
        )
    });
    let topics = Signal::derive(move || {
        counted(any(t.groups().any_topic()), query.with(|query| query.topic.clone()), choices.get().topics)
    });
    let statuses: Vec<_> = std::iter::once(any(t.groups().any_status()))
        .chain(
            Status::ALL.map(|status| (status.key().to_owned(), t.records().status_name(status).to_owned())),
        )
        .collect();
    let filled = |value: String| Some(value).filter(|value| !value.is_empty());
    view! {
        <div class="field"><label for="filter-region">{t.records().field(Kind::Group, Field::Region)}</label>
            <Select id="filter-region" options=regions
                value=Signal::derive(move || query.with(|query| query.region.map(|id| id.to_string()).unwrap_or_default()))
                on_choose=Callback::new(move |id: String| search.change(|query| query.region = id.parse().ok()))/></div>
        <div class="field"><label for="filter-county">{t.records().field(Kind::Group, Field::County)}</label>
            <Select id="filter-county" options=counties
                value=Signal::derive(move || query.with(|query| query.county.clone().unwrap_or_default()))
                on_choose=Callback::new(move |county| search.change(|query| query.county = filled(county)))/></div>
        <div class="field"><label for="filter-topic">{t.records().topic()}</label>
            <Select id="filter-topic" options=topics
                value=Signal::derive(move || query.with(|query| query.topic.clone().unwrap_or_default()))
                on_choose=Callback::new(move |topic| search.change(|query| query.topic = filled(topic)))/></div>
        <div class="field"><label for="filter-status">{t.records().field(Kind::Group, Field::Status)}</label>
            <Select id="filter-status" options=Signal::stored(statuses)
                value=Signal::derive(move || query.with(|query| query.status.map(|status| status.key().to_owned()).unwrap_or_default()))
                on_choose=Callback::new(move |key: String| search.change(|query| query.status = Status::from_key(&key)))/></div>
    }
}

/// The filters in use, each with the way to take it off.
#[component]
pub fn Chips(search: Search) -> impl IntoView {
    let state = state();
    let t = texts();
    let name = move |filter: Filter| {
        search.query.with(|query| match filter {
            Filter::Region => query.region.and_then(|id| {
                state.projection.with(|projection| projection.regions.get(&id).map(|it| it.name.clone()))
            }),
            Filter::County => query.county.clone(),
            Filter::Topic => query.topic.clone(),
            Filter::Status => query.status.map(|status| t.records().status_name(status).to_owned()),
        })
    };
    move || {
        let used = search.query.with(chips);
        view! {
            <ul class="chips" aria-label=t.groups().filters_in_use()>
                {used.into_iter().map(|filter| {
                    let remove = move |_| search.change(|query| match filter {
                        Filter::Region => query.region = None,
                        Filter::County => query.county = None,
                        Filter::Topic => query.topic = None,
                        Filter::Status => query.status = None,
                    });
                    view! {
                        <li><button class="chip" type="button" on:click=remove>
                            <span class="visually-hidden">{t.groups().remove_filter()}</span>
                            {name(filter).unwrap_or_default()}
                            <Icon name="close"/>
                        </button></li>
                    }
                }).collect_view()}
            </ul>
        }
    }
}
