//! Which stored records the open document holds, and which of them this tab may delete.
//!
//! Compaction deletes only what this tab itself read or wrote (the rule comes from automerge-repo's storage):
//! a record that another tab added meanwhile is not in the book, so it stays.

use groundswell_model::Part;
use std::collections::{BTreeMap, BTreeSet};

/// The stored records of one part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ledger {
    /// Changes this tab read or wrote: hash -> bytes.
    changes: BTreeMap<String, usize>,
    /// Snapshots this tab read or wrote.
    snapshots: BTreeSet<String>,
    /// Changes that the document holds because another tab sent them.
    received: BTreeSet<String>,
}

impl Ledger {
    /// The tab read or wrote this change, and the document holds it.
    pub(crate) fn change(&mut self, hash: String, bytes: usize) {
        self.received.remove(&hash);
        self.changes.insert(hash, bytes);
    }

    /// The tab read this snapshot, and the document holds it.
    pub(crate) fn snapshot(&mut self, hash: String) {
        self.snapshots.insert(hash);
    }

    /// The document holds this change, which another tab wrote.
    pub(crate) fn received(&mut self, hash: String) {
        if !self.changes.contains_key(&hash) {
            self.received.insert(hash);
        }
    }

    /// Whether the document holds this change.
    pub(crate) fn has_change(&self, hash: &str) -> bool {
        self.changes.contains_key(hash) || self.received.contains(hash)
    }

    /// Whether the document holds this snapshot.
    pub(crate) fn has_snapshot(&self, hash: &str) -> bool {
        self.snapshots.contains(hash)
    }

    /// Whether there are more changes, or bytes of them, than these.
    pub(crate) fn exceeds(&self, changes: usize, bytes: usize) -> bool {
        self.changes.len() > changes || self.changes.values().sum::<usize>() > bytes
    }

    /// The changes this tab may delete once a snapshot holds them.
    pub(crate) fn deletable_changes(&self) -> Vec<String> {
        self.changes.keys().cloned().collect()
    }

    /// The snapshots this tab may delete once a newer one holds them.
    pub(crate) fn deletable_snapshots(&self) -> Vec<String> {
        self.snapshots.iter().cloned().collect()
    }

    /// A snapshot took the place of these changes and of every older snapshot in the book.
    pub(crate) fn compacted(&mut self, snapshot: String, changes: &[String]) {
        for hash in changes {
            self.changes.remove(hash);
        }
        self.snapshots.clear();
        self.snapshots.insert(snapshot);
    }
}

/// The stored records of every part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ledgers(BTreeMap<Part, Ledger>);

impl Ledgers {
    /// The book of this part.
    pub(crate) fn of(&mut self, part: Part) -> &mut Ledger {
        self.0.entry(part).or_default()
    }

    /// Each part with its book.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Part, &Ledger)> {
        self.0.iter().map(|(part, ledger)| (*part, ledger))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_this_tab_read_or_wrote_may_be_deleted() {
        let mut ledger = Ledger::default();
        ledger.snapshot("read".into());
        ledger.change("written".into(), 10);
        ledger.received("heard".into());
        assert!(ledger.has_change("heard") && ledger.has_change("written") && ledger.has_snapshot("read"));
        assert_eq!(ledger.deletable_changes(), ["written"]);
        assert_eq!(ledger.deletable_snapshots(), ["read"]);
        ledger.change("heard".into(), 10);
        assert_eq!(ledger.deletable_changes(), ["heard", "written"], "read from the storage meanwhile");
    }

    #[test]
    fn a_compacted_history_begins_with_its_snapshot() {
        let mut ledger = Ledger::default();
        ledger.snapshot("old".into());
        ledger.change("one".into(), 10);
        ledger.change("two".into(), 10);
        assert!(ledger.exceeds(1, 100) && ledger.exceeds(2, 19) && !ledger.exceeds(2, 20));
        ledger.compacted("new".into(), &["one".into()]);
        assert_eq!(ledger.deletable_changes(), ["two"]);
        assert_eq!(ledger.deletable_snapshots(), ["new"]);
    }

    #[test]
    fn what_is_written_here_is_not_merely_received() {
        let mut ledger = Ledger::default();
        ledger.change("one".into(), 10);
        ledger.received("one".into());
        assert_eq!(ledger.deletable_changes(), ["one"]);
    }
}
