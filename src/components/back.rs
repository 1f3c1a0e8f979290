use super::Icon;
use leptos::prelude::*;

/// Where a list is, with what is looked for in it.
#[derive(Clone, Copy)]
struct ListAddress(Signal<String>);

/// Tells the records of a list the way back to it. What was looked for is then still looked for.
pub fn provide_way_back(address: impl Fn() -> String + Send + Sync + 'static) {
    provide_context(ListAddress(Signal::derive(address)));
}

/// The way back from a record to its list, where only one of them is shown.
#[component]
pub fn Back(
    /// The list's address.
    list: &'static str,
    /// What the list is called.
    name: &'static str,
) -> impl IntoView {
    let address = use_context::<ListAddress>();
    let href = move || address.map_or_else(|| list.to_owned(), |address| address.0.get());
    view! { <a class="back" href=href><Icon name="back"/>{name}</a> }
}
