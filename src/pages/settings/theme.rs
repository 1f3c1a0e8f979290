use crate::{browser, components::Icon, locales::texts};
use leptos::prelude::*;

/// The setting; `boot.js` reads it before the first paint.
const THEME: &str = "theme";

/// The choice of light or dark.
#[component]
pub fn Theme() -> impl IntoView {
    let t = texts().settings();
    let kept = browser::setting(THEME).filter(|theme| theme == "light" || theme == "dark");
    let now = kept.unwrap_or_else(|| "system".to_owned());
    let option = move |theme: &'static str, icon: &'static str, name: &'static str| {
        view! {
            <label>
                <input type="radio" name="theme" value=theme checked=now == theme on:change=move |_| choose(theme)/>
                <span><Icon name=icon/>{name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segmented">
            <legend>{t.theme()}</legend>
            <div>
                {option.clone()("light", "theme-light", t.light())}
                {option.clone()("dark", "theme-dark", t.dark())}
                {option("system", "theme-system", t.as_system())}
            </div>
        </fieldset>
    }
}

fn choose(theme: &'static str) {
    browser::set_setting(THEME, (theme != "system").then_some(theme));
    if let Some(root) = document().document_element()
        && let Err(error) = root.set_attribute("data-theme", theme)
    {
        web_sys::console::error_2(&"the theme could not be set:".into(), &error);
    }
}
