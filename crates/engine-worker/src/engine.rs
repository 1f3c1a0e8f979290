//! The engine: what it holds, and the order in which it does things.

use crate::{
    Options,
    channel::{Channel, Received, TabMessage},
    clock, console,
    open::OpenDirectory,
    requests::{self, backup::Backup, import::Import},
    syncing::{BackgroundSync, SyncJob, Syncing},
};
use gloo_timers::callback::Timeout;
use groundswell_interchange::Language;
use groundswell_model::{
    DeviceId,
    message::{Answer, Call, EngineError, EngineExit, EngineMessage, Event, Request},
};
use groundswell_storage::Store;
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
};
use wasm_bindgen_futures::spawn_local;

/// One page's engine.
///
/// Everything runs on one thread, and no borrow of a cell lives across an `await`.
pub struct Engine {
    me: Weak<Self>,
    pub(crate) options: Options,
    post: Box<dyn Fn(Vec<EngineMessage>)>,
    /// The messages of a batch, while there is one.
    pending: RefCell<Option<Vec<EngineMessage>>>,
    /// What is still to be done, in order.
    jobs: RefCell<VecDeque<Job>>,
    working: Cell<bool>,
    /// How the engine before this one ended, until it was checked what that one was doing.
    pub(crate) before: Cell<Option<EngineExit>>,
    /// Set by [`Request::Start`].
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
    upkeep: RefCell<Option<Timeout>>,
    retry: RefCell<Option<Timeout>>,
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

/// Something to be done when its turn comes.
pub(crate) enum Job {
    /// A request of the page.
    Call(Call),
    /// A message from another tab.
    TabMessage(Received),
    /// The storage was deleted, by the browser or the person.
    StorageDeleted,
    /// A commit that failed is tried again.
    Retry,
    /// The projection is written.
    Project,
    /// The history is compacted.
    Compact,
    /// What an edit needs is prepared.
    WarmUp,
    /// Something concerns syncing.
    Sync(SyncJob),
}

impl Engine {
    /// An engine that posts its messages through `post`, those of one batch together.
    #[must_use]
    pub fn new(options: Options, post: impl Fn(Vec<EngineMessage>) + 'static) -> Rc<Self> {
        Rc::new_cyclic(|me| Self {
            me: me.clone(),
            options,
            post: Box::new(post),
            pending: RefCell::default(),
            jobs: RefCell::default(),
            working: Cell::new(false),
            before: Cell::default(),
            storage_handle: RefCell::default(),
            channel: RefCell::default(),
            open: RefCell::default(),
            import: RefCell::default(),
            backup: RefCell::default(),
            language: Cell::default(),
            cancellations: Cell::new(0),
            last_undo: Cell::new(0),
            upkeep: RefCell::default(),
            retry: RefCell::default(),
            syncing: RefCell::default(),
            background_sync: BackgroundSync::default(),
            sessions: Cell::new(0),
        })
    }

    /// Takes a request. It is answered once, in its turn; reading needs no turn, and a cancellation stops what is
    /// running.
    pub fn handle(&self, call: Call) {
        if let Request::Read { kind, id } = call.request
            && self.open.borrow().is_some()
        {
            return self.answer(call.number, self.read(kind, id));
        }
        if matches!(call.request, Request::CancelImport) {
            self.cancellations.update(|asked| asked + 1);
        }
        self.enqueue(Job::Call(call));
    }

    /// Answers a call.
    pub(crate) fn answer(&self, number: u32, result: Result<Answer, EngineError>) {
        self.post(EngineMessage::Answer { number, result });
    }

    /// Emits an event to the page.
    pub(crate) fn emit(&self, event: Event) {
        self.post(EngineMessage::Event(event));
    }

    fn post(&self, message: EngineMessage) {
        match &mut *self.pending.borrow_mut() {
            Some(pending) => pending.push(message),
            None => (self.post)(vec![message]),
        }
    }

    /// Posts as one message all that is emitted meanwhile: the page draws it once, and drawing the first does not
    /// delay the last.
    pub(crate) fn batched(&self, work: impl FnOnce()) {
        *self.pending.borrow_mut() = Some(Vec::new());
        work();
        let pending = self.pending.take().unwrap_or_default();
        if !pending.is_empty() {
            (self.post)(pending);
        }
    }

    /// Does this when its turn comes.
    pub(crate) fn enqueue(&self, job: Job) {
        self.jobs.borrow_mut().push_back(job);
        if self.working.replace(true) {
            return;
        }
        let Some(engine) = self.me.upgrade() else { return };
        spawn_local(async move {
            while let Some(job) = engine.next() {
                engine.run(job).await;
            }
            engine.working.set(false);
        });
    }

    fn next(&self) -> Option<Job> {
        self.jobs.borrow_mut().pop_front()
    }

    /// Whether something else waits for its turn.
    pub(crate) fn is_busy(&self) -> bool {
        !self.jobs.borrow().is_empty()
    }

    async fn run(&self, job: Job) {
        match job {
            Job::Call(call) => requests::dispatch(self, call).await,
            Job::TabMessage(received) => self.receive(received).await,
            Job::StorageDeleted => self.storage_deleted().await,
            Job::Retry => {
                // The error was reported, and it is tried again.
                let _ = self.flush().await;
            }
            Job::Project => self.write_projection().await,
            Job::Compact => self.compact().await,
            Job::WarmUp => self.warm_up().await,
            Job::Sync(job) => self.sync(job).await,
        }
    }

    /// The storage, if it is open.
    ///
    /// # Errors
    /// [`EngineError::NotOpen`] before [`Request::Start`] was answered.
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

    /// Lets callbacks of the browser enqueue jobs, as long as the engine lives.
    pub(crate) fn job_sender(&self) -> impl Fn(Job) + Clone + 'static + use<> {
        let me = self.me.clone();
        move |job| {
            if let Some(engine) = me.upgrade() {
                engine.enqueue(job);
            }
        }
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
                    engine.enqueue(Job::TabMessage(received))
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

    /// Schedules a job, in place of the one that was scheduled before.
    pub(crate) fn schedule(&self, delay_ms: u32, job: Job) {
        let enqueue = self.job_sender();
        let retry = matches!(job, Job::Retry);
        let timer = Timeout::new(delay_ms, move || enqueue(job));
        let slot = if retry { &self.retry } else { &self.upkeep };
        // Dropping the timer that was there stops it.
        slot.replace(Some(timer));
    }

    /// Cancels what is scheduled.
    pub(crate) fn cancel_scheduled(&self) {
        self.upkeep.take();
        self.retry.take();
    }
}
