//! The directory for people to read, in the backup.

use crate::{Directory, Part};
use automerge::AutoSerde;
use serde_json::{Map, Value, json};

pub(crate) fn of(directory: &Directory) -> Value {
    let part = |part: Part| {
        let doc = directory.docs.part(part).resting();
        // A document is maps, texts and short values: all of them have a form in JSON.
        serde_json::to_value(AutoSerde::from(doc)).map(nest).unwrap_or_default()
    };
    json!({
        "format": "groundswell-directory",
        "directory": directory.id.to_string(),
        "public": part(Part::Public),
        "members": part(Part::Members),
    })
}

/// Makes of `contacts/<id>/kind` three maps, one in the other.
fn nest(value: Value) -> Value {
    let Value::Object(flat) = value else { return value };
    let mut nested = Map::new();
    for (key, value) in flat {
        put(&mut nested, &key, nest(value));
    }
    Value::Object(nested)
}

fn put(map: &mut Map<String, Value>, key: &str, value: Value) {
    if let Some((outer, inner)) = key.split_once('/')
        // Topics, systems and roles may have strokes of their own.
        && !matches!(outer, "topics" | "external" | "roles")
        && let Value::Object(within) = map.entry(outer).or_insert_with(|| Value::Object(Map::new()))
    {
        put(within, inner, value);
        return;
    }
    let set = key.split_once('/').filter(|(outer, _)| matches!(*outer, "topics" | "external" | "roles"));
    if let Some((outer, inner)) = set
        && let Value::Object(within) = map.entry(outer).or_insert_with(|| Value::Object(Map::new()))
    {
        within.insert(inner.to_owned(), value);
        return;
    }
    map.insert(key.to_owned(), value);
}
