use crate::{browser, components::Icon, locales::texts};
use gloo_timers::future::TimeoutFuture;
use leptos::{ev::Custom, prelude::*, task::spawn_local};
use web_sys::Event;

/// The browser's offer to install the app (`beforeinstallprompt`), kept until somebody takes it up.
#[derive(Clone, Copy)]
pub struct Installable(RwSignal<Option<Event>, LocalStorage>);

impl Installable {
    /// Listens for the offer. Browsers make it soon after the page was loaded, long before somebody looks for
    /// it in the settings.
    pub fn listen() -> Self {
        let offer = RwSignal::new_local(None::<Event>);
        let offered = window_event_listener(Custom::<Event>::new("beforeinstallprompt"), move |event| {
            event.prevent_default();
            offer.set(Some(event));
        });
        let installed = window_event_listener(Custom::<Event>::new("appinstalled"), move |_| offer.set(None));
        on_cleanup(move || {
            offered.remove();
            installed.remove();
        });
        Self(offer)
    }

    /// Takes the offer up: the browser asks in its own words. An offer can be taken up once.
    fn take_up(self) {
        let Some(event) = self.0.get_untracked() else { return };
        self.0.set(None);
        let prompt = js_sys::Reflect::get(&event, &"prompt".into());
        let asked = prompt
            .and_then(wasm_bindgen::JsCast::dyn_into::<js_sys::Function>)
            .and_then(|prompt| prompt.call0(&event));
        if let Err(error) = asked {
            web_sys::console::error_2(&"the app could not be installed:".into(), &error);
        }
    }
}

/// How to put the app on the home screen, and whether it opens without a network by now.
#[component]
pub fn Install() -> impl IntoView {
    let t = texts().settings();
    let offer: Option<Installable> = use_context();
    let installed = browser::is_installed();
    let offered = move || offer.is_some_and(|offer| offer.0.with(Option::is_some));
    let take_up = move |_| {
        if let Some(offer) = offer {
            offer.take_up();
        }
    };
    view! {
        <Offline/>
        {if installed {
            view! { <p class="meta"><Icon name="check-circle"/>{t.installed()}</p> }.into_any()
        } else {
            view! {
                <p>{t.install_why()}</p>
                <Show when=offered>
                    <div class="buttons">
                        <button class="button primary" type="button" on:click=take_up><Icon name="install"/>{t.install_now()}</button>
                    </div>
                </Show>
                <HowTo/>
            }.into_any()
        }}
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Device {
    Android,
    Apple,
    Desktop,
}

/// The kind of this device, to open the help that suits; the others stay at hand.
fn this_device() -> Device {
    let agent = browser::window().navigator().user_agent().unwrap_or_default();
    if agent.contains("Android") {
        Device::Android
    } else if agent.contains("iPhone") || agent.contains("iPad") {
        Device::Apple
    } else {
        Device::Desktop
    }
}

#[component]
fn HowTo() -> impl IntoView {
    let t = texts().settings();
    let this = this_device();
    let part = move |device: Device, name: &'static str, steps: Vec<&'static str>| {
        view! {
            <details class="stack" open=this == device>
                <summary class="button">{name}<Icon name="chevron-down"/></summary>
                <ol class="howto">{steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
            </details>
        }
    };
    view! {
        <div class="stack">
            {part(Device::Android, t.on_android(), vec![t.android_1(), t.android_2(), t.android_3()])}
            {part(Device::Apple, t.on_apple(), vec![t.apple_1(), t.apple_2(), t.apple_link(), t.apple_3()])}
            {part(Device::Desktop, t.on_desktop(), vec![t.desktop_1(), t.desktop_2(), t.desktop_3()])}
        </div>
    }
}

/// Whether the app opens without a network by now. `register.js` writes it into the document; it tells nobody,
/// so it is looked at again until it is there.
#[component]
fn Offline() -> impl IntoView {
    let t = texts().settings();
    let offline = RwSignal::new(offline_state());
    spawn_local(async move {
        while offline.try_get_untracked() == Some(None) {
            TimeoutFuture::new(2_000).await;
            offline.try_set(offline_state());
        }
    });
    view! {
        <div role="status">
            {move || {
                let (icon, said) = match offline.get() {
                    Some(true) => ("check-circle", t.offline_ready()),
                    Some(false) => ("warning", t.offline_failed()),
                    None => ("saving", t.offline_coming()),
                };
                view! { <p class="meta"><Icon name=icon/>{said}</p> }
            }}
        </div>
    }
}

fn offline_state() -> Option<bool> {
    let root = document().document_element()?;
    root.get_attribute("data-offline").map(|state| state == "ready")
}
