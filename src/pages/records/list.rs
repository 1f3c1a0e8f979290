use super::{Room, in_room, row::Row};
use crate::{
    browser,
    components::{
        Choose, Empty, Icon, ListSearch, ListState, Panes, ReadOnly, Rows, RowsToCome, SearchBox, Select,
        Shown, current_id, indexed,
    },
    locales::texts,
    pages::{home::title, people::People, record::Failure, regions::Tree},
    state::{State, state},
};
use groundswell_model::{
    Id, Kind, RecordCard, fold,
    record::{Access, ListWords},
};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use std::collections::{BTreeMap, BTreeSet};

/// The name of the choice in addresses, and its values for records that have left the list or are not yet in it.
const SHOW: &str = "show";
const OVER: &str = "over";
const LATER: &str = "later";

/// The list of a kind, beside the record that is looked at.
#[component]
pub fn RecordsPage() -> impl IntoView {
    in_room(None, |room| {
        let Room { kind, title: heading, list: address, .. } = room;
        let shown = Shown::by_address(address);
        let of_address = |choice| ListSearch::of_address(address, Some(choice));
        Effect::new(move |_| {
            if shown.get() == Shown::List {
                title(heading);
            }
        });
        let list = if kind == Kind::Region {
            view! { <Tree/> }.into_any()
        } else if let Some(words) = kind.declaration().list {
            let search = of_address(SHOW);
            view! { <List kind words search/> }.into_any()
        } else {
            let search = of_address("role");
            view! { <People search/> }.into_any()
        };
        view! {
            <Panes shown list_label=heading detail_label=texts().label(kind.declaration().called)
                list detail=view! { <Outlet/> }.into_any()/>
        }
        .into_any()
    })
}

/// Stands where the record will be, on wide screens.
#[component]
pub fn ChooseRecord() -> impl IntoView {
    in_room(None, |room| view! { <Choose said=room.choose/> }.into_any())
}

#[component]
fn List(kind: Kind, words: ListWords, search: ListSearch) -> impl IntoView {
    let state = state();
    let t = texts();
    let declaration = kind.declaration();
    // By phone, say, or by a word of the texts.
    let asked_for = move || search.words.with(|words| !fold::fold(words).is_empty());
    let index = indexed(kind_alone(kind), asked_for);
    let found = Memo::new(move |_| {
        let today = browser::today();
        let (words, choice) = (search.words.get(), search.choice.get());
        let mut found = find(state, kind, &words, &choice, &today);
        if asked_for() {
            let among = find(state, kind, "", &choice, &today);
            let mut more = index.with(|index| index.find(&words));
            more.sort_by(|(_, one), (_, other)| other.cmp(one));
            let more = more.into_iter().map(|(of, _)| of.id);
            let more: Vec<_> = more.filter(|id| among.contains(id) && !found.contains(id)).collect();
            found.extend(more);
        }
        found
    });
    // What has left the list does not count, unless it is asked for.
    let counts = Memo::new(move |_| {
        let all = state.cards(kind).with(BTreeMap::len);
        (all, found.with(Vec::len))
    });
    let list_state = ListState::once(state.cards(kind), state, counts);
    let typed = Memo::new(move |_| search.words.get());
    let result = move || {
        let count = found.with(Vec::len);
        if !state.cards(kind).are_here() {
            return String::new();
        }
        let word = if count == 1 { words.one } else { words.many };
        format!("{} {}", t.format().number(count), t.label(word))
    };
    let total = Signal::derive(move || found.with(Vec::len));
    let first = Callback::new(move |most| found.with(|found| found.iter().copied().take(most).collect()));
    let asked = Signal::derive(move || search.words.get() + "\n" + &search.choice.get());
    let current = current_id();
    let row = Callback::new(move |id| view! { <Row kind id current/> }.into_any());
    let new = format!("{}/new", declaration.address);
    let add = {
        let new = new.clone();
        move || view! { <a class="button primary" href=new.clone()><Icon name="add"/>{t.label(words.add)}</a> }
    };
    let (add_first, add_to) = (add.clone(), add);
    view! {
        <div class="list-head">
            <h1>{t.label(words.title)}</h1>
            <a class="button icon-only" href=format!("/print?list={}", kind.map()) aria-label=t.groups().print()><Icon name="print"/></a>
            {move || if state.may_edit() { add_to().into_any() } else { view! { <ReadOnly/> }.into_any() }}
        </div>
        <div class="toolbar">
            <SearchBox label=t.label(words.search) words=typed on_input=Callback::new(move |words| search.words.set(words))
                on_done=Callback::new(move |()| search.keep())/>
            <Narrow kind search/>
            <p class="result" role="status">{result}</p>
        </div>
        {move || match list_state.get() {
            ListState::Failure(error) => view! { <Failure error/> }.into_any(),
            ListState::ToCome => view! { <RowsToCome/> }.into_any(),
            ListState::NoneFound if !is_narrowed(search) => view! { <NoneNow words add=add_first.clone()/> }.into_any(),
            ListState::NoneYet => view! { <NoneNow words add=add_first.clone()/> }.into_any(),
            ListState::NoneFound => view! {
                <Empty art="none-found" title=t.records().none_found() why=t.groups().fewer_words()>
                    <button class="button" type="button" on:click=move |_| search.clear()>
                        <Icon name="clear"/>{t.records().show_everything()}
                    </button>
                </Empty>
            }.into_any(),
            ListState::Rows => view! { <Rows total first asked row/> }.into_any(),
        }}
    }
}

/// The kind as a list of one.
fn kind_alone(kind: Kind) -> &'static [Kind] {
    Kind::ALL.iter().position(|it| *it == kind).and_then(|at| ALL.get(at..=at)).unwrap_or_default()
}

const ALL: &[Kind] = &Kind::ALL;

fn is_narrowed(search: ListSearch) -> bool {
    !search.words.with(String::is_empty) || !search.choice.with(String::is_empty)
}

#[component]
fn NoneNow<A, V>(words: ListWords, add: A) -> impl IntoView
where
    A: Fn() -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let state = state();
    let t = texts();
    view! {
        <Empty title=t.label(words.none) why=t.label(words.why)>
            <Show when=move || state.may_edit()>{add.clone()()}</Show>
        </Empty>
    }
}

/// What the list can be narrowed down by, if anything.
#[component]
fn Narrow(kind: Kind, search: ListSearch) -> impl IntoView {
    let state = state();
    let t = texts();
    let options = Memo::new(move |_| {
        let mut options = Vec::new();
        let mut filtered = false;
        for spec in kind.declaration().fields() {
            if spec.options.from {
                options.push((LATER.to_owned(), t.records().show_later().to_owned()));
            }
            if spec.options.until {
                options.push((OVER.to_owned(), t.records().show_over().to_owned()));
            }
            if spec.options.filter {
                filtered = true;
                let values: BTreeSet<String> = state.cards(kind).with(|cards| {
                    cards
                        .values()
                        .flat_map(|card| card.all(spec.field).map(str::to_owned).collect::<Vec<_>>())
                        .collect()
                });
                options.extend(values.into_iter().map(|value| {
                    let key = format!("{}:{value}", spec.key);
                    if let Access::Choice { label, .. } = spec.value
                        && let Some(label) = label(&value)
                    {
                        return (key, t.label(label).to_owned());
                    }
                    (key, value)
                }));
            }
        }
        if !options.is_empty() {
            let all = if filtered { t.records().show_all() } else { t.records().show_current() };
            options.insert(0, (String::new(), all.to_owned()));
        }
        options
    });
    let choose = Callback::new(move |choice| {
        search.choice.set(choice);
        search.keep();
    });
    let id = "narrow";
    view! {
        <Show when=move || options.with(|options| options.len() > 1)>
            <div class="field">
                <label for=id>{t.records().show()}</label>
                <Select id options value=search.choice on_choose=choose/>
            </div>
        </Show>
    }
}

/// The records of a kind in which all these words are found and that are of this choice, in the order of the list.
fn find(state: State, kind: Kind, words: &str, choice: &str, today: &str) -> Vec<Id> {
    let words = fold::words(words);
    let chosen = choice.split_once(':').and_then(|(key, value)| {
        let spec = kind.declaration().fields().find(|spec| spec.key == key)?;
        Some((spec.field, value))
    });
    let is_chosen = |card: &&RecordCard| {
        card.is_over(today) == (choice == OVER)
            && card.is_to_come(today) == (choice == LATER)
            && chosen.is_none_or(|(field, value)| card.all(field).any(|it| it == value))
    };
    let is_named = |card: &&RecordCard| {
        let own = |word: &&String| !card.search.contains(word.as_str());
        let left: Vec<&String> = words.iter().filter(own).collect();
        if left.is_empty() {
            return true;
        }
        let names = card.refs.iter().filter_map(|record| state.name_of(*record));
        let names: Vec<String> = names.map(|name| fold::fold(&name)).collect();
        left.iter().all(|word| names.iter().any(|name| name.contains(word.as_str())))
    };
    state.cards(kind).with(|cards| {
        let mut found: Vec<_> = cards.values().filter(is_chosen).filter(is_named).collect();
        found.sort_by(|one, other| {
            other.sort.cmp(&one.sort).then_with(|| one.search.cmp(&other.search)).then(one.of.cmp(&other.of))
        });
        found.into_iter().map(RecordCard::id).collect()
    })
}
