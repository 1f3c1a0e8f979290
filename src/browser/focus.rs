//! Where the focus is, and where it goes when what had it is gone.

use super::window;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

/// The id of the heading of what a page is about, where it is one thing: a record, or the form of one.
pub const TITLE: &str = "title";

/// Moves the focus to the element of this id, if it is there.
pub fn focus(id: &str) {
    if let Some(element) = leptos::prelude::document().get_element_by_id(id) {
        focus_element(&element);
    }
}

/// Moves the focus to an element, and the page so that it is in sight.
pub fn focus_element(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Takes the focus away from whatever has it. A browser that has to do so itself, because that is taken out of the
/// page, lays out the page first, the old one and the new one together.
pub fn let_go() {
    if let Some(element) = focused().and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = element.blur();
    }
}

/// Moves the focus to a page that was navigated to: its title, or where it has none, or not yet, its content.
pub fn arrive() {
    let document = leptos::prelude::document();
    if let Some(main) = document.get_element_by_id("main") {
        let _ = main.set_attribute("data-arrived", "");
    }
    focus_unmoved(if document.get_element_by_id(TITLE).is_some() { TITLE } else { "main" });
}

/// A title is there now: it gets the focus that was on the content around it, or was lost with another page.
pub fn meet_title() {
    super::after_paint(|| {
        let arrived = matches!(
            leptos::prelude::document().query_selector("#main[data-arrived]"),
            Ok(Some(main)) if focused().is_none_or(|focused| focused == main)
        );
        if arrived {
            focus_unmoved(TITLE);
        }
    });
}

/// Moves the focus to the element of this id, and not the page: what stands above it, a banner say, stays in sight.
fn focus_unmoved(id: &str) {
    let element = leptos::prelude::document().get_element_by_id(id);
    if let Some(element) = element.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// What has the focus within what this selects: its id, which is empty where it has none.
pub fn focus_within(selector: &str) -> Option<String> {
    let focused = focused()?;
    focused.closest(selector).ok().flatten().map(|_| focused.id())
}

/// Something on the page is drawn anew, or removed, that had the focus: what has its id gets it, or the title, or the
/// content.
pub fn keep_focus(id: String) {
    super::after_paint(move || {
        for id in [id.as_str(), TITLE, "main"] {
            if focused().is_none() && !id.is_empty() {
                focus(id);
            }
        }
    });
}

/// What has the focus, unless it is the page as a whole.
fn focused() -> Option<Element> {
    let document = window().document()?;
    let body = document.body().map(Element::from);
    document.active_element().filter(|focused| Some(focused) != body.as_ref())
}
