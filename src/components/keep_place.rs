use crate::browser;
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;
use std::collections::HashMap;

/// Keeps the place in a list for who comes back to it on a phone, where page and list scroll as one.
pub fn keep_place_in_lists() {
    let path = use_location().pathname;
    // Where each page was scrolled to, and which one is on show.
    let places = StoredValue::new(HashMap::<String, f64>::new());
    let at = StoredValue::new(path.get_untracked());
    let scrolled = window_event_listener(ev::scroll, move |_| {
        let y = browser::window().scroll_y().unwrap_or_default();
        places.update_value(|places| {
            places.insert(at.get_value(), y);
        });
    });
    on_cleanup(move || scrolled.remove());
    Effect::new(move |_| {
        let path = path.get();
        let before = at.get_value();
        at.set_value(path.clone());
        let is_back =
            before.strip_prefix(path.trim_end_matches('/')).is_some_and(|rest| rest.starts_with('/'));
        let known = places.with_value(|places| places.get(&path).copied());
        if let Some(y) = known.filter(|_| is_back && before != path) {
            browser::after_paint(move || browser::window().scroll_to_with_x_and_y(0.0, y));
        }
    });
}
