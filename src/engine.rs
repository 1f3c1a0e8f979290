//! The page's end of the wire to the engine worker: calls that are answered, events that are not, and a new
//! worker when the old one stopped.
//!
//! A bare `Worker` rather than gloo-worker's bridge: the page has to be notified of a trap (`error`), terminate the
//! worker and start another, and hand bytes over without copying them.

use crate::browser;
use futures::channel::oneshot;
use groundswell_model::message::{Answer, Call, EngineError, EngineMessage, Event, Request};
use leptos::prelude::*;
use std::collections::HashMap;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{MessageEvent, Worker};

type Waiting = oneshot::Sender<Result<Answer, EngineError>>;

/// The engine, as the page sees it.
#[derive(Clone, Copy)]
pub struct Engine(StoredValue<Inner, LocalStorage>);

struct Inner {
    worker: Option<Running>,
    /// Calls made before the worker listens: what is posted while its program is compiled reaches nobody.
    held: Option<Vec<Vec<u8>>>,
    next: u32,
    waiting: HashMap<u32, Waiting>,
    on_event: Callback<Event>,
    on_stop: Callback<String>,
}

struct Running {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Running {
    fn post(&self, bytes: &[u8]) -> Result<(), EngineError> {
        let buffer = js_sys::Uint8Array::from(bytes).buffer();
        self.worker
            .post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer))
            .map_err(|error| EngineError::Message(describe(&error)))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Engine {
    /// An engine that is not running yet. `on_stop` gets the reason when it crashes.
    pub fn new(on_event: Callback<Event>, on_stop: Callback<String>) -> Self {
        let inner = Inner { worker: None, held: None, next: 0, waiting: HashMap::new(), on_event, on_stop };
        Self(StoredValue::new_local(inner))
    }

    /// Starts the worker, or a new one in place of the old.
    ///
    /// # Errors
    /// When the browser starts none.
    pub fn start(self) -> Result<(), EngineError> {
        let worker = Worker::new(&program()).map_err(|error| EngineError::Stopped(describe(&error)))?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            self.receive(&event);
        });
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            self.stop(&browser::error_message(&event));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let running = Running { worker, _on_message: on_message, _on_error: on_error };
        self.0.update_value(|inner| {
            inner.worker = Some(running);
            inner.held = Some(Vec::new());
        });
        Ok(())
    }

    /// Whether there is a worker.
    pub fn is_running(self) -> bool {
        self.0.with_value(|inner| inner.worker.is_some())
    }

    /// Whether somebody waits for an answer.
    pub fn is_busy(self) -> bool {
        self.0.with_value(|inner| !inner.waiting.is_empty())
    }

    /// Asks for something and waits for the answer.
    ///
    /// # Errors
    /// What the engine answers, or [`EngineError::Stopped`] if it stops before that.
    pub async fn call(self, request: Request) -> Result<Answer, EngineError> {
        let (sender, receiver) = oneshot::channel();
        self.send(request, sender)?;
        receiver.await.unwrap_or_else(|_| Err(EngineError::Stopped(String::new())))
    }

    fn send(self, request: Request, sender: Waiting) -> Result<(), EngineError> {
        self.0
            .try_update_value(|inner| {
                let Some(running) = &inner.worker else { return Err(EngineError::Stopped(String::new())) };
                let number = inner.next;
                inner.next = inner.next.wrapping_add(1);
                let bytes = postcard::to_allocvec(&Call { number, request })
                    .map_err(|error| EngineError::Message(error.to_string()))?;
                match &mut inner.held {
                    Some(held) => held.push(bytes),
                    None => running.post(&bytes)?,
                }
                inner.waiting.insert(number, sender);
                Ok(())
            })
            .unwrap_or_else(|| Err(EngineError::Stopped(String::new())))
    }

    fn receive(self, event: &MessageEvent) {
        let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
        match postcard::from_bytes::<Vec<EngineMessage>>(&bytes) {
            // Who waits for an answer goes on after all of it was taken in.
            Ok(message) => message.into_iter().for_each(|message| self.take(message)),
            Err(error) => self.stop(&format!("the engine said what this page does not know: {error}")),
        }
    }

    fn take(self, message: EngineMessage) {
        match message {
            EngineMessage::Answer { number, result } => {
                let waiting = self.0.try_update_value(|inner| inner.waiting.remove(&number)).flatten();
                if let Some(waiting) = waiting {
                    // Who asked may have gone to another page meanwhile.
                    let _ = waiting.send(result);
                }
            }
            EngineMessage::Event(Event::Listening) => self.send_held(),
            EngineMessage::Event(event) => {
                if let Some(on_event) = self.0.try_with_value(|inner| inner.on_event) {
                    on_event.run(event);
                }
            }
        }
    }

    fn send_held(self) {
        let sent = self.0.try_update_value(|inner| {
            let held = inner.held.take().unwrap_or_default();
            let Some(running) = &inner.worker else { return Ok(()) };
            held.iter().try_for_each(|bytes| running.post(bytes))
        });
        if let Some(Err(error)) = sent {
            self.stop(&error.to_string());
        }
    }

    /// Terminates the worker, because of the page: only pending calls get an error.
    pub fn end(self) {
        self.dismiss("");
    }

    fn stop(self, why: &str) {
        if let Some(on_stop) = self.dismiss(why) {
            on_stop.run(why.to_owned());
        }
    }

    /// Ends the worker and tells all who wait for it.
    fn dismiss(self, why: &str) -> Option<Callback<String>> {
        let (waiting, on_stop) = self.0.try_update_value(|inner| {
            inner.worker = None;
            (std::mem::take(&mut inner.waiting), inner.on_stop)
        })?;
        for waiting in waiting.into_values() {
            let _ = waiting.send(Err(EngineError::Stopped(why.to_owned())));
        }
        Some(on_stop)
    }
}

/// The address of the worker's loader: the build names it in the page, since its name carries a hash.
fn program() -> String {
    document()
        .query_selector("meta[name=engine-worker]")
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_else(|| "/engine-worker_loader.js".to_owned())
}

fn describe(error: &wasm_bindgen::JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map(|error| String::from(error.message()))
        .or_else(|| error.as_string())
        .unwrap_or_default()
}

/// Waits until the browser has painted, or, in a page that nobody looks at, not at all.
pub async fn painted() {
    let (sender, receiver) = oneshot::channel();
    browser::after_paint(move || {
        let _ = sender.send(());
    });
    // It is dropped with the page only, and then nobody waits.
    let _ = receiver.await;
}
