//! The engine: what it holds. What it does with that is in the files of the rooms beside it.

use crate::{
    Options,
    channel::{Channel, Received, TabMessage},
    clock, console,
    job::Job,
    open::OpenDirectory,
    page::Page,
    queue::Queue,
    requests::{backup::opened::Backup, import::opened::Import},
    syncing::{background::state::BackgroundSync, session::Syncing},
};
use futures::{
    FutureExt as _,
    future::{self, LocalBoxFuture},
};
use groundswell_model::{
    DeviceId, Language,
    message::{EngineError, EngineExit, EngineMessage},
};
use groundswell_storage::Store;
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

/// One page's engine.
///
/// Everything runs on one thread, and no borrow of a cell lives across an `await`.
pub struct Engine {
    me: Weak<Self>,
    pub(crate) options: Options,
    /// Where messages go.
    pub(crate) page: Page,
    /// What is still to be done, in order.
    pub(crate) queue: Rc<Queue>,
    /// How the engine before this one ended, until it was checked what that one was doing.
    pub(crate) before: Cell<Option<EngineExit>>,
    /// Set by [`groundswell_model::message::Request::Start`].
    pub(crate) storage_handle: RefCell<Option<StorageHandle>>,
    channel: RefCell<Option<Channel>>,
    pub(crate) open: RefCell<Option<OpenDirectory>>,
    pub(crate) import: RefCell<Option<Import>>,
    pub(crate) backup: RefCell<Option<Rc<Backup>>>,
    /// The page's language, for the headings of files.
    pub(crate) language: Cell<Language>,
    /// Cancellations that were asked for and not yet carried out: while there are any, imports give up.
    pub(crate) cancellations: Cell<u32>,
    /// The number under which the last action can be undone. Never starts over: the page may still show an
    /// "undo" of a directory that it left.
    pub(crate) last_undo: Cell<u32>,
    /// Whether what histories are found by is being made.
    pub(crate) indexing: Cell<bool>,
    /// Of the open directory, where it is shared.
    pub(crate) syncing: RefCell<Option<Syncing>>,
    /// Of the shared directories that are not open.
    pub(crate) background_sync: BackgroundSync,
    /// How many sync sessions there were.
    pub(crate) sessions: Cell<u32>,
}

/// The storage, once it is open.
#[derive(Clone)]
pub(crate) struct StorageHandle {
    pub(crate) store: Store,
    pub(crate) device: DeviceId,
}

/// Runs a job of an engine.
pub(crate) type Run = fn(Rc<Engine>, Job) -> LocalBoxFuture<'static, ()>;

impl Engine {
    /// An engine that posts its messages through `post`, those of one batch together, and has its jobs run by `run`.
    pub(crate) fn with_runner(
        options: Options,
        post: impl Fn(Vec<EngineMessage>) + 'static,
        run: Run,
    ) -> Rc<Self> {
        Rc::new_cyclic(|me: &Weak<Self>| {
            let engine = me.clone();
            let run_job = move |job| match engine.upgrade() {
                Some(engine) => run(engine, job),
                None => future::ready(()).boxed_local(),
            };
            Self {
                me: me.clone(),
                options,
                page: Page::new(post),
                queue: Queue::new(run_job),
                before: Cell::default(),
                storage_handle: RefCell::default(),
                channel: RefCell::default(),
                open: RefCell::default(),
                import: RefCell::default(),
                backup: RefCell::default(),
                language: Cell::default(),
                cancellations: Cell::new(0),
                last_undo: Cell::new(0),
                indexing: Cell::new(false),
                syncing: RefCell::default(),
                background_sync: BackgroundSync::default(),
                sessions: Cell::new(0),
            }
        })
    }

    /// The storage, if it is open.
    ///
    /// # Errors
    /// [`EngineError::NotOpen`] before [`groundswell_model::message::Request::Start`] was answered.
    pub(crate) fn storage_handle(&self) -> Result<StorageHandle, EngineError> {
        self.storage_handle.borrow().clone().ok_or(EngineError::NotOpen)
    }

    /// Looks at the open directory.
    ///
    /// # Errors
    /// [`EngineError::NotOpen`].
    pub(crate) fn with_open<T>(&self, look: impl FnOnce(&mut OpenDirectory) -> T) -> Result<T, EngineError> {
        let from = clock::now().0;
        let looked = self.open.borrow_mut().as_mut().map(look).ok_or(EngineError::NotOpen);
        // What takes long in an engine is done with its document: this tab is busy then, not suspended.
        self.has_computed(clock::now().0 - from);
        looked
    }

    /// Itself, for callbacks of the browser, which must not keep it alive.
    pub(crate) fn downgrade(&self) -> Weak<Self> {
        Weak::clone(&self.me)
    }

    /// Opens the channel to the other tabs, unless it is open.
    pub(crate) fn join_channel(&self) {
        if self.channel.borrow().is_some() {
            return;
        }
        let me = self.downgrade();
        let receive = move |received| {
            let Some(engine) = me.upgrade() else { return };
            match received {
                // Not in its turn: a leader that does not answer soon counts as suspended.
                Received::Message(TabMessage::WhoLeads(directory)) => {
                    engine.receive_sync_state(directory, None)
                }
                Received::Message(TabMessage::Synced { directory, state }) => {
                    engine.receive_sync_state(directory, Some(*state));
                }
                received @ (Received::Message(_) | Received::Unknown) => {
                    engine.queue.push(Job::TabMessage(received))
                }
            }
        };
        match Channel::open(&self.options.channel, receive) {
            Ok(channel) => *self.channel.borrow_mut() = Some(channel),
            // Without it other tabs show this one's edits after their next start.
            Err(thrown) => console::report("the channel to other tabs", &console::words(&thrown)),
        }
    }

    /// Sends a message to the other tabs.
    pub(crate) fn broadcast(&self, message: &TabMessage) {
        if let Some(channel) = &*self.channel.borrow()
            && let Err(thrown) = channel.send(message)
        {
            console::report("a message to other tabs", &console::words(&thrown));
        }
    }
}
