use leptos::prelude::*;

/// Page.
#[component]
pub fn ChoosePerson() -> impl IntoView {}

/// Page.
#[component]
pub fn EditPerson() -> impl IntoView {}

/// Page.
#[component]
pub fn NewPerson() -> impl IntoView {}

/// Page.
#[component]
pub fn PeoplePage() -> impl IntoView {}

/// Page.
#[component]
pub fn PersonPage() -> impl IntoView {}
