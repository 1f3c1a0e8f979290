//! What lists know of a record, shown until all of it is read.

use crate::{
    components::{Icon, shown_value},
    locales::texts,
    pages::{groups::place_line, record::status_look},
    state::{State, state},
};
use groundswell_model::{GroupCard, Id, Kind, Ref, record::Access};
use leptos::prelude::*;

/// What is known of a record: its name and what its row says. Nothing where the list does not have it.
pub fn glimpse(kind: Kind, id: Id) -> Option<AnyView> {
    let state = state();
    let name = untrack(|| state.name_of(Ref::new(kind, id)))?;
    let known = match kind {
        Kind::Group => state.projection.with_untracked(|first| first.groups.get(id).map(group)),
        Kind::Person | Kind::Region | Kind::Network => None,
        Kind::Awg | Kind::Achievement | Kind::Story | Kind::Announcement => other(state, kind, id),
    };
    let t = texts();
    Some(
        view! {
            <article class="record" aria-busy="true">
                <header class="record-head">
                    <p class="eyebrow">{t.label(kind.declaration().called)}</p>
                    <h1 id=crate::browser::TITLE tabindex="-1" dir="auto">{name}</h1>
                    {known}
                </header>
                <p class="hint" role="status">{t.shell().loading()}</p>
                <div class="skeleton" aria-hidden="true"><span class="bone"></span><span class="bone"></span></div>
            </article>
        }
        .into_any(),
    )
}

fn group(card: GroupCard<'_>) -> AnyView {
    let place = place_line(card.town, card.county, card.state);
    let meets = card.meets.to_owned();
    let status = view! {
        <span class="badge" data-kind=status_look(card.status)>{texts().records().status_name(card.status)}</span>
    };
    let topics: Vec<_> =
        card.topics().map(|it| view! { <li><span class="tag">{it.to_owned()}</span></li> }).collect();
    view! {
        {(!place.is_empty()).then(|| view! { <p class="record-place"><Icon name="place"/>{place}</p> })}
        {(!meets.is_empty()).then(|| view! { <p class="record-place"><Icon name="clock"/>{meets}</p> })}
        <p class="record-marks">{status}</p>
        {(!topics.is_empty()).then(|| view! { <ul class="tags">{topics}</ul> })}
    }
    .into_any()
}

fn other(state: State, kind: Kind, id: Id) -> Option<AnyView> {
    let card = untrack(|| state.cards(kind).with(|cards| cards.get(&id).cloned()))?;
    let fields = kind.declaration().fields().filter(|spec| spec.options.card);
    let lines = fields.filter_map(|spec| {
        let value = card.value(spec.field);
        let is_line = matches!(
            spec.value,
            Access::Line(_) | Access::Date(_) | Access::Day(_) | Access::Long(..) | Access::Choice { .. }
        );
        (is_line && !value.is_empty()).then(|| {
            let said = untrack(|| shown_value(state, (kind, spec.field), value));
            view! { <p class="record-place">{said}</p> }
        })
    });
    Some(lines.collect_view().into_any())
}
