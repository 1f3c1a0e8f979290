use crate::{components::Icon, locales::texts, pages::record::GroupLinks, state::state};
use groundswell_model::{Id, Region, query::GroupQuery};
use leptos::prelude::*;

/// What lies in a region: other regions, and groups.
pub fn within(region: &Region) -> AnyView {
    let t = texts();
    let id = region.id;
    let query = GroupQuery { region: Some(id), ..GroupQuery::default() };
    view! {
        <Inside id/>
        <GroupLinks title=t.groups().groups_within() none=t.groups().no_groups_here() query/>
    }
    .into_any()
}

/// The regions directly within it.
#[component]
fn Inside(id: Id) -> impl IntoView {
    let state = state();
    let t = texts();
    let inside = Memo::new(move |_| {
        let mut inside: Vec<_> = state.projection.with(|projection| {
            let inside = projection.regions.values().filter(|region| region.parent == Some(id));
            inside.map(|region| (region.name.clone(), region.id, region.level)).collect()
        });
        inside.sort();
        inside
    });
    move || {
        inside.with(|inside| {
            (!inside.is_empty()).then(|| view! {
                <section class="record-part">
                    <h2>{t.groups().regions_within()} <span class="count">{inside.len()}</span></h2>
                    <ul class="people">
                        {inside.iter().map(|(name, id, level)| view! {
                            <li>
                                <Icon name="region"/>
                                <div><a class="person-name" href=format!("/regions/{id}")>{name.clone()}</a></div>
                                <span class="badge">{t.records().level_name(*level)}</span>
                            </li>
                        }).collect_view()}
                    </ul>
                </section>
            })
        })
    }
}
