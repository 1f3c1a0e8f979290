use super::Icon;
use crate::{browser, locales::texts};
use leptos::prelude::*;

/// Where somebody types what they look for in a list.
#[component]
pub fn SearchBox(
    /// What it searches.
    label: &'static str,
    /// The words looked for.
    words: Memo<String>,
    /// Hears of every key.
    on_input: Callback<String>,
    /// Hears when somebody is done typing.
    on_done: Callback<()>,
) -> impl IntoView {
    let clear = move |_| {
        on_input.run(String::new());
        on_done.run(());
        browser::focus("search");
    };
    view! {
        <div class="search">
            <Icon name="search"/>
            <input id="search" type="search" aria-label=label placeholder=label autocomplete="off" enterkeyhint="search"
                prop:value=words on:input=move |event| on_input.run(event_target_value(&event))
                on:change=move |_| on_done.run(())/>
            <Show when=move || words.with(|words| !words.is_empty())>
                <button class="search-clear" type="button" aria-label=texts().groups().clear_search() on:click=clear>
                    <Icon name="clear"/>
                </button>
            </Show>
        </div>
    }
}
