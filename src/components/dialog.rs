use super::Icon;
use crate::locales::texts;
use leptos::{html, prelude::*};

/// Something asked in front of the page. The browser keeps the focus in it and gives it back afterwards.
#[component]
pub fn Dialog(
    /// The element, for [`ask`] and [`dismiss`].
    dialog: NodeRef<html::Dialog>,
    /// The id of its heading.
    id: &'static str,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// What it asks.
    children: Children,
) -> impl IntoView {
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby=id>
            <div class="dialog-head">
                <h2 id=id>{title}</h2>
                <button class="button quiet icon-only" type="button" aria-label=texts().shell().close()
                    on:click=move |_| dismiss(dialog)>
                    <Icon name="close"/>
                </button>
            </div>
            <div class="dialog-body">{children()}</div>
        </dialog>
    }
}

/// Opens a dialog in front of the page.
pub fn ask(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked()
        && !dialog.open()
        && let Err(error) = dialog.show_modal()
    {
        web_sys::console::error_2(&"the question could not be asked:".into(), &error);
    }
}

/// Closes a dialog, if it is still there.
pub fn dismiss(dialog: NodeRef<html::Dialog>) {
    if let Some(Some(dialog)) = dialog.try_get_untracked() {
        dialog.close();
    }
}
