//! Version 1: the six stores, with keys of their own beside the values.

use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbTransaction};

use super::{CHANGES, DIRECTORIES, PROJECTIONS, QUARANTINE, SETTINGS, SNAPSHOTS};

pub(super) fn apply(database: &IdbDatabase, _: &IdbTransaction) -> Result<(), JsValue> {
    for store in [DIRECTORIES, CHANGES, SNAPSHOTS, PROJECTIONS, SETTINGS, QUARANTINE] {
        database.create_object_store(store)?;
    }
    Ok(())
}
