//! Differences for those who look at them: bounded, whatever somebody wrote.

use super::difference::Difference;
use groundswell_model::{
    ContactWay,
    history::FieldChange,
    record::{FieldValue, Slot},
};

/// At most so many fields of an entry are shown.
const MOST_FIELDS: usize = 60;
/// At most so many members of a set.
const MOST_MEMBERS: usize = 40;
/// At most so many letters of a text.
const MOST_LETTERS: usize = 4_000;
/// At most so many of a line.
const MOST_OF_A_LINE: usize = 500;
/// So many letters stay on either side of what differs in a long text.
const AROUND: usize = 200;

/// The differences as people see them, a set's members together; and how many are left out.
pub(super) fn shown(differences: Vec<Difference>) -> (Vec<FieldChange>, usize) {
    let mut changes: Vec<FieldChange> = Vec::new();
    let mut left_out = 0;
    for difference in differences {
        if let Slot::Member(_) = difference.slot
            && let Some(last) = changes.last_mut()
            && last.field == difference.field
        {
            add_members(last, difference);
        } else if changes.len() < MOST_FIELDS {
            changes.push(field_change(difference));
        } else {
            left_out += 1;
        }
    }
    (changes, left_out)
}

fn add_members(change: &mut FieldChange, difference: Difference) {
    for (side, value) in [(&mut change.from, difference.from), (&mut change.to, difference.to)] {
        let Some(FieldValue::Members(new)) = value else { continue };
        let members = side.get_or_insert_with(|| FieldValue::Members(Vec::new()));
        let FieldValue::Members(members) = members else { continue };
        for member in new {
            if members.len() < MOST_MEMBERS {
                members.push(line(member, &mut change.left_out));
            } else {
                change.left_out += 1;
            }
        }
    }
}

fn field_change(difference: Difference) -> FieldChange {
    let Difference { field, slot, mut from, mut to } = difference;
    let contact = if let Slot::Contact(id) = slot { Some(id) } else { None };
    let mut left_out = 0;
    if let (Some(FieldValue::Long(one)), Some(FieldValue::Long(other))) = (&mut from, &mut to) {
        left_out += leave_out_what_is_alike(one, other);
    }
    let mut bounded = |value: Option<FieldValue>| value.map(|value| bound(value, &mut left_out));
    let (from, to) = (bounded(from), bounded(to));
    FieldChange { field, contact, from, to, left_out }
}

fn bound(value: FieldValue, left_out: &mut usize) -> FieldValue {
    match value {
        FieldValue::Line(text) => FieldValue::Line(line(text, left_out)),
        FieldValue::Long(text) => FieldValue::Long(first(text, MOST_LETTERS, left_out)),
        FieldValue::Key(text) => FieldValue::Key(line(text, left_out)),
        FieldValue::Members(members) => {
            FieldValue::Members(members.into_iter().map(|member| line(member, left_out)).collect())
        }
        FieldValue::Contact(way) => FieldValue::Contact(ContactWay {
            value: line(way.value, left_out),
            entered: line(way.entered, left_out),
            label: line(way.label, left_out),
            ..way
        }),
        FieldValue::Number(_) | FieldValue::Record(_) | FieldValue::Flag(_) | FieldValue::Moment(_) => value,
    }
}

fn line(text: String, left_out: &mut usize) -> String {
    first(text, MOST_OF_A_LINE, left_out)
}

fn first(text: String, most: usize, left_out: &mut usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => {
            let (kept, rest) = text.split_at(end);
            *left_out += rest.chars().count();
            kept.to_owned()
        }
        None => text,
    }
}

/// Leaves out of two long texts the beginning and end in which they are alike, but for a little; how many letters.
fn leave_out_what_is_alike(one: &mut String, other: &mut String) -> usize {
    if one.len().max(other.len()) <= MOST_LETTERS {
        return 0;
    }
    let letters = |text: &str| text.chars().collect::<Vec<char>>();
    let (this, that) = (letters(one), letters(other));
    let alike = |pairs: &mut dyn Iterator<Item = (&char, &char)>| pairs.take_while(|(a, b)| a == b).count();
    let begin = alike(&mut this.iter().zip(&that));
    let most = this.len().min(that.len()) - begin;
    let end = alike(&mut this.iter().rev().zip(that.iter().rev())).min(most);
    let (begin, end) = (begin.saturating_sub(AROUND), end.saturating_sub(AROUND));
    for (text, letters) in [(one, this), (other, that)] {
        let within = letters.get(begin..letters.len() - end).unwrap_or_default();
        *text = within.iter().collect();
    }
    begin + end
}
