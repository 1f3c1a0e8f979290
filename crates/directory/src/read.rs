//! Records as both parts together show them.

use crate::{
    conflict::{self, Dispute},
    document::{Document, marked},
    public_copy,
    record::{self, DELETED, Draft, at_key},
};
use automerge::{ObjId, ObjType, ScalarValue, ScalarValueRef, ValueRef};
use groundswell_model::{Field, Id, Kind, Part, Record, RecordView, Stamp};
use std::collections::BTreeSet;

/// The two parts of a directory.
#[derive(Debug)]
pub(crate) struct Docs {
    pub(crate) public: Document,
    pub(crate) members: Document,
}

impl Docs {
    pub(crate) const fn part(&self, part: Part) -> &Document {
        match part {
            Part::Public => &self.public,
            Part::Members => &self.members,
        }
    }

    pub(crate) const fn part_mut(&mut self, part: Part) -> &mut Document {
        match part {
            Part::Public => &mut self.public,
            Part::Members => &mut self.members,
        }
    }

    pub(crate) fn roll_back(&mut self) {
        self.public.roll_back();
        self.members.roll_back();
    }
}

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

/// One record, deleted or not.
pub(crate) fn find(docs: &Docs, kind: Kind, id: Id, texts: Texts) -> Option<Found> {
    let entry = |part: Part| docs.part(part).entry(kind, id);
    if kind.declaration().home == Part::Members {
        return match entry(Part::Members) {
            Some(members) => Some(join(docs, kind, id, None, Some(&members), texts)),
            None => public_copy::find(&docs.public, kind, id),
        };
    }
    let public = entry(Part::Public)?;
    Some(join(docs, kind, id, Some(&public), entry(Part::Members).as_ref(), texts))
}

/// Every record of a kind, deleted or not, in the order of their ids.
pub(crate) fn all(docs: &Docs, kind: Kind, texts: Texts, mut each: impl FnMut(Found)) {
    if kind == Kind::Network {
        find(docs, kind, Id::NETWORK, texts).into_iter().for_each(each);
        return;
    }
    let home = entries(docs.part(record::home(kind)), kind);
    if kind.declaration().home == Part::Members {
        let mut known = BTreeSet::new();
        for (id, members) in home {
            known.insert(id);
            each(join(docs, kind, id, None, Some(&members), texts));
        }
        public_copy::all(&docs.public, kind).into_iter().filter(|id| !known.contains(id)).for_each(|id| {
            public_copy::find(&docs.public, kind, id).into_iter().for_each(&mut each);
        });
        return;
    }
    let mut members = entries(&docs.members, kind).into_iter().peekable();
    for (id, public) in home {
        while members.next_if(|(other, _)| *other < id).is_some() {}
        let members = members.next_if(|(other, _)| *other == id).map(|(_, entry)| entry);
        each(join(docs, kind, id, Some(&public), members.as_ref(), texts));
    }
}

/// The records of a kind in one part, in the order of their ids.
fn entries(doc: &Document, kind: Kind) -> Vec<(Id, ObjId)> {
    let entry = |item: automerge::iter::MapRangeItem<'_>| {
        let map = item.value == ValueRef::Object(ObjType::Map);
        map.then(|| Some((item.key.parse().ok()?, item.id()))).flatten()
    };
    // Ids sort alike as texts and as bytes.
    doc.range(doc.map(kind)).filter_map(entry).collect()
}

fn join(
    docs: &Docs,
    kind: Kind,
    id: Id,
    public: Option<&ObjId>,
    members: Option<&ObjId>,
    texts: Texts,
) -> Found {
    let mut reading = Reading::new(kind, id, texts);
    if let Some(entry) = public {
        reading.entry(&docs.public, entry);
    }
    if let Some(entry) = members {
        reading.entry(&docs.members, entry);
    }
    reading.finish()
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

    fn entry(&mut self, doc: &Document, entry: &ObjId) {
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

/// Whether a part says that a record is deleted, or that it is kept, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tombstone {
    pub(crate) deleted: bool,
    pub(crate) kept: bool,
}

/// What a part says of a record's deletion.
pub(crate) fn tombstone(doc: &Document, entry: &ObjId) -> Tombstone {
    let values = doc.choices(entry, &at_key(DELETED));
    let is_deleted = |value: &ScalarValue| matches!(value, ScalarValue::Timestamp(_));
    Tombstone {
        deleted: values.iter().any(|(value, _)| is_deleted(value)),
        kept: values.iter().any(|(value, _)| !is_deleted(value)),
    }
}
