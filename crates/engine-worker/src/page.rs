//! The engine's end of the wire to its page.

use groundswell_model::message::{Answer, EngineError, EngineMessage, Event};
use std::cell::RefCell;

/// Posts messages to the page.
pub(crate) struct Page {
    post: Box<dyn Fn(Vec<EngineMessage>)>,
    /// The messages of a batch, while there is one.
    pending: RefCell<Option<Vec<EngineMessage>>>,
}

impl Page {
    /// A page that is reached by `post`.
    pub(crate) fn new(post: impl Fn(Vec<EngineMessage>) + 'static) -> Self {
        Self { post: Box::new(post), pending: RefCell::default() }
    }

    /// Answers a call.
    pub(crate) fn answer(&self, number: u32, result: Result<Answer, EngineError>) {
        self.send(EngineMessage::Answer { number, result });
    }

    /// Emits an event.
    pub(crate) fn emit(&self, event: Event) {
        self.send(EngineMessage::Event(event));
    }

    fn send(&self, message: EngineMessage) {
        match &mut *self.pending.borrow_mut() {
            Some(pending) => pending.push(message),
            None => (self.post)(vec![message]),
        }
    }

    /// Posts as one message all that is sent meanwhile: the page draws it once, and drawing the first does not delay the
    /// last.
    pub(crate) fn batched(&self, work: impl FnOnce()) {
        *self.pending.borrow_mut() = Some(Vec::new());
        work();
        let pending = self.pending.take().unwrap_or_default();
        if !pending.is_empty() {
            (self.post)(pending);
        }
    }
}
