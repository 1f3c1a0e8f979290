//! The engine's life, from the page's side: started behind the first paint, started again when it stopped, and let
//! go with a page that rests.

use super::{Phase, State, unexpected};
use crate::{browser, engine, engine::Engine, pages::fetch_all};
use futures::future::maybe_done;
use groundswell_model::{
    Id, Projection,
    message::{Answer, EngineError, EngineExit, Request, SaveState},
};
use groundswell_storage::{DATABASE, Reader, Timeouts};
use leptos::{prelude::*, task::spawn_local};
use std::{
    future::Future,
    task::{Context, Waker},
};

/// Started again after so many stops within a minute, the engine is left alone.
const MOST_RESTARTS: usize = 3;

/// The setting that is kept while nobody looks at the page, also after it was closed. A page that a browser ends for
/// want of memory while somebody looks leaves none: what its engine was doing may be why.
pub(super) const LEFT: &str = "left";

impl State {
    /// Shows the stored projection of the directory that was open last, then starts the engine.
    pub fn begin(self) {
        let current = browser::setting("current").and_then(|id| id.parse::<Id>().ok());
        self.current.set(current);
        let on_event = Callback::new(move |event| self.handle(event));
        let on_stop = Callback::new(move |why: String| self.stopped(why));
        let engine = Engine::new(on_event, on_stop);
        self.engine.set_value(Some(engine));
        let mut stored = current.map(|current| Box::pin(maybe_done(stored_projection(current))));
        if let Some(stored) = &mut stored {
            // What is asked of the browser now is under way while the views are built; whether it is there
            // is asked again below.
            let _ = stored.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        }
        spawn_local(async move {
            match stored {
                None => self.phase.set(Phase::NoDirectory),
                Some(mut stored) => {
                    stored.as_mut().await;
                    if let Some(projection) = stored.as_mut().take_output().flatten() {
                        self.projection.set(projection);
                        self.phase.set(Phase::Shown);
                    }
                }
            }
            let is_shown = self.phase.get_untracked() != Phase::Starting;
            if is_shown {
                self.emit_drawn();
            }
            // The worker's program is larger than the page's: it must not compete with the first paint.
            engine::painted().await;
            let before =
                if browser::setting(LEFT).is_some() { EngineExit::Closed } else { EngineExit::Unknown };
            browser::set_setting(LEFT, None);
            self.start_engine(before).await;
            if !is_shown {
                self.emit_drawn();
            }
            self.begun.set(true);
            fetch_all().await;
        });
    }

    async fn start_engine(self, before: EngineExit) {
        let Some(engine) = self.engine.get_value() else { return };
        let language = crate::locales::Language::of_page().tag().to_owned();
        let started = match engine.start() {
            Ok(()) => engine.call(Request::Start { language, before }).await,
            Err(error) => Err(error),
        };
        match started {
            Ok(Answer::Ready { device, directories }) => {
                self.know(directories);
                self.device.set(Some(device));
                match self.current.get_untracked() {
                    None => self.phase.set(Phase::NoDirectory),
                    Some(current) => match self.open(current).await {
                        Ok(()) => {}
                        // Erased in another tab, or its storage cleared by the browser.
                        Err(EngineError::NoDirectory) => self.close(),
                        Err(error) => self.phase.set(Phase::Failed(error)),
                    },
                }
            }
            Ok(_) => self.phase.set(Phase::Failed(unexpected())),
            Err(error) => self.phase.set(Phase::Failed(error)),
        }
    }

    /// The engine stopped by itself: starts it again from what storage holds, unless it stops again and again.
    fn stopped(self, why: String) {
        let now = browser::moment();
        let restarts = self.restarts.try_update_value(|restarts| {
            restarts.retain(|at| now - at < 60_000.0);
            restarts.push(now);
            restarts.len()
        });
        self.progress.set(None);
        if restarts.is_none_or(|restarts| restarts > MOST_RESTARTS) {
            self.phase.set(Phase::Failed(EngineError::Stopped(why)));
            return;
        }
        self.stand_by();
        spawn_local(self.start_engine(EngineExit::Crashed(why)));
    }

    /// Shows what is there while the engine is not.
    fn stand_by(self) {
        if self.phase.get_untracked() == Phase::Ready {
            self.phase.set(Phase::Shown);
        }
        self.say_saving(None);
    }

    /// Lets the engine go while the page is kept for going back to, or is suspended by the browser: what it holds,
    /// the lock of the tab that leads above all, would be frozen with the page. The page that is gone back to, or
    /// goes on, starts it again. Browsers that suspend pages without a word are why others take the lead from a tab
    /// that does not answer.
    pub fn rest_with_page(self) {
        let hidden = window_event_listener(leptos::ev::pagehide, move |event| {
            if event.persisted() {
                self.rest();
            }
        });
        let shown = window_event_listener(leptos::ev::pageshow, move |event| {
            if event.persisted() {
                self.wake();
            }
        });
        // The events of the Page Lifecycle specification, of a page that stays where it is.
        let frozen = browser::listen_to_document("freeze", move || {
            let is_shared = self.sync.with_untracked(Option::is_some);
            // What is under way goes on with the page.
            if is_shared && self.engine.get_value().is_some_and(|engine| !engine.is_busy()) {
                self.rest();
            }
        });
        let resumed = browser::listen_to_document("resume", move || self.wake());
        let listeners = StoredValue::new_local((frozen, resumed));
        on_cleanup(move || {
            hidden.remove();
            shown.remove();
            listeners.dispose();
        });
    }

    fn rest(self) {
        // What could not be saved is in the engine's memory alone.
        let failed = matches!(self.saving.get_untracked(), Some(SaveState::Failed(_)));
        if let Some(engine) = self.engine.get_value()
            && !failed
        {
            engine.end();
            self.stand_by();
        }
    }

    fn wake(self) {
        spawn_local(async move {
            // Asked here: two events may tell of one waking.
            if self.engine.get_value().is_some_and(|engine| !engine.is_running()) {
                self.start_engine(EngineExit::Closed).await;
            }
        });
    }

    /// Starts over after a failure.
    pub fn retry(self) {
        self.restarts.set_value(Vec::new());
        let phase = self.phase.get_untracked();
        let before = if let Phase::Failed(EngineError::Stopped(why)) = phase {
            EngineExit::Crashed(why)
        } else {
            EngineExit::Unknown
        };
        self.phase.set(Phase::Starting);
        spawn_local(self.start_engine(before));
    }
}

/// What this device kept of a directory for the first paint. A projection that can not be read is no loss:
/// the engine rebuilds it.
pub async fn stored_projection(directory: Id) -> Option<Projection> {
    let reader = match Reader::open(DATABASE, Timeouts::default()).await {
        Ok(reader) => reader?,
        Err(error) => {
            web_sys::console::warn_1(&format!("no stored projection: {error}").into());
            return None;
        }
    };
    match reader.read_projection(&directory.to_string()).await {
        Ok(bytes) => Projection::decode(&bytes?).ok(),
        Err(error) => {
            web_sys::console::warn_1(&format!("no stored projection: {error}").into());
            None
        }
    }
}
