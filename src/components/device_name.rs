use crate::{browser, locales::texts, state::last_device_name};
use groundswell_model::validate::MAX_SHORT;
use leptos::prelude::*;

const INPUT: &str = "device";
const HINT: &str = "device-hint";

/// Asks whoever starts or joins a directory what members shall see beside the changes made on this device.
#[component]
pub fn NameThisDevice(
    /// What they say; it begins with a guess.
    name: RwSignal<String>,
) -> impl IntoView {
    let t = texts().settings();
    name.set(last_device_name().unwrap_or_else(|| kind_of_device().to_owned()));
    view! {
        <div class="field">
            <label for=INPUT>{t.device_name()}</label>
            <p class="hint" id=HINT>{t.device_hint()}</p>
            <input id=INPUT type="text" autocomplete="off" maxlength=MAX_SHORT aria-describedby=HINT
                prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))/>
        </div>
    }
}

/// What this device is, as far as its browser says.
fn kind_of_device() -> &'static str {
    let t = texts().settings();
    let agent = browser::window().navigator().user_agent().unwrap_or_default();
    // Android says Linux too, and each of Apple's says Mac.
    let known = [
        ("iPhone", t.iphone()),
        ("iPad", t.ipad()),
        ("Android", t.android()),
        ("CrOS", t.chromebook()),
        ("Windows", t.windows()),
        ("Mac", t.mac()),
    ];
    known.into_iter().find(|(mark, _)| agent.contains(mark)).map_or(t.computer(), |(_, said)| said)
}
