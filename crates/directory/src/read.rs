//! Records as both parts together show them.

use crate::{
    docs::Docs,
    document::Document,
    public_copy,
    reading::{Found, Reading, Texts},
    record::{self, DELETED, at_key},
};
use automerge::{ObjId, ObjType, ScalarValue, ValueRef};
use groundswell_model::{Id, Kind, Part};
use std::collections::BTreeSet;

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
