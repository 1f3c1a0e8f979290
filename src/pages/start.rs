use leptos::prelude::*;

/// Page.
#[component]
pub fn StartPage() -> impl IntoView {}
