use crate::{
    components::{Icon, place_name, shown_value},
    locales::texts,
    state::State,
};
use groundswell_model::{
    ContactWay, Field, Kind, Membership,
    history::{FieldChange, Piece, pieces},
    record::{Access, FieldValue},
};
use leptos::prelude::*;

/// A value of a field in a line of words.
pub fn said(state: State, (kind, field): (Kind, Field), value: Option<&FieldValue>) -> String {
    let t = texts();
    let stored = |value: &str| shown_value(state, (kind, field), value);
    match value {
        None => t.history().empty().to_owned(),
        Some(FieldValue::Line(text) | FieldValue::Long(text) | FieldValue::Key(text)) => stored(text),
        Some(FieldValue::Number(number)) => number.to_string(),
        Some(FieldValue::Record(id)) => stored(&id.to_string()),
        Some(FieldValue::Flag(is_deleted)) if field == Field::Deleted => {
            stored(if *is_deleted { "deleted" } else { "kept" })
        }
        Some(FieldValue::Flag(flag)) => stored(&flag.to_string()),
        Some(FieldValue::Members(members)) => {
            let members: Vec<_> =
                members.iter().map(|member| said_member(state, (kind, field), member)).collect();
            t.format().list(&members)
        }
        Some(FieldValue::Contact(way)) => said_contact(way),
        Some(FieldValue::Moment(at)) => t.format().moment(*at),
    }
}

fn said_member(state: State, (kind, field): (Kind, Field), member: &str) -> String {
    let t = texts();
    let is_role = matches!(kind.declaration().field(field).map(|spec| spec.value), Some(Access::Roles(_)));
    match member.parse::<Membership>() {
        Ok(Membership { of, role }) if is_role => {
            let place = untrack(|| place_name(state, of));
            let place = place.unwrap_or_else(|| t.people().gone_place().to_owned());
            format!("{} ({place})", t.records().role(role))
        }
        _ => shown_value(state, (kind, field), member),
    }
}

fn said_contact(way: &ContactWay) -> String {
    let t = texts().records();
    let label = if way.label.is_empty() { String::new() } else { format!(" · {}", way.label) };
    let (kind, audience) = (t.contact_kind(way.kind), t.audience(way.audience));
    format!("{kind}: {}{label} ({audience})", way.shown())
}

/// What became of a field: what was taken out and what was put in, marked, and said to who cannot see the marks.
#[component]
pub fn Change(
    /// The record's kind.
    kind: Kind,
    /// What became of it.
    change: FieldChange,
) -> impl IntoView {
    let state = crate::state::state();
    let t = texts().history();
    let FieldChange { field, from, to, left_out, .. } = change;
    let marked = match (&from, &to) {
        (Some(FieldValue::Long(from)), Some(FieldValue::Long(to))) => {
            view! { <Words from=from.clone() to=to.clone()/> }.into_any()
        }
        (Some(FieldValue::Members(_)), _) | (_, Some(FieldValue::Members(_))) => {
            let members = |value: Option<FieldValue>| match value {
                Some(FieldValue::Members(members)) => members,
                _ => Vec::new(),
            };
            let say = move |member: String| said_member(state, (kind, field), &member);
            let removed =
                members(from).into_iter().map(move |member| view! { <li><Removed said=say(member)/></li> });
            let added =
                members(to).into_iter().map(move |member| view! { <li><Added said=say(member)/></li> });
            view! { <ul class="tags">{removed.collect_view()}{added.collect_view()}</ul> }.into_any()
        }
        _ => {
            let removed = from.as_ref().map(|from| said(state, (kind, field), Some(from)));
            let added = to.as_ref().map(|to| said(state, (kind, field), Some(to)));
            view! {
                <p class="difference">
                    {removed.map(|said| view! { <Removed said/> })}" "
                    {added.map(|said| view! { <Added said/> })}
                </p>
            }
            .into_any()
        }
    };
    view! {
        {marked}
        {(left_out > 0).then(|| view! { <p class="hint">{t.left_out(left_out)}</p> })}
    }
}

#[component]
fn Removed(said: String) -> impl IntoView {
    view! { <del><span class="visually-hidden">{texts().history().removed()}" "</span>{said}</del> }
}

#[component]
fn Added(said: String) -> impl IntoView {
    view! { <ins><span class="visually-hidden">{texts().history().added()}" "</span>{said}</ins> }
}

/// A long text with what was changed in it.
#[component]
fn Words(from: String, to: String) -> impl IntoView {
    let piece = |piece: Piece| match piece {
        Piece::Kept(words) => view! { <span>{words}</span> }.into_any(),
        Piece::Removed(words) => view! { <Removed said=words/> }.into_any(),
        Piece::Added(words) => view! { <Added said=words/> }.into_any(),
    };
    view! { <p class="difference verbatim">{pieces(&from, &to).into_iter().map(piece).collect_view()}</p> }
}

/// The part of the directory in which something was changed.
#[component]
pub fn PartMark(
    /// The part.
    part: groundswell_model::Part,
) -> impl IntoView {
    let t = texts().history();
    let (audience, icon, said) = match part {
        groundswell_model::Part::Public => ("public", "public", t.public_part()),
        groundswell_model::Part::Members => ("members", "lock", t.members_part()),
    };
    view! { <span class="audience" data-audience=audience><Icon name=icon/>{said}</span> }
}
