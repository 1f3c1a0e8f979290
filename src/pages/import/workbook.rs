//! The page's end of the wire to the reader of workbooks: a program of its own, fetched when a workbook is chosen first,
//! and ended when it has answered.

use crate::browser;
use futures::{
    channel::{mpsc, oneshot},
    future::{Either, select},
    pin_mut,
    stream::StreamExt as _,
};
use gloo_timers::future::TimeoutFuture;
use groundswell_model::workbook::{Outcome, Sheet, WorkbookError};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Event, MessageEvent, Worker};

/// A phone needs seconds for the largest file that is taken. What needs longer was made to.
const MOST_MILLISECONDS: u32 = 60_000;

/// Why a workbook's sheets are not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// The reader could not be fetched.
    NoReader,
    /// The file asks for more time or memory than there is, or the reader stopped at it.
    TooMuch,
    /// Somebody gave it up.
    Cancelled,
    /// What the reader says.
    Said(WorkbookError),
}

/// Stops the reading when it is sent or dropped.
pub type Stop = oneshot::Sender<()>;

enum Heard {
    Message(Vec<u8>),
    Stopped,
}

struct Reader {
    worker: Worker,
    heard: mpsc::UnboundedReceiver<Heard>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Reader {
    fn start() -> Option<Self> {
        let worker = Worker::new(&program()).ok()?;
        let (hear, heard) = mpsc::unbounded();
        let fail = hear.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
            // It fails where nobody listens any more.
            let _ = hear.unbounded_send(Heard::Message(bytes));
        });
        let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let why = browser::error_message(&event);
            web_sys::console::error_2(&"the reader of workbooks stopped:".into(), &why.into());
            let _ = fail.unbounded_send(Heard::Stopped);
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Self { worker, heard, _on_message: on_message, _on_error: on_error })
    }

    async fn hear(&mut self) -> Option<Vec<u8>> {
        match self.heard.next().await {
            Some(Heard::Message(bytes)) => Some(bytes),
            Some(Heard::Stopped) | None => None,
        }
    }

    async fn read(&mut self, file: &[u8]) -> Result<Vec<Sheet>, NotRead> {
        let buffer = js_sys::Uint8Array::from(file).buffer();
        let sent = self.worker.post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer));
        sent.map_err(|_| NotRead::TooMuch)?;
        let answer = self.hear().await.ok_or(NotRead::TooMuch)?;
        let outcome: Outcome = postcard::from_bytes(&answer).map_err(|_| NotRead::NoReader)?;
        outcome.map_err(NotRead::Said)
    }
}

/// The sheets of a workbook that have rows, until `stopped` is heard of.
///
/// # Errors
/// Why there are none.
pub async fn read(file: &[u8], stopped: oneshot::Receiver<()>) -> Result<Vec<Sheet>, NotRead> {
    let reading = async {
        let mut reader = Reader::start().ok_or(NotRead::NoReader)?;
        // Its first message says that it listens. Fetching it takes as long as it takes.
        reader.hear().await.ok_or(NotRead::NoReader)?;
        let reading = reader.read(file);
        pin_mut!(reading);
        match select(reading, TimeoutFuture::new(MOST_MILLISECONDS)).await {
            Either::Left((outcome, _)) => outcome,
            Either::Right(_) => Err(NotRead::TooMuch),
        }
    };
    pin_mut!(reading);
    match select(reading, stopped).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right(_) => Err(NotRead::Cancelled),
    }
}

/// The address of the reader's loader: the build names it in the page, since its name carries a hash.
fn program() -> String {
    document()
        .query_selector("meta[name=workbook]")
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_else(|| "/workbook_loader.js".to_owned())
}
