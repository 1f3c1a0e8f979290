//! A record being read, value by value, from wherever it lies.

use crate::{
    conflict::{self, Dispute},
    docs::Docs,
    document::{Document, marked},
    record::{self, Draft},
};
use automerge::{ObjId, ObjType, ScalarValueRef, ValueRef};
use groundswell_model::{Field, Id, Kind, Part, Record, RecordView, Stamp};
use std::collections::BTreeSet;

/// A record as it was found in the document.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) record: Record,
    pub(crate) disputes: Vec<Dispute>,
    pub(crate) deleted: Option<Stamp>,
}

/// Whether the long texts are wanted too: they take the longest to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Texts {
    Read,
    Leave,
}

/// A record being read.
pub(crate) struct Reading {
    kind: Kind,
    texts: Texts,
    draft: Draft,
    disputes: Vec<Dispute>,
}

impl Reading {
    pub(crate) fn new(kind: Kind, id: Id, texts: Texts) -> Self {
        Self { kind, texts, draft: Draft::new(kind, id), disputes: Vec::new() }
    }

    /// Takes in what one part says.
    pub(crate) fn entry(&mut self, doc: &Document, entry: &ObjId) {
        let mut reopened = Vec::new();
        for item in doc.range(entry) {
            match &item.value {
                ValueRef::Scalar(_) if let Some(key) = marked(&item.key) => reopened.push(key.to_owned()),
                ValueRef::Scalar(value) => {
                    self.draft.set(doc.part(), &item.key, value);
                    if item.conflict {
                        self.dispute(doc, entry, &item.key, &item.key);
                    }
                }
                ValueRef::Object(ObjType::Text) if self.texts == Texts::Read => {
                    self.draft.set_text(&item.key, doc.text(&item.id()));
                }
                ValueRef::Object(_) => {}
            }
        }
        for key in reopened {
            if self.disputes.iter().all(|known| known.part != doc.part() || known.key != key) {
                self.dispute(doc, entry, &key, &key);
            }
        }
    }

    /// Takes in a value of a public copy.
    pub(crate) fn copied_value(&mut self, doc: &Document, full_key: &str, key: &str, value: &ValueRef<'_>) {
        let map = doc.map(self.kind);
        if let ValueRef::Scalar(value) = value {
            // A copy has long texts as one value.
            if let ScalarValueRef::Str(text) = value
                && record::texts(self.kind).any(|(_, of, _)| of == key)
            {
                self.draft.set_text(key, text.to_string());
            } else {
                self.draft.set(Part::Public, key, value);
            }
            if doc.values(map, full_key).len() > 1 {
                self.dispute(doc, map, full_key, key);
            }
        }
    }

    fn dispute(&mut self, doc: &Document, map: &ObjId, full_key: &str, key: &str) {
        let Some((field, contact)) = record::field_of(self.kind, key) else { return };
        if let Some(dispute) = Dispute::at(doc, map, full_key, field, contact) {
            self.draft.withhold(key);
            self.disputes.push(dispute);
        }
    }

    pub(crate) fn finish(mut self) -> Found {
        // Those that are open again stand where they stood.
        self.disputes.sort_by(|one, other| (one.part, &one.key).cmp(&(other.part, &other.key)));
        let (record, stamps) = self.draft.finish();
        // An edit wins against a deletion at the same time.
        let disputed = self.disputes.iter().any(|dispute| dispute.field == Field::Deleted);
        let deleted = if disputed { None } else { stamps.into_iter().flatten().max() };
        Found { record, disputes: self.disputes, deleted }
    }
}

impl Found {
    /// The record for those who look at it, its region's circle broken.
    pub(crate) fn view(mut self, docs: &Docs, broken: &BTreeSet<Id>) -> RecordView {
        let conflicts = self.disputes.iter().map(|dispute| conflict::conflict(docs, dispute)).collect();
        self.break_circle(broken);
        RecordView { record: self.record, conflicts, deleted: self.deleted }
    }

    pub(crate) fn break_circle(&mut self, broken: &BTreeSet<Id>) {
        if let Record::Region(region) = &mut self.record
            && broken.contains(&region.id)
        {
            region.parent = None;
        }
    }
}
