use leptos::prelude::*;

/// Page.
#[component]
pub fn ChooseRegion() -> impl IntoView {}

/// Page.
#[component]
pub fn EditRegion() -> impl IntoView {}

/// Page.
#[component]
pub fn NewRegion() -> impl IntoView {}

/// Page.
#[component]
pub fn RegionPage() -> impl IntoView {}

/// Page.
#[component]
pub fn RegionsPage() -> impl IntoView {}
