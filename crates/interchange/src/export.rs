//! The directory as spreadsheets: UTF-8 with its mark, so that Excel reads accents; CR LF and quotes as RFC 4180
//! has them; nothing that a spreadsheet program would run as a formula. A file of groups imports again as the
//! same groups, and one of the records whose columns follow from their declaration as the same records.

mod cells;
pub(crate) mod headings;
mod records;

pub use records::records;

use crate::{plan, text};
use cells::Cells;
use groundswell_model::{
    Audience, Awg, ContactKind, ContactWay, Field, Group, Id, Kind, Language, Membership, Person, Ref,
    Region, Role,
};
use std::collections::{BTreeMap, HashMap};

/// The groups as a spreadsheet.
#[must_use]
pub fn groups(groups: &[Group], regions: &[Region], people: &[Person], language: Language) -> Vec<u8> {
    let regions: HashMap<Id, &str> = regions.iter().map(|region| (region.id, region.name.as_str())).collect();
    let contacts = contact_people(people);
    let ways = Ways::of(groups.iter().map(|group| group.contacts.as_slice()));
    let most_people = most(groups.iter().map(|group| contacts.get(&group.id).map_or(0, Vec::len)));
    let has_position = groups.iter().any(|group| group.place.latitude.is_some());
    let heading = |field| headings::of(Kind::Group, field, language);

    let mut cells = Cells::new();
    // The file may lie beside one of people: the column says whose names these are.
    cells.text(language.of(Kind::Group.declaration().called));
    for field in [Field::Status, Field::Town, Field::County, Field::State, Field::Region] {
        cells.text(heading(field));
    }
    cells.repeated(headings::CONTACT_PERSON.in_language(language), most_people, None, language);
    ways.headings(&mut cells, language);
    for field in [Field::Meets, Field::Topics, Field::Founded, Field::About] {
        cells.text(heading(field));
    }
    cells.text(&headings::marked(heading(Field::Notes), Audience::Members, language));
    cells.text(heading(Field::TimeZone));
    cells.text(heading(Field::CountyFips));
    if has_position {
        cells.text(heading(Field::Latitude));
        cells.text(heading(Field::Longitude));
    }
    cells.text(headings::ID.in_language(language));
    cells.end_row();

    for group in groups {
        cells.text(&group.name);
        cells.text(language.of(group.status.label()));
        cells.text(&group.place.town);
        cells.text(&group.place.county);
        cells.text(&group.place.state);
        cells.text(group.region.and_then(|id| regions.get(&id).copied()).unwrap_or_default());
        let names = contacts.get(&group.id).map_or(&[][..], Vec::as_slice);
        for at in 0..most_people {
            // A semicolon would part one name into two when it is read again.
            let name = names.get(at).map(|name| text::line(name).replace([';', '|'], ","));
            cells.text(&name.unwrap_or_default());
        }
        ways.cells(&mut cells, &group.contacts);
        cells.text(&group.meets);
        cells.text(&topics(group));
        cells.text(&group.founded);
        cells.text(&group.about);
        cells.text(&group.notes);
        cells.text(&group.time_zone);
        cells.text(&group.place.county_fips);
        if has_position {
            cells.number(group.place.latitude);
            cells.number(group.place.longitude);
        }
        cells.text(&group.id.to_string());
        cells.end_row();
    }
    cells.into_bytes()
}

/// The people as a spreadsheet. All of it is for members only.
#[must_use]
pub fn people(
    people: &[Person],
    groups: &[Group],
    awgs: &[Awg],
    regions: &[Region],
    language: Language,
) -> Vec<u8> {
    let mut names = HashMap::<Id, &str>::new();
    names.extend(groups.iter().map(|group| (group.id, group.name.as_str())));
    names.extend(awgs.iter().map(|awg| (awg.id, awg.name.as_str())));
    names.extend(regions.iter().map(|region| (region.id, region.name.as_str())));
    let ways = Ways::of(people.iter().map(|person| person.contacts.as_slice()));
    let heading = |field| headings::of(Kind::Person, field, language);
    let mut cells = Cells::new();
    for field in [Field::Name, Field::Roles] {
        cells.text(heading(field));
    }
    ways.headings(&mut cells, language);
    cells.text(&headings::marked(heading(Field::Notes), Audience::Members, language));
    cells.text(heading(Field::Public));
    cells.text(headings::ID.in_language(language));
    cells.end_row();
    for person in people {
        let roles: Vec<String> =
            person.roles.iter().map(|role| role_in_words(*role, &names, language)).collect();
        cells.text(&person.name);
        cells.text(&roles.join("; "));
        ways.cells(&mut cells, &person.contacts);
        cells.text(&person.notes);
        cells.text(headings::yes_or_no(person.public, language));
        cells.text(&person.id.to_string());
        cells.end_row();
    }
    cells.into_bytes()
}

/// "Convener: Kenosha Community Assembly".
fn role_in_words(role: Membership, names: &HashMap<Id, &str>, language: Language) -> String {
    let word = language.of(role.role.label());
    if role.of == Ref::NETWORK {
        return format!("{word}: {}", headings::NETWORK.in_language(language));
    }
    match names.get(&role.of.id) {
        Some(name) => format!("{word}: {name}"),
        None => word.to_owned(),
    }
}

/// Issues so that they part again where they were joined: a comma may be part of one.
fn topics(group: &Group) -> String {
    let topics: Vec<String> =
        group.topics.iter().map(|topic| text::line(topic).replace([';', '|'], ",")).collect();
    match topics.as_slice() {
        [one] if one.contains(',') => format!("{one};"),
        several => several.join("; "),
    }
}

/// The names of those who answer for each group.
fn contact_people(people: &[Person]) -> HashMap<Id, Vec<&str>> {
    let mut contacts = HashMap::<Id, Vec<&str>>::new();
    for person in people {
        for role in &person.roles {
            if let (Some(id), Role::Contact) = (role.of.id_of(Kind::Group), role.role) {
                contacts.entry(id).or_default().push(&person.name);
            }
        }
    }
    contacts
}

/// How many there are at most; at least one, so that the column is there to be filled.
fn most(counts: impl Iterator<Item = usize>) -> usize {
    counts.max().unwrap_or(0).max(1)
}

/// The columns of contact ways: one for each kind and audience, as many times as the record with the most
/// needs.
struct Ways(BTreeMap<(ContactKind, Audience), usize>);

impl Ways {
    fn of<'a>(records: impl Iterator<Item = &'a [ContactWay]>) -> Self {
        // The columns that people expect are there even when they are empty.
        let mut ways = BTreeMap::from([
            ((ContactKind::Email, Audience::Members), 1),
            ((ContactKind::Phone, Audience::Members), 1),
            ((ContactKind::Web, Audience::Public), 1),
        ]);
        for contacts in records {
            let mut counts = BTreeMap::<(ContactKind, Audience), usize>::new();
            for way in contacts {
                *counts.entry((way.kind, way.audience)).or_default() += 1;
            }
            for (column, count) in counts {
                let most = ways.entry(column).or_default();
                *most = count.max(*most);
            }
        }
        Self(ways)
    }

    fn headings(&self, cells: &mut Cells, language: Language) {
        for ((kind, audience), count) in &self.0 {
            cells.repeated(headings::contact(*kind).in_language(language), *count, Some(*audience), language);
        }
    }

    fn cells(&self, cells: &mut Cells, contacts: &[ContactWay]) {
        for ((kind, audience), count) in &self.0 {
            let mut ways = contacts.iter().filter(|way| way.kind == *kind && way.audience == *audience);
            for _ in 0..*count {
                cells.text(&ways.next().map(plan::write_way).unwrap_or_default());
            }
        }
    }
}
