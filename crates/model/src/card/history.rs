//! What was lately put into a table, so that what is derived from it can be updated instead of rebuilt.

use crate::Id;
use std::{
    collections::VecDeque,
    sync::atomic::{AtomicU64, Ordering},
};

/// The state of a table. No two tables ever have the same, unless one is a copy of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision(u64);

impl Revision {
    fn next() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed))
    }
}

/// So many groups are remembered.
const KEPT: usize = 64;

/// The states of a table until now, and what was put between them.
#[derive(Clone, Debug)]
pub(super) struct History {
    now: Revision,
    /// Each group with the state before it was put.
    put: VecDeque<(Revision, Id)>,
}

impl Default for History {
    fn default() -> Self {
        Self { now: Revision::next(), put: VecDeque::new() }
    }
}

impl History {
    pub(super) const fn now(&self) -> Revision {
        self.now
    }

    pub(super) fn put(&mut self, id: Id) {
        if self.put.len() == KEPT {
            self.put.pop_front();
        }
        self.put.push_back((self.now, id));
        self.now = Revision::next();
    }

    /// Nothing that was made before can follow.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    pub(super) fn since(&self, revision: Revision) -> Option<impl Iterator<Item = Id> + '_> {
        let known = self.put.iter().position(|(before, _)| *before == revision);
        let first = if revision == self.now { Some(self.put.len()) } else { known };
        first.map(|first| self.put.iter().skip(first).map(|(_, id)| *id))
    }
}
