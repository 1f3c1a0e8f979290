//! The worker's ends: it says that it listens, takes the bytes of one file, and answers with what came of them.

use crate::read;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Takes the page's message from now on, and says so to the page by an empty one. Called once, in a dedicated worker.
pub fn run() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answer = {
        let scope = scope.clone();
        move |event: MessageEvent| {
            let Some(file) =
                event.data().dyn_ref::<ArrayBuffer>().map(|buffer| Uint8Array::new(buffer).to_vec())
            else {
                return report("a message is not an ArrayBuffer");
            };
            match postcard::to_allocvec(&read(file)) {
                Ok(outcome) => post(&scope, &outcome),
                // Writing to memory can not fail: the one error of postcard's here is a full buffer.
                Err(error) => report(&error.to_string()),
            }
        }
    };
    let answer = Closure::<dyn FnMut(MessageEvent)>::new(answer);
    scope.set_onmessage(Some(answer.as_ref().unchecked_ref()));
    // The worker listens as long as it lives.
    answer.forget();
    post(&scope, &[]);
}

fn post(scope: &DedicatedWorkerGlobalScope, message: &[u8]) {
    let buffer = Uint8Array::from(message).buffer();
    if let Err(thrown) = scope.post_message_with_transfer(&buffer, &Array::of1(&buffer)) {
        report(&format!("the page could not be answered: {thrown:?}"));
    }
}

/// Ends the worker with an error that the page hears.
fn report(why: &str) {
    wasm_bindgen::throw_val(JsValue::from(js_sys::Error::new(why)));
}
