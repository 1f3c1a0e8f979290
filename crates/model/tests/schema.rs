//! `docs/SCHEMA.md` and `docs/schema.json` say what the declarations say. With `UPDATE_SCHEMA=1` they are written anew.

use groundswell_model::{
    Kind, Part,
    record::{Access, FieldSpec},
};
use serde_json::{Map, Value, json};
use std::{
    fmt::{self, Write as _},
    fs, io,
    path::PathBuf,
};

#[test]
fn the_schema_for_people_is_current() {
    check("SCHEMA.md", &for_people().unwrap()).unwrap();
}

#[test]
fn the_schema_for_programs_is_current() {
    let mut text = serde_json::to_string_pretty(&for_programs()).unwrap();
    text.push('\n');
    check("schema.json", &text).unwrap();
}

fn check(name: &str, expected: &str) -> io::Result<()> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "..", "docs", name].iter().collect();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, expected)?;
    }
    let found = fs::read_to_string(&path)?;
    assert_eq!(found, expected, "docs/{name} is stale: run this test with UPDATE_SCHEMA=1");
    Ok(())
}

/// The part of a field's values; those of contact ways are where each is to be seen.
fn part_of(kind: Kind, field: &FieldSpec) -> &'static str {
    let home = kind.declaration().home;
    if let Access::Long(part, _) = field.value {
        part.label()
    } else if matches!(field.value, Access::Contacts { .. }) && home == Part::Public {
        "by audience"
    } else {
        home.label()
    }
}

fn for_people() -> Result<String, fmt::Error> {
    let mut text = String::from(
        "# Schema\n\nMade from the declarations in `crates/model/src/record/`; a test says when it is stale. \
         [`schema.json`](schema.json) says the same to programs: it is a JSON Schema of `directory.json` in a backup.\n\n\
         A directory is two Automerge documents, a public and a members' part. Under each document's root there is one \
         map for each kind, in it one map for each record under its id, in that its fields under their keys. A key that \
         is not there is empty. Keys that an app does not know stay as they are.\n\n\
         Every record has `created_at` and `created_by`, `updated_at` and `updated_by` (in each part), where it was \
         confirmed `verified_at` and `verified_by`, where it was deleted `deleted_at` and `deleted_by`; `source` and \
         `external/<system>` say where it came from. Moments are Automerge timestamps in milliseconds, devices 16 \
         hexadecimal digits.\n\n\
         Of records that are at home in the members part and say `public`, what is for everybody is in the public part \
         too, under `<id>/<key>` in the map of their kind itself: all but texts and contact ways for members.\n",
    );
    for kind in Kind::ALL {
        let declaration = kind.declaration();
        let home = declaration.home.label();
        write!(
            text,
            "\n## `{}`\n\n{} At home in the {home} part.\n\n",
            declaration.map,
            plain(kind.words().about)
        )?;
        text.push_str("| key | holds | part | |\n|---|---|---|---|\n");
        for (field, words) in declaration.fields().zip(kind.words().fields()) {
            let required = if field.options.required { ", required" } else { "" };
            let (key, holds) = key_and_type(field);
            let part = part_of(kind, field);
            writeln!(text, "| `{key}` | {holds}{required} | {part} | {} |", plain(words))?;
        }
    }
    Ok(text)
}

fn key_and_type(field: &FieldSpec) -> (String, String) {
    let key = field.key;
    let (key, holds) = match field.value {
        Access::Line(_) => (key.to_owned(), "a line".to_owned()),
        Access::Date(_) => {
            (key.to_owned(), "a year, month or day: `2013`, `2013-12`, `2013-12-03`".to_owned())
        }
        Access::Day(_) => (key.to_owned(), "a day: `2013-12-03`".to_owned()),
        Access::TimeZone(_) => (key.to_owned(), "an IANA time zone".to_owned()),
        Access::CountyCode(_) => (key.to_owned(), "five digits".to_owned()),
        Access::Long(..) => (key.to_owned(), "an Automerge Text".to_owned()),
        Access::Choice { keys, .. } => {
            let keys: Vec<_> = keys().into_iter().map(|key| format!("`{key}`")).collect();
            (key.to_owned(), keys.join(", "))
        }
        Access::Degrees { most, .. } => (key.to_owned(), format!("degrees, -{most} to {most}")),
        Access::Reference { .. } => (key.to_owned(), "an id".to_owned()),
        Access::Flag { .. } => (key.to_owned(), "true or false".to_owned()),
        Access::Set(_) => (format!("{key}/<text>"), "`true`: a set".to_owned()),
        Access::Refs(kinds, _) => {
            let kinds: Vec<_> = kinds.iter().map(|kind| format!("`{}`", kind.key())).collect();
            (format!("{key}/<kind>/<id>"), format!("`true`: a set; of {}", kinds.join(", ")))
        }
        Access::Roles(_) => (format!("{key}/<kind>/<id>:<role>"), "`true`: a set".to_owned()),
        Access::Contacts { .. } => (
            format!("{key}/<id>/…"),
            "`kind`, `value`, `entered`, `label`; a person's with `audience`".to_owned(),
        ),
    };
    (key, holds)
}

/// Without the marks of a comment in code.
fn plain(words: &str) -> String {
    words.trim().replace("[`", "`").replace("`]", "`").replace("crate::", "")
}

fn for_programs() -> Value {
    let parts = Part::ALL.map(|part| (part.label().to_owned(), of_part(part)));
    let mut properties = Map::from_iter(parts);
    properties.insert("format".to_owned(), json!({ "const": "groundswell-directory" }));
    properties.insert("directory".to_owned(), json!({ "type": "string" }));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "directory.json of a Groundswell backup",
        "type": "object",
        "required": ["format", "directory", "public", "members"],
        "properties": properties,
    })
}

fn of_part(part: Part) -> Value {
    let kinds = Kind::ALL.into_iter().map(|kind| {
        let fields = kind.declaration().fields().zip(kind.words().fields());
        let here = fields.filter(|(field, _)| {
            let of = part_of(kind, field);
            // Copies of what is at home with members are under other keys.
            of == part.label() || of == "by audience"
        });
        let fields: Map<String, Value> =
            here.map(|(field, words)| (field.key.to_owned(), of_field(field, words))).collect();
        let record = json!({ "type": "object", "properties": fields });
        let map = if kind == Kind::Network {
            record
        } else {
            json!({ "type": "object", "additionalProperties": record })
        };
        (kind.declaration().map.to_owned(), map)
    });
    json!({ "type": "object", "properties": kinds.collect::<Map<_, _>>() })
}

fn of_field(field: &FieldSpec, words: &str) -> Value {
    let mut schema = match field.value {
        Access::Line(_) | Access::TimeZone(_) | Access::Long(..) => json!({ "type": "string" }),
        Access::Date(_) => json!({ "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" }),
        Access::Day(_) => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Access::CountyCode(_) => json!({ "type": "string", "pattern": "^[0-9]{5}$" }),
        Access::Choice { keys, .. } => json!({ "type": "string", "examples": keys() }),
        Access::Degrees { most, .. } => json!({ "type": "number", "minimum": -most, "maximum": most }),
        Access::Reference { .. } => json!({ "type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{20}$" }),
        Access::Flag { .. } => json!({ "type": "boolean" }),
        Access::Set(_) | Access::Refs(..) | Access::Roles(_) => {
            json!({ "type": "object", "additionalProperties": { "const": true } })
        }
        Access::Contacts { .. } => json!({
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": { "type": "string" },
            },
        }),
    };
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), plain(words).into());
    }
    schema
}
