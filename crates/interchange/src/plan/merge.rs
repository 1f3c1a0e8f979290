//! What two rows of one group say together.

use super::{draft::Draft, ways};
use crate::{place, text};
use groundswell_model::{
    ContactWay, Field, Group, Problem,
    import::Change,
    validate::{MAX_ENTRIES, MAX_LONG, MAX_SHORT},
};
use std::collections::BTreeSet;

/// The fields that are one text each.
pub(super) const TEXTS: [Field; 8] = [
    Field::Town,
    Field::County,
    Field::State,
    Field::CountyFips,
    Field::TimeZone,
    Field::Founded,
    Field::Meets,
    Field::About,
];

macro_rules! text_of {
    ($group:expr, $field:expr, $($borrow:tt)+) => {
        Some(match $field {
            Field::Town => $($borrow)+ $group.place.town,
            Field::County => $($borrow)+ $group.place.county,
            Field::State => $($borrow)+ $group.place.state,
            Field::CountyFips => $($borrow)+ $group.place.county_fips,
            Field::TimeZone => $($borrow)+ $group.time_zone,
            Field::Founded => $($borrow)+ $group.founded,
            Field::Meets => $($borrow)+ $group.meets,
            Field::About => $($borrow)+ $group.about,
            _ => return None,
        })
    };
}

/// The text of one of [`TEXTS`].
pub(super) fn text_of(group: &Group, field: Field) -> Option<&str> {
    text_of!(group, field, &)
}

/// The same, to be changed.
pub(super) fn text_of_mut(group: &mut Group, field: Field) -> Option<&mut String> {
    text_of!(group, field, &mut)
}

/// The fields of [`TEXTS`] of which `later` says something, and something else than `earlier`: the field, the
/// text to be changed, and what `later` says. `is_same` tells of two texts of a field whether they say the same.
pub(super) fn for_each_difference(
    earlier: &mut Group,
    later: &Group,
    is_same: impl Fn(Field, &str, &str) -> bool,
    mut each: impl FnMut(Field, &mut String, &str),
) {
    for field in TEXTS {
        if let (Some(before), Some(after)) = (text_of_mut(earlier, field), text_of(later, field))
            && !after.is_empty()
            && !is_same(field, before, after)
        {
            each(field, before, after);
        }
    }
}

/// Whether two texts of a field say the same; of meeting times, whether the first has the other among them.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other fields are compared alike")]
pub(super) fn same_text(field: Field, one: &str, other: &str) -> bool {
    let uniform_county = |text| place::without_county_word(text).unwrap_or(text);
    one == other
        || match field {
            Field::Town => text::name_key(one) == text::name_key(other),
            Field::Meets => {
                text::line(one) == text::line(other)
                    || one.split(';').any(|time| text::line(time) == text::line(other))
            }
            Field::County => text::key(uniform_county(one)) == text::key(uniform_county(other)),
            Field::State => {
                text::key(place::state(one).unwrap_or(one)) == text::key(place::state(other).unwrap_or(other))
            }
            Field::About => text::paragraphs(one) == text::paragraphs(other),
            _ => text::line(one) == text::line(other),
        }
}

/// Whether two texts of a field say the same. A meeting time that a file no longer has was taken back, so the whole
/// lines are compared.
pub(super) fn is_same_text(field: Field, one: &str, other: &str) -> bool {
    if field == Field::Meets { text::line(one) == text::line(other) } else { same_text(field, one, other) }
}

/// Whether two positions are the same to a centimetre.
pub(super) fn same_position(one: &Group, other: &Group) -> bool {
    let near = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() < 1e-7,
        (one, other) => one == other,
    };
    near(one.place.latitude, other.place.latitude) && near(one.place.longitude, other.place.longitude)
}

/// A position as text.
pub(super) fn position(group: &Group) -> String {
    match (group.place.latitude, group.place.longitude) {
        (Some(north), Some(east)) => format!("{north}, {east}"),
        _ => String::new(),
    }
}

/// Issues as text.
pub(super) fn topics(topics: &BTreeSet<String>) -> String {
    topics.iter().map(String::as_str).collect::<Vec<_>>().join("; ")
}

/// Whether two lists of issues are the same, however they are spelled.
pub(super) fn same_topics(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let keys =
        |topics: &BTreeSet<String>| topics.iter().map(|topic| text::key(topic)).collect::<BTreeSet<_>>();
    one == other || keys(one) == keys(other)
}

/// Whether all lines of a piece stand together in a text, both tidied.
pub(super) fn contains_lines(text: &str, piece: &str) -> bool {
    format!("\n{text}\n").contains(&format!("\n{piece}\n"))
}

/// A change from one text to another.
pub(super) fn change(field: Field, before: &str, after: &str) -> Change {
    Change { field, before: before.to_owned(), after: after.to_owned() }
}

/// Two meeting times as one text, if it is no longer than one may be.
fn both_times(before: &str, after: &str) -> Option<String> {
    let is_there = before.split(';').any(|time| text::line(time) == text::line(after));
    let both = if is_there { before.to_owned() } else { format!("{before}; {after}") };
    (both.chars().count() <= MAX_SHORT).then_some(both)
}

/// Whether a name is written in capitals only, as some type whole spreadsheets.
fn shouts(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

impl Draft {
    /// Takes in what a later row of the same group adds. Where both say something else of a field, the earlier
    /// one stays; the difference is reported all the same.
    ///
    /// # Errors
    /// When both together would not hold; the draft is then as it was.
    pub(super) fn merge(&mut self, later: &Self) -> Result<Vec<Change>, Problem> {
        self.has_room(later)?;
        let mut changes = Vec::new();
        self.id = self.id.or(later.id);
        self.merge_name(later, &mut changes);
        if let (Some(before), Some(after)) = (self.status, later.status) {
            if before != after {
                changes.push(change(Field::Status, before.key(), after.key()));
            }
        } else if let Some(status) = later.status {
            changes.push(change(Field::Status, "", status.key()));
            self.status = Some(status);
        }
        for_each_difference(&mut self.group, &later.group, same_text, |field, before, after| {
            changes.push(change(field, before, after));
            if before.is_empty() {
                after.clone_into(before);
            } else if field == Field::Meets
                && let Some(both) = both_times(before, after)
            {
                *before = both;
            }
        });
        if later.group.place.latitude.is_some() && !same_position(&self.group, &later.group) {
            changes.push(change(Field::Latitude, &position(&self.group), &position(&later.group)));
            if self.group.place.latitude.is_none() {
                self.group.place.latitude = later.group.place.latitude;
                self.group.place.longitude = later.group.place.longitude;
            }
        }
        if !later.region.is_empty() && text::key(&self.region) != text::key(&later.region) {
            changes.push(change(Field::Region, &self.region, &later.region));
            if self.region.is_empty() {
                self.region.clone_from(&later.region);
            }
        }
        self.merge_lists(later, &mut changes);
        Ok(changes)
    }

    fn merge_name(&mut self, later: &Self, changes: &mut Vec<Change>) {
        let (before, after) = (&self.group.name, &later.group.name);
        if text::name_key(before) != text::name_key(after) {
            changes.push(change(Field::Name, before, after));
        } else if shouts(before) && !shouts(after) {
            self.group.name.clone_from(after);
        }
    }

    fn merge_lists(&mut self, later: &Self, changes: &mut Vec<Change>) {
        let before = topics(&self.group.topics);
        for topic in &later.group.topics {
            if !self.has_topic(topic) {
                self.group.topics.insert(topic.clone());
            }
        }
        let after = topics(&self.group.topics);
        if before != after {
            changes.push(change(Field::Topics, &before, &after));
        }
        for way in &later.group.contacts {
            if !self.has_contact(way) {
                changes.push(change(Field::Contacts, "", &way.shown()));
                self.group.contacts.push(way.clone());
                if later.named.contains(&way.id) {
                    self.named.insert(way.id);
                }
            }
        }
        for name in &later.people {
            let key = text::key(name);
            if !self.people.iter().any(|other| text::key(other) == key) {
                changes.push(change(Field::Roles, &self.people.join("; "), name));
                self.people.push(name.clone());
            }
        }
        let before = self.notes.join("\n");
        for piece in &later.notes {
            if !contains_lines(&self.notes.join("\n"), piece) {
                self.notes.push(piece.clone());
            }
        }
        let after = self.notes.join("\n");
        if before != after {
            changes.push(change(Field::Notes, &before, &after));
        }
    }

    /// Each of the two holds; together their lists and notes may be too long.
    fn has_room(&self, later: &Self) -> Result<(), Problem> {
        let contacts = later.group.contacts.iter().filter(|way| !self.has_contact(way)).count();
        let topics = later.group.topics.iter().filter(|topic| !self.has_topic(topic)).count();
        for (own, added) in [(self.group.contacts.len(), contacts), (self.group.topics.len(), topics)] {
            if added > 0 && own + added > MAX_ENTRIES {
                return Err(Problem::TooMany(MAX_ENTRIES));
            }
        }
        let notes = [&self.notes, &later.notes];
        let length: usize = notes.into_iter().flatten().map(|piece| piece.chars().count() + 1).sum();
        if length > MAX_LONG { Err(Problem::TooLong(MAX_LONG)) } else { Ok(()) }
    }

    fn has_contact(&self, way: &ContactWay) -> bool {
        self.group.contacts.iter().any(|other| ways::same(other, way))
    }

    fn has_topic(&self, topic: &str) -> bool {
        let key = text::key(topic);
        self.group.topics.iter().any(|other| other == topic || text::key(other) == key)
    }
}
