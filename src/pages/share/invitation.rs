use super::{Chosen, qr::Qr};
use crate::{browser, components::Icon, locales::texts};
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlTextAreaElement, ShareData};

/// The link that somebody chose: as a code, to copy, to send and on paper.
#[component]
pub fn Invitation(chosen: Chosen) -> impl IntoView {
    let t = texts().sharing();
    let Chosen { access, address, name } = chosen;
    let label = t.qr_name(t.meant_for(access));
    let shown = StoredValue::new(address.clone());
    let subject = StoredValue::new(t.invitation_to(&name));
    let refused = RwSignal::new(false);
    let copied = RwSignal::new(false);
    let text = NodeRef::<html::Details>::new();
    let copy = move |_| {
        let address = shown.get_value();
        copied.set(false);
        spawn_local(async move {
            let done = copy(&address).await;
            copied.try_set(done);
            refused.try_set(!done);
            if !done && let Some(Some(text)) = text.try_get_untracked() {
                text.set_open(true);
            }
        });
    };
    let select = move |event: web_sys::FocusEvent| event_target::<HtmlTextAreaElement>(&event).select();
    let send = move |_| {
        let data = ShareData::new();
        data.set_title(&subject.get_value());
        data.set_url(&shown.get_value());
        spawn_local(async move {
            // Whoever closes the sheet again meant to.
            let _ = JsFuture::from(browser::window().navigator().share_with_data(&data)).await;
        });
    };
    view! {
        <section class="panel invitation print-none" aria-label=t.meant_for(access)>
            <Qr address=address.clone() label=label.clone()/>
            <p>{t.qr_how()}</p>
            <div class="buttons">
                {can_send().then(|| view! {
                    <button class="button primary" type="button" on:click=send><Icon name="share"/>{t.send()}</button>
                })}
                <button class="button" type="button" on:click=copy><Icon name="export"/>{t.copy()}</button>
                <button class="button" type="button" on:click=|_| browser::print()><Icon name="print"/>{t.print_it()}</button>
            </div>
            <p role="status">{move || copied.get().then(|| view! {
                <span class="meta"><Icon name="check-circle"/>{t.copied()}</span>
            })}</p>
            {move || refused.get().then(|| view! {
                <div class="notice" data-kind="warn" role="alert"><Icon name="warning"/><p>{t.not_copied()}</p></div>
            })}
            <details class="link-text" node_ref=text>
                <summary class="button quiet">{t.as_text()}<Icon name="chevron-down"/></summary>
                <textarea class="link-field" readonly rows="4" aria-label=t.as_text() prop:value=address.clone()
                    on:focus=select></textarea>
            </details>
        </section>
        <section class="sheet print-only">
            <p class="sheet-kind">{t.an_invitation()}</p>
            <h1>{name.clone()}</h1>
            <Qr address=address.clone() label/>
            <p>{t.paper_1(&name)}</p>
            <p>{t.paper_2()}</p>
            <p>{t.paper_3()}</p>
            <p class="sheet-link">{address}</p>
            <p class="sheet-note">{t.meant_for(access)}": "{t.paper_keep()}</p>
        </section>
    }
}

/// Whether there is a sheet to send something with: a phone's, mostly.
fn can_send() -> bool {
    js_sys::Reflect::has(&browser::window().navigator(), &"share".into()).unwrap_or(false)
}

async fn copy(text: &str) -> bool {
    // Missing where the page is not served securely, whatever the types say.
    let navigator = browser::window().navigator();
    let there = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|it| !it.is_undefined());
    there && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
