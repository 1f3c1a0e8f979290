use super::ask_to_keep;
use crate::{
    browser,
    components::{Dialog, Icon, NameThisDevice, dismiss},
    locales::texts,
    state::{field_errors, state},
};
use groundswell_model::{
    Network, Record,
    message::{EngineError, NewDirectory},
};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

const INPUT: &str = "network-name";
const HINT: &str = "network-name-hint";
const ERROR: &str = "network-name-error";

/// Asks what the network of a new directory is called, makes it, and goes on to `then`.
#[component]
pub fn NameDialog(
    /// The dialog.
    dialog: NodeRef<html::Dialog>,
    /// The address to go on to.
    then: RwSignal<&'static str>,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let navigate = use_navigate();
    let name = RwSignal::new(String::new());
    let device = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let refuse = move |why: String| {
        error.set(Some(why));
        browser::focus(INPUT);
    };
    let create = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let network = Network { name: name.get_untracked().trim().to_owned(), ..Network::default() };
        let name = network.name.clone();
        if let Some(found) = Record::Network(network).problems().first() {
            refuse(t.records().problem(found.problem));
            return;
        }
        busy.set(true);
        error.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let made = state.create(NewDirectory::Empty { name }).await;
            // Somebody may have gone elsewhere meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match made {
                Ok(()) => {
                    dismiss(dialog);
                    state.name_device(&device.get_untracked());
                    ask_to_keep();
                    navigate(then.get_untracked(), NavigateOptions::default());
                }
                Err(why) => {
                    refuse(said(&why, |why| t.records().error(why), |found| t.records().problem(found)))
                }
            }
        });
    };
    view! {
        <Dialog dialog id="name-title" title=Signal::derive(move || heading(then.get()).to_owned())>
            <form class="form" novalidate on:submit=create>
                <div class="field" data-invalid=move || error.with(Option::is_some).then_some("")>
                    <label for=INPUT>{t.start().name()}</label>
                    <p class="hint" id=HINT>{t.start().name_hint()}</p>
                    <input id=INPUT type="text" autofocus autocomplete="organization" aria-required="true"
                        aria-invalid=move || error.with(Option::is_some).then_some("true")
                        aria-describedby=move || if error.with(Option::is_some) { format!("{ERROR} {HINT}") } else { HINT.to_owned() }
                        on:input=move |event| name.set(event_target_value(&event))/>
                    {move || error.get().map(|error| view! {
                        <p class="error" id=ERROR role="alert"><Icon name="error"/>{error}</p>
                    })}
                </div>
                <NameThisDevice name=device/>
                <div class="buttons">
                    <button class="button primary" type="submit" disabled=move || busy.get()
                        aria-busy=move || busy.get().then_some("true")>
                        <Icon name="check"/>{t.start().create_button()}
                    </button>
                    <button class="button quiet" type="button" on:click=move |_| dismiss(dialog)>{t.shell().cancel()}</button>
                </div>
            </form>
        </Dialog>
    }
}

fn heading(then: &str) -> &'static str {
    let t = texts().start();
    if then == "/import" { t.import() } else { t.create() }
}

/// Why a directory was not made: what is wrong with its name, where that is why.
fn said(
    why: &EngineError,
    in_words: impl Fn(&EngineError) -> String,
    problem: impl Fn(groundswell_model::Problem) -> String,
) -> String {
    match field_errors(why).first() {
        Some(found) => problem(found.problem),
        None => in_words(why),
    }
}
