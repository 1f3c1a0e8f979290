//! The directory for people to read, in the backup.

use crate::{Directory, Part, record};
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
        && let Value::Object(within) = map.entry(outer).or_insert_with(|| Value::Object(Map::new()))
    {
        // Members of sets may have strokes of their own.
        if record::is_set(outer) {
            within.insert(inner.to_owned(), value);
        } else {
            put(within, inner, value);
        }
        return;
    }
    map.insert(key.to_owned(), value);
}
