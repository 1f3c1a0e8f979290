use super::{LINKS, Sharing};
use crate::{
    browser,
    components::{Dialog, Icon, ask, dismiss},
    locales::texts,
    state::NewLinks as Wanted,
};
use groundswell_model::message::EngineError;
use leptos::{html, prelude::*, task::spawn_local};

/// Why there are none, which takes the focus.
const ERROR: &str = "new-links-error";

/// Shuts out all but those who are given a new link. Asked for in front of the page, where what it does is said.
#[component]
pub fn NewLinks(
    sharing: Sharing,
    /// Whether somebody else's new links have ended those in use here.
    replaced: Memo<bool>,
) -> impl IntoView {
    let t = texts();
    let (words, links) = (t.sharing(), t.links());
    let dialog = NodeRef::<html::Dialog>::new();
    let message = RwSignal::new(words.new_links_default().to_owned());
    let keeps_public = RwSignal::new(true);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<EngineError>);
    // What the dialog asks stays as it was asked, whatever comes in meanwhile.
    let anyway = RwSignal::new(false);
    let open = move |_| {
        anyway.set(replaced.get_untracked());
        error.set(None);
        ask(dialog);
    };
    let make = move |anyway: bool| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let message = message.get_untracked().trim().to_owned();
        let wanted = Wanted { message, keeps_public: keeps_public.get_untracked(), anyway };
        spawn_local(async move {
            let made = sharing.renew(wanted).await;
            // Somebody may have gone elsewhere meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match made {
                Ok(()) => {
                    dismiss(dialog);
                    browser::after_paint(|| browser::focus(LINKS));
                }
                Err(why) => {
                    error.set(Some(why));
                    // It may stand below what is in sight.
                    browser::after_paint(|| browser::focus(ERROR));
                }
            }
        });
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        make(anyway.get_untracked());
    };
    let second = move || !anyway.get() && error.get() == Some(EngineError::AlreadyReplaced);
    let title = Signal::derive(move || {
        if anyway.get() { links.new_links_anyway() } else { words.new_links() }.to_owned()
    });
    view! {
        <section class="danger">
            <h2>{words.new_links()}</h2>
            <p>{move || if replaced.get() { links.new_links_anyway_why() } else { words.new_links_why() }}</p>
            <button class="button danger" type="button" aria-haspopup="dialog" on:click=open>
                <Icon name="lock"/>
                {move || if replaced.get() { links.new_links_anyway_open() } else { words.new_links_open() }}
            </button>
        </section>
        <Dialog dialog id="new-links-title" title>
            <form class="form" novalidate on:submit=submit>
                {move || anyway.get().then(|| view! {
                    <div class="notice" data-kind="warn"><Icon name="warning"/><p>{links.new_links_anyway_what()}</p></div>
                })}
                <p>{words.new_links_what()}</p>
                <p>{words.new_links_left()}</p>
                <div>
                    <label class="check" for="new-links-public">
                        <input type="checkbox" id="new-links-public" aria-describedby="new-links-public-hint"
                            prop:checked=keeps_public on:change=move |event| keeps_public.set(event_target_checked(&event))/>
                        <span>{words.new_links_public()}</span>
                    </label>
                    <p class="hint" id="new-links-public-hint">{words.new_links_public_hint()}</p>
                </div>
                <div class="field">
                    <label for="new-links-message">{words.new_links_message()}</label>
                    <p class="hint" id="new-links-hint">{words.new_links_message_hint()}</p>
                    <textarea id="new-links-message" rows="3" maxlength="400" aria-describedby="new-links-hint"
                        prop:value=message on:input=move |event| message.set(event_target_value(&event))></textarea>
                </div>
                {move || error.get().map(|error| view! {
                    <p class="error" id=ERROR role="alert" tabindex="-1"><Icon name="error"/>{t.records().error(&error)}</p>
                })}
                {move || second().then(|| view! {
                    <div class="notice" data-kind="warn">
                        <Icon name="warning"/>
                        <div>
                            <p>{links.new_links_anyway_what()}</p>
                            <div class="buttons">
                                <button class="button danger" type="button" disabled=move || busy.get() on:click=move |_| make(true)>
                                    <Icon name="lock"/>{links.new_links_anyway()}
                                </button>
                            </div>
                        </div>
                    </div>
                })}
                <div class="buttons">
                    <button class="button danger primary" type="submit" disabled=move || busy.get()
                        aria-busy=move || busy.get().then_some("true")>
                        <Icon name="lock"/>
                        {move || if anyway.get() { links.new_links_anyway() } else { words.new_links_make() }}
                    </button>
                    <button class="button quiet" type="button" on:click=move |_| dismiss(dialog)>{t.shell().cancel()}</button>
                </div>
            </form>
        </Dialog>
    }
}
