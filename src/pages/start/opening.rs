use crate::{
    locales::texts,
    state::{Phase, State, state},
};
use groundswell_model::{
    Id,
    message::{DirectoryEntry, EngineError},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};

/// The start page's address.
pub const START: &str = "/start";

/// The address of the start page with these words looked for.
pub fn start_address(words: &str) -> String {
    with_query(START, &[("q", words)])
}

/// The address that opens a directory: at this group, or without one at the list of those that the words find.
/// Other than a group's own it leads there whichever directory is open, also in a new tab.
pub fn way_into(directory: Id, group: Option<Id>, words: &str) -> String {
    let group = group.map(|id| id.to_string()).unwrap_or_default();
    with_query(START, &[("q", words), ("directory", &directory.to_string()), ("group", &group)])
}

fn with_query(path: &str, said: &[(&'static str, &str)]) -> String {
    let mut params = ParamsMap::new();
    for (name, value) in said.iter().filter(|(_, value)| !value.is_empty()) {
        params.insert(*name, (*value).to_owned());
    }
    format!("{path}{}", params.to_query_string())
}

/// A directory of this device that is being opened, from the list or because the address says so.
#[derive(Clone, Copy)]
pub struct Opening {
    /// Which one.
    pub directory: RwSignal<Option<Id>>,
    /// Why it could not be opened.
    pub error: RwSignal<Option<String>>,
    open: Callback<Wanted>,
}

/// What is to be opened.
#[derive(Clone, PartialEq)]
struct Wanted {
    directory: Id,
    /// The page to be shown then.
    page: String,
    /// The words that it was found by, where the address says what to open.
    words: Option<String>,
}

impl Wanted {
    fn of(params: &ParamsMap) -> Option<Self> {
        let id = |name: &str| params.get(name).and_then(|id| id.parse::<Id>().ok());
        let words = params.get("q").unwrap_or_default();
        let page = match id("group") {
            Some(group) => format!("/groups/{group}"),
            None => with_query("/groups", &[("q", &words)]),
        };
        Some(Self { directory: id("directory")?, page, words: Some(words) })
    }
}

impl Opening {
    /// Opens what the address says, if it does, once the engine is there.
    pub fn by_address() -> Self {
        let state = state();
        let t = texts().records();
        let navigate = use_navigate();
        let (directory, error) = (RwSignal::new(None), RwSignal::new(None));
        let open = Callback::new(move |wanted: Wanted| {
            if directory.get_untracked().is_some() {
                return;
            }
            error.set(None);
            // An address that opens something is not gone back to.
            let options = NavigateOptions { replace: wanted.words.is_some(), ..NavigateOptions::default() };
            let before = state.current.get_untracked();
            if before == Some(wanted.directory) {
                navigate(&wanted.page, options);
                return;
            }
            directory.set(Some(wanted.directory));
            let navigate = navigate.clone();
            spawn_local(async move {
                let opened = open_or_stay(state, wanted.directory, before).await;
                // Somebody may have gone elsewhere meanwhile.
                if directory.try_set(None).is_some() {
                    return;
                }
                match opened {
                    Ok(()) => {
                        let waits = untrack(|| state.invitation().is_some());
                        navigate(if waits { "/join" } else { &wanted.page }, options);
                    }
                    Err(why) => {
                        error.set(Some(t.error(&why)));
                        if let Some(words) = wanted.words {
                            navigate(&start_address(&words), options);
                        }
                    }
                }
            });
        });
        let params = use_query_map();
        let wanted = Memo::new(move |_| params.with(Wanted::of));
        // From then on for good: opening a directory is not interrupted by itself.
        let standing = Memo::new(move |before| {
            let answered = state.device.with(Option::is_some);
            let settled = state.phase.with(|phase| !matches!(phase, Phase::Starting | Phase::Shown));
            before == Some(&true) || (answered && settled)
        });
        Effect::new(move |_| {
            if let Some(wanted) = wanted.get().filter(|_| standing.get()) {
                open.run(wanted);
            }
        });
        Self { directory, error, open }
    }

    /// Opens a directory, at its list of groups.
    pub fn open(self, directory: Id) {
        self.open.run(Wanted { directory, page: "/groups".to_owned(), words: None });
    }
}

/// Opens a directory, or else leaves open the one `before`.
async fn open_or_stay(state: State, directory: Id, before: Option<Id>) -> Result<(), EngineError> {
    let is_here = |entries: &Vec<DirectoryEntry>| entries.iter().any(|entry| entry.id == directory);
    if !state.directories.with_untracked(is_here) {
        return Err(EngineError::NoDirectory);
    }
    let opened = state.open(directory).await;
    if let (Err(_), Some(before)) = (&opened, before) {
        // That the other could not be opened is what there is to say, whatever comes of this.
        let _ = state.open(before).await;
    }
    opened
}
