//! A tab: an engine, and a page that hears all it says.

use gloo_timers::future::TimeoutFuture;
use groundswell_engine_worker::{Engine, Options, Timings};
use groundswell_model::{
    Command, Group, Id, Kind, Projection, Record, RecordView,
    message::{
        Answer, Call, DirectoryEntry, EngineError, EngineExit, EngineMessage, Event, NewDirectory, Request,
    },
};
use groundswell_storage::{Options as StoreOptions, Store};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// Where the relay of the tests is.
const RELAY: Option<&str> = option_env!("GROUNDSWELL_TEST_RELAY");

/// How long anything may take before a test gives it up, in milliseconds.
const LIMIT_MS: u32 = 20_000;

/// As in the app, but for what people would only wait for.
pub(crate) fn quick() -> Timings {
    Timings {
        projection_ms: 20,
        compaction_ms: 20,
        background_sync_ms: 20,
        retry_ms: 20,
        longest_retry_ms: 100,
        ..Timings::default()
    }
}

/// An engine, and a page that shows what it is told.
pub(crate) struct Tab {
    engine: Rc<Engine>,
    received: Rc<RefCell<Vec<EngineMessage>>>,
    /// How much each message said.
    messages: Rc<RefCell<Vec<usize>>>,
    numbers: Cell<u32>,
}

impl Tab {
    /// A tab with its storage open. Tabs of one database hear each other.
    pub(crate) async fn open(database: &str) -> Self {
        Self::with_timings(database, quick()).await
    }

    pub(crate) async fn with_timings(database: &str, timings: Timings) -> Self {
        Self::on_channel(database, database, timings).await
    }

    /// A tab that hears only those tabs that use the same channel.
    pub(crate) async fn on_channel(database: &str, channel: &str, timings: Timings) -> Self {
        Self::with_options(Options {
            database: database.to_owned(),
            channel: channel.to_owned(),
            timings,
            ..Options::default()
        })
        .await
    }

    /// A tab that syncs through the relay of the tests.
    pub(crate) async fn with_relay(database: &str, timings: Timings) -> Self {
        Self::at_relay(
            database,
            RELAY.unwrap_or_else(|| panic!("`cargo xtask test` starts a relay for these tests")),
            timings,
        )
        .await
    }

    /// A tab that syncs through the relay at this address.
    pub(crate) async fn at_relay(database: &str, relay: &str, timings: Timings) -> Self {
        Self::with_options(Options {
            database: database.to_owned(),
            channel: database.to_owned(),
            relay: Some(relay.to_owned()),
            timings,
            ..Options::default()
        })
        .await
    }

    /// A tab that syncs through the relay of the tests, and hears only those tabs that use the same channel.
    pub(crate) async fn with_options_of(database: &str, channel: &str, timings: Timings) -> Self {
        Self::with_options(Options {
            database: database.to_owned(),
            channel: channel.to_owned(),
            relay: RELAY.map(str::to_owned),
            timings,
            ..Options::default()
        })
        .await
    }

    async fn with_options(options: Options) -> Self {
        let said = Rc::new(RefCell::new(Vec::new()));
        let messages = Rc::new(RefCell::new(Vec::new()));
        let (receive, count) = (Rc::clone(&said), Rc::clone(&messages));
        let engine = Engine::new(options, move |words| {
            count.borrow_mut().push(words.len());
            receive.borrow_mut().extend(words);
        });
        let tab = Self { engine, received: said, messages, numbers: Cell::new(0) };
        let ready = tab.call(Request::Start { language: "en".to_owned(), before: EngineExit::Unknown }).await;
        assert!(matches!(ready, Ok(Answer::Ready { .. })), "{ready:?}");
        tab
    }

    /// A tab in which a new directory is open, and the directory.
    pub(crate) async fn with_directory(database: &str) -> (Self, Id) {
        let tab = Self::open(database).await;
        let entry = tab.create("Test Network").await;
        (tab, entry.id)
    }

    pub(crate) async fn create(&self, name: &str) -> DirectoryEntry {
        let new = NewDirectory::Empty { name: name.to_owned() };
        match self.call(Request::Create(new)).await.unwrap() {
            Answer::Opened { entry, quarantined: 0 } => entry,
            other => panic!("{other:?}"),
        }
    }

    /// Opens a directory as a page does that painted nothing; answers how many chunks were quarantined.
    pub(crate) async fn open_directory(&self, directory: Id) -> usize {
        match self.call(Request::Open { directory, painted: Vec::new() }).await.unwrap() {
            Answer::Opened { quarantined, .. } => quarantined,
            other => panic!("{other:?}"),
        }
    }

    /// Asks without waiting; answers the call's number.
    pub(crate) fn ask(&self, request: Request) -> u32 {
        let number = self.numbers.get() + 1;
        self.numbers.set(number);
        self.engine.handle(Call { number, request });
        number
    }

    /// Asks and waits for the answer.
    pub(crate) async fn call(&self, request: Request) -> Result<Answer, EngineError> {
        let number = self.ask(request);
        self.answer(number).await
    }

    /// Waits for the answer to the call of this number.
    pub(crate) async fn answer(&self, number: u32) -> Result<Answer, EngineError> {
        wait_for(&format!("the answer to call {number}"), || self.answered(number)).await
    }

    /// The answer to the call of this number, if it was given.
    pub(crate) fn answered(&self, number: u32) -> Option<Result<Answer, EngineError>> {
        self.received.borrow().iter().find_map(|message| match message {
            EngineMessage::Answer { number: its, result } if *its == number => Some(result.clone()),
            _ => None,
        })
    }

    /// Applies a command; answers what undoes it.
    pub(crate) async fn apply(&self, command: Command) -> Option<u32> {
        match self.call(Request::Apply(command)).await.unwrap() {
            Answer::Applied { undo } => undo,
            other => panic!("{other:?}"),
        }
    }

    /// What the engine said so far.
    pub(crate) fn received(&self) -> Vec<EngineMessage> {
        self.received.borrow().clone()
    }

    /// How much each message said so far.
    pub(crate) fn messages(&self) -> Vec<usize> {
        self.messages.borrow().clone()
    }

    /// What the engine told so far without being asked.
    pub(crate) fn events(&self) -> Vec<Event> {
        let events = self.received().into_iter().filter_map(|message| match message {
            EngineMessage::Event(event) => Some(event),
            EngineMessage::Answer { .. } => None,
        });
        events.collect()
    }

    /// Forgets what was said.
    pub(crate) fn forget(&self) {
        self.received.borrow_mut().clear();
        self.messages.borrow_mut().clear();
    }

    /// Waits until the engine tells something of this kind.
    pub(crate) async fn hears<T>(&self, what: &str, find: impl Fn(&Event) -> Option<T>) -> T {
        wait_for(what, || self.events().iter().find_map(&find)).await
    }

    /// The names of all groups that the page shows, as it knows them from events.
    pub(crate) fn shown(&self) -> Vec<String> {
        let mut shown = Projection::default();
        for event in self.events() {
            match event {
                Event::Projection(bytes) => shown = Projection::decode(&bytes).unwrap(),
                Event::Delta(delta) => shown.take_in(&delta.listed),
                _ => {}
            }
        }
        sorted(shown.groups.iter().map(|card| card.name.to_owned()).collect())
    }

    /// Waits until the page shows exactly these groups.
    pub(crate) async fn shows(&self, names: &[&str]) {
        let names = sorted(names.iter().map(|name| (*name).to_owned()).collect());
        wait_for(&format!("{names:?}"), || (self.shown() == names).then_some(())).await;
    }

    pub(crate) async fn read(&self, id: Id) -> Option<RecordView> {
        match self.call(Request::Read { kind: Kind::Group, id }).await.unwrap() {
            Answer::Record(view) => view.map(|view| view.unpack().unwrap()),
            other => panic!("{other:?}"),
        }
    }
}

/// Polls until there is something.
pub(crate) async fn wait_for<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    for _ in 0..LIMIT_MS / 5 {
        if let Some(found) = look() {
            return found;
        }
        TimeoutFuture::new(5).await;
    }
    panic!("waited in vain for {what}");
}

/// Leaves the engines time to do what they do by themselves.
pub(crate) async fn a_while() {
    TimeoutFuture::new(300).await;
}

pub(crate) fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

/// The storage under an engine.
pub(crate) async fn store(database: &str) -> Store {
    let options = StoreOptions { name: database.to_owned(), ..StoreOptions::default() };
    Store::open(options).await.unwrap()
}

/// An id that no other record of the test has.
pub(crate) fn id(number: u8) -> Id {
    Id::from_bytes([number; 12])
}

pub(crate) fn group(number: u8, name: &str) -> Group {
    Group { id: id(number), name: name.to_owned(), ..Group::default() }
}

/// Creates a group.
pub(crate) fn new_group(number: u8, name: &str) -> Command {
    Command::Save { before: None, after: Box::new(Record::Group(group(number, name))) }
}

/// Renames the group that [`new_group`] created.
pub(crate) fn rename(number: u8, from: &str, to: &str) -> Command {
    Command::Save {
        before: Some(Box::new(Record::Group(group(number, from)))),
        after: Box::new(Record::Group(group(number, to))),
    }
}
