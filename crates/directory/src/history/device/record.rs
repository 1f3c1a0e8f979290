//! What is to be undone of one record.

use crate::{
    Directory,
    edit::part_of,
    history::{
        Entry, MOST_WALKED,
        difference::{Difference, of_fields},
        put_back::{contact_of, keep_private},
    },
    read,
    reading::Texts,
    text,
};
use groundswell_model::{
    Command, Conflict, Field, Id, Kind, Part, Record, Stamp,
    history::{LeftAlone, Outcome, RecordName, WhyLeft},
    record::{FieldValue, Slot},
};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Whose a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// It is to be undone.
    Undone,
    /// It is somebody else's, or of earlier, and stays.
    Other(Stamp),
}

/// What is to be done about a record.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) record: RecordName,
    pub(super) outcome: Outcome,
    /// From what there is to what there was.
    pub(super) fields: Vec<Difference>,
    pub(super) left: Vec<LeftAlone>,
    pub(super) commands: Vec<Command>,
    /// Those of less depth are carried out first.
    pub(super) depth: usize,
}

/// Where something was changed. A contact way may be in either part.
type Place = (Field, Slot, Option<Part>);
/// What became of it, in order.
type Steps = Vec<(Side, Difference)>;

impl Planned {
    /// Of the changes from the first one that is to be undone, in order.
    pub(super) fn of(
        directory: &Directory,
        name: RecordName,
        is_created: bool,
        changes: &[(Entry, Side)],
    ) -> Self {
        let RecordName { kind, id, .. } = name;
        let mut planned = Self {
            record: name,
            outcome: Outcome::Nothing,
            fields: Vec::new(),
            left: Vec::new(),
            commands: Vec::new(),
            depth: 0,
        };
        let Some(found) = read::find(&directory.docs, kind, id, Texts::Read) else { return planned };
        let (now, deleted) = (found.record.clone(), found.deleted.is_some());
        let conflicts = found.view(&directory.docs, &directory.broken).conflicts;
        let other = changes.iter().rev().find_map(|(_, side)| match side {
            Side::Other(stamp) => Some(*stamp),
            Side::Undone => None,
        });
        if is_created {
            match other {
                Some(stamp) => planned.leave_all(WhyLeft::ChangedSince(stamp)),
                None if deleted => {}
                None => {
                    planned.outcome = Outcome::Deleted;
                    planned.commands.push(Command::Delete { kind, id });
                }
            }
            return planned;
        }
        let cost: usize = changes.iter().map(|(entry, _)| directory.cost(kind, id, entry)).sum();
        if cost > MOST_WALKED {
            planned.leave_all(WhyLeft::ChangedTooOften);
            return planned;
        }
        let mut steps = steps(directory, kind, id, changes);
        let deletion = steps.remove(&(Field::Deleted, Slot::Whole, None)).unwrap_or_default();
        if conflicts.iter().any(|conflict| conflict.field == Field::Deleted) {
            planned.leave_all(WhyLeft::InDispute);
            return planned;
        }
        let turned = turned(&deletion);
        if deleted && turned != Some(false) {
            if turned.is_none() {
                planned.leave_all(WhyLeft::DeletedSince);
            }
            return planned;
        }
        if let (Some((Side::Other(stamp), _)), true) = (deletion.last(), has_undone(&deletion)) {
            planned.leave(Field::Deleted, &Slot::Whole, WhyLeft::ChangedSince(*stamp));
        }
        let mut after = planned.fields_back(&now, steps, &conflicts);
        planned.hold_back(&now, &mut after);
        if !after.problems().is_empty() {
            planned.leave_all(WhyLeft::DoesNotHold);
            return planned;
        }
        planned.fields = of_fields(kind, &now, &after);
        if deleted {
            planned.outcome = Outcome::Restored;
            planned.commands.push(Command::Restore { kind, id });
        }
        if !planned.fields.is_empty() {
            if !deleted {
                planned.outcome = Outcome::Edited;
            }
            let (before, after) = (Some(Box::new(now)), Box::new(after));
            planned.commands.push(Command::Save { before, after });
        }
        if !deleted && turned == Some(true) {
            planned.outcome = Outcome::Deleted;
            planned.commands.push(Command::Delete { kind, id });
        }
        planned
    }

    pub(super) const fn shows_something(&self) -> bool {
        !self.commands.is_empty() || !self.left.is_empty()
    }

    /// Does nothing about it after all.
    pub(super) fn give_up(&mut self, why: WhyLeft) {
        self.outcome = Outcome::Nothing;
        self.fields.clear();
        self.commands.clear();
        self.leave_all(why);
    }

    fn leave_all(&mut self, why: WhyLeft) {
        self.left = vec![LeftAlone { field: None, contact: None, why }];
    }

    fn leave(&mut self, field: Field, slot: &Slot, why: WhyLeft) {
        let contact = if let Slot::Contact(id) = slot { Some(*id) } else { None };
        self.left.push(LeftAlone { field: Some(field), contact, why });
    }

    /// Keeps from the public what is not public now, and says of what.
    fn hold_back(&mut self, now: &Record, after: &mut Record) {
        let wanted = after.clone();
        for spec in now.kind().declaration().fields() {
            keep_private(spec, now, after);
        }
        for held in of_fields(now.kind(), &wanted, after) {
            self.leave(held.field, &held.slot, WhyLeft::StaysPrivate);
        }
    }

    /// The record with each field as it is to be.
    fn fields_back(&mut self, now: &Record, steps: BTreeMap<Place, Steps>, conflicts: &[Conflict]) -> Record {
        let mut after = now.clone();
        let disputed: BTreeSet<(Field, Option<Id>)> =
            conflicts.iter().map(|conflict| (conflict.field, conflict.contact)).collect();
        let mut by_field: BTreeMap<Field, Vec<(Slot, Option<Part>, Steps)>> = BTreeMap::new();
        for ((field, slot, part), steps) in steps {
            by_field.entry(field).or_default().push((slot, part, steps));
        }
        for (field, changed) in by_field {
            let Some(spec) = now.kind().declaration().field(field) else { continue };
            let slots = spec.slots(now);
            // A contact way that moved from one part to the other is taken out of one and put into the other.
            let (mut out, mut into) = (Vec::new(), Vec::new());
            for (slot, part, steps) in changed {
                if !has_undone(&steps) {
                    continue;
                }
                let contact = steps.first().and_then(|(_, it)| contact_of(it));
                if disputed.contains(&(field, contact)) {
                    self.leave(field, &slot, WhyLeft::InDispute);
                    continue;
                }
                let present = slots.get(&slot).filter(|value| match (value, part) {
                    (FieldValue::Contact(way), Some(part)) => part_of(now.kind(), way) == part,
                    _ => true,
                });
                match goal(present.cloned(), &steps) {
                    Ok(None) => {}
                    Ok(Some(value @ Some(_))) => into.push((slot, value)),
                    Ok(Some(None)) => out.push((slot, None)),
                    Err(why) => self.leave(field, &slot, why),
                }
            }
            spec.put(&mut after, out.into_iter().chain(into));
        }
        let mut said = HashSet::new();
        self.left.retain(|left| said.insert(left.clone()));
        after
    }
}

/// What a slot is to have; `None` where it stays as it is.
fn goal(present: Option<FieldValue>, steps: &Steps) -> Result<Option<Option<FieldValue>>, WhyLeft> {
    let last_other = steps.iter().rev().find_map(|(side, _)| match side {
        Side::Other(stamp) => Some(*stamp),
        Side::Undone => None,
    });
    let since = last_other.map_or(WhyLeft::InDispute, WhyLeft::ChangedSince);
    let run = steps.iter().rev().take_while(|(side, _)| *side == Side::Undone);
    let first = run.last().map(|(_, first)| first);
    if first.is_some_and(|first| first.from == present) {
        return Ok(None);
    }
    if let Some(FieldValue::Long(now)) = &present {
        let goal = text_goal(now, steps);
        return if goal == *now {
            Err(since)
        } else {
            Ok(Some((!goal.is_empty()).then_some(FieldValue::Long(goal))))
        };
    }
    let Some(first) = first else {
        // What others made of it may be what it was before.
        let undone = steps.iter().find(|(side, _)| *side == Side::Undone);
        return if undone.is_some_and(|(_, it)| it.from == present) { Ok(None) } else { Err(since) };
    };
    let stands = steps.last().is_some_and(|(_, last)| last.to == present);
    if stands { Ok(Some(first.from.clone())) } else { Err(since) }
}

fn words(value: Option<&FieldValue>) -> &str {
    if let Some(FieldValue::Long(words)) = value { words } else { "" }
}

/// A long text without what the changes did to it that are undone: the words of others stay.
fn text_goal(now: &str, steps: &Steps) -> String {
    steps.iter().rev().filter(|(side, _)| *side == Side::Undone).fold(now.to_owned(), |text, (_, it)| {
        text::merge(words(it.to.as_ref()), words(it.from.as_ref()), &text)
    })
}

fn has_undone(steps: &Steps) -> bool {
    steps.iter().any(|(side, _)| *side == Side::Undone)
}

/// What was changed where, in order.
fn steps(directory: &Directory, kind: Kind, id: Id, changes: &[(Entry, Side)]) -> BTreeMap<Place, Steps> {
    let mut steps: BTreeMap<Place, Steps> = BTreeMap::new();
    for (entry, side) in changes {
        for difference in directory.docs.difference(kind, id, entry) {
            let part = matches!(difference.slot, Slot::Contact(_)).then_some(entry.part);
            let place = (difference.field, difference.slot.clone(), part);
            if difference.field != Field::Verified {
                steps.entry(place).or_default().push((*side, difference));
            }
        }
    }
    steps
}

/// Whether the record was deleted before the last changes of that which are to be undone; `None` if they are others'.
fn turned(deletion: &Steps) -> Option<bool> {
    let (_, first) = deletion.iter().rev().take_while(|(side, _)| *side == Side::Undone).last()?;
    Some(first.from == Some(FieldValue::Flag(true)))
}
