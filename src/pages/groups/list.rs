use super::{
    filters::{Search, Toolbar, groups_address},
    row::GroupRows,
};
use crate::{
    browser,
    components::{Choose, Empty, Icon, ListState, Panes, ReadOnly, Rows, RowsToCome, Shown, current_id},
    locales::texts,
    pages::{Fetched, home::title},
    state::state,
};
use groundswell_model::query::{FoundGroups, GroupQuery};
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
    let first = Callback::new(move |most: usize| {
        // Looks anew first where that is due.
        let most = most.min(found.get());
        state.projection.with_untracked(|projection| finder.with_value(|it| it.first(projection, most)))
    });
    let rows = GroupRows::new(current_id());
    let row = Callback::new(move |id| rows.row(id));
    let counts = Memo::new(move |_| (state.projection.with(|it| it.groups.len()), found.get()));
    let list_state = ListState::of(state, counts);
    let asked = Signal::derive(move || search.query.with(groups_address));
    mark_when_painted(list_state);
    view! {
        <div class="list-head">
            <h1>{t.groups()}</h1>
            {move || if state.may_edit() {
                view! { <a class="button primary" href="/groups/new"><Icon name="add"/>{t.add_group()}</a> }.into_any()
            } else {
                view! { <ReadOnly/> }.into_any()
            }}
        </div>
        <Toolbar search counts/>
        {move || match list_state.get() {
            ListState::Failure(error) => Fetched::Failure(error).part(),
            ListState::ToCome => view! { <RowsToCome/> }.into_any(),
            ListState::NoneYet => Fetched::NoGroups.part(),
            ListState::NoneFound => Fetched::NoneFound(search).part(),
            ListState::Rows => view! { <Rows total=found first asked row/> }.into_any(),
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
