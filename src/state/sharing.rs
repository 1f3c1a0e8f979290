use super::{Phase, State, running::LEFT, unexpected};
use crate::browser;
use groundswell_model::{
    Id,
    message::{Access, Answer, DirectoryEntry, EngineError, Fragment, Invitation, Links, Request},
};
use leptos::{prelude::*, task::spawn_local};

/// Where somebody was before an invitation was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// The directory that was open.
    pub directory: Option<Id>,
    /// The page's address.
    pub address: String,
}

/// What is to come of the old links when new ones are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLinks {
    /// The message for the holders of the old links.
    pub message: String,
    /// Whether holders of the old public link are led on to the new one.
    pub keeps_public: bool,
    /// Also where somebody else has made new ones.
    pub anyway: bool,
}

/// The setting that says that this device has directories.
const SOME_HERE: &str = "directories";

impl State {
    /// Takes in which directories this device has.
    pub(super) fn know(self, directories: Vec<DirectoryEntry>) {
        let said = (!directories.is_empty()).then_some("some");
        if browser::setting(SOME_HERE).as_deref() != said {
            browser::set_setting(SOME_HERE, said);
        }
        self.directories.set(directories);
    }

    /// Whether directories are yet to be listed: there were some, and the engine has not said which.
    pub fn awaits_directories(self) -> bool {
        let failed = self.phase.with(|phase| matches!(phase, Phase::Failed(_)));
        !failed && self.device.with(Option::is_none) && browser::setting(SOME_HERE).is_some()
    }

    /// The open directory among those of this device.
    pub fn entry(self) -> Option<DirectoryEntry> {
        let current = self.current.get();
        self.directories.with(|entries| entries.iter().find(|entry| Some(entry.id) == current).cloned())
    }

    /// What this device may do with the open directory; everything while none is open.
    pub fn access(self) -> Access {
        let current = self.current.get();
        self.directories.with(|entries| {
            entries.iter().find(|entry| Some(entry.id) == current).map_or(Access::Edit, |entry| entry.access)
        })
    }

    /// Whether this device may change the open directory. What came as an invitation is looked at until somebody
    /// has said that they join.
    pub fn may_edit(self) -> bool {
        self.access() == Access::Edit && self.invitation().is_none()
    }

    /// The open directory, while it is one that nobody has accepted yet.
    pub fn invitation(self) -> Option<Id> {
        let current = self.current.get();
        self.directories.with(|entries| {
            entries.iter().find(|entry| Some(entry.id) == current && entry.invitation).map(|entry| entry.id)
        })
    }

    /// What a sync link says of itself.
    ///
    /// # Errors
    /// What the engine answers.
    pub async fn look_at(self, link: Fragment) -> Result<Invitation, EngineError> {
        let answer = self.call(Request::LookAtLink(link)).await?;
        if let Answer::Invitation(invitation) = answer { Ok(invitation) } else { Err(unexpected()) }
    }

    /// Brings a link's directory onto this device and opens it; whether it is an invitation that waits for an
    /// answer.
    ///
    /// # Errors
    /// What the engine answers.
    pub async fn join(self, link: Fragment) -> Result<bool, EngineError> {
        let answer = self.call(Request::Join(link)).await?;
        let waits = matches!(&answer, Answer::Opened { entry, .. } if entry.invitation);
        self.opened(answer)?;
        Ok(waits)
    }

    /// Keeps the open directory, which came as an invitation.
    ///
    /// # Errors
    /// What the engine answers.
    pub async fn accept(self) -> Result<(), EngineError> {
        self.call_standing(Request::Accept).await.map(drop)
    }

    /// Removes an invitation from this device, and opens again what was open before it.
    ///
    /// # Errors
    /// What the engine answers to either.
    pub async fn decline(self, directory: Id) -> Result<(), EngineError> {
        let before = self.before.get_untracked().and_then(|before| before.directory);
        self.call(Request::Decline { directory }).await?;
        if self.current.get_untracked() == Some(directory) {
            self.close();
        }
        let here = |id: &Id| self.directories.with_untracked(|all| all.iter().any(|entry| entry.id == *id));
        match before.filter(here) {
            Some(before) => self.open(before).await,
            None => Ok(()),
        }
    }

    /// The links of the open directory that this device can give on. From the first time on it is synced.
    ///
    /// # Errors
    /// What the engine answers.
    pub async fn share(self) -> Result<Links, EngineError> {
        links(self.call_standing(Request::Share).await)
    }

    /// New links in place of the old ones.
    ///
    /// # Errors
    /// What the engine answers.
    pub async fn new_links(self, wanted: NewLinks) -> Result<Links, EngineError> {
        let NewLinks { message, keeps_public, anyway } = wanted;
        links(self.call_standing(Request::NewLinks { message, keeps_public, anyway }).await)
    }

    /// Goes on with the links in use here, whatever others were made at the same time.
    ///
    /// # Errors
    /// What the engine answers.
    pub async fn keep_links(self) -> Result<(), EngineError> {
        self.call_standing(Request::KeepLinks).await.map(drop)
    }

    /// Tells the engine when somebody looks at the page and when the device is online again: it then tries the
    /// relay at once.
    pub fn attend(self) {
        let tell = move |visible: bool| {
            spawn_local(async move {
                // An engine that is not there yet, or not any more, starts with an attempt anyway.
                let _ = self.call(Request::Attend { visible }).await;
            });
        };
        let seen = window_event_listener(leptos::ev::visibilitychange, move |_| {
            let hidden = document().hidden();
            browser::set_setting(LEFT, hidden.then_some(""));
            tell(!hidden);
        });
        let online = window_event_listener(leptos::ev::online, move |_| tell(true));
        on_cleanup(move || {
            seen.remove();
            online.remove();
        });
    }

    /// Takes the sync link that the page was opened with, if it was: before there is a router, which then starts
    /// at the page for it.
    pub fn take_link(self) {
        if let Some(link) = browser::take_link() {
            self.link.set(Some(link));
            browser::replace_address("/join");
        }
    }
}

fn links(answer: Result<Answer, EngineError>) -> Result<Links, EngineError> {
    if let Answer::Links(links) = answer? { Ok(links) } else { Err(unexpected()) }
}
