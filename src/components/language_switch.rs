use crate::{
    browser,
    locales::{ChosenLanguage, Language, texts},
};
use leptos::prelude::*;

/// The choice of language, each by its own name.
#[component]
pub fn LanguageSwitch(
    /// Whether its heading is for screen readers only.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let t = texts();
    let chosen: Option<ChosenLanguage> = use_context();
    let options = Language::ALL.map(|language| {
        let choose = move |_| {
            language.choose();
            if let Some(ChosenLanguage(chosen)) = chosen {
                chosen.set(language);
            }
            // All views are rebuilt; the control is still where somebody is.
            browser::after_paint(move || browser::focus(&input_id(language)));
        };
        view! {
            <label>
                <input type="radio" name="language" id=input_id(language) checked=language == t.0 on:change=choose/>
                <span lang=language.tag()>{language.name()}</span>
            </label>
        }
    });
    view! {
        <fieldset class="segmented">
            <legend class=quiet.then_some("visually-hidden")>{t.settings().language_legend()}</legend>
            <div>{options.into_iter().collect_view()}</div>
        </fieldset>
    }
}

fn input_id(language: Language) -> String {
    format!("language-{}", language.tag())
}
