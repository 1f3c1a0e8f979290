//! One event, awaited: the event handlers are the promise's own `resolve`, so no Rust closure has to
//! outlive the wait, and a late event finds nobody.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    // Globals of windows and workers alike.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(handler: &Function, delay_ms: i32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// Waits until one of the handlers that `attach` installs is called, and returns its event; `None` when
/// `limit_ms` milliseconds pass first.
pub(crate) async fn first_event(limit_ms: u32, attach: impl FnOnce(&Function)) -> Option<JsValue> {
    let mut timer = JsValue::UNDEFINED;
    let mut attach = Some(attach);
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(attach) = attach.take() {
            attach(&resolve);
        }
        // Browsers take the delay as a signed 32-bit number and fire at once above that.
        timer = set_timeout(&resolve, i32::try_from(limit_ms).unwrap_or(i32::MAX));
    });
    let event = JsFuture::from(promise).await;
    clear_timeout(&timer);
    // The timer calls `resolve` without an argument; events are objects.
    event.ok().filter(JsValue::is_object)
}
