//! The browser's console: where goes what no person was waiting for, and a developer has to find.

use std::fmt::Display;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn error(text: &str);
}

/// Writes an error to the console: what was being done, and what came of it.
pub(crate) fn report(doing: &str, what: &dyn Display) {
    error(&["engine: ", doing, ": ", &what.to_string()].concat());
}

/// What a thrown value says.
pub(crate) fn words(thrown: &JsValue) -> String {
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => thrown.as_string().unwrap_or_else(|| "something was thrown".to_owned()),
    }
}
