use super::is_ready;
use crate::{
    browser,
    components::Icon,
    locales::texts,
    state::{field_errors, state},
};
use groundswell_model::message::Request;
use leptos::{prelude::*, task::spawn_local};

const INPUT: &str = "device-name";

/// What members see beside the changes made on this device.
#[component]
pub fn DeviceName() -> impl IntoView {
    let state = state();
    let t = texts();
    let kept = Memo::new(move |_| {
        let device = state.device.get();
        state.projection.with(|projection| {
            device.and_then(|device| projection.devices.get(&device).cloned()).unwrap_or_default()
        })
    });
    let typed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let ready = is_ready(state);
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let name = typed.get_untracked().unwrap_or_else(|| kept.get_untracked());
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let named = state.call(Request::NameDevice(name.trim().to_owned())).await;
            // Somebody may have gone elsewhere meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match named {
                Ok(_) => {
                    typed.set(None);
                    state.toasts.success(t.settings().device_saved().to_owned(), None);
                }
                Err(why) => {
                    error.set(Some(match field_errors(&why).first() {
                        Some(found) => t.records().problem(found.problem),
                        None => t.records().error(&why),
                    }));
                    browser::focus(INPUT);
                }
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=save>
            <div class="field" data-invalid=move || error.with(Option::is_some).then_some("")>
                <label for=INPUT>{t.settings().device_name()}</label>
                <p class="hint" id="device-name-hint">{t.settings().device_hint()}</p>
                <input id=INPUT type="text" autocomplete="off" prop:value=move || typed.get().unwrap_or_else(|| kept.get())
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || if error.with(Option::is_some) { "device-name-error device-name-hint" } else { "device-name-hint" }
                    on:input=move |event| typed.set(Some(event_target_value(&event)))/>
                {move || error.get().map(|error| view! {
                    <p class="error" id="device-name-error" role="alert"><Icon name="error"/>{error}</p>
                })}
            </div>
            <div class="buttons">
                <button class="button" type="submit" disabled=move || busy.get() || !ready.get()
                    aria-busy=move || busy.get().then_some("true")>{t.settings().device_save()}</button>
            </div>
        </form>
    }
}
