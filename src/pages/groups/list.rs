use super::filters::{Search, Toolbar, groups_address};
use crate::{
    components::{Choose, Empty, Icon, Panes, ReadOnly, Rows, RowsToCome, Shown, Standing, current_id},
    locales::texts,
    pages::{Fetched, home::title},
    state::{State, state},
};
use groundswell_model::{
    GroupCard, Id, Status,
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
    let current = current_id();
    let row = Callback::new(move |id| view! { <Row state id current/> }.into_any());
    let counts = Memo::new(move |_| (state.projection.with(|it| it.groups.len()), found.get()));
    let standing = Standing::of(state, counts);
    let asked = Signal::derive(move || search.query.with(groups_address));
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
        {move || match standing.get() {
            Standing::Failure(error) => Fetched::Failure(error).part(),
            Standing::ToCome => view! { <RowsToCome/> }.into_any(),
            Standing::NoneYet => Fetched::NoGroups.part(),
            Standing::NoneFound => Fetched::NoneFound(search).part(),
            Standing::Rows => view! { <Rows total=found first asked row/> }.into_any(),
        }}
    }
}

/// There are no groups.
#[component]
pub fn NoneYet() -> impl IntoView {
    let state = state();
    let t = texts().groups();
    view! {
        <Empty title=t.none_yet() why=t.none_yet_why()>
            <Show when=move || state.may_edit()>
                <a class="button primary" href="/groups/new"><Icon name="add"/>{t.add_group()}</a>
                <a class="button" href="/import"><Icon name="import"/>{t.import()}</a>
            </Show>
        </Empty>
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

/// One group of the list. It looks itself up, so that a change of one group builds one row anew.
#[component]
fn Row(state: State, id: Id, current: Memo<Option<Id>>) -> impl IntoView {
    let card =
        Memo::new(move |_| state.projection.with(|projection| projection.groups.get(id).map(RowText::of)));
    let here = move || (current.get() == Some(id)).then_some("true");
    view! {
        <li class="row" aria-current=here>
            {move || card.get().map(|card| {
                let t = texts();
                let RowText { name, place, meets, topics, status, verified, disputed } = card;
                let more = topics.len().saturating_sub(3);
                let badge = match status {
                    Status::Active => None,
                    Status::Forming => Some("forming"),
                    Status::Paused => Some("resting"),
                    Status::Ended => Some("closed"),
                };
                view! {
                    <h2 class="row-name"><a href=format!("/groups/{id}")>{name}</a></h2>
                    <div class="row-side">
                        {disputed.then(|| view! { <span class="badge" data-kind="warn"><Icon name="conflict"/>{t.groups().conflict()}</span> })}
                        {badge.map(|kind| view! { <span class="badge" data-kind=kind>{t.records().status_name(status)}</span> })}
                        {(!verified).then(|| view! { <span class="visually-hidden">{t.groups().not_checked()}</span> })}
                    </div>
                    {(!place.is_empty()).then(|| view! { <p class="row-place"><Icon name="place"/>{place}</p> })}
                    {(!meets.is_empty()).then(|| view! { <p class="row-when"><Icon name="clock"/>{meets}</p> })}
                    {(!topics.is_empty()).then(|| view! {
                        <ul class="tags">
                            {topics.into_iter().take(3).map(|topic| view! { <li><span class="tag">{topic}</span></li> }).collect_view()}
                            {(more > 0).then(|| view! { <li class="more">{format!("+{more}")}</li> })}
                        </ul>
                    })}
                }
            })}
        </li>
    }
}

#[derive(Clone, PartialEq)]
struct RowText {
    name: String,
    place: String,
    meets: String,
    topics: Vec<String>,
    status: Status,
    verified: bool,
    disputed: bool,
}

impl RowText {
    fn of(card: GroupCard<'_>) -> Self {
        Self {
            name: card.name.to_owned(),
            place: place_line(card.town, card.county, card.state),
            meets: card.meets.to_owned(),
            topics: card.topics().map(str::to_owned).collect(),
            status: card.status,
            verified: card.verified.is_some(),
            disputed: card.disputed,
        }
    }
}

/// A place in one line: "Edgerton, WI · Rock County".
pub fn place_line(town: &str, county: &str, state: &str) -> String {
    let county = if county.is_empty() { String::new() } else { texts().groups().county(county) };
    let town = [town, state].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    [town, county].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}
