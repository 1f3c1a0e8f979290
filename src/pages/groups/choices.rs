//! What can be narrowed down, and what is: parts of the list that wait until somebody narrows it.

use super::filters::{Filter, Search, chips};
use crate::{
    components::{Icon, Select},
    locales::texts,
    state::state,
};
use groundswell_model::{Field, Kind, Status, query, states};
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
    let query = search.query;
    let counted = |(name, count): (String, usize)| (name.clone(), format!("{name} ({count})"));
    // Behind what chooses nothing. What is chosen is among them, also where nothing has it any more.
    let among = |any: &str, chosen: Option<(String, String)>, entries: Vec<(String, String)>| {
        let unknown = chosen.filter(|(chosen, _)| entries.iter().all(|(key, _)| key != chosen));
        let first = (String::new(), any.to_owned());
        std::iter::once(first).chain(unknown).chain(entries).collect::<Vec<_>>()
    };
    let regions = Signal::derive(move || {
        let mut regions: Vec<_> = state.projection.with(|projection| {
            let regions = projection.regions.values();
            regions.map(|region| (region.id.to_string(), region.name.clone())).collect()
        });
        regions.sort_by(|one: &(String, String), other| one.1.cmp(&other.1));
        among(t.groups().any_region(), None, regions)
    });
    let in_states = Signal::derive(move || {
        let chosen = query.with(|query| query.state.clone());
        let entries = choices.with(|choices| choices.states.clone());
        // Where all are in one state there is nothing to choose.
        let entries = if entries.len() == 1 && chosen.is_none() { Vec::new() } else { entries };
        let named = |(key, count): (String, usize)| {
            let said = format!("{} ({count})", states::name(&key));
            (key, said)
        };
        let chosen = chosen.map(|key| (key.clone(), states::name(&key).to_owned()));
        among(t.groups().any_state(), chosen, entries.into_iter().map(named).collect())
    });
    let counties = Signal::derive(move || {
        let chosen = query.with(|query| query.county.clone()).map(|name| (name.clone(), name));
        let entries = choices.with(|choices| choices.counties.clone());
        among(t.groups().any_county(), chosen, entries.into_iter().map(counted).collect())
    });
    let topics = Signal::derive(move || {
        let chosen = query.with(|query| query.topic.clone()).map(|name| (name.clone(), name));
        let entries = choices.with(|choices| choices.topics.clone());
        among(t.groups().any_topic(), chosen, entries.into_iter().map(counted).collect())
    });
    let statuses = Signal::derive(move || {
        let named = |status: Status| (status.key().to_owned(), t.records().status_name(status).to_owned());
        let chosen = query.with(|query| query.status);
        let entries = choices.with(|choices| choices.statuses.clone());
        let entries = if entries.len() == 1 && chosen.is_none() { Vec::new() } else { entries };
        let entries = entries.into_iter().map(|(status, _)| named(status)).collect();
        among(t.groups().any_status(), chosen.map(named), entries)
    });
    let filled = |value: String| Some(value).filter(|value| !value.is_empty());
    view! {
        <Narrowing id="filter-region" label=t.records().field(Kind::Group, Field::Region) options=regions
            value=Signal::derive(move || query.with(|query| query.region.map(|id| id.to_string()).unwrap_or_default()))
            on_choose=Callback::new(move |id: String| search.change(|query| query.region = id.parse().ok()))/>
        <Narrowing id="filter-state" label=t.records().field(Kind::Group, Field::State) options=in_states
            value=Signal::derive(move || query.with(|query| query.state.clone().unwrap_or_default()))
            on_choose=Callback::new(move |state| search.change(|query| query.state = filled(state)))/>
        <Narrowing id="filter-county" label=t.records().field(Kind::Group, Field::County) options=counties
            value=Signal::derive(move || query.with(|query| query.county.clone().unwrap_or_default()))
            on_choose=Callback::new(move |county| search.change(|query| query.county = filled(county)))/>
        <Narrowing id="filter-topic" label=t.records().topic() options=topics
            value=Signal::derive(move || query.with(|query| query.topic.clone().unwrap_or_default()))
            on_choose=Callback::new(move |topic| search.change(|query| query.topic = filled(topic)))/>
        <Narrowing id="filter-status" label=t.records().field(Kind::Group, Field::Status) options=statuses
            value=Signal::derive(move || query.with(|query| query.status.map(|status| status.key().to_owned()).unwrap_or_default()))
            on_choose=Callback::new(move |key: String| search.change(|query| query.status = Status::from_key(&key)))/>
    }
}

/// One filter; nothing where there is nothing to choose from but all.
#[component]
fn Narrowing(
    id: &'static str,
    label: &'static str,
    options: Signal<Vec<(String, String)>>,
    value: Signal<String>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let has_choices = Memo::new(move |_| options.with(|options| options.len() > 1));
    view! {
        <Show when=move || has_choices.get()>
            <div class="field"><label for=id>{label}</label><Select id options value on_choose/></div>
        </Show>
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
            Filter::State => query.state.as_deref().map(|key| states::name(key).to_owned()),
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
                        Filter::State => query.state = None,
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
