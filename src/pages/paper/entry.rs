use super::Edition;
use crate::{
    components::{breakable, place_name, shown_value},
    locales::texts,
    pages::place_line,
    state::{State, state},
};
use groundswell_model::{Audience, ContactKind, ContactWay, Field, Id, Kind, RecordCard, Ref, Role, Status};
use leptos::prelude::*;

/// A group on paper: where and when it meets, whom to ask and how.
#[component]
pub fn GroupEntry(id: Id, edition: Edition) -> impl IntoView {
    let state = state();
    let t = texts();
    let of = Ref::new(Kind::Group, id);
    let card = state.projection.with(|projection| {
        projection.groups.get(id).map(|card| {
            let place = place_line(card.town, card.county, card.state);
            (card.name.to_owned(), place, card.meets.to_owned(), card.status)
        })
    });
    card.map(|(name, place, meets, status)| {
        let status = (status != Status::Active).then(|| format!(" ({})", t.records().status_name(status)));
        let lines = [place, meets].into_iter().filter(|line| !line.is_empty());
        view! {
            <li>
                <h3 dir="auto">{name}{status}</h3>
                {lines.map(|line| view! { <p dir="auto">{line}</p> }).collect_view()}
                {people_to_ask(state, of, edition).into_iter().map(|(name, role, ways)| view! {
                    <p><strong dir="auto">{name}</strong>{format!(", {role}")}{ways.into_iter().map(|way| format!(" · {way}")).collect_view()}</p>
                }).collect_view()}
                {ways(state, of, edition).into_iter().map(|way| view! { <p dir="auto">{breakable(&way)}</p> }).collect_view()}
            </li>
        }
    })
}

/// A person on paper.
#[component]
pub fn PersonEntry(id: Id, edition: Edition) -> impl IntoView {
    let state = state();
    let t = texts();
    let of = Ref::new(Kind::Person, id);
    let person = state.people().with(|people| people.get(&id).cloned());
    person.map(|person| {
        let roles = person.roles.iter().filter_map(|membership| {
            let place = place_name(state, membership.of)?;
            Some(t.people().as_in(t.records().role(membership.role), &place))
        });
        let roles: Vec<_> = roles.collect();
        view! {
            <li>
                <h3 dir="auto">{person.name}</h3>
                {roles.into_iter().map(|role| view! { <p dir="auto">{role}</p> }).collect_view()}
                {ways(state, of, edition).into_iter().map(|way| view! { <p dir="auto">{breakable(&way)}</p> }).collect_view()}
            </li>
        }
    })
}

/// A record of any other kind on paper: what its list shows of it. What is for members alone is left out for others.
#[component]
pub fn CardEntry(of: Ref, edition: Edition) -> impl IntoView {
    let state = state();
    let card = state.cards(of.kind).with(|cards| cards.get(&of.id).cloned());
    card.map(|card| {
        let names: Vec<_> = card.refs.iter().filter_map(|of| place_name(state, *of)).collect();
        let values = card.values.iter().filter(|(field, value)| *field != Field::Public && !value.is_empty());
        let is_for_all = |field: Field| of.kind.declaration().field(field).is_some_and(|spec| !spec.options.members);
        let values = values.filter(|(field, _)| edition == Edition::Members || is_for_all(*field));
        let is_words = |(_, value): &&(Field, String)| value.parse::<Ref>().is_err();
        let lines: Vec<_> = values
            .filter(is_words)
            .map(|(field, value)| shown_value(state, (of.kind, *field), value))
            .collect();
        view! {
            <li>
                <h3 dir="auto">{card.name}</h3>
                {(!names.is_empty()).then(|| view! { <p dir="auto">{names.join(", ")}</p> })}
                {lines.into_iter().map(|line| view! { <p dir="auto">{line}</p> }).collect_view()}
                {ways(state, of, edition).into_iter().map(|way| view! { <p dir="auto">{breakable(&way)}</p> }).collect_view()}
            </li>
        }
    })
}

/// Whether a record is on a sheet of this edition.
pub fn is_shown(card: &RecordCard, edition: Edition) -> bool {
    let is_public = match card.of.kind.declaration().field(Field::Public) {
        Some(_) => !card.value(Field::Public).is_empty(),
        None => true,
    };
    edition == Edition::Members || is_public
}

/// Who calls a group together and answers for it, with their numbers and addresses.
fn people_to_ask(state: State, of: Ref, edition: Edition) -> Vec<(String, &'static str, Vec<String>)> {
    let mut people: Vec<_> = state.people().with(|people| {
        let asked = people.values().flat_map(|person| {
            let roles = person.roles.iter().filter(|membership| {
                membership.of == of && matches!(membership.role, Role::Contact | Role::Convener)
            });
            roles.map(|membership| (membership.role, person.name.clone(), person.id, person.public))
        });
        asked.filter(|(.., public)| edition == Edition::Members || *public).collect()
    });
    people.sort();
    let entry = |(role, name, id, _)| {
        (name, texts().records().role(role), ways(state, Ref::new(Kind::Person, id), edition))
    };
    people.into_iter().map(entry).collect()
}

/// The ways to reach somebody, as lines.
fn ways(state: State, of: Ref, edition: Edition) -> Vec<String> {
    let is_for = |way: &&ContactWay| edition == Edition::Members || way.audience == Audience::Public;
    let line = |way: &ContactWay| {
        let shown = way.shown().replace('\n', ", ");
        // A number stays on its line.
        let shown = if way.kind == ContactKind::Phone { shown.replace(' ', "\u{a0}") } else { shown };
        if way.label.is_empty() { shown } else { format!("{shown} ({})", way.label) }
    };
    state.reach().with(|reach| {
        reach
            .get(&of)
            .map(|reach| reach.contacts.iter().filter(is_for).map(line).collect())
            .unwrap_or_default()
    })
}
