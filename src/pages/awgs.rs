use leptos::prelude::*;

/// Page.
#[component]
pub fn AwgPage() -> impl IntoView {}

/// Page.
#[component]
pub fn AwgsPage() -> impl IntoView {}

/// Page.
#[component]
pub fn ChooseAwg() -> impl IntoView {}

/// Page.
#[component]
pub fn EditAwg() -> impl IntoView {}

/// Page.
#[component]
pub fn NewAwg() -> impl IntoView {}
