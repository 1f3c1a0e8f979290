//! The few things the pages ask of the browser itself.

mod files;
mod focus;

pub use files::{can_pass_on, download, pass_on, read_file};
pub use focus::{TITLE, arrive, focus, focus_element, focus_within, keep_focus, let_go, meet_title};

use gloo_timers::callback::Timeout;
use groundswell_model::{Id, Timestamp, contact::Maps, message::Fragment};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{CustomEvent, CustomEventInit, ErrorEvent, Event, HtmlElement, Storage, Window};

/// The window this page lives in; a page without one can not run.
pub fn window() -> Window {
    leptos::prelude::window()
}

/// The device's clock.
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// Today in this device's time zone, as `2013-12-03`.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// A new id. It has to be unlike any other, not secret: where the browser refuses its good randomness, its
/// plain one serves.
pub fn new_id() -> Id {
    let mut bytes = [0; 12];
    if getrandom::fill(&mut bytes).is_err() {
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    Id::from_bytes(bytes)
}

fn settings() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// A small setting of this device, such as the theme.
pub fn setting(name: &str) -> Option<String> {
    settings()?.get_item(&format!("groundswell.{name}")).ok().flatten()
}

/// Keeps a small setting of this device, or forgets it. A browser that keeps nothing loses no more than the
/// choice.
pub fn set_setting(name: &str, value: Option<&str>) {
    let Some(settings) = settings() else { return };
    let name = format!("groundswell.{name}");
    let kept = match value {
        Some(value) => settings.set_item(&name, value),
        None => settings.remove_item(&name),
    };
    if let Err(error) = kept {
        web_sys::console::warn_2(&"a setting could not be kept:".into(), &error);
    }
}

/// Whether the browser believes that it has a network.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Whether the app runs from the home screen or the dock.
pub fn is_installed() -> bool {
    window().match_media("(display-mode: standalone)").ok().flatten().is_some_and(|query| query.matches())
}

/// Marks a moment for measurements (`performance.mark`).
pub fn mark(name: &str) {
    if let Some(performance) = window().performance() {
        // Measuring must never be in the way of what is measured.
        let _ = performance.mark(name);
    }
}

/// Milliseconds since the page began to load.
pub fn moment() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Records a span from a [`moment`] until now under this name (`performance.measure`).
pub fn measure(name: &str, from: f64) {
    let Some(performance) = window().performance() else { return };
    let options = js_sys::Object::new();
    let entries = [("start", from), ("end", performance.now())];
    for (key, value) in entries {
        if js_sys::Reflect::set(&options, &key.into(), &value.into()).is_err() {
            return;
        }
    }
    let measure = js_sys::Reflect::get(&performance, &"measure".into()).ok();
    if let Some(measure) = measure.and_then(|it| it.dyn_into::<js_sys::Function>().ok()) {
        let _ = measure.call2(&performance, &name.into(), &options);
    }
}

/// Shows the top of the element that this selects, if it is there.
pub fn show_top(selector: &str) {
    if let Ok(Some(element)) = leptos::prelude::document().query_selector(selector) {
        element.set_scroll_top(0);
    }
}

/// Dispatches an event on window, for the page's own scripts.
pub fn emit(event: &str, detail: Option<&str>) {
    let options = CustomEventInit::new();
    options.set_detail(&detail.map_or(JsValue::NULL, JsValue::from_str));
    if let Ok(event) = CustomEvent::new_with_event_init_dict(event, &options) {
        // Nobody may cancel it, so that there is nothing to be told back.
        let _ = window().dispatch_event(&event);
    }
}

/// A listener of a document event, removed when it is dropped.
pub struct Listener {
    event: &'static str,
    listener: Closure<dyn FnMut()>,
}

/// Listens to an event of the document that does not reach the window.
pub fn listen_to_document(event: &'static str, listener: impl FnMut() + 'static) -> Listener {
    let listener = Closure::<dyn FnMut()>::new(listener);
    // It throws for no name of an event.
    let _ = leptos::prelude::document()
        .add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    Listener { event, listener }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let document = leptos::prelude::document();
        let _ =
            document.remove_event_listener_with_callback(self.event, self.listener.as_ref().unchecked_ref());
    }
}

/// The sync link that `boot.js` took out of the address. It gives it away once.
pub fn take_link() -> Option<Fragment> {
    let take = js_sys::Reflect::get(&window(), &"groundswellLink".into()).ok()?;
    let taken = take.dyn_into::<js_sys::Function>().ok()?.call0(&JsValue::UNDEFINED).ok()?;
    taken.as_string().map(Fragment)
}

/// Puts another address of this site in place of the page's, without going there.
pub fn replace_address(address: &str) {
    let replaced = window()
        .history()
        .and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(address)));
    if let Err(error) = replaced {
        web_sys::console::error_2(&"the address could not be replaced:".into(), &error);
    }
}

/// Where this site is: `https://groundswell.example`.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Whether the browser knows a time zone of this name.
pub fn is_time_zone(name: &str) -> bool {
    let options = js_sys::Object::new();
    let is_set = js_sys::Reflect::set(&options, &"timeZone".into(), &name.into()).is_ok();
    // It throws for others.
    let intl = js_sys::Reflect::get(&js_sys::global(), &"Intl".into());
    let format = intl.and_then(|intl| js_sys::Reflect::get(&intl, &"DateTimeFormat".into()));
    let Some(format) = format.ok().and_then(|it| it.dyn_into::<js_sys::Function>().ok()) else { return true };
    let arguments = js_sys::Array::of2(&"en".into(), &options);
    is_set && js_sys::Reflect::construct(&format, &arguments).is_ok()
}

/// What the error event of a worker says; nothing where its script could not be had, which is an event without a message.
pub fn error_message(event: &Event) -> String {
    event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).unwrap_or_default()
}

/// What opens a map on this device.
pub fn maps() -> Maps {
    let agent = window().navigator().user_agent().unwrap_or_default();
    if agent.contains("Android") {
        Maps::Geo
    } else if ["iPhone", "iPad", "Macintosh"].iter().any(|it| agent.contains(it)) {
        Maps::Apple
    } else {
        Maps::Web
    }
}

/// Sets a custom property of the page's root element, for style sheets.
pub fn set_root_style(property: &str, value: &str) {
    let root = leptos::prelude::document().document_element();
    if let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        // It throws for none of these.
        let _ = root.style().set_property(property, value);
    }
}

/// Prints the page.
pub fn print() {
    if let Err(error) = window().print() {
        web_sys::console::error_2(&"the page could not be printed:".into(), &error);
    }
}

/// Loads the page again.
pub fn reload() {
    if let Err(error) = window().location().reload() {
        web_sys::console::error_2(&"the page could not be loaded again:".into(), &error);
    }
}

/// Longer than any frame that somebody waits for, in milliseconds.
const LONGEST_FRAME: u32 = 2_000;

/// Runs this once the browser has painted what is in the document now. A page that nobody looks at gets no
/// frames, whatever it waits for: there it runs without one.
pub fn after_paint(then: impl FnOnce() + 'static) {
    frame_or_none(Box::new(then));
}

fn frame_or_none(then: Box<dyn FnOnce()>) {
    let once = Rc::new(Cell::new(Some(then)));
    let run = move || {
        if let Some(then) = once.take() {
            then();
        }
    };
    // It may be hidden, or covered by another window, before the frame that it asked for.
    let patience = if leptos::prelude::document().hidden() { 0 } else { LONGEST_FRAME };
    Timeout::new(patience, run.clone()).forget();
    leptos::prelude::request_animation_frame(move || {
        Timeout::new(0, run).forget();
    });
}
