use super::filters::{Search, Toolbar};
use crate::{
    components::{Art, Icon, Panes, Shown, current_id},
    locales::texts,
    pages::home::title,
    state::{Phase, State, state},
};
use groundswell_model::{
    GroupCard, Id, Status,
    query::{self, GroupQuery},
};
use leptos::{html, prelude::*};
use leptos_router::components::Outlet;
use wasm_bindgen::{JsCast, prelude::Closure};

/// So many rows are put into the page at a time.
const PAGE: usize = 50;

/// The list of groups, beside the group that is looked at.
#[component]
pub fn GroupsPage() -> impl IntoView {
    let t = texts().groups();
    let shown = Shown::by_address("/groups");
    Effect::new(move |_| {
        if shown.get() == Shown::List {
            title(t.groups());
        }
    });
    view! {
        <Panes shown list_label=t.groups() detail_label=t.group()
            list=view! { <List/> }.into_any() detail=view! { <Outlet/> }.into_any()/>
    }
}

/// Stands where the group will be, on wide screens.
#[component]
pub fn ChooseGroup() -> impl IntoView {
    view! { <div class="empty"><Art name="field"/><p>{texts().groups().choose_one()}</p></div> }
}

#[component]
fn List() -> impl IntoView {
    let state = state();
    let t = texts().groups();
    let search = Search::of_address();
    let found =
        Memo::new(move |_| search.query.with(|query| state.projection.with(|it| query::groups(it, query))));
    let counts = Signal::derive(move || (state.projection.with(|it| it.groups.len()), found.with(Vec::len)));
    view! {
        <div class="list-head">
            <h1>{t.groups()}</h1>
            <a class="button primary" href="/groups/new"><Icon name="add"/>{t.add_group()}</a>
        </div>
        <Toolbar search counts/>
        {move || match (state.phase.get(), counts.get()) {
            (Phase::Failed(error), (0, _)) => view! { <super::super::record::Failure error/> }.into_any(),
            (Phase::Starting, (0, _)) => view! { <Skeleton/> }.into_any(),
            (_, (0, _)) => view! { <NoneYet/> }.into_any(),
            (_, (_, 0)) => view! { <NoneFound search/> }.into_any(),
            _ => view! { <Rows found/> }.into_any(),
        }}
    }
}

/// Rows to come.
#[component]
fn Skeleton() -> impl IntoView {
    let row = |_| view! { <li class="row"><span class="bone"></span><span class="bone"></span><span class="bone"></span></li> };
    view! {
        <p class="visually-hidden" role="status">{texts().shell().loading()}</p>
        <ul class="rows skeleton" aria-hidden="true">{(0..6).map(row).collect_view()}</ul>
    }
}

#[component]
fn NoneYet() -> impl IntoView {
    let t = texts().groups();
    view! {
        <div class="empty">
            <Art name="field"/>
            <h2>{t.none_yet()}</h2>
            <p>{t.none_yet_why()}</p>
            <div class="buttons">
                <a class="button primary" href="/groups/new"><Icon name="add"/>{t.add_group()}</a>
                <a class="button" href="/import"><Icon name="import"/>{t.import()}</a>
            </div>
        </div>
    }
}

#[component]
fn NoneFound(search: Search) -> impl IntoView {
    let t = texts().groups();
    view! {
        <div class="empty">
            <Art name="none-found"/>
            <h2>{t.none_found()}</h2>
            <p>{t.none_found_why()}</p>
            <div class="buttons">
                <button class="button" type="button" on:click=move |_| search.change(|query| *query = GroupQuery::default())>
                    <Icon name="clear"/>{t.show_all()}
                </button>
            </div>
        </div>
    }
}

/// The rows found: the first of them, and more as somebody scrolls on.
#[component]
fn Rows(found: Memo<Vec<Id>>) -> impl IntoView {
    let state = state();
    let t = texts().groups();
    let current = current_id();
    let most = RwSignal::new(PAGE);
    // Another search starts at its top again.
    Effect::new(move |before: Option<()>| {
        found.track();
        if before.is_some() {
            most.set(PAGE);
        }
    });
    let shown = move || found.with(|found| found.iter().copied().take(most.get()).collect::<Vec<_>>());
    let left = Memo::new(move |_| found.with(Vec::len).saturating_sub(most.get()).min(PAGE));
    let end = NodeRef::<html::Div>::new();
    load_more_when_near(end, move || most.update(|most| *most += PAGE));
    view! {
        <ul class="rows tall">
            <For each=shown key=|id| *id let:id>
                <Row state id current/>
            </For>
        </ul>
        <Show when=move || (left.get() > 0)>
            <div class="show-more" node_ref=end>
                <button class="button" type="button" on:click=move |_| most.update(|most| *most += PAGE)>
                    {move || t.show_more(left.get())}
                </button>
            </div>
        </Show>
    }
}

/// Runs this when the element comes near the visible part of the page. The button in it does the same by
/// hand, for browsers and people who do not scroll.
fn load_more_when_near(element: NodeRef<html::Div>, more: impl Fn() + Copy + 'static) {
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let near = entries.iter().any(|entry| {
                entry
                    .dyn_into::<web_sys::IntersectionObserverEntry>()
                    .is_ok_and(|entry| entry.is_intersecting())
            });
            if near {
                more();
            }
        });
        let options = web_sys::IntersectionObserverInit::new();
        options.set_root_margin("600px");
        let observer =
            web_sys::IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options);
        let Ok(observer) = observer else { return };
        observer.observe(&element);
        let kept = StoredValue::new_local((observer, seen));
        on_cleanup(move || {
            kept.with_value(|(observer, _)| observer.disconnect());
        });
    });
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
