use groundswell_model::message::EngineError;
use leptos::prelude::*;

/// A short notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// Tells it from the others.
    pub number: u32,
    /// Its text.
    pub message: ToastMessage,
    /// The way back from what it is about.
    pub back: Option<Back>,
}

/// A way back: the number by which the engine knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// What was done can be undone.
    Undo(u32),
    /// What was undone can be done again.
    Redo(u32),
}

/// The text of a toast.
#[derive(Clone, Debug, PartialEq)]
pub enum ToastMessage {
    /// It was done.
    Done(String),
    /// It was not done.
    Failed(EngineError),
}

/// The toasts: the last one only, until it is dismissed or has been there for a while.
#[derive(Clone, Copy)]
pub struct Toasts {
    /// The toast on show.
    pub shown: RwSignal<Option<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    pub fn new() -> Self {
        Self { shown: RwSignal::new(None), next: StoredValue::new(0) }
    }

    /// Something was done; how to undo it.
    pub fn success(self, message: String, undo: Option<u32>) {
        self.reversed(message, undo.map(Back::Undo));
    }

    /// Something was done, or undone, and there may be a way back.
    pub fn reversed(self, message: String, back: Option<Back>) {
        self.show(ToastMessage::Done(message), back);
    }

    /// Something failed.
    pub fn fail(self, error: EngineError) {
        self.show(ToastMessage::Failed(error), None);
    }

    fn show(self, message: ToastMessage, back: Option<Back>) {
        let number = self.next.get_value();
        self.next.set_value(number.wrapping_add(1));
        self.shown.set(Some(Toast { number, message, back }));
    }

    /// Dismisses a toast, if it is still the one on show.
    pub fn dismiss(self, number: u32) {
        if self.shown.with_untracked(|shown| shown.as_ref().is_some_and(|toast| toast.number == number)) {
            self.shown.set(None);
        }
    }
}
