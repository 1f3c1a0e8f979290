use crate::{
    components::{Icon, SearchBox, Select, names_search, provide_way_back},
    locales::texts,
    pages::Fetched,
};
use groundswell_model::{
    Status,
    query::{GroupQuery, GroupSort},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
    params::ParamsMap,
};

const LIST: &str = "/groups";
/// Where lists are laid out for paper.
pub const PAPER: &str = "/print";

/// What the address says is looked for.
pub fn query_of(params: &ParamsMap) -> GroupQuery {
    let filled = |name: &str| params.get(name).filter(|value| !value.is_empty());
    GroupQuery {
        text: params.get("q").unwrap_or_default(),
        region: filled("region").and_then(|id| id.parse().ok()),
        state: filled("state"),
        county: filled("county"),
        topic: filled("issue"),
        status: filled("status").and_then(|key| Status::from_key(&key)),
        sort: filled("sort").and_then(|key| GroupSort::from_key(&key)).unwrap_or_default(),
    }
}

/// The address of the list at `path` for what is looked for.
pub fn address_of(path: &str, query: &GroupQuery) -> String {
    let mut params = ParamsMap::new();
    let mut put = |name: &'static str, value: String| {
        if !value.is_empty() {
            params.insert(name, value);
        }
    };
    put("q", query.text.clone());
    put("region", query.region.map(|id| id.to_string()).unwrap_or_default());
    put("state", query.state.clone().unwrap_or_default());
    put("county", query.county.clone().unwrap_or_default());
    put("issue", query.topic.clone().unwrap_or_default());
    put("status", query.status.map(|status| status.key().to_owned()).unwrap_or_default());
    if query.sort != GroupSort::default() {
        put("sort", query.sort.key().to_owned());
    }
    format!("{path}{}", params.to_query_string())
}

/// The address of the list of the groups that a search finds.
pub fn groups_address(query: &GroupQuery) -> String {
    address_of(LIST, query)
}

/// What is looked for, as the address says it, and the way to change it. The list moves with the signal at
/// once; the address follows, so that it can be kept, shared and gone back to.
#[derive(Clone, Copy)]
pub struct Search {
    /// What is looked for.
    pub query: RwSignal<GroupQuery>,
    go: Callback<GroupQuery>,
}

impl Search {
    /// The search that the address names.
    pub fn of_address() -> Self {
        let params = use_query_map();
        let query = RwSignal::new(params.with_untracked(query_of));
        let navigate = use_navigate();
        let path = use_location().pathname;
        Effect::new(move |_| {
            let said = params.with(query_of);
            if names_search(LIST, &path.get(), &params.read()) && query.with_untracked(|query| *query != said)
            {
                query.set(said);
            }
        });
        provide_way_back(move || query.with(groups_address));
        let go = Callback::new(move |wanted: GroupQuery| {
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&address_of(&path.get_untracked(), &wanted), options);
        });
        Self { query, go }
    }

    /// Changes what is looked for.
    pub fn change(self, change: impl FnOnce(&mut GroupQuery)) {
        self.query.update(change);
        self.go.run(self.query.get_untracked());
    }
}

/// Search, filters and order.
#[component]
pub fn Toolbar(
    /// What is looked for.
    search: Search,
    /// How many groups there are, and how many are found.
    #[prop(into)]
    counts: Signal<(usize, usize)>,
) -> impl IntoView {
    let t = texts().groups();
    let query = search.query;
    let narrowed = Memo::new(move |_| query.with(|query| !chips(query).is_empty()));
    let text = Memo::new(move |_| query.with(|query| query.text.clone()));
    let result = move || {
        let (all, found) = counts.get();
        let all_words = t.all_groups(all);
        // Rows to come are not counted.
        if all == 0 {
            String::new()
        } else if all == found {
            all_words
        } else {
            t.some_match(&all_words, &texts().format().number(found))
        }
    };
    let type_words = Callback::new(move |typed: String| {
        let from = crate::browser::moment();
        search.query.update(|query| query.text = typed);
        measure_when_shown(from);
    });
    let sorts = GroupSort::ALL.map(|sort| {
        let name = match sort {
            GroupSort::Name => t.sort_name(),
            GroupSort::Place => t.sort_place(),
            GroupSort::Updated => t.sort_updated(),
            GroupSort::Stale => t.sort_stale(),
        };
        (sort.key().to_owned(), name.to_owned())
    });
    view! {
        <div class="toolbar">
            <SearchBox label=t.search_groups() words=text on_input=type_words on_done=Callback::new(move |()| search.change(|_| {}))/>
            <Filters search/>
            <label class="sort">
                <span>{t.sort()}</span>
                <Select id="sort" options=Signal::stored(sorts.to_vec())
                    value=Signal::derive(move || query.with(|query| query.sort.key().to_owned()))
                    on_choose=Callback::new(move |key: String| {
                        search.change(|query| query.sort = GroupSort::from_key(&key).unwrap_or_default());
                    })/>
            </label>
            {move || narrowed.get().then(|| Fetched::Chips(search).part())}
            <p class="result" role="status">{result}</p>
        </div>
    }
}

/// Records how long a key took from its event to the rows in the document.
fn measure_when_shown(from: f64) {
    leptos::prelude::queue_microtask(move || {
        crate::browser::measure("groundswell:search", from);
    });
}

#[component]
fn Filters(search: Search) -> impl IntoView {
    let t = texts().groups();
    let open = RwSignal::new(false);
    let opened = Memo::new(move |before: Option<&bool>| before == Some(&true) || open.get());
    let in_use = Memo::new(move |_| search.query.with(chips).len());
    view! {
        <details class="filters" on:toggle=move |event| {
            open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open());
        }>
            <summary class="button">
                <Icon name="filter"/>{t.filters()}
                {move || (in_use.get() > 0).then(|| view! { <span class="count">{in_use.get()}</span> })}
                <Icon name="chevron-down"/>
            </summary>
            <div class="filters-body">{move || opened.get().then(|| Fetched::Choices(search, open).part())}</div>
        </details>
    }
}

/// What the list is narrowed down by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// A region and all within it.
    Region,
    /// A state.
    State,
    /// A county.
    County,
    /// An issue.
    Topic,
    /// A status.
    Status,
}

/// The filters in use.
pub fn chips(query: &GroupQuery) -> Vec<Filter> {
    let used = [
        (Filter::Region, query.region.is_some()),
        (Filter::State, query.state.is_some()),
        (Filter::County, query.county.is_some()),
        (Filter::Topic, query.topic.is_some()),
        (Filter::Status, query.status.is_some()),
    ];
    used.into_iter().filter(|(_, used)| *used).map(|(filter, _)| filter).collect()
}
