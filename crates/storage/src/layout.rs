//! What the database holds, by version.
//!
//! | store | key | value |
//! |---|---|---|
//! | `directories` | directory id | bytes: the caller's entry in the list of directories |
//! | `changes` | `[directory, part, hash]` | bytes: one append-only change |
//! | `snapshots` | `[directory, part, hash]` | bytes: a document that stands for the changes it replaced |
//! | `projections` | `[directory, section]` | bytes: what the app paints lists from, which of these belong together, and drafts |
//! | `settings` | name | bytes: the device's own settings |
//! | `settings` | `[directory, name]` | bytes: what the device keeps for a directory beside its documents |
//! | `quarantine` | `[directory, part, hash]` | `{kind, bytes, reason}`: a damaged record, put aside |
//! | `chunks` | `[directory, chunk id]` | bytes: a sealed chunk, as the relay has it |
//! | `holdings` | `[directory, chunk id]` | bytes: how it stands with that chunk |
//! | `unsealed` | `[directory, part, hash]` | bytes: a change of this device that no chunk holds yet |
//! | `syncing` | directory id | bytes: what is remembered of the syncing; there is one where a directory is synced |
//!
//! Bytes are `Uint8Array`s; ids, parts, hashes and names are strings. The last four are of version 2.
//!
//! Earlier versions of the app keep one value for all of a directory in `projections`, under its id alone. A layout of
//! its own for the sections would shut their tabs out of the storage, in the middle of what somebody writes there. So
//! both keep theirs side by side: whoever writes sections deletes the directory's older value, and what is left of a
//! directory that an older tab erased.
//!
//! Drafts, too, are among the sections, each named `draft/` and what its form calls it: so every version of the app
//! erases them with their directory, and none has to be shut out for their sake.

mod v1;
mod v2;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbKeyRange, IdbTransaction};

use crate::StorageError;

/// The layout this app reads and writes. A database with a higher one belongs to a newer app.
pub const VERSION: u32 = 2;

pub(crate) const DIRECTORIES: &str = "directories";
pub(crate) const CHANGES: &str = "changes";
pub(crate) const SNAPSHOTS: &str = "snapshots";
pub(crate) const PROJECTIONS: &str = "projections";
pub(crate) const SETTINGS: &str = "settings";
pub(crate) const QUARANTINE: &str = "quarantine";
pub(crate) const CHUNKS: &str = "chunks";
pub(crate) const HOLDINGS: &str = "holdings";
pub(crate) const UNSEALED: &str = "unsealed";
pub(crate) const SYNCING: &str = "syncing";

type Step = fn(&IdbDatabase, &IdbTransaction) -> Result<(), JsValue>;

/// One step per version, in order: the first makes version 1 of an empty database.
const STEPS: [Step; VERSION as usize] = [v1::apply, v2::apply];

/// Brings a database from `old_version` (0: it does not exist yet) to [`VERSION`], inside the upgrade's
/// own transaction.
pub(crate) fn upgrade(
    database: &IdbDatabase,
    transaction: &IdbTransaction,
    old_version: u32,
) -> Result<(), JsValue> {
    STEPS.iter().skip(old_version as usize).try_for_each(|step| step(database, transaction))
}

/// The key of a record in `changes`, `snapshots`, `quarantine` and `unsealed`.
pub(crate) fn record_key(directory: &str, part: &str, hash: &str) -> JsValue {
    Array::of3(&directory.into(), &part.into(), &hash.into()).into()
}

/// The key of a chunk in `chunks` and `holdings`.
pub(crate) fn chunk_key(directory: &str, id: &str) -> JsValue {
    Array::of2(&directory.into(), &id.into()).into()
}

/// The key of a section in `projections`, and of what `settings` keep for a directory.
pub(crate) fn section_key(directory: &str, section: &str) -> JsValue {
    Array::of2(&directory.into(), &section.into()).into()
}

/// The drafts among the sections of a directory: those whose name begins so, of which the last character is a slash.
pub(crate) fn drafts_of(directory: &str, prefix: &str) -> Result<IdbKeyRange, StorageError> {
    let after = format!("{}0", prefix.trim_end_matches('/'));
    IdbKeyRange::bound(&section_key(directory, prefix), &section_key(directory, &after))
        .map_err(|thrown| StorageError::from_js(&thrown))
}

/// The directory that a key in `projections` is of.
pub(crate) fn directory_of(key: &JsValue) -> Option<String> {
    let directory = key.dyn_ref::<Array>().map(|key| key.get(0));
    directory.as_ref().unwrap_or(key).as_string()
}

/// All records of a directory, all its chunks, its projections and what settings keep for it. Arrays sort after strings (Indexed Database API 3.0, "compare two keys"),
/// so `[directory, []]` lies above every `[directory, part, hash]`, `[directory, chunk id]` and `[directory, section]`.
pub(crate) fn records_of(directory: &str) -> Result<IdbKeyRange, StorageError> {
    let lower = Array::of1(&directory.into());
    let upper = Array::of2(&directory.into(), &Array::new());
    IdbKeyRange::bound(&lower, &upper).map_err(|thrown| StorageError::from_js(&thrown))
}
