//! The document's form, version by version.
//!
//! Each version is one change of its own that every device makes alike: the same actor, time, message and
//! operations, built on the version before and on nothing else, hence the same bytes and the same hash. Two
//! devices that migrate at once make one change, and maps that it creates never shadow each other. What a
//! version does must follow from the directory's id and the part alone; fields of records are brought to a
//! newer form when they are next written, and read in both. Kinds of records that version 1 does not know need no
//! version of their own: see [`later`].

pub(crate) mod later;
mod v1;

use automerge::{
    ActorId, Automerge, AutomergeError, Change, ReadDoc,
    transaction::{CommitOptions, Transactable},
};
use groundswell_model::{Id, Part};

pub(crate) use v1::{DEVICES, DIRECTORY, PART, SCHEMA, maps};

/// What brings the document from the version before to this one.
type Step = fn(&mut automerge::transaction::Transaction<'_>, Id, Part) -> Result<(), AutomergeError>;

/// Every version's step, the first version's first.
const STEPS: &[Step] = &[v1::write];

/// The version that this app writes, and the highest that it reads.
pub(crate) const CURRENT: u64 = STEPS.len() as u64;

/// A part in the current form, with nothing in it.
pub(crate) fn current(id: Id, part: Part) -> Result<Automerge, AutomergeError> {
    let mut doc = Automerge::new();
    for (version, step) in (1..).zip(STEPS) {
        doc.set_actor(actor(version));
        let mut tx = doc.transaction();
        step(&mut tx, id, part)?;
        tx.put(automerge::ROOT, SCHEMA, version)?;
        tx.commit_with(CommitOptions::default().with_time(0).with_message(format!("schema {version}")));
    }
    Ok(doc)
}

/// The change that begins a part's history: no other change stands on nothing.
pub(crate) fn first(doc: &Automerge) -> Option<Change> {
    doc.get_changes(&[]).into_iter().find(|change| change.deps().is_empty())
}

/// The version that a change brings, if it is one of those that do.
pub(crate) fn version_of(change: &Change) -> Option<u64> {
    let bytes = change.actor_id().to_bytes();
    let (zeros, version) = bytes.split_at_checked(8)?;
    let version = u64::from_be_bytes(version.try_into().ok()?);
    (zeros == [0; 8] && version > 0).then_some(version)
}

/// The version of a document that is newer than this app.
pub(crate) fn newer_in(doc: &Automerge) -> Option<u64> {
    let values = doc.get_all(automerge::ROOT, SCHEMA).unwrap_or_default();
    let version = values.iter().filter_map(|(value, _)| value.as_u64()).max()?;
    (version > CURRENT).then_some(version)
}

/// The name under which a version's change is made: no device has the id 0.
fn actor(version: u64) -> ActorId {
    let mut bytes = vec![0; 8];
    bytes.extend(version.to_be_bytes());
    ActorId::from(bytes)
}
