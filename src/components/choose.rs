use super::Icon;
use leptos::prelude::*;

/// A choice among options, as the browser's own list.
#[component]
pub fn Select(
    /// Its id, for the label.
    #[prop(into)]
    id: String,
    /// Values and what they are called.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Hears of a choice.
    on_choose: Callback<String>,
    /// The id of what describes it, if anything does.
    #[prop(optional, into)]
    described_by: Option<String>,
) -> impl IntoView {
    view! {
        <span class="select">
            <select id=id aria-describedby=described_by on:change=move |event| on_choose.run(event_target_value(&event))
                prop:value=move || { options.track(); value.get() }>
                {move || options.get().into_iter().map(|(key, name)| {
                    let chosen = value.with_untracked(|value| *value == key);
                    view! { <option value=key selected=chosen>{name}</option> }
                }).collect_view()}
            </select>
            <Icon name="chevron-down"/>
        </span>
    }
}
