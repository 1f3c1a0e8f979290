use groundswell_model::{ContactWay, Meta, RecordView, Stamp, record::Access};
use serde_json::{Map, Value, json};

/// What is seen of a record, under the names that documents give it and without what is empty: it stays the same
/// whatever the program calls things, and when a kind gets further fields.
#[must_use]
pub fn seen(view: &RecordView) -> Value {
    let record = &view.record;
    let mut fields = Map::new();
    for spec in record.kind().declaration().fields() {
        let value = match spec.value {
            Access::Line(text)
            | Access::Date(text)
            | Access::Day(text)
            | Access::TimeZone(text)
            | Access::CountyCode(text)
            | Access::Long(_, text) => words((text.get)(record)),
            Access::Choice { get, .. } => json!(get(record)),
            Access::Degrees { get, .. } => json!(get(record)),
            Access::Reference { get, .. } => json!(get(record).map(|id| id.to_string())),
            Access::Flag { get, .. } => json!(get(record)),
            Access::Set(members) | Access::Refs(_, members) | Access::Roles(members) => {
                json!((members.get)(record))
            }
            Access::Contacts { get, .. } => get(record).iter().map(way).collect(),
        };
        put(&mut fields, spec.key, value);
    }
    meta(record.meta(), &mut fields);
    let conflicts = view.conflicts.iter().map(|conflict| {
        let values = conflict.values.iter().map(|it| json!([it.value, stamp(it.stamp)]));
        json!({
            "field": conflict.field.key(),
            "contact": conflict.contact.map(|id| id.to_string()),
            "values": values.collect::<Value>(),
        })
    });
    put(&mut fields, "conflicts", conflicts.collect());
    put(&mut fields, "deleted", json!(view.deleted.map(stamp)));
    Value::Object(fields)
}

fn meta(meta: &Meta, fields: &mut Map<String, Value>) {
    for (key, of) in
        [("created", Some(meta.created)), ("updated", Some(meta.updated)), ("verified", meta.verified)]
    {
        put(fields, key, json!(of.map(stamp)));
    }
    put(fields, "source", words(&meta.source));
    let external = meta.external.iter().map(|(system, id)| json!([system, id]));
    put(fields, "external", external.collect());
}

fn way(way: &ContactWay) -> Value {
    let audience = match way.audience {
        groundswell_model::Audience::Public => "public",
        groundswell_model::Audience::Members => "members",
    };
    json!([way.id.to_string(), way.kind.key(), way.value, way.entered, way.label, audience])
}

fn stamp(stamp: Stamp) -> Value {
    json!([stamp.at.0, stamp.by.to_string()])
}

fn words(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
}

fn put(fields: &mut Map<String, Value>, key: &str, value: Value) {
    let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    if !is_empty {
        fields.insert(key.to_owned(), value);
    }
}
