use super::{LINKS, Sharing};
use crate::{
    browser,
    components::{Dialog, Icon, ask, dismiss},
    locales::texts,
};
use groundswell_model::message::EngineError;
use leptos::{html, prelude::*, task::spawn_local};

/// Shuts out all but those who are given a new link. Asked for in front of the page, where what it does is said.
#[component]
pub fn NewLinks(sharing: Sharing) -> impl IntoView {
    let t = texts();
    let words = t.sharing();
    let dialog = NodeRef::<html::Dialog>::new();
    let message = RwSignal::new(words.new_links_default().to_owned());
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<EngineError>);
    let make = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let said = message.get_untracked().trim().to_owned();
        spawn_local(async move {
            let made = sharing.renew(said).await;
            // Somebody may have gone elsewhere meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match made {
                Ok(()) => {
                    dismiss(dialog);
                    browser::after_paint(|| browser::focus(LINKS));
                }
                Err(why) => error.set(Some(why)),
            }
        });
    };
    view! {
        <section class="danger">
            <h2>{words.new_links()}</h2>
            <p>{words.new_links_why()}</p>
            <button class="button danger" type="button" aria-haspopup="dialog" on:click=move |_| ask(dialog)>
                <Icon name="lock"/>{words.new_links_open()}
            </button>
        </section>
        <Dialog dialog id="new-links-title" title=Signal::stored(words.new_links().to_owned())>
            <form class="form" novalidate on:submit=make>
                <p>{words.new_links_what()}</p>
                <p>{words.new_links_left()}</p>
                <div class="field">
                    <label for="new-links-message">{words.new_links_message()}</label>
                    <p class="hint" id="new-links-hint">{words.new_links_message_hint()}</p>
                    <textarea id="new-links-message" rows="3" maxlength="400" aria-describedby="new-links-hint"
                        prop:value=message on:input=move |event| message.set(event_target_value(&event))></textarea>
                </div>
                {move || error.get().map(|error| view! {
                    <p class="error" role="alert"><Icon name="error"/>{t.records().error(&error)}</p>
                })}
                <div class="buttons">
                    <button class="button danger primary" type="submit" disabled=move || busy.get()
                        aria-busy=move || busy.get().then_some("true")>
                        <Icon name="lock"/>{words.new_links_make()}
                    </button>
                    <button class="button quiet" type="button" on:click=move |_| dismiss(dialog)>{t.shell().cancel()}</button>
                </div>
            </form>
        </Dialog>
    }
}
