use super::back::provide_way_back;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
    params::ParamsMap,
};

/// What is looked for in a list: words, and one choice among few. It stands in the address, so that it can be
/// kept, shared and gone back to; the list moves with the signals at once.
#[derive(Clone, Copy)]
pub struct ListSearch {
    /// The words.
    pub words: RwSignal<String>,
    /// The choice; empty for any.
    pub choice: RwSignal<String>,
    keep: Callback<()>,
}

impl ListSearch {
    /// The search that the address of the list at `list` names, as `?q=`, and as `choice` if there is one. It
    /// is also the way back from the list's records.
    pub fn of_address(list: &'static str, choice: Option<&'static str>) -> Self {
        let params = use_query_map();
        let path = use_location().pathname;
        let navigate = use_navigate();
        let said = move |params: &ParamsMap| {
            let read = |name: &str| params.get(name).unwrap_or_default();
            (read("q"), choice.map(read).unwrap_or_default())
        };
        let (words, chosen) = params.with_untracked(said);
        let (words, chosen) = (RwSignal::new(words), RwSignal::new(chosen));
        Effect::new(move |_| {
            if names_search(list, &path.get(), &params.read()) {
                let (said_words, said_choice) = params.with(said);
                words.maybe_update(|words| replace(words, said_words));
                chosen.maybe_update(|chosen| replace(chosen, said_choice));
            }
        });
        let address = move |path: &str, words: String, chosen: String| {
            let mut params = ParamsMap::new();
            if !words.is_empty() {
                params.insert("q", words);
            }
            if let Some(name) = choice.filter(|_| !chosen.is_empty()) {
                params.insert(name, chosen);
            }
            format!("{path}{}", params.to_query_string())
        };
        provide_way_back(move || address(list, words.get(), chosen.get()));
        let keep = Callback::new(move |()| {
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            let (words, chosen) = (words.get_untracked(), chosen.get_untracked());
            navigate(&address(&path.get_untracked(), words, chosen), options);
        });
        Self { words, choice: chosen, keep }
    }

    /// Puts what is looked for into the address.
    pub fn keep(self) {
        self.keep.run(());
    }

    /// Looks for everything.
    pub fn clear(self) {
        self.words.set(String::new());
        self.choice.set(String::new());
        self.keep();
    }
}

/// Whether an address says what is looked for in a list. That of a record does not, unless it carries a
/// query: the list beside it then stays as it is.
pub fn names_search(list: &str, path: &str, params: &ParamsMap) -> bool {
    path.trim_end_matches('/') == list || params.into_iter().next().is_some()
}

fn replace(value: &mut String, with: String) -> bool {
    let changed = *value != with;
    *value = with;
    changed
}
