use super::{INPUT, Joining, scan::Scan};
use crate::{components::Icon, locales::texts};
use groundswell_model::message::Fragment;
use leptos::{html, prelude::*};

/// Takes a link in: pasted, or scanned from a QR code.
#[component]
pub fn Bring(joining: Joining) -> impl IntoView {
    let t = texts();
    let words = t.sharing();
    let input = NodeRef::<html::Textarea>::new();
    let look = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(input) = input.get_untracked() {
            joining.look(Fragment(input.value()));
        }
    };
    let invalid = move || joining.error.with(Option::is_some);
    view! {
        <form class="form" novalidate on:submit=look>
            <div class="field" data-invalid=move || invalid().then_some("")>
                <label for=INPUT>{words.paste()}</label>
                <p class="hint" id="join-link-hint">{words.paste_hint()}</p>
                <textarea id=INPUT class="link-field" node_ref=input rows="3" autocomplete="off" autocapitalize="none"
                    spellcheck="false" aria-required="true" aria-invalid=move || invalid().then_some("true")
                    aria-describedby=move || if invalid() { "join-link-error join-link-hint" } else { "join-link-hint" }></textarea>
                {move || joining.error.get().map(|error| view! {
                    <p class="error" id="join-link-error" role="alert"><Icon name="error"/>{t.records().error(&error)}</p>
                })}
            </div>
            <div class="buttons">
                <button class="button primary" type="submit" disabled=move || joining.busy.get()
                    aria-busy=move || joining.busy.get().then_some("true")>
                    <Icon name="search"/>{words.look()}
                </button>
            </div>
            <p class="visually-hidden" role="status">{move || joining.busy.get().then(|| words.looking())}</p>
        </form>
        <section class="stack" aria-labelledby="join-scan">
            <h2 id="join-scan">{words.or_scan()}</h2>
            <Scan joining/>
        </section>
    }
}
