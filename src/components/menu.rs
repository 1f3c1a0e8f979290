use super::Icon;
use crate::browser;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// What can be done less often, behind a button. Escape closes it, with the focus back on the button, and so does
/// whatever is pressed, in it or outside.
#[component]
pub fn Menu(
    /// Names the button.
    label: &'static str,
    /// Its items.
    children: Children,
) -> impl IntoView {
    let menu = NodeRef::<html::Details>::new();
    let button = NodeRef::<html::Summary>::new();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let press = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && menu.get_untracked().is_some_and(|menu| menu.open()) {
            event.prevent_default();
            close();
            if let Some(button) = button.get_untracked() {
                let _ = button.focus();
            }
        }
    };
    let is_outside = move |target: Option<web_sys::EventTarget>| {
        let target = target.and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        menu.get_untracked().is_none_or(|menu| !menu.contains(target.as_ref()))
    };
    let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
        if is_outside(event.target()) {
            close();
        }
    });
    on_cleanup(move || outside.remove());
    let chosen = move |_| {
        close();
        // What is chosen may take the menu away.
        browser::keep_focus(browser::TITLE.to_owned());
    };
    view! {
        <details class="menu-anchor" node_ref=menu on:keydown=press
            on:focusout=move |event| {
                if event.related_target().is_some() && is_outside(event.related_target()) {
                    close();
                }
            }>
            <summary class="button icon-only" node_ref=button aria-label=label><Icon name="more"/></summary>
            <div class="menu" on:click=chosen>{children()}</div>
        </details>
    }
}
