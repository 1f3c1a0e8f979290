use crate::{
    browser,
    components::{Icon, place_name, shown_value},
    locales::texts,
    pages::record::status_look,
    state::{State, state},
};
use groundswell_model::{
    Field, Id, Kind, RecordCard, Status,
    record::{Access, FieldSpec},
};
use leptos::prelude::*;

/// So many records and members of a set are named; of more, how many.
const NAMED: usize = 3;

/// One record of a list.
#[component]
pub fn Row(
    /// Its kind.
    kind: Kind,
    /// Its id. The row looks its record up itself, so that a change of one record draws one row anew.
    id: Id,
    /// The record that is looked at.
    current: Memo<Option<Id>>,
) -> impl IntoView {
    let state = state();
    let t = texts();
    // With the names of what it speaks of: they may change too.
    let card = Memo::new(move |_| {
        let card = state.cards(kind).with(|cards| cards.get(&id).cloned())?;
        let names = card.refs.iter().map(|record| place_name(state, *record)).collect::<Vec<_>>();
        Some((card, names))
    });
    let here = move || (current.get() == Some(id)).then_some("true");
    view! {
        <li class="row" aria-current=here>
            {move || card.get().map(|(card, _)| {
                let disputed = card.disputed.then(|| view! {
                    <span class="badge" data-kind="warn"><Icon name="conflict"/>{t.groups().conflict()}</span>
                });
                let fields = || kind.declaration().fields().filter(|spec| spec.options.card);
                view! {
                    <h2 class="row-name"><a dir="auto" href=card.of.address()>{card.name.clone()}</a></h2>
                    <div class="row-side">{disputed}{fields().map(|spec| badge(&card, spec)).collect_view()}</div>
                    {fields().map(|spec| line(state, &card, spec)).collect_view()}
                }
            })}
        </li>
    }
}

/// What stands beside the name: a choice that is not the usual one, and who may see it.
fn badge(card: &RecordCard, spec: &FieldSpec) -> Option<AnyView> {
    let t = texts();
    let value = card.value(spec.field);
    if let Access::Choice { keys, label, .. } = spec.value
        && keys().first() != Some(&value)
    {
        let look = Status::from_key(value).filter(|_| spec.field == Field::Status).map(status_look);
        let called = label(value).map(|label| t.label(label));
        return Some(view! { <span class="badge" data-kind=look>{called}</span> }.into_any());
    }
    (spec.field == Field::Public && value.is_empty()).then(|| {
        view! { <span class="audience" data-audience="members"><Icon name="lock"/>{t.records().members()}</span> }
            .into_any()
    })
}

/// What stands below the name.
fn line(state: State, card: &RecordCard, spec: &FieldSpec) -> Option<AnyView> {
    let t = texts();
    let kind = card.of.kind;
    let field = spec.field;
    let value = card.value(field).to_owned();
    let placed = |icon: Option<&'static str>, words: String| {
        view! { <p class="row-place">{icon.map(|name| view! { <Icon name/> })}{words}</p> }.into_any()
    };
    match spec.value {
        Access::Refs(..) => {
            let refs = card.all(field).filter_map(|of| of.parse().ok());
            let names: Vec<String> =
                untrack(|| refs.filter_map(|record| place_name(state, record)).collect());
            let icon = card.refs.first().map(|record| record.kind.icon());
            shortened(names).map(|names| placed(icon, names))
        }
        Access::Set(_) => {
            let members: Vec<String> = card.all(field).map(str::to_owned).collect();
            (!members.is_empty()).then(|| {
                let more = members.len().saturating_sub(NAMED);
                view! {
                    <ul class="tags">
                        {members.into_iter().take(NAMED).map(|it| view! { <li><span class="tag">{it}</span></li> }).collect_view()}
                        {(more > 0).then(|| view! { <li class="more">{format!("+{more}")}</li> })}
                    </ul>
                }
                .into_any()
            })
        }
        _ if value.is_empty() => None,
        Access::Date(_) | Access::Day(_) => {
            let said = shown_value(state, (kind, field), &value);
            let said = if !spec.options.until {
                said
            } else if card.is_over(&browser::today()) {
                t.records().is_over(&said)
            } else {
                t.records().until(&said)
            };
            Some(view! { <p class="row-when"><Icon name="clock"/>{said}</p> }.into_any())
        }
        Access::Line(_) if field == Field::Meets => {
            Some(view! { <p class="row-when"><Icon name="clock"/>{value}</p> }.into_any())
        }
        Access::Line(_) if field == Field::Topic => {
            Some(view! { <ul class="tags"><li><span class="tag">{value}</span></li></ul> }.into_any())
        }
        Access::Line(_) => Some(placed((field == Field::Place).then_some("place"), value)),
        Access::Long(..) => Some(view! { <p class="row-words">{value}</p> }.into_any()),
        Access::Choice { .. }
        | Access::Flag { .. }
        | Access::TimeZone(_)
        | Access::CountyCode(_)
        | Access::Degrees { .. }
        | Access::Reference { .. }
        | Access::Roles(_)
        | Access::Contacts { .. } => None,
    }
}

fn shortened(mut names: Vec<String>) -> Option<String> {
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if more > 0 {
        names.push(format!("+{more}"));
    }
    (!names.is_empty()).then(|| names.join(", "))
}
