use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlTemplateElement};

/// A drawing from the sprite; what it means is said by the words beside it.
#[component]
pub fn Icon(
    /// Its name in `public/icons.svg`.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" use:drawn=name></svg>
    }
}

/// Puts a drawing of the sprite into an element, in place of the one that was there: a copy where the page itself holds it, which a browser draws several
/// times more quickly than what another file holds.
pub fn drawn(svg: Element, name: &'static str) {
    let drawing = copy(name).map_or_else(|| reference(name), Ok);
    match drawing {
        Ok(drawing) => svg.replace_children_with_node_1(&drawing),
        Err(thrown) => web_sys::console::error_2(&name.into(), &thrown),
    }
}

fn copy(name: &str) -> Option<Element> {
    let icons: HtmlTemplateElement = document().get_element_by_id("icons")?.unchecked_into();
    let drawing: Element =
        icons.content().get_element_by_id(name)?.clone_node_with_deep(true).ok()?.unchecked_into();
    drawing.remove_attribute("id").ok()?;
    Some(drawing)
}

fn reference(name: &str) -> Result<Element, JsValue> {
    let drawing = document().create_element_ns(Some("http://www.w3.org/2000/svg"), "use")?;
    drawing.set_attribute("href", &format!("/icons.svg#{name}"))?;
    Ok(drawing)
}

/// A larger drawing for an empty place.
#[component]
pub fn Art(
    /// Its file in `public/art/`, without the ending.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="art" viewBox="0 0 240 140" aria-hidden="true">
            <use href=format!("/art/{name}.svg#art")/>
        </svg>
    }
}
