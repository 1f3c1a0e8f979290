use crate::browser;
use groundswell_model::Id;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use wasm_bindgen::JsCast;

/// Which of the two panes a phone shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The list.
    List,
    /// One of its records.
    Detail,
}

impl Shown {
    /// What the address says: the list's own address, or one below it.
    pub fn by_address(list: &'static str) -> Memo<Self> {
        let path = use_location().pathname;
        Memo::new(move |_| {
            if path.with(|path| path.trim_end_matches('/') == list) { Self::List } else { Self::Detail }
        })
    }
}

/// A list and one of its records side by side where there is room, one of them where there is not.
#[component]
pub fn Panes(
    /// Which one a phone shows.
    shown: Memo<Shown>,
    /// Names the list.
    list_label: &'static str,
    /// Names the record.
    detail_label: &'static str,
    /// The list.
    list: AnyView,
    /// The record.
    detail: AnyView,
) -> impl IntoView {
    let show = move || if shown.get() == Shown::List { "list" } else { "detail" };
    view! {
        <div class="panes" data-show=show>
            <section class="pane pane-list" aria-label=list_label on:click=go_on_to_open>{list}</section>
            <section class="pane pane-detail" aria-label=detail_label>{detail}</section>
        </div>
    }
}

/// The row of the record that is open leads to it too, though the address stays.
fn go_on_to_open(event: web_sys::MouseEvent) {
    let link = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let is_open = link.is_some_and(|link| matches!(link.closest("[aria-current] a"), Ok(Some(_))));
    if is_open {
        browser::after_paint(browser::arrive);
    }
}

/// The id in the address.
pub fn current_id() -> Memo<Option<Id>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse().ok()))
}
