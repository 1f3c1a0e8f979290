use super::{
    filters::{PAPER, Search, Toolbar, address_of, groups_address},
    row::GroupRows,
};
use crate::{
    browser,
    components::{Choose, Empty, Icon, ListState, Panes, ReadOnly, Rows, RowsToCome, Shown, current_id},
    locales::texts,
    pages::{Fetched, home::title},
    state::state,
};
use groundswell_model::{
    Id,
    query::{FoundGroups, GroupQuery},
};
use leptos::prelude::*;
use leptos_router::components::Outlet;

/// The list of groups, beside the group that is looked at.
#[component]
pub fn GroupsPage() -> impl IntoView {
    let t = texts().groups();
    let shown = Shown::by_address("/groups");
    let search = Search::of_address();
    Effect::new(move |_| {
        if shown.get() == Shown::List {
            title(t.groups());
        }
    });
    view! {
        <Panes shown list_label=t.groups() detail_label=t.group()
            list=view! { <List search/> }.into_any() detail=view! { <Outlet/> }.into_any()/>
    }
}

/// Stands where the group will be, on wide screens.
#[component]
pub fn ChooseGroup() -> impl IntoView {
    view! { <Choose said=texts().groups().choose_one()/> }
}

/// Finds what cards do not show: given a search, and how many groups it finds by their cards.
pub type More = Callback<(GroupQuery, usize), Vec<Id>>;

#[component]
fn List(search: Search) -> impl IntoView {
    let state = state();
    let t = texts().groups();
    let finder = StoredValue::new(FoundGroups::default());
    let look = move |finder: &mut FoundGroups| {
        state.projection.with(|projection| search.query.with(|query| finder.look(projection, query)));
        finder.len()
    };
    // As many may be others, or in another order.
    let found =
        Memo::new_with_compare(move |_| finder.try_update_value(look).unwrap_or_default(), |_, _| true);
    // Heavy, and therefore only here once somebody searches.
    let finds_more = RwSignal::new(None::<More>);
    let more = Memo::new(move |_| {
        let found = found.get();
        finds_more.get().map(|find| find.run((search.query.get(), found))).unwrap_or_default()
    });
    let total = Memo::new(move |_| found.get() + more.with(Vec::len));
    let first_of_all = Callback::new(move |most: usize| {
        // Looks anew first where that is due.
        let by_card = most.min(found.get());
        let mut first = state
            .projection
            .with_untracked(|projection| finder.with_value(|it| it.first(projection, by_card)));
        more.with(|more| first.extend(more.iter().copied().take(most - by_card)));
        first
    });
    // Somebody may have gone on to a letter.
    let from = RwSignal::new(0);
    let first = Callback::new(move |most: usize| {
        let from = from.get();
        first_of_all.run(most.saturating_add(from)).into_iter().skip(from).collect::<Vec<_>>()
    });
    let rest = Signal::derive(move || total.get().saturating_sub(from.get()));
    let rows = GroupRows::new(current_id());
    let row = Callback::new(move |id| rows.row(id));
    let counts = Memo::new(move |_| (state.projection.with(|it| it.groups.len()), total.get()));
    let searched = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || state.begun.get() && search.query.with(|query| !query.text.is_empty())
    });
    let list_state = ListState::of(state, counts);
    let asked = Signal::derive(move || format!("{} {}", search.query.with(groups_address), from.get()));
    mark_when_painted(list_state);
    view! {
        <div class="list-head">
            <h1>{t.groups()}</h1>
            <a class="button icon-only" href=move || search.query.with(|query| address_of(PAPER, query)) aria-label=t.print()><Icon name="print"/></a>
            {move || if state.may_edit() {
                view! { <a class="button primary" href="/groups/new"><Icon name="add"/>{t.add_group()}</a> }.into_any()
            } else {
                view! { <ReadOnly/> }.into_any()
            }}
        </div>
        <Toolbar search counts/>
        {move || state.begun.get().then(|| Fetched::RowWays(rows.ways).part())}
        {move || state.begun.get().then(|| Fetched::Letters(search, first_of_all, from).part())}
        {move || searched.get().then(|| Fetched::FoundElsewhere(search, finds_more).part())}
        {move || match list_state.get() {
            ListState::Failure(error) => Fetched::Failure(error).part(),
            ListState::ToCome => view! { <RowsToCome/> }.into_any(),
            ListState::NoneYet => Fetched::NoGroups.part(),
            ListState::NoneFound => Fetched::NoneFound(search).part(),
            ListState::Rows => view! { <Rows total=rest first asked row/> }.into_any(),
        }}
    }
}

/// Marks the moment from which there are rows, for measurements: the first of these marks.
fn mark_when_painted(list_state: Memo<ListState>) {
    Effect::new(move |_| {
        if list_state.get() == ListState::Rows {
            browser::after_paint(|| browser::mark("groundswell:list-painted"));
        }
    });
}

/// There are no groups.
#[component]
pub fn NoneYet() -> impl IntoView {
    let state = state();
    let (t, links) = (texts().groups(), texts().links());
    let awaited = Memo::new(move |_| state.sync.with(|sync| sync.as_ref().is_some_and(|sync| sync.empty)));
    move || {
        if awaited.get() {
            // There may be some that did not come yet: the first one may not be for this device to write.
            return view! {
                <Empty title=links.nothing_here() why=links.nothing_there()>
                    <a class="button" href="/join">{links.open_other_link()}</a>
                </Empty>
            }
            .into_any();
        }
        view! {
            <Empty title=t.none_yet() why=t.none_yet_why()>
                <Show when=move || state.may_edit()>
                    <a class="button primary" href="/groups/new"><Icon name="add"/>{t.add_group()}</a>
                    <a class="button" href="/import"><Icon name="import"/>{t.import()}</a>
                </Show>
            </Empty>
        }
        .into_any()
    }
}

/// There are groups, and none is what somebody looks for.
#[component]
pub fn NoneFound(
    /// What is looked for.
    search: Search,
) -> impl IntoView {
    let t = texts().groups();
    view! {
        <Empty art="none-found" title=t.none_found() why=t.none_found_why()>
            <button class="button" type="button" on:click=move |_| search.change(|query| *query = GroupQuery::default())>
                <Icon name="clear"/>{t.show_all()}
            </button>
        </Empty>
    }
}
