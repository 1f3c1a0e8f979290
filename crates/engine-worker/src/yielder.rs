//! Long work in short slices: between two of them the worker takes messages in, so that a cancel gets through.

use crate::Engine;
use gloo_timers::future::TimeoutFuture;
use groundswell_model::message::{Event, Progress};

/// How long a slice of work may be, in milliseconds. Browsers make every turn of a timer last 4 ms or more,
/// so shorter slices would be mostly waiting.
const SLICE_MS: f64 = 24.0;

/// How long it is at least from one progress report to the next, in milliseconds: 20 a second.
const REPORT_MS: f64 = 50.0;

/// Splits one long task into slices.
pub(crate) struct Yielder<'a> {
    engine: &'a Engine,
    slice_from: f64,
    reported_at: f64,
}

impl<'a> Yielder<'a> {
    /// Work begins.
    pub(crate) fn new(engine: &'a Engine) -> Self {
        Self { engine, slice_from: js_sys::Date::now(), reported_at: 0.0 }
    }

    /// So much is done. Lets the worker take messages in when the slice is over.
    pub(crate) async fn report(&mut self, progress: Progress) {
        let now = js_sys::Date::now();
        // A clock that was set back must not silence the report.
        if (now - self.reported_at).abs() >= REPORT_MS || progress.done == progress.total {
            self.reported_at = now;
            self.engine.emit(Event::Progress(progress));
        }
        if (now - self.slice_from).abs() >= SLICE_MS {
            yield_to_messages().await;
            self.slice_from = js_sys::Date::now();
        }
    }
}

/// Lets the worker take in the messages that are waiting: a turn of the timer, not of the promises, which
/// would run before any message.
async fn yield_to_messages() {
    TimeoutFuture::new(0).await;
}
