use crate::{
    components::{Empty, Icon, ReadOnly, RowsToCome, current_id},
    locales::texts,
    pages::record::Failure,
    state::{Phase, State, state},
};
use groundswell_model::{
    Id,
    query::{self, Branch},
};
use leptos::prelude::*;

/// The regions as they lie in one another.
#[component]
pub fn Tree() -> impl IntoView {
    let state = state();
    let t = texts().groups();
    let tree = Memo::new(move |_| state.projection.with(query::tree));
    let count = move || state.projection.with(|projection| projection.regions.len());
    let current = current_id();
    view! {
        <div class="list-head">
            <h1>{t.regions()}</h1>
            {move || if state.may_edit() {
                view! { <a class="button primary" href="/regions/new"><Icon name="add"/>{t.add_region()}</a> }.into_any()
            } else {
                view! { <ReadOnly/> }.into_any()
            }}
        </div>
        <div class="toolbar"><p class="result" role="status">{move || t.all_regions(count())}</p></div>
        {move || match (state.phase.get(), count()) {
            (Phase::Failed(error), 0) => view! { <Failure error/> }.into_any(),
            (Phase::Starting, 0) => view! { <RowsToCome/> }.into_any(),
            _ => view! { <Trunk state tree current/> }.into_any(),
        }}
    }
}

/// The network, around all regions, and the regions.
#[component]
fn Trunk(state: State, tree: Memo<Vec<Branch>>, current: Memo<Option<Id>>) -> impl IntoView {
    let t = texts().groups();
    let network = move || state.projection.with(|projection| projection.network.name.clone());
    let groups = move || state.projection.with(|projection| projection.groups.len());
    view! {
        <ul class="rows tree">
            <li>
                <div class="row">
                    <h2 class="row-name"><a href="/network">{network}</a></h2>
                    <div class="row-side"><span class="badge">{t.network()}</span></div>
                    <p class="row-place"><Icon name="groups"/>{move || t.all_groups(groups())}</p>
                </div>
                {move || tree.with(|tree| if tree.is_empty() {
                    view! {
                        <Empty title=t.no_regions() why=t.no_regions_why()>
                            <Show when=move || state.may_edit()>
                                <a class="button primary" href="/regions/new"><Icon name="add"/>{t.add_region()}</a>
                            </Show>
                        </Empty>
                    }.into_any()
                } else {
                    branches(state, tree, current)
                })}
            </li>
        </ul>
    }
}

fn branches(state: State, tree: &[Branch], current: Memo<Option<Id>>) -> AnyView {
    let t = texts();
    let branch = |branch: &Branch| {
        let (id, groups) = (branch.id, branch.groups);
        let region = Memo::new(move |_| {
            let found = |region: &groundswell_model::Region| (region.name.clone(), region.level);
            state.projection.with(|projection| projection.regions.get(&id).map(found))
        });
        let here = move || (current.get() == Some(id)).then_some("true");
        let within = (!branch.within.is_empty()).then(|| branches(state, &branch.within, current));
        view! {
            <li>
                <div class="row" aria-current=here>
                    {move || region.get().map(|(name, level)| view! {
                        <h2 class="row-name"><a href=format!("/regions/{id}")>{name}</a></h2>
                        <div class="row-side"><span class="badge">{t.records().level_name(level)}</span></div>
                        <p class="row-place"><Icon name="groups"/>{t.groups().all_groups(groups)}</p>
                    })}
                </div>
                {within}
            </li>
        }
    };
    view! { <ul class="tree">{tree.iter().map(branch).collect_view()}</ul> }.into_any()
}
