//! Version 2: four stores for syncing. What was there stays as it is.

use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbTransaction};

use super::{CHUNKS, HOLDINGS, SYNCING, UNSEALED};

pub(super) fn apply(database: &IdbDatabase, _: &IdbTransaction) -> Result<(), JsValue> {
    for store in [CHUNKS, HOLDINGS, UNSEALED, SYNCING] {
        database.create_object_store(store)?;
    }
    Ok(())
}
