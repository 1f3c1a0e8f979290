//! Lists laid out for paper: all that is found, with phones, for members or for everybody.

mod entry;

use crate::{
    browser,
    components::{Icon, Select, indexed},
    locales::texts,
    pages::{groups::query_of, home::title},
    state::{Phase, State, state},
};
use entry::{CardEntry, GroupEntry, PersonEntry};
use groundswell_model::{
    Id, Kind, RecordCard, Ref, Role, fold,
    message::Access,
    query::{self, PeopleIndex, TextIndex},
    states,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// For whom a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// Who may know everything that this device knows.
    Members,
    /// Everybody.
    Public,
}

/// A list as it will be on paper. `?list=` names the map of a kind; without it, it is
/// that of groups. Groups and people are found as in their lists.
#[component]
pub fn PaperPage() -> impl IntoView {
    let state = state();
    let t = texts().groups();
    title(t.print());
    let params = use_query_map();
    let kind = Memo::new(move |_| {
        params.with(|params| params.get("list")).and_then(|map| Kind::of_map(&map)).unwrap_or(Kind::Group)
    });
    let is_reader = Memo::new(move |_| state.access() == Access::Public);
    let chosen = RwSignal::new("members".to_owned());
    let edition = Memo::new(move |_| {
        if is_reader.get() || chosen.with(|chosen| chosen == "public") {
            Edition::Public
        } else {
            Edition::Members
        }
    });
    let editions = vec![
        ("members".to_owned(), t.members_edition().to_owned()),
        ("public".to_owned(), t.public_edition().to_owned()),
    ];
    let index = indexed(&[Kind::Group, Kind::Person], move || {
        params.with(|params| params.get("q").is_some_and(|words| !fold::fold(&words).is_empty()))
    });
    let found = Memo::new(move |_| {
        params.with(|params| {
            let kind = kind.get();
            if RecordCard::is_for(kind) {
                let edition = edition.get();
                return state.cards(kind).with(|cards| {
                    let mut cards: Vec<_> =
                        cards.values().filter(|card| entry::is_shown(card, edition)).collect();
                    cards.sort_by(|one, other| {
                        other.sort.cmp(&one.sort).then_with(|| one.search.cmp(&other.search))
                    });
                    cards.into_iter().map(RecordCard::id).collect()
                });
            }
            if kind == Kind::Person {
                let words = params.get("q").unwrap_or_default();
                let role = params.get("role").and_then(|key| Role::from_key(&key));
                return people(state, &words, role, edition.get(), &index.read());
            }
            let query = query_of(params);
            state.projection.with(|projection| {
                let mut found = query::groups(projection, &query);
                if !fold::fold(&query.text).is_empty() {
                    found.extend(index.with(|index| query::more_groups(projection, &query, index)));
                }
                found
            })
        })
    });
    let heading = move || match (kind.get(), kind.get().list_title()) {
        (_, Some(title)) => texts().label(title),
        (Kind::Person, None) => texts().people().title(),
        (_, None) => t.groups(),
    };
    let counted = move || {
        let (kind, count) = (kind.get(), found.with(Vec::len));
        let words = if RecordCard::is_for(kind) { kind.declaration().list } else { None };
        match words {
            Some(words) => {
                let word = if count == 1 { words.one } else { words.many };
                format!("{} {}", texts().format().number(count), texts().label(word))
            }
            None if kind == Kind::Person => texts().people().all(count),
            None => t.all_groups(count),
        }
    };
    let ready = Memo::new(move |_| {
        let is_here = matches!(state.phase.get(), Phase::Shown | Phase::Ready);
        is_here && state.reach().are_here() && state.people().are_here()
    });
    view! {
        <div class="page paper">
            <div class="paper-choices print-none">
                <h1>{t.print()}</h1>
                <Show when=move || !is_reader.get()>
                    <div class="field">
                        <label for="edition">{t.edition()}</label>
                        <Select id="edition" options=Signal::stored(editions.clone()) value=chosen
                            on_choose=Callback::new(move |edition| chosen.set(edition))/>
                    </div>
                </Show>
                <p class="hint">{move || t.paper_count(&counted())}</p>
                <button class="button primary" type="button" disabled=move || !ready.get() on:click=move |_| browser::print()>
                    <Icon name="print"/>{t.print()}
                </button>
            </div>
            <article class="roster">
                <Margins edition/>
                <header class="roster-head">
                    <p class="eyebrow" dir="auto">{move || state.projection.with(|projection| projection.network.name.clone())}</p>
                    <h2>{heading}</h2>
                    <p>{counted}{move || narrowed(state, &params.read())}{" · "}{t.printed(&texts().format().day(browser::now()))}
                        {move || (edition.get() == Edition::Members).then(|| format!(" · {}", t.for_members_only()))}</p>
                </header>
                <ul class="roster-list">
                    {move || {
                        let edition = edition.get();
                        let kind = kind.get();
                        found.get().into_iter().map(|id| if RecordCard::is_for(kind) {
                            view! { <CardEntry of=Ref::new(kind, id) edition/> }.into_any()
                        } else if kind == Kind::Person {
                            view! { <PersonEntry id edition/> }.into_any()
                        } else {
                            view! { <GroupEntry id edition/> }.into_any()
                        }).collect_view()
                    }}
                </ul>
            </article>
        </div>
    }
}

/// The people whom these words find; for everybody only who chose to be shown.
fn people(state: State, words: &str, role: Option<Role>, edition: Edition, index: &TextIndex) -> Vec<Id> {
    state.people().with(|people| {
        let named = PeopleIndex::new(people, |record| state.name_of(record));
        let mut found = named.find(words, role);
        if !fold::fold(words).is_empty() {
            let more = index.find(words).into_iter().filter_map(|(of, _)| of.id_of(Kind::Person));
            let more: Vec<_> = more.filter(|id| !found.contains(id)).collect();
            found.extend(more);
        }
        found.retain(|id| {
            people.get(id).is_some_and(|person| {
                let has_role = role.is_none_or(|role| person.roles.iter().any(|it| it.role == role));
                has_role && (edition == Edition::Members || person.public)
            })
        });
        found
    })
}

/// By what the list is narrowed down.
fn narrowed(state: State, params: &leptos_router::params::ParamsMap) -> String {
    let t = texts();
    let query = query_of(params);
    let region = query.region.and_then(|id| state.name_of(Ref::new(Kind::Region, id)));
    let words = Some(query.text).filter(|text| !text.is_empty()).map(|text| t.groups().paper_search(&text));
    let status = query.status.map(|status| t.records().status_name(status).to_owned());
    let state_name = query.state.map(|key| states::name(&key).to_owned());
    let parts = [words, region, state_name, query.county, query.topic, status].into_iter().flatten();
    parts.map(|part| format!(" · {part}")).collect()
}

/// What stands at the foot of every page: the network and the day, which page style takes from the root element.
#[component]
fn Margins(edition: Memo<Edition>) -> impl IntoView {
    let state = state();
    let t = texts().groups();
    Effect::new(move |_| {
        let name = state.projection.with(|projection| projection.network.name.clone());
        let mut said = format!("{name} · {}", t.printed(&texts().format().day(browser::now())));
        if edition.get() == Edition::Members {
            said = format!("{said} · {}", t.for_members_only());
        }
        // As a string of CSS.
        let escaped = said.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ");
        browser::set_root_style("--roster-foot", &format!("\"{escaped}\""));
    });
}
