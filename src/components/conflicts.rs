use super::{Icon, place_name, said_by};
use crate::{locales::texts, state::State};
use groundswell_model::{Command, Conflict, Field, Id, Kind, Ref, record::Access};
use leptos::prelude::*;

/// What was changed in two places at once: both values, who and when, and a choice that can be undone.
#[component]
pub fn Conflicts(
    /// The record's kind.
    kind: Kind,
    /// The record.
    id: Id,
    /// What is in dispute.
    conflicts: Vec<Conflict>,
) -> impl IntoView {
    let state = crate::state::state();
    let t = texts();
    conflicts
        .into_iter()
        .enumerate()
        .map(|(place, conflict)| {
            let heading = format!("conflict-{place}");
            let labelled = heading.clone();
            let field = conflict.field;
            let contact = conflict.contact;
            let sides = conflict.values.into_iter().map(|value| {
                let said = shown_value(state, (kind, field), &value.value);
                let by = said_by(state, value.stamp.by);
                let who = t.groups().by_at(&by, &t.format().moment(value.stamp.at));
                let keep = move |_| {
                    let command = Command::Resolve { kind, id, field, contact, keep: value.key.clone() };
                    state.act(command, t.groups().chosen().to_owned());
                };
                // Otherwise both buttons are called the same.
                let this = format!(": {said}");
                view! {
                    <div class="conflict-side">
                        <p class="conflict-value">{said}</p>
                        <p class="conflict-who">{who}</p>
                        <Show when=move || state.may_edit()>
                            <button class="button" type="button" on:click=keep.clone()>
                                {t.groups().keep_this()}<span class="visually-hidden">{this.clone()}</span>
                            </button>
                        </Show>
                    </div>
                }
            });
            view! {
                <section class="conflict" aria-labelledby=labelled>
                    <h3 id=heading><Icon name="conflict"/>{format!("{}: {}", t.records().field(kind, field), t.groups().conflict())}</h3>
                    <p>{t.groups().conflict_why()}</p>
                    <div class="conflict-pair">{sides.collect_view()}</div>
                </section>
            }
        })
        .collect_view()
}

/// A value of a field, as documents keep it, in the words of people.
pub fn shown_value(state: State, (kind, field): (Kind, Field), value: &str) -> String {
    let t = texts();
    if field == Field::Deleted {
        return if value == "deleted" { t.groups().value_deleted() } else { t.groups().value_kept() }
            .to_owned();
    }
    if value.is_empty() {
        return t.groups().value_empty().to_owned();
    }
    let name_of = |record: Ref| {
        let name = untrack(|| place_name(state, record));
        name.unwrap_or_else(|| t.people().gone_place().to_owned())
    };
    let named = match kind.declaration().field(field).map(|spec| spec.value) {
        Some(Access::Choice { label, .. }) => label(value).map(|label| t.label(label).to_owned()),
        Some(Access::Date(_) | Access::Day(_)) => value.parse().ok().map(|date| t.format().date(date)),
        Some(Access::Flag { .. }) => {
            Some(if value == "true" { t.records().yes() } else { t.records().no() }.to_owned())
        }
        Some(Access::Reference { .. }) => value.parse().ok().map(|id| name_of(Ref::new(Kind::Region, id))),
        Some(Access::Refs(..)) => value.parse().ok().map(name_of),
        Some(
            Access::Line(_)
            | Access::TimeZone(_)
            | Access::CountyCode(_)
            | Access::Long(..)
            | Access::Degrees { .. }
            | Access::Set(_)
            | Access::Roles(_)
            | Access::Contacts { .. },
        )
        | None => None,
    };
    named.unwrap_or_else(|| value.to_owned())
}
