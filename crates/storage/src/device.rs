//! How much room there is, and whether the browser may throw it away (Storage Standard,
//! <https://storage.spec.whatwg.org/>).

use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::StorageError;

#[wasm_bindgen]
extern "C" {
    // A window's and a worker's navigator are different types with the same storage manager.
    type StorageManager;
    #[wasm_bindgen(method, catch)]
    fn estimate(this: &StorageManager) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn persisted(this: &StorageManager) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn persist(this: &StorageManager) -> Result<Promise, JsValue>;
}

/// The browser's estimate of this site's storage, in bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usage {
    /// Bytes in use, everything the site keeps included.
    pub used: f64,
    /// Bytes the browser would let the site use.
    pub quota: f64,
}

/// Estimates what is used and what is left. Works in windows and workers.
///
/// # Errors
/// [`StorageError::Unavailable`] where the browser does not say.
pub async fn usage() -> Result<Usage, StorageError> {
    let estimate = settled(manager()?.estimate()).await?;
    let number = |name: &str| {
        Reflect::get(estimate.unchecked_ref(), &name.into())
            .ok()
            .and_then(|value| value.as_f64())
            .ok_or_else(|| StorageError::Unavailable("no storage estimate".to_owned()))
    };
    Ok(Usage { used: number("usage")?, quota: number("quota")? })
}

/// Whether the browser promised not to clear this site's storage by itself. Works in windows and workers.
///
/// # Errors
/// [`StorageError::Unavailable`] where the browser does not say.
pub async fn is_persistent() -> Result<bool, StorageError> {
    Ok(settled(manager()?.persisted()).await?.is_truthy())
}

/// Asks the browser for that promise and returns whether it gave it. Only windows may ask; some browsers
/// ask the person and answer only then, if ever, so let nothing wait for it, and call it after something
/// was saved rather than at the start.
///
/// # Errors
/// [`StorageError::Unavailable`] where the browser cannot promise, or in a worker.
pub async fn request_persistence() -> Result<bool, StorageError> {
    Ok(settled(manager()?.persist()).await?.is_truthy())
}

fn manager() -> Result<StorageManager, StorageError> {
    let manager = Reflect::get(&js_sys::global(), &"navigator".into())
        .and_then(|navigator| Reflect::get(navigator.unchecked_ref(), &"storage".into()))
        .map_err(unavailable)?;
    if manager.is_object() {
        Ok(manager.unchecked_into())
    } else {
        Err(StorageError::Unavailable("no storage manager".to_owned()))
    }
}

async fn settled(asked: Result<Promise, JsValue>) -> Result<JsValue, StorageError> {
    JsFuture::from(asked.map_err(unavailable)?).await.map_err(unavailable)
}

fn unavailable(thrown: JsValue) -> StorageError {
    StorageError::Unavailable(StorageError::from_js(&thrown).to_string())
}
