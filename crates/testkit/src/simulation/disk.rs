//! What a device has stored: all that outlives a crash. Tabs of a device share it.

use groundswell_sync::{Change, Name, Part, Record, Settings, State, Stored, Write};
use std::collections::{BTreeMap, BTreeSet};

use super::fake_document::FakeDocument;

/// A device's storage. Every call is one transaction.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    changes: BTreeMap<(Part, Name), Vec<u8>>,
    unsealed: BTreeMap<(Part, Name), Vec<u8>>,
    records: BTreeMap<[u8; 32], (Record, Vec<u8>)>,
    /// Everything that a checkpoint here ever covered.
    covered: BTreeSet<[u8; 32]>,
    /// When chunks were removed.
    removed: BTreeMap<[u8; 32], u64>,
    pub(super) settings: Settings,
}

impl Disk {
    /// A change of this device, and that no chunk holds it.
    pub(super) fn commit(&mut self, part: Part, change: &Change) {
        self.changes.insert((part, change.name), change.bytes.clone());
        self.unsealed.insert((part, change.name), change.bytes.clone());
    }

    /// Changes that came from outside.
    pub(super) fn merge(&mut self, part: Part, changes: &[Change]) {
        for change in changes {
            self.changes.insert((part, change.name), change.bytes.clone());
        }
    }

    pub(super) fn write(&mut self, write: &Write, now: u64) {
        for (record, sealed) in &write.put {
            self.covered.extend(&record.covers);
            let entry = self.records.entry(record.id).or_insert_with(|| (record.clone(), Vec::new()));
            entry.0 = record.clone();
            if let Some(sealed) = sealed {
                entry.1.clone_from(sealed);
            }
        }
        for id in &write.remove {
            self.records.remove(id.as_bytes());
            self.removed.insert(*id.as_bytes(), now);
        }
        for name in &write.sealed {
            self.unsealed.remove(name);
        }
        if let Some(settings) = &write.settings {
            self.settings = settings.clone();
        }
    }

    pub(super) fn sealed(&self, id: &[u8; 32]) -> Option<Vec<u8>> {
        self.records.get(id).map(|(_, sealed)| sealed.clone()).filter(|sealed| !sealed.is_empty())
    }

    /// Whether a checkpoint that was here covered this.
    pub(super) fn has_covered(&self, id: &[u8; 32]) -> bool {
        self.covered.contains(id)
    }

    /// Whether this was removed in that time: a replica removes only what is in a checkpoint.
    pub(super) fn has_removed(&self, id: &[u8; 32], from: u64, to: u64) -> bool {
        self.removed.get(id).is_some_and(|at| (from..to).contains(at))
    }

    pub(super) fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.values().map(|(record, _)| record)
    }

    /// Everything a replica starts from.
    pub(super) fn stored(&self, documents: &BTreeMap<Part, FakeDocument>) -> Stored {
        let needs_bytes = |state| matches!(state, State::Outbox | State::Unread);
        Stored {
            records: self
                .records
                .values()
                .map(|(record, sealed)| (record.clone(), needs_bytes(record.state).then(|| sealed.clone())))
                .collect(),
            unsealed: self
                .unsealed
                .iter()
                .map(|((part, name), bytes)| (*part, Change { name: *name, bytes: bytes.clone() }))
                .collect(),
            settings: self.settings.clone(),
            parts: documents.iter().map(|(part, document)| (*part, document.status())).collect(),
        }
    }

    /// The documents, as far as they are stored.
    pub(super) fn bring_up(&self, documents: &mut BTreeMap<Part, FakeDocument>) {
        for ((part, name), bytes) in &self.changes {
            let document = documents.entry(*part).or_default();
            if !document.has(name) {
                document.add(bytes);
            }
        }
    }

    /// The names of all changes of a part.
    pub(super) fn names(&self, part: Part) -> impl Iterator<Item = &Name> {
        self.changes.keys().filter(move |(of, _)| *of == part).map(|(_, name)| name)
    }
}
