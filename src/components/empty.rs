use super::Art;
use leptos::prelude::*;

/// An empty place: why it is empty, and what can be done.
#[component]
pub fn Empty(
    /// The drawing.
    #[prop(default = "field")]
    art: &'static str,
    /// What is not there.
    title: &'static str,
    /// Why, or what it is for.
    why: &'static str,
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty"><Art name=art/><h2>{title}</h2><p>{why}</p><div class="buttons">{children()}</div></div>
    }
}

/// Stands where a record will be, on wide screens.
#[component]
pub fn Choose(
    /// What there is to choose.
    said: &'static str,
) -> impl IntoView {
    view! { <div class="empty"><Art name="field"/><p>{said}</p></div> }
}
