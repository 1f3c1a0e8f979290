use super::{place_name, shown_value};
use crate::{locales::texts, state::State};
use groundswell_model::{
    ContactWay, Field, Kind, Membership,
    record::{Access, FieldValue},
};
use leptos::prelude::*;

/// A value of a field in a line of words.
pub fn said_value(state: State, (kind, field): (Kind, Field), value: Option<&FieldValue>) -> String {
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

/// A member of a set in words.
pub fn said_member(state: State, (kind, field): (Kind, Field), member: &str) -> String {
    let t = texts();
    let is_role = matches!(kind.declaration().field(field).map(|spec| spec.value), Some(Access::Roles(_)));
    match member.parse::<Membership>() {
        Ok(Membership { of, role }) if is_role => {
            let place = state.projection.with_untracked(|projection| place_name(projection, of));
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
