//! Maps that version 1 does not have, made when they are first needed: see [`crate::migrations::later`].
//!
//! The change that makes one is known to everybody before it is there, so somebody who holds an edit link could take
//! its name. Whatever its hash, and whether it is there or not, it keeps the name: any other change of that name is
//! displaced.

use super::{Document, KnownAuthors, arrivals::Arrived, rivals::Rivals, waiting::Refused};
use crate::CommandError;
use automerge::{Automerge, Change};

/// What was done so that maps are there.
#[derive(Debug, Default)]
pub(crate) struct Made {
    /// Those that were not there.
    pub(crate) keys: Vec<&'static str>,
    /// The changes that make them.
    pub(crate) changes: Vec<Change>,
    /// What was applied with them: it had been waiting for them.
    pub(crate) applied: Vec<Change>,
    before: Option<Box<Before>>,
}

/// What a document was before maps were made in it.
#[derive(Debug)]
struct Before {
    doc: Automerge,
    rivals: Rivals,
    refused: Refused,
    waiting: Vec<Change>,
}

impl Made {
    /// Without the way back.
    pub(crate) fn kept(self) -> Self {
        Self { before: None, ..self }
    }
}

impl Document {
    /// Makes those of these maps that are not there. Maps of the first version always are.
    pub(crate) fn make_maps(&mut self, keys: &[&'static str]) -> Result<Made, CommandError> {
        let maps = self.later.iter().filter(|map| keys.contains(&map.key) && !self.has(map.change.hash()));
        let (keys, missing): (Vec<_>, Vec<Change>) = maps.map(|map| (map.key, map.change.clone())).unzip();
        if missing.is_empty() {
            return Ok(Made::default());
        }
        let before = Before {
            doc: self.resting().clone(),
            rivals: self.rivals.clone(),
            refused: self.refused.clone(),
            waiting: self.waiting.clone(),
        };
        let Arrived { applied, .. } = self.arrive_again(missing.iter().cloned().map(|it| (0, it)).collect());
        let made = Made { keys, changes: missing, applied, before: Some(Box::new(before)) };
        if made.changes.iter().all(|change| self.has(change.hash())) {
            return Ok(made);
        }
        self.unmake_maps(made);
        Err(CommandError::Document("the map of a kind can not be made".to_owned()))
    }

    /// Makes the document what it was before.
    pub(crate) fn unmake_maps(&mut self, made: Made) {
        let Some(before) = made.before else { return };
        let Before { doc, rivals, refused, waiting } = *before;
        self.set_resting(doc);
        (self.rivals, self.refused, self.waiting) = (rivals, refused, waiting);
        self.authors = KnownAuthors::default();
    }

    /// All maps that version 1 does not have.
    pub(crate) fn later_keys(&self) -> Vec<&'static str> {
        self.later.iter().map(|map| map.key).collect()
    }

    /// Whether a change has the name of one that makes a map, and is another.
    pub(super) fn is_impostor(&self, change: &Change) -> bool {
        self.later.iter().any(|map| {
            change.seq() == map.change.seq()
                && change.actor_id() == map.change.actor_id()
                && change.hash() != map.change.hash()
        })
    }

    /// Displaces what stands in the place of a map, in a document that an older version of the app took in.
    pub(crate) fn displace_impostors(&mut self) {
        let is_other = |map: &crate::migrations::later::LaterMap| {
            let standing = self.resting().hash_for_opid(&map.object);
            standing.is_some_and(|standing| standing != map.change.hash())
        };
        if self.later.iter().any(is_other) {
            self.resolve(&[], &mut Arrived::default());
        }
    }
}

#[cfg(test)]
mod tests;
