//! New links that were half made when a tab ended, or a relay went: whoever leads makes them to the end.

use super::{SyncJob, SyncTask, Syncing};
use crate::{
    console,
    engine::{Engine, Job},
    requests::renewing::{Closed, Finishing},
};
use gloo_timers::callback::Timeout;
use groundswell_model::message::{Connection, EngineError};
use wasm_bindgen_futures::spawn_local;

impl Engine {
    /// Has half made links made to the end, if the relay is there.
    pub(super) fn finish_once_live(&self, session: u32) {
        let is_due = self.with_syncing(session, |syncing| {
            let is_live = syncing.shown.connection == Connection::Live;
            is_live && syncing.finishing.is_none() && std::mem::take(&mut syncing.unfinished)
        });
        if is_due == Some(true) {
            self.enqueue(Job::Sync(SyncJob { session, what: SyncTask::Finish }));
        }
    }

    pub(super) async fn finish_links(&self, session: u32) {
        let Some(directory) = self.with_syncing(session, |syncing| syncing.directory) else { return };
        match self.finish_closing(directory).await {
            Ok(Finishing::Here(closing)) => {
                let enqueue = self.job_sender();
                spawn_local(async move {
                    if let Some(closed) = closing.await {
                        enqueue(Job::Sync(SyncJob { session, what: SyncTask::Finished(Box::new(closed)) }));
                    }
                });
            }
            Ok(Finishing::Elsewhere) => self.finish_later(session),
            Ok(Finishing::Nothing) => {}
            Err(error) => {
                console::report("making new links to the end", &error);
                self.finish_later(session);
            }
        }
    }

    pub(super) async fn links_finished(&self, session: u32, closed: Closed) {
        let Some(directory) = self.with_syncing(session, |syncing| syncing.directory) else { return };
        match self.finish(directory, closed).await {
            // Somebody else was quicker: it is shown whose links these are.
            Ok(()) | Err(EngineError::AlreadyReplaced) => {}
            Err(error) => {
                console::report("making new links to the end", &error);
                self.finish_later(session);
            }
        }
    }

    /// Looks again after a while whether they are still half made.
    fn finish_later(&self, session: u32) {
        let me = self.downgrade();
        let again = move || {
            let Some(engine) = me.upgrade() else { return };
            let end = |syncing: &mut Syncing| {
                syncing.finishing = None;
                syncing.unfinished = true;
            };
            if engine.with_syncing(session, end).is_some() {
                engine.finish_once_live(session);
            }
        };
        let timer = Timeout::new(self.options.timings.longest_retry_ms, again);
        self.with_syncing(session, |syncing| syncing.finishing = Some(timer));
    }
}
