//! What a draft changes in a group. An empty cell erases nothing. Of several e-mail addresses or phone numbers none is
//! taken away; a single one is corrected by the file's single one.

use super::{
    draft::Draft,
    merge::{
        change, contains_lines, for_each_difference, is_same_text, position, same_position, same_topics,
        topics,
    },
    regions::Regions,
    ways,
};
use crate::text;
use groundswell_model::{ContactKind, ContactWay, Field, Group, import::Change};
use std::collections::BTreeSet;

/// Writes what the draft says into the group, and tells each real difference.
pub(super) fn apply(group: &mut Group, draft: &Draft, regions: &Regions) -> Vec<Change> {
    let mut changes = Vec::new();
    let name = &draft.group.name;
    if !name.is_empty() && text::name_key(&group.name) != text::name_key(name) {
        changes.push(change(Field::Name, &group.name, name));
        group.name.clone_from(name);
    }
    if let Some(status) = draft.status
        && status != group.status
    {
        changes.push(change(Field::Status, group.status.key(), status.key()));
        group.status = status;
    }
    let said = &draft.group;
    for_each_difference(group, said, is_same_text, |field, before, after| {
        changes.push(change(field, before, after));
        after.clone_into(before);
    });
    if said.place.latitude.is_some() && !same_position(group, said) {
        changes.push(change(Field::Latitude, &position(group), &position(said)));
        group.place.latitude = said.place.latitude;
        group.place.longitude = said.place.longitude;
    }
    apply_region(group, draft, regions, &mut changes);
    apply_topics(group, &said.topics, &mut changes);
    for way in &said.contacts {
        if group.contacts.iter().any(|other| ways::same(other, way)) {
            continue;
        }
        if let Some(old) = corrected(group, draft, way) {
            changes.push(change(Field::Contacts, &old.shown(), &way.shown()));
            // What the file leaves open stays as somebody here said it.
            let label = if way.label.is_empty() { &old.label } else { &way.label }.clone();
            let audience = if draft.named.contains(&way.id) { way.audience } else { old.audience };
            *old = ContactWay { id: old.id, label, audience, ..way.clone() };
        } else {
            changes.push(change(Field::Contacts, "", &way.shown()));
            group.contacts.push(way.clone());
        }
    }
    apply_notes(group, draft, &mut changes);
    changes
}

/// The group's way in whose place this one comes: the one that the file had before; or, where both have a single one of
/// its kind, that one.
fn corrected<'a>(group: &'a mut Group, draft: &Draft, way: &ContactWay) -> Option<&'a mut ContactWay> {
    let said = &draft.group;
    if let Some(corrected) = &draft.corrected {
        let before = corrected.ways.get(&way.id)?;
        let alone = group.contacts.iter().filter(|other| other.kind == way.kind).count() == 1;
        let is_before = |other: &ContactWay| ways::same(other, before) || alone && other.kind == way.kind;
        return group.contacts.iter_mut().find(|other| is_before(other));
    }
    let of_kind = |group: &Group| group.contacts.iter().filter(|other| other.kind == way.kind).count();
    let is_one_for_one = matches!(way.kind, ContactKind::Email | ContactKind::Phone)
        && (of_kind(group), of_kind(said)) == (1, 1);
    group.contacts.iter_mut().find(|other| is_one_for_one && other.kind == way.kind)
}

fn apply_region(group: &mut Group, draft: &Draft, regions: &Regions, changes: &mut Vec<Change>) {
    let before = group.region.map_or("", |id| regions.name(id));
    if draft.region.is_empty() || text::key(before) == text::key(&draft.region) {
        return;
    }
    if let Some(region) = regions.find(&draft.region) {
        changes.push(change(Field::Region, before, &draft.region));
        group.region = Some(region);
    }
}

/// The issues are those of the file, each as the directory spells it.
fn apply_topics(group: &mut Group, said: &BTreeSet<String>, changes: &mut Vec<Change>) {
    if said.is_empty() || same_topics(said, &group.topics) {
        return;
    }
    let before = topics(&group.topics);
    group.topics = said
        .iter()
        .map(|topic| {
            let key = text::key(topic);
            group.topics.iter().find(|other| text::key(other) == key).unwrap_or(topic).clone()
        })
        .collect();
    changes.push(change(Field::Topics, &before, &topics(&group.topics)));
}

/// Notes that stand in the directory already, among others perhaps, are no difference. Notes that do not, take the place
/// of what the file said before, or of all that is there where that is not known; what only found no other place is added.
fn apply_notes(group: &mut Group, draft: &Draft, changes: &mut Vec<Change>) {
    let pieces = &draft.notes;
    let before = text::paragraphs(&group.notes);
    let missing: Vec<&str> =
        pieces.iter().map(String::as_str).filter(|piece| !contains_lines(&before, piece)).collect();
    if missing.is_empty() {
        return;
    }
    if let Some(corrected) = &draft.corrected {
        let after = with_notes(&before, &missing, &corrected.notes);
        changes.push(change(Field::Notes, &before, &after));
        group.notes = after;
        return;
    }
    let first_is_there = pieces.first().is_some_and(|first| contains_lines(&before, first));
    let after = if first_is_there { format!("{before}\n{}", missing.join("\n")) } else { pieces.join("\n") };
    changes.push(change(Field::Notes, &before, &after));
    group.notes = after;
}

/// Notes with each of these pieces in the place of one that is gone, as long as there are such; the rest stand below.
fn with_notes(before: &str, pieces: &[&str], gone: &[String]) -> String {
    let mut gone = gone.iter().filter(|piece| contains_lines(before, piece));
    let mut notes = before.to_owned();
    for piece in pieces {
        match gone.next() {
            Some(old) => {
                notes = format!("\n{notes}\n")
                    .replacen(&format!("\n{old}\n"), &format!("\n{piece}\n"), 1)
                    .trim()
                    .to_owned()
            }
            None if notes.is_empty() => (*piece).clone_into(&mut notes),
            None => notes = format!("{notes}\n{piece}"),
        }
    }
    notes
}
