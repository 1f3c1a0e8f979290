use crate::{
    components::{Icon, said_member, said_value},
    locales::texts,
};
use groundswell_model::{
    Kind,
    history::{FieldChange, Segment, text_diff},
    record::FieldValue,
};
use leptos::prelude::*;

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
            let removed = from.as_ref().map(|from| said_value(state, (kind, field), Some(from)));
            let added = to.as_ref().map(|to| said_value(state, (kind, field), Some(to)));
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
    let segment = |segment: Segment| match segment {
        Segment::Kept(words) => view! { <span>{words}</span> }.into_any(),
        Segment::Removed(words) => view! { <Removed said=words/> }.into_any(),
        Segment::Added(words) => view! { <Added said=words/> }.into_any(),
    };
    view! { <p class="difference verbatim">{text_diff(&from, &to).into_iter().map(segment).collect_view()}</p> }
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
