//! The engine: what it holds, and the order in which it does things.

use crate::{
    Options,
    channel::{Channel, Heard, Word},
    clock, console,
    open::OpenDirectory,
    requests::{self, backup::Backup, import::Import},
    syncing::{Errands, SyncJob, Syncing},
};
use gloo_timers::callback::Timeout;
use groundswell_interchange::Language;
use groundswell_model::{
    DeviceId,
    message::{Answer, Call, Ended, EngineError, Event, Request, Said},
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
    say: Box<dyn Fn(Vec<Said>)>,
    /// What is to be said at once, while it is gathered.
    gathered: RefCell<Option<Vec<Said>>>,
    /// What is still to be done, in order.
    jobs: RefCell<VecDeque<Job>>,
    working: Cell<bool>,
    /// How the engine before this one ended, until it was looked what that one was doing.
    pub(crate) before: Cell<Option<Ended>>,
    /// Set by [`Request::Start`].
    pub(crate) home: RefCell<Option<Home>>,
    channel: RefCell<Option<Channel>>,
    pub(crate) open: RefCell<Option<OpenDirectory>>,
    pub(crate) import: RefCell<Option<Import>>,
    pub(crate) backup: RefCell<Option<Rc<Backup>>>,
    /// The page's language, for the headings of files.
    pub(crate) language: Cell<Language>,
    /// Cancellations that were asked for and not yet carried out: while there are any, imports give up.
    pub(crate) cancellations: Cell<u32>,
    /// The number under which the last action can be undone. Never starts anew: the page may still show an
    /// "undo" of a directory that it left.
    pub(crate) last_undo: Cell<u32>,
    /// Whether what histories are found by is being made.
    pub(crate) indexing: Cell<bool>,
    upkeep: RefCell<Option<Timeout>>,
    retry: RefCell<Option<Timeout>>,
    /// Of the open directory, where it is shared.
    pub(crate) syncing: RefCell<Option<Syncing>>,
    /// Of the shared directories that are not open.
    pub(crate) errands: Errands,
    /// How many syncings there were.
    pub(crate) sessions: Cell<u32>,
}

/// The storage, once it is open.
#[derive(Clone)]
pub(crate) struct Home {
    pub(crate) store: Store,
    pub(crate) device: DeviceId,
}

/// Something to be done when its turn comes.
pub(crate) enum Job {
    /// A request of the page.
    Call(Call),
    /// News from another tab.
    Heard(Heard),
    /// The storage was deleted, by the browser or the person.
    StorageDeleted,
    /// A commit that failed is tried again.
    Retry,
    /// The projections are written.
    Project,
    /// The history is compacted.
    Compact,
    /// What an edit needs is made ready.
    WarmUp,
    /// What a history is found by is made ready.
    Index,
    /// Something concerns the neighbours.
    Sync(SyncJob),
}

impl Engine {
    /// An engine that says what it has to say through `say`: together what belongs together.
    #[must_use]
    pub fn new(options: Options, say: impl Fn(Vec<Said>) + 'static) -> Rc<Self> {
        Rc::new_cyclic(|me| Self {
            me: me.clone(),
            options,
            say: Box::new(say),
            gathered: RefCell::default(),
            jobs: RefCell::default(),
            working: Cell::new(false),
            before: Cell::default(),
            home: RefCell::default(),
            channel: RefCell::default(),
            open: RefCell::default(),
            import: RefCell::default(),
            backup: RefCell::default(),
            language: Cell::default(),
            cancellations: Cell::new(0),
            last_undo: Cell::new(0),
            indexing: Cell::new(false),
            upkeep: RefCell::default(),
            retry: RefCell::default(),
            syncing: RefCell::default(),
            errands: Errands::default(),
            sessions: Cell::new(0),
        })
    }

    /// Takes a request. It is answered once, when its turn has come; reading needs no turn, and a
    /// cancellation is heeded by what is under way.
    pub fn handle(&self, call: Call) {
        if let Request::Read { kind, id } = call.request
            && self.open.borrow().is_some()
        {
            return self.answer(call.number, self.read(kind, id));
        }
        if let Request::Show(section) = call.request
            && self.open.borrow().is_some()
        {
            return self.answer(call.number, self.show_section(section));
        }
        if matches!(call.request, Request::CancelImport) {
            self.cancellations.update(|asked| asked + 1);
        }
        self.enqueue(Job::Call(call));
    }

    /// Answers a call.
    pub(crate) fn answer(&self, number: u32, result: Result<Answer, EngineError>) {
        self.say(Said::Answer { number, result });
    }

    /// Tells the page some news.
    pub(crate) fn tell(&self, event: Event) {
        self.say(Said::Event(event));
    }

    fn say(&self, said: Said) {
        match &mut *self.gathered.borrow_mut() {
            Some(gathered) => gathered.push(said),
            None => (self.say)(vec![said]),
        }
    }

    /// Says in one message all that is said meanwhile: the page draws it once, and is not kept from the last of it
    /// by drawing the first.
    pub(crate) fn at_once(&self, speak: impl FnOnce()) {
        *self.gathered.borrow_mut() = Some(Vec::new());
        speak();
        let gathered = self.gathered.take().unwrap_or_default();
        if !gathered.is_empty() {
            (self.say)(gathered);
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
                engine.carry_out(job).await;
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

    async fn carry_out(&self, job: Job) {
        match job {
            Job::Call(call) => requests::carry_out(self, call).await,
            Job::Heard(heard) => self.hear(heard).await,
            Job::StorageDeleted => self.storage_is_gone().await,
            Job::Retry => {
                // The error was told, and is tried again.
                let _ = self.flush().await;
            }
            Job::Project => self.write_projections().await,
            Job::Compact => self.compact().await,
            Job::WarmUp => self.warm_up().await,
            Job::Index => self.index_histories(),
            Job::Sync(job) => self.sync(job).await,
        }
    }

    /// The storage, if it is open.
    ///
    /// # Errors
    /// [`EngineError::NotOpen`] before [`Request::Start`] was answered.
    pub(crate) fn home(&self) -> Result<Home, EngineError> {
        self.home.borrow().clone().ok_or(EngineError::NotOpen)
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
    pub(crate) fn downgraded(&self) -> Weak<Self> {
        Weak::clone(&self.me)
    }

    /// A way for callbacks of the browser to give the engine something to do, as long as it lives.
    pub(crate) fn doorbell(&self) -> impl Fn(Job) + Clone + 'static + use<> {
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
        let me = self.downgraded();
        let hear = move |heard| {
            let Some(engine) = me.upgrade() else { return };
            match heard {
                // Not in its turn: who does not answer soon is taken for suspended.
                Heard::Word(Word::WhoLeads(directory)) => engine.hear_of_syncing(directory, None),
                Heard::Word(Word::Synced { directory, state }) => {
                    engine.hear_of_syncing(directory, Some(*state));
                }
                heard @ (Heard::Word(_) | Heard::Unknown) => engine.enqueue(Job::Heard(heard)),
            }
        };
        match Channel::open(&self.options.channel, hear) {
            Ok(channel) => *self.channel.borrow_mut() = Some(channel),
            // Without it other tabs show this one's edits after their next start.
            Err(thrown) => console::report("the channel to other tabs", &console::words(&thrown)),
        }
    }

    /// Tells the other tabs.
    pub(crate) fn tell_tabs(&self, word: &Word) {
        if let Some(channel) = &*self.channel.borrow()
            && let Err(thrown) = channel.tell(word)
        {
            console::report("a word to other tabs", &console::words(&thrown));
        }
    }

    /// Does this later, unless it is asked for again before: then later still.
    pub(crate) fn do_later(&self, delay_ms: u32, job: Job) {
        let ring = self.doorbell();
        let retry = matches!(job, Job::Retry);
        let timer = Timeout::new(delay_ms, move || ring(job));
        let slot = if retry { &self.retry } else { &self.upkeep };
        // Dropping the timer that was there stops it.
        slot.replace(Some(timer));
    }

    /// Forgets what was to be done later.
    pub(crate) fn do_nothing_later(&self) {
        self.upkeep.take();
        self.retry.take();
    }
}
