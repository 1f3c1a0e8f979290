//! What the page knows: the projection of the open directory as signals, and the ways to change it.
//!
//! *Architecture invariant:* no view writes a domain signal. A view sends a command; what came of it, here or
//! on another device, arrives as an event of the engine and is written here, in [`State::handle`].

mod details;
mod device_name;
mod drafts;
mod running;
mod sections;
mod sharing;
mod startup_snapshot;
mod toasts;

pub use details::Detail;
pub use device_name::last_device_name;
pub use drafts::KeptDraft;
pub use running::{Painted, stored_projection};
pub use sections::Entries;
pub use sharing::{Before, NewLinks};
pub use toasts::{Back, ToastMessage};

use crate::{browser, engine::Engine, locales::texts};
use details::Details;
use drafts::Drafts;
use futures::channel::oneshot;
use gloo_timers::callback::Timeout;
use groundswell_model::{
    Command, DeviceId, FieldError, Id, Kind, Projection,
    command::CommandError,
    message::{
        Answer, DirectoryEntry, EngineError, Event, Fragment, NewDirectory, Progress, Request, SaveState,
        SyncState,
    },
};
use leptos::{prelude::*, task::spawn_local};
use sections::Sections;
use toasts::Toasts;

/// How far the page has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is known yet.
    Starting,
    /// No directory is open; there may be some on this device.
    NoDirectory,
    /// The stored projection is shown while the document is being loaded.
    Shown,
    /// The document stands behind what is shown.
    Ready,
    /// The directory could not be opened.
    Failed(EngineError),
}

/// A commit that takes longer than this is said to be under way, in milliseconds.
pub const LONG_COMMIT: u32 = 150;

/// What the page knows.
#[derive(Clone, Copy)]
pub struct State {
    engine: StoredValue<Option<Engine>>,
    /// How far the page has come.
    pub phase: RwSignal<Phase>,
    /// The network, regions and groups of the open directory. What else lists show of it: [`Self::people`],
    /// [`Self::cards`], [`Self::device_names`].
    pub projection: RwSignal<Projection>,
    /// Something of the open directory changed, whatever it was.
    pub changed: RwSignal<()>,
    sections: Sections,
    /// The state of the document that was painted from storage, while nothing that was heard since differs from it.
    painted: StoredValue<Vec<u8>>,
    /// Where saving stands; `None` while nothing was saved since the page was opened.
    pub saving: RwSignal<Option<SaveState>>,
    /// How the open directory stands with its neighbours; `None` where it is not shared.
    pub sync: RwSignal<Option<SyncState>>,
    /// How a long action gets on.
    pub progress: RwSignal<Option<Progress>>,
    /// The directories on this device.
    pub directories: RwSignal<Vec<DirectoryEntry>>,
    /// Changes that wait to be sent, of those that are not open.
    pub elsewhere: RwSignal<Vec<(Id, u32)>>,
    /// The open one.
    pub current: RwSignal<Option<Id>>,
    /// This device.
    pub device: RwSignal<Option<DeviceId>>,
    /// Chunks of the open directory's history that could not be read.
    pub quarantined: RwSignal<usize>,
    /// A newer version of the app took the storage over.
    pub superseded: RwSignal<bool>,
    /// Forms with something typed that is not saved.
    pub unsaved_forms: RwSignal<usize>,
    /// The first page is painted and the engine has answered: what is not needed for that may come.
    pub begun: RwSignal<bool>,
    /// A sync link that was opened and that nobody has looked at yet: a secret, here and nowhere else.
    pub link: RwSignal<Option<Fragment>>,
    /// Where somebody was before an invitation was opened.
    pub before: RwSignal<Option<Before>>,
    /// What is said in passing, with its undo.
    pub toasts: Toasts,
    details: Details,
    drafts: Drafts,
    /// Says that a commit is under way, when it has been for a while.
    saving_soon: StoredValue<Option<Timeout>, LocalStorage>,
    restarts: StoredValue<Vec<f64>>,
}

impl State {
    /// A page that knows nothing yet; [`Self::begin`] sets it going.
    pub fn new() -> Self {
        Self {
            engine: StoredValue::new(None),
            phase: RwSignal::new(Phase::Starting),
            projection: RwSignal::new(Projection::default()),
            changed: RwSignal::new(()),
            sections: Sections::new(),
            painted: StoredValue::new(Vec::new()),
            saving: RwSignal::new(None),
            sync: RwSignal::new(None),
            progress: RwSignal::new(None),
            directories: RwSignal::new(Vec::new()),
            elsewhere: RwSignal::new(Vec::new()),
            current: RwSignal::new(None),
            device: RwSignal::new(None),
            quarantined: RwSignal::new(0),
            superseded: RwSignal::new(false),
            unsaved_forms: RwSignal::new(0),
            begun: RwSignal::new(false),
            link: RwSignal::new(None),
            before: RwSignal::new(None),
            toasts: Toasts::new(),
            details: Details::new(),
            drafts: Drafts::new(),
            saving_soon: StoredValue::new_local(None),
            restarts: StoredValue::new(Vec::new()),
        }
    }

    /// Opens a directory of this device.
    ///
    /// # Errors
    /// What the engine answers.
    pub async fn open(self, directory: Id) -> Result<(), EngineError> {
        if self.current.get_untracked() != Some(directory) {
            self.forget();
            self.sync.set(None);
            if let Some(stored) = stored_projection(directory).await {
                self.paint(stored);
            }
        }
        let painted = self.painted.get_value();
        let answer = self.call(Request::Open { directory, painted }).await?;
        self.opened(answer)
    }

    /// Makes a directory and opens it.
    ///
    /// # Errors
    /// What the engine answers.
    pub async fn create(self, new: NewDirectory) -> Result<(), EngineError> {
        let answer = self.call(Request::Create(new)).await?;
        self.opened(answer)
    }

    /// Merges the backup last looked into, and opens its directory.
    ///
    /// # Errors
    /// What the engine answers.
    pub async fn restore(self) -> Result<(), EngineError> {
        let answer = self.call(Request::Restore).await?;
        self.opened(answer)
    }

    fn opened(self, answer: Answer) -> Result<(), EngineError> {
        let Answer::Opened { entry, quarantined } = answer else { return Err(unexpected()) };
        browser::set_setting("current", Some(&entry.id.to_string()));
        self.quarantined.set(quarantined);
        if self.current.get_untracked() != Some(entry.id) {
            self.details.clear();
            self.current.set(Some(entry.id));
        }
        self.phase.set(Phase::Ready);
        // Before the records: what is shown of them names others.
        self.read_sections();
        self.details.refresh();
        browser::mark("groundswell:document-ready");
        Ok(())
    }

    /// Forgets what was shown of a directory that is not open any more.
    fn forget(self) {
        self.details.clear();
        self.sections.clear();
        self.painted.set_value(Vec::new());
        self.projection.set(Projection::default());
    }

    /// Shows what is stored of a directory.
    fn paint(self, stored: Painted) {
        self.painted.set_value(stored.heads);
        self.projection.set(stored.first);
        self.phase.set(Phase::Shown);
        self.read_sections();
    }

    /// Removes a directory from this device.
    ///
    /// # Errors
    /// What the engine answers.
    pub async fn erase(self, directory: Id, typed: String) -> Result<(), EngineError> {
        self.call(Request::Erase { directory, typed }).await?;
        if self.current.get_untracked() == Some(directory) {
            self.close();
        }
        Ok(())
    }

    /// Leaves the open directory; it stays on this device.
    pub fn close(self) {
        browser::set_setting("current", None);
        self.current.set(None);
        self.forget();
        self.say_saving(None);
        self.sync.set(None);
        self.quarantined.set(0);
        self.phase.set(Phase::NoDirectory);
    }

    /// Asks the engine for something.
    ///
    /// # Errors
    /// What the engine answers.
    pub async fn call(self, request: Request) -> Result<Answer, EngineError> {
        let Some(engine) = self.engine.get_value() else { return Err(EngineError::Stopped(String::new())) };
        let answer = engine.call(request).await;
        // Requests are carried out one after the other: with its answer, a long one's progress is over.
        self.progress.set(None);
        answer
    }

    /// Asks for something of the open directory, as soon as its document stands: whatever was pressed before that
    /// waits.
    ///
    /// # Errors
    /// Why it does not stand, and what the engine answers.
    pub async fn call_standing(self, request: Request) -> Result<Answer, EngineError> {
        let standing = comes(move || match self.phase.get() {
            Phase::Starting | Phase::Shown => None,
            Phase::NoDirectory => Some(Err(EngineError::NoDirectory)),
            Phase::Ready => Some(Ok(())),
            Phase::Failed(error) => Some(Err(error)),
        });
        standing.await.unwrap_or_else(|| Err(EngineError::Stopped(String::new())))?;
        self.call(request).await
    }

    /// Carries out a command; done means committed to this device's storage. Returns the number that undoes
    /// it.
    ///
    /// # Errors
    /// What the engine answers; then nothing was changed.
    pub async fn apply(self, command: Command) -> Result<Option<u32>, EngineError> {
        let from = browser::moment();
        let answer = self.call_standing(Request::Apply(command)).await?;
        let Answer::Applied { undo } = answer else { return Err(unexpected()) };
        browser::measure("groundswell:edit", from);
        browser::mark("groundswell:edit-committed");
        Ok(undo)
    }

    /// Carries out a command from a place that has no form of its own, and says what came of it in passing.
    pub fn act(self, command: Command, said: String) {
        spawn_local(async move {
            match self.apply(command).await {
                Ok(undo) => self.toasts.success(said, undo),
                Err(error) => self.toasts.fail(error),
            }
        });
    }

    /// Goes back from an action, and says so in passing.
    pub fn go_back(self, back: Back) {
        let t = texts().shell();
        spawn_local(async move {
            let (Back::Undo(number) | Back::Redo(number)) = back;
            match self.call_standing(Request::Undo(number)).await {
                Ok(Answer::Applied { undo }) => {
                    let (said, next) = match back {
                        Back::Undo(_) => (t.undone(), undo.map(Back::Redo)),
                        Back::Redo(_) => (t.redone(), undo.map(Back::Undo)),
                    };
                    self.toasts.reversed(said.to_owned(), next);
                }
                Ok(_) => self.toasts.fail(unexpected()),
                Err(error) => self.toasts.fail(error),
            }
        });
    }

    /// A record with all its fields and what is in dispute, kept up to date.
    pub fn detail(self, kind: Kind, id: Id) -> ArcRwSignal<Detail> {
        self.details.get(self, kind, id)
    }

    /// Says where saving stands. Not that a commit is under way, unless it takes long: what is shown is saved until
    /// then, and most commits end before the word could be read.
    fn say_saving(self, saving: Option<SaveState>) {
        if saving == Some(SaveState::Saving) {
            let say = move || self.saving.set(Some(SaveState::Saving));
            self.saving_soon.set_value(Some(Timeout::new(LONG_COMMIT, say)));
        } else {
            // Dropping the timer stops it.
            self.saving_soon.set_value(None);
            self.saving.set(saving);
        }
    }

    /// The one way in which a change reaches a view.
    fn handle(self, event: Event) {
        match event {
            Event::Delta(delta)
                if self.projection.with_untracked(|first| first.directory != delta.directory) => {}
            Event::Delta(delta) => {
                self.painted.set_value(Vec::new());
                if delta.listed.is_for_first() {
                    self.projection.update(|projection| projection.take_in(&delta.listed));
                }
                self.change_sections(&delta.sections);
                self.details.apply(&delta);
                self.changed.set(());
            }
            Event::Projection(bytes) => match Projection::decode(&bytes) {
                Ok(projection) => {
                    self.painted.set_value(Vec::new());
                    self.projection.set(projection);
                    self.refresh_sections();
                    self.details.refresh();
                    self.changed.set(());
                }
                Err(error) => self.phase.set(Phase::Failed(EngineError::Message(error.to_string()))),
            },
            Event::Section { directory, section, bytes } => self.take_section(directory, section, &bytes),
            Event::Progress(progress) => {
                self.progress.set((progress.done < progress.total).then_some(progress));
            }
            Event::Saving(state) => self.say_saving(Some(state)),
            Event::Sync(sync) => self.sync.set(sync),
            Event::Elsewhere { directory, waiting } => self.elsewhere.update(|elsewhere| {
                elsewhere.retain(|(id, _)| *id != directory);
                elsewhere.push((directory, waiting));
            }),
            Event::Directories(directories) => {
                let gone = self
                    .current
                    .get_untracked()
                    .is_some_and(|current| !directories.iter().any(|entry| entry.id == current));
                self.know(directories);
                if gone && self.phase.get_untracked() == Phase::Ready {
                    self.close();
                }
            }
            // The wire's own business; see `engine`.
            Event::Listening => {}
            Event::Superseded => self.superseded.set(true),
        }
    }
}

/// Waits for what this looks for among signals.
async fn comes<T: 'static>(look: impl Fn() -> Option<T> + 'static) -> Option<T> {
    let (sender, receiver) = oneshot::channel();
    let waiting = Owner::new();
    waiting.with(|| {
        let sender = StoredValue::new_local(Some(sender));
        Effect::new(move |_| {
            if let Some(found) = look()
                && let Some(Some(sender)) = sender.try_update_value(Option::take)
            {
                // Whoever waits may have gone.
                let _ = sender.send(found);
            }
        });
    });
    let found = receiver.await.ok();
    drop(waiting);
    found
}

/// An answer to another question: page and engine are of different versions.
pub fn unexpected() -> EngineError {
    EngineError::Message("an answer to another question".to_owned())
}

/// The fields that a refused command names.
pub fn field_errors(error: &EngineError) -> Vec<FieldError> {
    if let EngineError::Command(CommandError::Invalid(errors)) = error { errors.clone() } else { Vec::new() }
}

/// The page's state, from any view.
pub fn state() -> State {
    expect_context()
}
