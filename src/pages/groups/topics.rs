//! Groups and AWGs that work on the same issues.

use crate::{components::Icon, locales::texts, pages::record::GroupLinks, state::state};
use groundswell_model::{Awg, Field, Group, Kind, fold, query::GroupQuery};
use leptos::prelude::*;

/// The AWGs on the issues of a group.
pub fn awgs_on_topics(group: &Group) -> Option<AnyView> {
    if group.topics.is_empty() {
        return None;
    }
    let state = state();
    let topics: Vec<_> = group.topics.iter().map(|topic| fold::fold(topic)).collect();
    let awgs = Memo::new(move |_| {
        state.projection.with(|projection| {
            let awgs = projection.cards_of(Kind::Awg);
            awgs.filter(|awg| topics.contains(&fold::fold(awg.value(Field::Topic))))
                .map(|awg| (awg.of.address(), awg.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let shown = move || {
        let awgs = awgs.get();
        let rows = |(address, name)| {
            view! { <li><Icon name=Kind::Awg.icon()/><div><a class="person-name" href=address>{name}</a></div></li> }
        };
        (!awgs.is_empty()).then(|| {
            view! {
                <section class="record-part">
                    <h2>{texts().groups().awgs_on_topic()}</h2>
                    <ul class="people">{awgs.into_iter().map(rows).collect_view()}</ul>
                </section>
            }
        })
    };
    Some(shown.into_any())
}

/// The groups on the issue of an AWG.
pub fn groups_on_topic(awg: &Awg) -> Option<AnyView> {
    if awg.topic.is_empty() {
        return None;
    }
    let t = texts().groups();
    let query = GroupQuery { topic: Some(awg.topic.clone()), ..GroupQuery::default() };
    Some(view! { <GroupLinks title=t.groups_on_topic() none=t.no_groups_on_topic() query/> }.into_any())
}
