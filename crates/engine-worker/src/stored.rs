//! The document's chunks as the storage's records, and back.

use crate::ledger::Ledgers;
use groundswell_directory::{Chunk, Quarantined};
use groundswell_model::Part;
use groundswell_storage::{Contents, Record, RecordKey, RecordKind};
use sha2::{Digest, Sha256};

/// A change under its own hash.
pub(crate) fn record(chunk: Chunk) -> Record {
    Record { part: chunk.part.label().to_owned(), hash: hex::encode(chunk.hash), bytes: chunk.bytes }
}

/// Changes under their own hashes.
pub(crate) fn records(chunks: Vec<Chunk>) -> Vec<Record> {
    chunks.into_iter().map(record).collect()
}

/// A saved document under the SHA-256 of its bytes.
pub(crate) fn document(part: Part, bytes: Vec<u8>) -> Record {
    Record { part: part.label().to_owned(), hash: hex::encode(Sha256::digest(&bytes)), bytes }
}

/// Stored records on their way into a document: what they are called, and their bytes apart, so that a
/// document takes them without a copy.
#[derive(Default)]
pub(crate) struct Loaded {
    names: Vec<(RecordKind, RecordKey)>,
    /// The chunks, in the order of the names.
    pub(crate) chunks: Vec<(Part, Vec<u8>)>,
}

impl Loaded {
    /// Everything that is readable of a directory, snapshots first: what builds on them is then quicker to
    /// take in. Parts of which only a newer version knows are left where they are.
    pub(crate) fn of(contents: Contents) -> Self {
        let mut loaded = Self::default();
        loaded.add(RecordKind::Snapshot, contents.snapshots);
        loaded.add(RecordKind::Change, contents.changes);
        loaded
    }

    /// Adds records of one kind.
    pub(crate) fn add(&mut self, kind: RecordKind, records: Vec<Record>) {
        for Record { part, hash, bytes } in records {
            if let Some(known) = Part::from_label(&part) {
                self.names.push((kind, RecordKey { part, hash }));
                self.chunks.push((known, bytes));
            }
        }
    }

    /// Enters what the document took into the ledgers as read by this tab, and answers what it quarantined.
    pub(crate) fn enter(
        self,
        ledgers: &mut Ledgers,
        quarantined: Vec<Quarantined>,
    ) -> Vec<(RecordKind, RecordKey, String)> {
        let mut reasons: std::collections::BTreeMap<_, _> =
            quarantined.into_iter().map(|quarantined| (quarantined.index, quarantined.reason)).collect();
        let mut quarantined = Vec::new();
        for (index, ((kind, key), (part, bytes))) in self.names.into_iter().zip(self.chunks).enumerate() {
            if let Some(reason) = reasons.remove(&index) {
                quarantined.push((kind, key, reason));
                continue;
            }
            match kind {
                RecordKind::Change => ledgers.of(part).change(key.hash, bytes.len()),
                RecordKind::Snapshot => ledgers.of(part).snapshot(key.hash),
            }
        }
        quarantined
    }
}
