use leptos::prelude::*;

/// A drawing from the sprite; what it means is said by the words beside it.
#[component]
pub fn Icon(
    /// Its name in `public/icons.svg`.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" focusable="false"><use href=format!("/icons.svg#{name}")/></svg>
    }
}

/// A larger drawing for an empty place.
#[component]
pub fn Art(
    /// Its file in `public/art/`, without the ending.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="art" viewBox="0 0 240 140" aria-hidden="true" focusable="false">
            <use href=format!("/art/{name}.svg#art")/>
        </svg>
    }
}
