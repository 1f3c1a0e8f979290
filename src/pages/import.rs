use leptos::prelude::*;

/// Page.
#[component]
pub fn ImportPage() -> impl IntoView {}
