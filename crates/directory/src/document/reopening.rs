//! Conflicts that were ended and are open again.
//!
//! In Automerge a write to a key ends whatever conflict there was in it, for good. But the values stay in the
//! history, each with its author and date. So a conflict is opened again by writing the value that was shown,
//! and right after it, under `reopened/<key>`, the moment of the history in which all the others are found.
//! That holds as long as the value written together with it stands: whoever writes to the key after it, in
//! whatever version of the app, ends the conflict, and who writes at the same time adds to it.

use super::{Document, State, scalars};
use crate::CommandError;
use automerge::{ChangeHash, ObjId, ReadDoc, ScalarValue};

/// A moment of the history: the heads of the document then.
pub(crate) type Moment = Vec<ChangeHash>;

const REOPENED: &str = "reopened/";

/// A conflict that was opened again may be part of another, and so on. So many moments are looked into: people do
/// not come near it, but a made-up document may.
const MOST: usize = 32;

/// The key of which a key says that its conflict was opened again.
pub(crate) fn marked(key: &str) -> Option<&str> {
    key.strip_prefix(REOPENED)
}

impl Document {
    /// All that is to be chosen from at a key, each with its operation, the shown one first: what was written to
    /// it at once, and what a reopened conflict brings back.
    pub(crate) fn choices(&self, map: &ObjId, key: &str) -> Vec<(ScalarValue, ObjId)> {
        self.choices_at(map, key, None, &mut Vec::new())
    }

    fn choices_at(
        &self,
        map: &ObjId,
        key: &str,
        then: Option<&Moment>,
        seen: &mut Vec<Moment>,
    ) -> Vec<(ScalarValue, ObjId)> {
        let values = self.values_at(map, key, then);
        let marks = self.values_at(map, &mark(key), then);
        if marks.is_empty() {
            return values;
        }
        let mut choices: Vec<(ScalarValue, ObjId)> = Vec::new();
        for (value, operation) in values {
            let found = match self.moment_of(&operation, &marks) {
                Some(moment) if seen.contains(&moment) => Vec::new(),
                Some(moment) if seen.len() < MOST => {
                    seen.push(moment.clone());
                    self.choices_at(map, key, Some(&moment), seen)
                }
                Some(_) | None => vec![(value, operation)],
            };
            for (value, operation) in found {
                if choices.iter().all(|(_, known)| *known != operation) {
                    choices.push((value, operation));
                }
            }
        }
        choices
    }

    /// Whether a conflict at a key was opened again, ended since or not.
    pub(crate) fn is_marked(&self, map: &ObjId, key: &str) -> bool {
        self.get(map, &mark(key)).is_some()
    }

    /// The moment that shows what there was to choose from at a key at a moment; `None` if all was agreed on.
    pub(crate) fn disagreement(
        &self,
        map: &ObjId,
        key: &str,
        then: &Moment,
        is_same: impl Fn(&ScalarValue, &ScalarValue) -> bool,
    ) -> Option<Moment> {
        let choices = self.choices_at(map, key, Some(then), &mut Vec::new());
        let ((first, _), others) = choices.split_first()?;
        if others.iter().all(|(other, _)| is_same(first, other)) {
            return None;
        }
        // What is opened again and again leads to where it began, and not from one time to the one before.
        match self.values_at(map, key, Some(then)).as_slice() {
            [(_, operation)] => self.moment_of(operation, &self.values_at(map, &mark(key), Some(then))),
            _ => Some(then.clone()),
        }
    }

    /// Writes a value and opens the conflict that there was at this moment.
    pub(crate) fn put_open(
        &mut self,
        map: &ObjId,
        key: &str,
        value: ScalarValue,
        moment: &Moment,
    ) -> Result<(), CommandError> {
        let mark = mark(key);
        let heads: Vec<String> = moment.iter().map(ToString::to_string).collect();
        // The mark's operation comes right after the value's.
        self.delete(map, &mark)?;
        self.put_again(map, key, value)?;
        self.put(map, &mark, heads.join(" ").into())
    }

    /// What stands or stood at a key, the shown value first.
    pub(crate) fn values_at(
        &self,
        map: &ObjId,
        key: &str,
        then: Option<&Moment>,
    ) -> Vec<(ScalarValue, ObjId)> {
        let Some(then) = then else { return self.values(map, key) };
        let values = match &self.state {
            State::Resting(doc) => doc.get_all_at(map, key, then),
            State::Writing(tx) => tx.get_all_at(map, key, then),
        };
        scalars(values.unwrap_or_default())
    }

    /// The moment that was noted together with an operation, if the history knows it.
    fn moment_of(&self, operation: &ObjId, marks: &[(ScalarValue, ObjId)]) -> Option<Moment> {
        let (mark, _) = marks.iter().find(|(_, mark)| follows(mark, operation))?;
        let heads = mark.as_str()?.split(' ').map(str::parse);
        heads.collect::<Result<Moment, _>>().ok().filter(|moment| self.has_moment(moment))
    }

    fn has_moment(&self, moment: &Moment) -> bool {
        match &self.state {
            State::Resting(doc) => doc.get_missing_deps(moment),
            State::Writing(tx) => tx.get_missing_deps(moment),
        }
        .is_empty()
    }
}

fn mark(key: &str) -> String {
    format!("{REOPENED}{key}")
}

/// Whether an author's operation comes right after another.
fn follows(operation: &ObjId, other: &ObjId) -> bool {
    match (operation, other) {
        (ObjId::Id(this, by, _), ObjId::Id(before, author, _)) => {
            by == author && before.checked_add(1) == Some(*this)
        }
        (ObjId::Root, _) | (_, ObjId::Root) => false,
    }
}
