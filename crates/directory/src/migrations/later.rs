//! Maps of kinds that version 1 does not have.
//!
//! A higher version would keep out all who have an older app. So such a map is no version: it is made by one fixed
//! change when it is first needed, on top of the change that a part begins with and of nothing else. Every device
//! makes the same bytes, and knows the map's name before it is there. An older app takes the change in as it takes in
//! any other, and keeps what is in the map.

use super::v1;
use automerge::{
    ActorId, Automerge, AutomergeError, Change, ObjId, ObjType, ROOT,
    transaction::{CommitOptions, Transactable as _},
};
use groundswell_model::{Kind, Part};

/// A map that version 1 does not have.
#[derive(Clone, Debug)]
pub(crate) struct LaterMap {
    /// The root's key of it.
    pub(crate) key: &'static str,
    /// What it is called in the document, there or not.
    pub(crate) object: ObjId,
    /// The change that makes it.
    pub(crate) change: Change,
}

/// The keys of a part's maps that version 1 does not have. A map that nothing is ever written to is never made.
pub(crate) fn keys(part: Part) -> impl Iterator<Item = &'static str> {
    let all = Kind::ALL.into_iter().map(|kind| kind.declaration().map);
    all.filter(move |key| !v1::maps(part).contains(key))
}

/// The map of this key, in the part that begins with this change.
pub(crate) fn map(first: &Change, part: Part, key: &'static str) -> Result<LaterMap, AutomergeError> {
    let mut doc = Automerge::new();
    doc.apply_changes([first.clone()])?;
    doc.set_actor(actor(part, key));
    let mut tx = doc.transaction();
    let object = tx.put_object(ROOT, key, ObjType::Map)?;
    tx.commit_with(CommitOptions::default().with_time(0).with_message(format!("map {key}")));
    let change = doc.get_last_local_change().ok_or(AutomergeError::Fail)?;
    Ok(LaterMap { key, object, change })
}

/// The name under which a map is made: no device has the id 0, and no version's name is so long.
fn actor(part: Part, key: &str) -> ActorId {
    let mut bytes = vec![0; 8];
    bytes.extend(digest(&format!("{}/{key}", part.label())).to_be_bytes());
    bytes.push(0);
    ActorId::from(bytes)
}

/// 64-bit FNV-1a: few names that we choose ourselves are to differ.
fn digest(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
