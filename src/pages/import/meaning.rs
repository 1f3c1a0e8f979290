//! What a column can mean, in people's words.

use crate::locales::Texts;
use groundswell_model::{Audience, ContactKind, Field, Kind, import::Column};

/// The fields of a group that a column can hold, in the order in which people look for them.
const FIELDS: [Field; 14] = [
    Field::Name,
    Field::Status,
    Field::Town,
    Field::County,
    Field::State,
    Field::Meets,
    Field::Topics,
    Field::About,
    Field::Notes,
    Field::Founded,
    Field::TimeZone,
    Field::CountyFips,
    Field::Latitude,
    Field::Longitude,
];

/// Everything a column can mean; ways to reach a group once each, as who may see them is asked beside it.
pub fn all() -> Vec<Column> {
    let mut all = vec![Column::Ignore];
    for field in FIELDS {
        all.push(Column::Field(field));
        if field == Field::Town {
            all.push(Column::Where);
        }
    }
    all.extend([Column::RegionName, Column::ContactPerson, Column::GivenName, Column::FamilyName]);
    all.extend(ContactKind::ALL.map(|kind| Column::Contact(kind, Audience::Members)));
    all.push(Column::Id);
    all
}

/// Whether two columns mean the same, whoever may see them.
pub fn is_same(one: Column, other: Column) -> bool {
    match (one, other) {
        (Column::Contact(one, _), Column::Contact(other, _)) => one == other,
        (one, other) => one == other,
    }
}

/// What a column is called: its heading, or its number where it has none.
pub fn heading(t: Texts, place: usize, heading: &str) -> String {
    if heading.trim().is_empty() { t.import().column(place + 1) } else { heading.to_owned() }
}

/// What a column's meaning is called.
pub fn name(t: Texts, column: Column) -> String {
    match column {
        Column::Ignore => t.import().ignore().to_owned(),
        Column::Field(Field::Name) => t.import().group_name().to_owned(),
        Column::Field(Field::Notes) => t.import().notes().to_owned(),
        Column::Field(field) => t.records().field(Kind::Group, field).to_owned(),
        Column::Where => t.import().whereabouts().to_owned(),
        Column::RegionName => t.records().field(Kind::Group, Field::Region).to_owned(),
        Column::Contact(kind, _) => t.import().contact_way(t.records().contact_kind(kind)),
        Column::ContactPerson => t.import().contact_person().to_owned(),
        Column::GivenName => t.import().given_name().to_owned(),
        Column::FamilyName => t.import().family_name().to_owned(),
        Column::Id => t.import().own_id().to_owned(),
    }
}
