use super::{Icon, said_by};
use crate::{locales::texts, state::State};
use groundswell_model::{Command, Conflict, Field, Id, Kind, Level, Status};
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
                let said = shown_value(state, field, &value.value);
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
                    <h3 id=heading><Icon name="conflict"/>{format!("{}: {}", t.records().field(field), t.groups().conflict())}</h3>
                    <p>{t.groups().conflict_why()}</p>
                    <div class="conflict-pair">{sides.collect_view()}</div>
                </section>
            }
        })
        .collect_view()
}

/// A value in dispute as people read it.
fn shown_value(state: State, field: Field, value: &str) -> String {
    let t = texts();
    let named = match field {
        Field::Status => Status::from_key(value).map(|status| t.records().status_name(status).to_owned()),
        Field::Level => Level::from_key(value).map(|level| t.records().level_name(level).to_owned()),
        Field::Deleted => Some(
            if value == "deleted" { t.groups().value_deleted() } else { t.groups().value_kept() }.to_owned(),
        ),
        Field::Region => value.parse::<Id>().ok().and_then(|id| {
            state.projection.with(|projection| projection.regions.get(&id).map(|region| region.name.clone()))
        }),
        Field::Name
        | Field::Town
        | Field::County
        | Field::State
        | Field::CountyFips
        | Field::Latitude
        | Field::Longitude
        | Field::TimeZone
        | Field::Topics
        | Field::Topic
        | Field::Founded
        | Field::Meets
        | Field::About
        | Field::Notes
        | Field::Contacts
        | Field::Public
        | Field::Roles
        | Field::Verified => None,
    };
    named.unwrap_or_else(|| {
        if value.is_empty() { t.groups().value_empty().to_owned() } else { value.to_owned() }
    })
}
