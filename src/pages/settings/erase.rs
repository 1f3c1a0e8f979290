use crate::{
    browser,
    components::{Dialog, Icon, ask, dismiss},
    locales::texts,
    state::state,
};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

const INPUT: &str = "erase-name";

/// Removes the open directory from this device, once somebody typed its name.
#[component]
pub fn Erase() -> impl IntoView {
    let state = state();
    let t = texts();
    let navigate = use_navigate();
    let dialog = NodeRef::<html::Dialog>::new();
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let name = Memo::new(move |_| {
        let current = state.current.get();
        let listed = state.directories.with(|entries| {
            entries.iter().find(|entry| Some(entry.id) == current).map(|entry| entry.name.clone())
        });
        listed.unwrap_or_else(|| state.projection.with(|projection| projection.network.name.clone()))
    });
    let erase = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(id) = state.current.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let (navigate, said) = (navigate.clone(), t.settings().erased(&name.get_untracked()));
        spawn_local(async move {
            let erased = state.erase(id, typed.get_untracked()).await;
            // This view may be gone by now, together with the directory that it is about.
            let gone = busy.try_set(false).is_some();
            match erased {
                Ok(()) => {
                    dismiss(dialog);
                    state.toasts.success(said, None);
                    navigate("/start", NavigateOptions::default());
                }
                Err(_) if gone => {}
                Err(why) => {
                    error.set(Some(t.records().error(&why)));
                    browser::focus(INPUT);
                }
            }
        });
    };
    view! {
        <section class="danger">
            <h2>{t.settings().erase()}</h2>
            <p>{move || t.settings().erase_why(&name.get())}</p>
            <button class="button danger" type="button" aria-haspopup="dialog" on:click=move |_| ask(dialog)>
                <Icon name="delete"/>{t.settings().erase_open()}
            </button>
        </section>
        <Dialog dialog id="erase-title" title=Signal::stored(t.settings().erase().to_owned())>
            <form class="form" novalidate on:submit=erase>
                <p>{t.settings().erase_last_words()}</p>
                <div class="field" data-invalid=move || error.with(Option::is_some).then_some("")>
                    <label for=INPUT>{t.settings().erase_type()}</label>
                    <p class="hint" id="erase-hint">{name}</p>
                    <input id=INPUT type="text" autofocus autocomplete="off" spellcheck="false"
                        aria-invalid=move || error.with(Option::is_some).then_some("true")
                        aria-describedby=move || if error.with(Option::is_some) { "erase-error erase-hint" } else { "erase-hint" }
                        on:input=move |event| typed.set(event_target_value(&event))/>
                    {move || error.get().map(|error| view! {
                        <p class="error" id="erase-error" role="alert"><Icon name="error"/>{error}</p>
                    })}
                </div>
                <div class="buttons">
                    <button class="button danger primary" type="submit" disabled=move || busy.get()
                        aria-busy=move || busy.get().then_some("true")>
                        <Icon name="delete"/>{t.settings().erase_button()}
                    </button>
                    <button class="button quiet" type="button" on:click=move |_| dismiss(dialog)>{t.shell().cancel()}</button>
                </div>
            </form>
        </Dialog>
    }
}
