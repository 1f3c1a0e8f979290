//! Background sync: what waits in shared directories that are not open is brought to the relay, and what neighbours put
//! there is fetched, to be merged when the directory is opened, with a network or without.

use super::{
    headless::{Headless, Persistence},
    link, lock, lock_name,
};
use crate::{
    console,
    engine::{Engine, StorageHandle},
};
use futures::{
    FutureExt as _, StreamExt as _,
    channel::mpsc::UnboundedReceiver,
    future::{AbortHandle, Either, abortable, select},
};
use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use groundswell_model::{
    Id, StoredEntry,
    message::{EngineError, Event as PageEvent},
};
use groundswell_storage::StorageError;
use groundswell_sync::{Connection, Event, Replica, Timings};
use std::{
    cell::{Cell, RefCell},
    pin::pin,
    rc::{Rc, Weak},
};
use wasm_bindgen_futures::spawn_local;

/// How long one directory may take, in milliseconds. Its next turn begins where this one stopped.
const LIMIT_MS: u32 = 20_000;
/// The longest time from one round to the next while something waits, in milliseconds.
const LONGEST_AGAIN_MS: u32 = 300_000;

/// The background sync of an engine.
#[derive(Default)]
pub(crate) struct BackgroundSync {
    /// Until the next round.
    timer: RefCell<Option<Timeout>>,
    /// Whether a round is running: one directory after the other.
    is_running: Cell<bool>,
    /// What is under way.
    current: RefCell<Option<Run>>,
    /// After so many milliseconds the next round follows one after which something still waited; each time it is
    /// longer.
    again_ms: Cell<u32>,
}

/// The background sync of one directory, aborted when this is dropped.
struct Run {
    directory: Id,
    abort: AbortHandle,
}

impl Drop for Run {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

impl Engine {
    /// Looks after the shared directories that are not open, in a moment.
    pub(crate) fn schedule_background_sync(&self) {
        self.background_sync.again_ms.set(self.options.timings.background_sync_again_ms);
        self.background_sync_in(self.options.timings.background_sync_ms);
    }

    fn background_sync_in(&self, after_ms: u32) {
        let me = self.downgrade();
        let start = move || {
            let Some(engine) = me.upgrade() else { return };
            engine.background_sync.timer.take();
            if engine.background_sync.is_running.replace(true) {
                // One round at a time: what this one is for comes after it.
                return engine.schedule_background_sync();
            }
            spawn_local(round(me));
        };
        self.background_sync.timer.replace(Some(Timeout::new(after_ms, start)));
    }

    /// Aborts the background sync of this directory: it is opened, or erased.
    pub(crate) fn cancel_background_sync(&self, directory: Id) {
        self.background_sync.current.borrow_mut().take_if(|run| run.directory == directory);
    }

    /// The shared directories of this device that are not open.
    async fn shared_not_open(&self) -> Vec<StoredEntry> {
        let open = self.with_open(|open| open.id).ok();
        match self.stored_entries().await {
            Ok(entries) => entries
                .into_iter()
                .filter(|entry| !entry.shown.invitation && Some(entry.shown.id) != open)
                .filter(|entry| entry.link.is_some())
                .collect(),
            Err(error) => {
                console::report("the list of directories", &error);
                Vec::new()
            }
        }
    }

    /// The background sync of one directory, as a future that does not keep this engine alive. `waiting` is how many changes
    /// wait, once that is known.
    fn background_run(
        &self,
        directory: Id,
        waiting: Rc<Cell<Option<u32>>>,
    ) -> impl Future<Output = ()> + use<> {
        let me = self.downgrade();
        let (lock, lock_ms) =
            (lock_name(&self.options.channel, directory), self.options.timings.background_sync_lock_ms);
        async move {
            let run = pin!(async {
                let Some(mut held) = lock::held(&lock, lock_ms).await else { return };
                // Who had the lock may have gone over to another link meanwhile.
                let prepared = match me.upgrade() {
                    Some(engine) => engine.headless(directory).await,
                    None => return,
                };
                match prepared {
                    Ok(Some((headless, happened))) => {
                        let running = pin!(drive(headless, happened, &waiting));
                        // Where somebody opened the directory and took the lock, this is theirs from now on.
                        if let Either::Left((Err(error), _)) = select(running, pin!(held.lost())).await {
                            super::failed("reading what is kept for neighbours", error);
                        }
                    }
                    Ok(None) => {}
                    Err(error) => console::report("syncing a directory that is not open", &error),
                }
            });
            select(run, TimeoutFuture::new(LIMIT_MS)).await;
        }
    }

    /// A replica for a directory by the link that it goes by now. `None` where it is not synced, or gone.
    async fn headless(
        &self,
        directory: Id,
    ) -> Result<Option<(Headless, UnboundedReceiver<Event>)>, EngineError> {
        let StorageHandle { store, .. } = self.storage_handle()?;
        let entry = match self.entry(directory).await {
            Err(EngineError::NoDirectory) => return Ok(None),
            entry => entry?,
        };
        let Some(fragment) = entry.link else { return Ok(None) };
        let link = link::parse(&fragment)?;
        let replica = Replica::new(&link::keys(&link)?, Timings { batch_ms: 0, ..Timings::default() });
        let persistence = Persistence::Storage { store, directory: directory.to_string(), link: fragment };
        Ok(Some(Headless::new(replica, self.relay_of(&link)?, persistence)))
    }
}

/// A round: one directory after the other.
async fn round(me: Weak<Engine>) {
    let entries = match me.upgrade() {
        Some(engine) => engine.shared_not_open().await,
        None => return,
    };
    let mut some_wait = false;
    for entry in entries {
        let Some(engine) = me.upgrade() else { return };
        let directory = entry.shown.id;
        if engine.with_open(|open| open.id) == Ok(directory) {
            continue;
        }
        let waiting = Rc::default();
        let (run, abort) = abortable(engine.background_run(directory, Rc::clone(&waiting)));
        engine.background_sync.current.replace(Some(Run { directory, abort }));
        drop(engine);
        // Ended or not, the next one is as good as any.
        let _ended = run.await;
        if let Some(engine) = me.upgrade() {
            engine.background_sync.current.take();
            if let Some(waiting) = waiting.get() {
                some_wait |= waiting > 0;
                engine.emit(PageEvent::Elsewhere { directory, waiting });
            }
        }
    }
    let Some(engine) = me.upgrade() else { return };
    engine.background_sync.is_running.set(false);
    if some_wait && engine.background_sync.timer.borrow().is_none() {
        let after = engine.background_sync.again_ms.get();
        engine.background_sync.again_ms.set(after.saturating_mul(2).min(LONGEST_AGAIN_MS));
        engine.background_sync_in(after);
    }
}

/// Drives a replica until nothing waits and everything is fetched, or the relay is not to be had.
async fn drive(
    mut headless: Headless,
    mut happened: UnboundedReceiver<Event>,
    waiting: &Cell<Option<u32>>,
) -> Result<(), StorageError> {
    let mut event = Event::Loaded(headless.load().await?);
    loop {
        let is_over = matches!(event, Event::Disconnected { .. });
        for effect in headless.handle(event) {
            headless.perform(effect).await;
        }
        if headless.is_replaced() {
            return Ok(());
        }
        let status = headless.status();
        // What a closed room does not take any more does not wait for it.
        waiting.set(Some(if status.notices.is_empty() { status.waiting } else { 0 }));
        if is_over {
            return Ok(());
        }
        // The result of the last effect is handled before it is checked whether everything is done.
        let told = happened.next().now_or_never();
        let next = match told {
            Some(next) => next,
            None if is_done(&headless) => return Ok(()),
            None => happened.next().await,
        };
        match next {
            Some(next) => event = next,
            None => return Ok(()),
        }
    }
}

fn is_done(headless: &Headless) -> bool {
    let status = headless.status();
    let is_level = status.connection == Connection::Live
        && status.waiting == 0
        && status.owed == 0
        && status.saved_here
        && status.progress.is_none();
    is_level || !status.notices.is_empty() || matches!(status.connection, Connection::Refused(_))
}
