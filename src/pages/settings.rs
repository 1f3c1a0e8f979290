use leptos::prelude::*;

/// Page.
#[component]
pub fn SettingsPage() -> impl IntoView {}
