//! The worker's ends: messages from the page and to it, and what is left of a panic.

use crate::{Engine, Options, console};
use groundswell_model::message::{Call, EngineError, EngineMessage, Event};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::{cell::Cell, panic::PanicHookInfo, rc::Rc};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

#[wasm_bindgen]
extern "C" {
    // Newer than the oldest browsers this runs in, so it is looked for before it is called.
    #[wasm_bindgen(js_name = reportError, catch)]
    fn report_error(error: &js_sys::Error) -> Result<(), JsValue>;
}

thread_local! {
    /// Set by a panic: what it left behind must not be touched again.
    static BROKEN: Cell<bool> = const { Cell::new(false) };
}

/// Takes the page's messages from now on, and says so to the page. Called once, in a dedicated worker.
pub fn run() {
    std::panic::set_hook(Box::new(panicked));
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let send = {
        let scope = scope.clone();
        move |messages: Vec<EngineMessage>| post(&scope, &messages)
    };
    send(vec![EngineMessage::Event(Event::Listening)]);
    let engine = Engine::new(Options::default(), send);
    let receive = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if !BROKEN.get() {
            take(&engine, &event.data());
        }
    });
    scope.set_onmessage(Some(receive.as_ref().unchecked_ref()));
    // The worker listens as long as it lives.
    receive.forget();
}

fn take(engine: &Rc<Engine>, data: &JsValue) {
    let Some(buffer) = data.dyn_ref::<ArrayBuffer>() else {
        console::report("a message", &"it is not an ArrayBuffer");
        return;
    };
    match read(&Uint8Array::new(buffer).to_vec()) {
        Ok(call) => engine.handle(call),
        Err(Unread { number: Some(number), why }) => {
            engine.answer(number, Err(EngineError::Message(why.to_string())));
        }
        Err(Unread { number: None, why }) => console::report("a message", &why),
    }
}

/// Bytes that are no call of this version.
#[derive(Debug, PartialEq, Eq)]
struct Unread {
    /// The call's number, which comes first and is the same in all versions.
    number: Option<u32>,
    why: postcard::Error,
}

fn read(bytes: &[u8]) -> Result<Call, Unread> {
    let (number, rest) = postcard::take_from_bytes(bytes).map_err(|why| Unread { number: None, why })?;
    match postcard::from_bytes(rest) {
        Ok(request) => Ok(Call { number, request }),
        Err(why) => Err(Unread { number: Some(number), why }),
    }
}

fn post(scope: &DedicatedWorkerGlobalScope, messages: &[EngineMessage]) {
    // Writing to memory can not fail: the one error of postcard's here is a full buffer.
    let bytes = match postcard::to_allocvec(messages) {
        Ok(bytes) => bytes,
        Err(error) => return console::report("a message to the page", &error),
    };
    let buffer = Uint8Array::from(bytes.as_slice()).buffer();
    if let Err(thrown) = scope.post_message_with_transfer(&buffer, &Array::of1(&buffer)) {
        console::report("a message to the page", &console::words(&thrown));
    }
}

/// Brings the panic's text to the console and to the page, whose worker gets an `error` event. The trap that
/// follows says no more than "unreachable".
fn panicked(info: &PanicHookInfo<'_>) {
    BROKEN.set(true);
    let text = info.to_string();
    console::report("stopped", &text);
    // Where the function is missing the trap itself tells the page.
    let _ = report_error(&js_sys::Error::new(&text));
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_model::message::Request;

    #[test]
    fn a_call_is_read_and_of_another_at_least_its_number() {
        let call = Call { number: 300, request: Request::Undo(7) };
        let bytes = postcard::to_allocvec(&call).unwrap();
        assert_eq!(read(&bytes), Ok(call));
        let (number, _) = bytes.split_at(2);
        for request in [&[][..], &[200][..], &[4, 0xff][..]] {
            let unread = read(&[number, request].concat()).unwrap_err();
            assert_eq!(unread.number, Some(300), "{request:?}");
        }
        assert_eq!(read(&[]).unwrap_err().number, None);
        assert_eq!(read(&[0xff; 9]).unwrap_err().number, None);
    }
}
