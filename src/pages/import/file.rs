use super::{sheets::ChooseSheet, wizard::Wizard};
use crate::{
    components::{ChosenFile, FileDrop, Icon},
    locales::texts,
};
use leptos::prelude::*;

const PASTE: &str = "import-paste";

/// Chooses a file or, where it has several, a sheet of it.
#[component]
pub fn ChooseTable(wizard: Wizard) -> impl IntoView {
    move || match wizard.workbook.sheets.get() {
        Some((file, sheets)) => view! { <ChooseSheet wizard file sheets/> }.into_any(),
        None => view! { <ChooseFile wizard/> }.into_any(),
    }
}

/// Chooses a file, or takes a table copied out of a spreadsheet.
#[component]
fn ChooseFile(wizard: Wizard) -> impl IntoView {
    let t = texts().import();
    let pasted = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let open = Callback::new(move |file: ChosenFile| wizard.open(file));
    let paste = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = pasted.get_untracked();
        missing.set(text.trim().is_empty());
        if missing.get_untracked() {
            crate::browser::focus(PASTE);
            return;
        }
        wizard.open(ChosenFile { name: t.pasted_name().to_owned(), bytes: text.into_bytes() });
    };
    view! {
        <Show when=move || !wizard.busy.get()>
            <FileDrop id="import-file" label=t.choose_file() hint=t.choose_file_hint() on_file=open/>
            <form class="form" novalidate on:submit=paste>
                <div class="field" data-invalid=move || missing.get().then_some("")>
                    <label for=PASTE>{t.paste()}</label>
                    <p class="hint" id="import-paste-hint">{t.paste_hint()}</p>
                    <textarea id=PASTE rows="5" spellcheck="false" autocomplete="off" prop:value=move || pasted.get()
                        aria-invalid=move || missing.get().then_some("true")
                        aria-describedby=move || if missing.get() { "import-paste-error import-paste-hint" } else { "import-paste-hint" }
                        on:input=move |event| pasted.set(event_target_value(&event))></textarea>
                    {move || missing.get().then(|| view! {
                        <p class="error" id="import-paste-error" role="alert"><Icon name="error"/>{t.paste_missing()}</p>
                    })}
                </div>
                <div class="buttons"><button class="button" type="submit"><Icon name="forward"/>{t.paste_use()}</button></div>
            </form>
            <p class="hint">{t.file_stays()}</p>
        </Show>
    }
}
