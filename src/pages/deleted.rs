use leptos::prelude::*;

/// Page.
#[component]
pub fn DeletedPage() -> impl IntoView {}
