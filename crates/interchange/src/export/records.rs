use super::{Ways, cells::Cells, headings};
use crate::records::{Names, write_cell};
use groundswell_model::{
    Audience, ContactWay, Id, Kind, Language, Membership, Part, Person, Record,
    record::{Access, FieldSpec},
};
use std::collections::HashMap;

/// The records of a kind as a spreadsheet: a column for each field of its declaration, in that order. `names` has the
/// records of the kinds in [`referenced`](crate::records::referenced). Where people have roles, who they are stands in
/// one column more, which says so to readers and is not read back.
#[must_use]
pub fn records(
    kind: Kind,
    records: &[Record],
    names: &Names,
    people: &[Person],
    language: Language,
) -> Vec<u8> {
    let declaration = kind.declaration();
    let ways = declaration.fields().find_map(|spec| {
        let get = contacts(spec)?;
        Some(Ways::of(records.iter().map(get)))
    });
    let members = Membership::OF.contains(&kind).then(|| members(kind, people));
    let mut cells = Cells::new();
    for spec in declaration.fields() {
        let label = language.of(spec.label);
        if let (Some(ways), Some(_)) = (&ways, contacts(spec)) {
            ways.headings(&mut cells, language);
        } else if declaration.home == Part::Members || spec.options.members {
            cells.text(&headings::marked(label, Audience::Members, language));
        } else {
            cells.text(label);
        }
    }
    if members.is_some() {
        let people = headings::PEOPLE.in_language(language);
        cells.text(&headings::marked(people, Audience::Members, language));
    }
    cells.text(headings::ID.in_language(language));
    cells.end_row();
    for record in records {
        for spec in declaration.fields() {
            if let (Some(ways), Some(get)) = (&ways, contacts(spec)) {
                ways.cells(&mut cells, get(record));
            } else if let Access::Degrees { get, .. } = spec.value {
                cells.number(get(record));
            } else {
                cells.text(&write_cell(spec, record, names, language));
            }
        }
        if let Some(members) = &members {
            cells.text(&members.get(&record.id()).map(|names| names.join("; ")).unwrap_or_default());
        }
        cells.text(&record.id().to_string());
        cells.end_row();
    }
    cells.into_bytes()
}

/// The way to the contact ways, in the field that holds them.
fn contacts(spec: &FieldSpec) -> Option<fn(&Record) -> &[ContactWay]> {
    if let Access::Contacts { get, .. } = spec.value { Some(get) } else { None }
}

/// Who has a role in each record of this kind.
fn members(kind: Kind, people: &[Person]) -> HashMap<Id, Vec<&str>> {
    let mut members = HashMap::<Id, Vec<&str>>::new();
    for person in people {
        let mut of: Vec<Id> = person.roles.iter().filter_map(|role| role.of.id_of(kind)).collect();
        of.dedup();
        for id in of {
            members.entry(id).or_default().push(&person.name);
        }
    }
    members
}
