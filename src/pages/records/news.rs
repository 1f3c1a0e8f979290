use crate::{
    browser,
    components::{Icon, shown_value},
    locales::texts,
    state::{State, state},
};
use groundswell_model::{Kind, RecordCard, Ref, query, query::GroupQuery, record::Access};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// So many of each kind are named; the others are in the list.
const NAMED: usize = 5;

/// What speaks of a record: achievements, stories, announcements. For a region also what speaks of its groups.
#[component]
pub fn News(
    /// The record that is spoken of.
    of: Ref,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| speaks_of(*kind, of.kind)).collect();
    if kinds.is_empty() {
        return ().into_any();
    }
    let found = {
        let kinds = kinds.clone();
        Memo::new(move |_| {
            let today = browser::today();
            let about = about(state, of);
            let each = kinds.iter().map(|kind| (*kind, cards(state, *kind, &about, &today)));
            each.filter(|(_, cards)| !cards.is_empty()).collect::<Vec<_>>()
        })
    };
    let shown = move || {
        found.get().into_iter().map(|(kind, cards)| {
            let count = cards.len();
            let rows = cards.into_iter().take(NAMED).map(|card| {
                let when = kind.declaration().fields().find(|spec| spec.options.card && spec.options.sort);
                let when = when.map(|spec| card.value(spec.field).to_owned()).filter(|it| !it.is_empty());
                let field = kind.declaration().fields().find(|spec| spec.options.sort).map(|spec| spec.field);
                let note = when.zip(field).map(|(value, field)| shown_value(state, (kind, field), &value));
                view! {
                    <li>
                        <Icon name=kind.icon()/>
                        <div>
                            <a class="person-name" href=card.of.address()>{card.name}</a>
                            {note.map(|note| view! { <p class="person-note">{note}</p> })}
                        </div>
                    </li>
                }
            });
            view! {
                <h3>{kind.list_title().map(|title| t.label(title))}" "<span class="count">{t.format().number(count)}</span></h3>
                <ul class="people">{rows.collect_view()}</ul>
                {(count > NAMED).then(|| view! {
                    <p class="print-none"><a class="button quiet" href=kind.declaration().address>{t.records().show_everything()}</a></p>
                })}
            }
        }).collect_view()
    };
    let add = kinds
        .iter()
        .filter(|kind| refers_to(**kind, of.kind))
        .filter_map(|kind| Some((*kind, kind.declaration().list?)))
        .map(|(kind, words)| {
            view! {
                <a class="button" href=format!("{}/new?of={of}", kind.declaration().address)>
                    <Icon name=kind.icon()/>{t.label(words.add)}
                </a>
            }
        });
    let add = add.collect_view();
    view! {
        <section class="record-part">
            <h2>{t.records().news()}</h2>
            {shown}
            {move || found.with(Vec::is_empty).then(|| view! { <p class="hint">{t.records().no_news()}</p> })}
            <div class="buttons print-none" hidden=move || !state.may_edit()>{add}</div>
        </section>
    }
    .into_any()
}

/// Whether records of a kind may speak of those of another.
fn speaks_of(kind: Kind, of: Kind) -> bool {
    refers_to(kind, of) || (of == Kind::Region && refers_to(kind, Kind::Group))
}

fn refers_to(kind: Kind, of: Kind) -> bool {
    let mut fields = kind.declaration().fields();
    fields.any(|spec| matches!(spec.value, Access::Refs(kinds, _) if kinds.contains(&of)))
}

/// The records whose news are a record's: itself, and for a region the groups within it.
fn about(state: State, of: Ref) -> BTreeSet<Ref> {
    let mut about = BTreeSet::from([of]);
    if of.kind == Kind::Region {
        let query = GroupQuery { region: Some(of.id), ..GroupQuery::default() };
        let groups = state.projection.with(|first| query::groups(first, &query));
        about.extend(groups.into_iter().map(|id| Ref::new(Kind::Group, id)));
    }
    about
}

/// The cards of a kind that speak of any of these and are not over, in the order of the list.
fn cards(state: State, kind: Kind, about: &BTreeSet<Ref>, today: &str) -> Vec<RecordCard> {
    let is_shown = |card: &&RecordCard| {
        !card.is_over(today) && !card.is_to_come(today) && card.refs.iter().any(|of| about.contains(of))
    };
    let mut cards: Vec<_> =
        state.cards(kind).with(|cards| cards.values().filter(is_shown).cloned().collect());
    cards.sort_by(|one, other| other.sort.cmp(&one.sort).then_with(|| one.search.cmp(&other.search)));
    cards
}
