use leptos::prelude::*;

/// Page.
#[component]
pub fn EditNetwork() -> impl IntoView {}
