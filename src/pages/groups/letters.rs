//! From A to Z: the way to a name in a long list.

use super::filters::Search;
use crate::{locales::texts, state::state};
use groundswell_model::{Id, query::GroupSort};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// In a list of fewer a letter is found by scrolling.
const LONG: usize = 200;

/// The letters with which names in the list begin, each the way to the first of them.
#[component]
pub fn Letters(
    /// What is looked for.
    search: Search,
    /// The groups found, at most so many, in order, from the first one on.
    first: Callback<usize, Vec<Id>>,
    /// At which place the list begins.
    from: RwSignal<usize>,
) -> impl IntoView {
    let state = state();
    // Of what somebody types, a few are left.
    let is_by_name =
        Memo::new(move |_| search.query.with(|query| query.sort == GroupSort::Name && query.text.is_empty()));
    let letters = Memo::new(move |_| {
        if !is_by_name.get() {
            return Vec::new();
        }
        let found = first.run(usize::MAX);
        if found.len() < LONG {
            return Vec::new();
        }
        let mut letters: Vec<(char, usize)> = Vec::new();
        state.projection.with_untracked(|projection| {
            for (place, id) in found.into_iter().enumerate() {
                let name = projection.groups.get(id).map(|card| card.sort_key());
                let letter = name.and_then(|name| name.chars().next()).filter(|it| it.is_alphabetic());
                let letter = letter.unwrap_or('#');
                if letters.last().is_none_or(|(last, _)| *last != letter) {
                    letters.push((letter, place));
                }
            }
        });
        letters
    });
    // Another search begins at its top.
    Effect::new(move |before: Option<()>| {
        search.query.track();
        if before.is_some() && from.get_untracked() != 0 {
            from.set(0);
        }
    });
    let go = move |place| {
        from.set(place);
        crate::browser::after_paint(|| focus_within(".pane-list .row-name a"));
    };
    let walk = move |event: ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" => "nextElementSibling",
            "ArrowLeft" => "previousElementSibling",
            _ => return,
        };
        event.prevent_default();
        let target = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
        let item = target.and_then(|it| it.parent_element());
        let beside = item.and_then(|item| match step {
            "nextElementSibling" => item.next_element_sibling(),
            _ => item.previous_element_sibling(),
        });
        if let Some(button) = beside.and_then(|item| item.first_element_child()) {
            crate::browser::focus_element(&button);
        }
    };
    let button = move |(letter, place): (char, usize), stop: bool| {
        let here = move || (from.get() == place).then_some("true");
        view! {
            <li><button type="button" aria-current=here tabindex=if stop { "0" } else { "-1" }
                aria-label=texts().groups().names_from(&letter.to_uppercase().to_string())
                on:click=move |_| go(place)>{letter.to_uppercase().to_string()}</button></li>
        }
    };
    view! {
        <Show when=move || letters.with(|letters| letters.len() > 1)>
            <nav class="letters" aria-label=texts().groups().letters() on:keydown=walk>
                <ul>{move || letters.get().into_iter().enumerate().map(|(at, letter)| button(letter, at == 0)).collect_view()}</ul>
            </nav>
        </Show>
    }
}

fn focus_within(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        crate::browser::focus_element(&element);
    }
}
