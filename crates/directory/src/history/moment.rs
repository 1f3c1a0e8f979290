//! A record as it was once.

use crate::{
    docs::Docs,
    document::Document,
    document::marked,
    reading::Texts,
    record::{self, DELETED, Draft, UPDATED, at_key},
};
use automerge::{ChangeHash, ObjId, ObjType, ScalarValue, ValueRef};
use groundswell_model::{Id, Kind, Part, Record};
use std::collections::BTreeMap;

/// A record as one part, or both, showed it.
#[derive(Debug)]
pub(super) struct State {
    pub(super) record: Record,
    pub(super) is_there: bool,
    pub(super) is_deleted: bool,
    /// What this version of the app does not know, by key.
    unknown: BTreeMap<(Part, String), ScalarValue>,
}

impl State {
    /// As one part showed it.
    pub(super) fn of_part(doc: &Document, kind: Kind, id: Id, then: &[ChangeHash], texts: Texts) -> Self {
        let mut reading = Reading::new(kind, id);
        reading.part(doc, id, then, texts);
        reading.finish()
    }

    /// As both parts together showed it, each at a moment.
    pub(super) fn of_parts(docs: &Docs, kind: Kind, id: Id, moments: &[(Part, Vec<ChangeHash>)]) -> Self {
        let mut reading = Reading::new(kind, id);
        for (part, then) in moments {
            reading.part(docs.part(*part), id, then, Texts::Read);
        }
        reading.finish()
    }

    /// How many of the values differ that this version does not know.
    pub(super) fn unknown_other_than(&self, before: &Self) -> usize {
        let new = self.unknown.iter().filter(|(key, value)| before.unknown.get(*key) != Some(value));
        let gone = before.unknown.keys().filter(|key| !self.unknown.contains_key(*key));
        new.count() + gone.count()
    }
}

struct Reading {
    kind: Kind,
    draft: Draft,
    is_there: bool,
    is_kept: bool,
    unknown: BTreeMap<(Part, String), ScalarValue>,
}

impl Reading {
    fn new(kind: Kind, id: Id) -> Self {
        Self { kind, draft: Draft::new(kind, id), is_there: false, is_kept: false, unknown: BTreeMap::new() }
    }

    fn part(&mut self, doc: &Document, id: Id, then: &[ChangeHash], texts: Texts) {
        let Some(entry) = doc.entry(self.kind, id) else { return };
        let is_network = self.kind == Kind::Network;
        if !is_network && !doc.was_there(self.kind, id, then) {
            return;
        }
        self.is_there |= !is_network;
        for item in doc.range_then(&entry, then) {
            match &item.value {
                ValueRef::Scalar(_) if marked(&item.key).is_some() => {}
                ValueRef::Scalar(value) => {
                    self.draft.set(doc.part(), &item.key, value);
                    if !record::is_known(self.kind, &item.key) {
                        self.unknown
                            .insert((doc.part(), item.key.clone().into_owned()), value.clone().into());
                    }
                    // The network's map is there from the beginning, and empty.
                    self.is_there |= is_network && *item.key == *at_key(UPDATED);
                    if item.conflict {
                        self.in_dispute(doc, &entry, &item.key, then);
                    }
                }
                ValueRef::Object(ObjType::Text) if texts == Texts::Read => {
                    self.draft.set_text(&item.key, doc.text_then(&item.id(), then));
                }
                ValueRef::Object(_) => {}
            }
        }
    }

    /// What counts only if all agree, and did not.
    fn in_dispute(&mut self, doc: &Document, entry: &ObjId, key: &str, then: &[ChangeHash]) {
        let values = doc.values_at(entry, key, Some(&then.to_vec()));
        let mut values = values.into_iter().map(|(value, _)| value);
        let Some(first) = values.next() else { return };
        if key == at_key(DELETED) {
            self.is_kept |=
                std::iter::once(first).chain(values).any(|it| !matches!(it, ScalarValue::Timestamp(_)));
        } else if values.any(|other| other != first) {
            self.draft.withhold(key);
        }
    }

    fn finish(self) -> State {
        let (record, deleted) = self.draft.finish();
        State {
            record,
            is_there: self.is_there,
            is_deleted: !self.is_kept && deleted.iter().any(Option::is_some),
            unknown: self.unknown,
        }
    }
}
