//! A document as one file, and that read back.

use super::{Contents, Document, Parsed, Source, parse};
use automerge::{Automerge, Change, ChangeHash, ReadDoc as _};
use std::collections::HashSet;

impl Document {
    /// Whether a file reads as the document and what waits.
    pub(crate) fn read_back(&self, saved: &[u8]) -> Result<(), String> {
        let Contents { parsed, damage } = parse(saved, Source::Stored)?;
        if let Some(damage) = damage {
            return Err(damage);
        }
        let mut parsed = parsed.into_iter();
        let Some(Parsed::Document(doc)) = parsed.next() else { return Err("no document".to_owned()) };
        let here = self.resting();
        let size = |doc: &Automerge| (doc.stats().num_changes, doc.stats().num_ops);
        if doc.get_heads() != here.get_heads() || size(&doc) != size(here) {
            return Err("another document".to_owned());
        }
        let mut waiting: HashSet<ChangeHash> = self.waiting.iter().map(Change::hash).collect();
        for parsed in parsed {
            if let Parsed::Change(change) = parsed {
                waiting.remove(&change.hash());
            }
        }
        if waiting.is_empty() { Ok(()) } else { Err("changes that wait are not in it".to_owned()) }
    }

    /// The document, what is displaced in it and what waits, as one file.
    pub(crate) fn save(&self) -> Vec<u8> {
        let mut bytes = self.resting().save();
        for change in self.rivals.changes() {
            bytes.extend_from_slice(&change.clone().bytes());
        }
        let mut waiting = self.waiting.clone();
        waiting.sort_by_key(Change::hash);
        for change in &mut waiting {
            bytes.extend_from_slice(&change.bytes());
        }
        bytes
    }
}
