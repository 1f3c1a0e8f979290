//! What can be undone.

use groundswell_directory::Undo;
use std::collections::VecDeque;

/// So many actions can be undone.
const KEPT: usize = 100;

/// The last actions, each under the number that the page was given.
#[derive(Default)]
pub(crate) struct UndoRing {
    kept: VecDeque<(u32, Undo)>,
}

impl UndoRing {
    /// Keeps what undoes an action under a number that was never used before.
    pub(crate) fn keep(&mut self, number: u32, undo: Undo) {
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((number, undo));
    }

    /// What undoes the action of this number, unless it is forgotten or was undone.
    pub(crate) fn get(&self, number: u32) -> Option<&Undo> {
        self.kept.iter().find(|(kept, _)| *kept == number).map(|(_, undo)| undo)
    }

    /// The action of this number is undone.
    pub(crate) fn forget(&mut self, number: u32) {
        self.kept.retain(|(kept, _)| *kept != number);
    }
}
