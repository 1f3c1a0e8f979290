use crate::locales::texts;
use groundswell_model::Id;
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, prelude::Closure};

/// So many rows are put into the page at a time.
pub const PAGE: usize = 50;

/// The rows of a list: the first of them, and more as somebody scrolls on.
#[component]
pub fn Rows(
    /// The records found, in order.
    found: Memo<Vec<Id>>,
    /// Whether the rows are of people.
    #[prop(optional)]
    faces: bool,
    /// One row, as an element of a list. It looks its record up itself, so that a change of one record builds
    /// one row anew.
    row: Callback<Id, AnyView>,
) -> impl IntoView {
    let t = texts().groups();
    let most = RwSignal::new(PAGE);
    // Another search starts at its top again.
    Effect::new(move |before: Option<()>| {
        found.track();
        if before.is_some() {
            most.set(PAGE);
        }
    });
    let shown = move || found.with(|found| found.iter().copied().take(most.get()).collect::<Vec<_>>());
    let left = Memo::new(move |_| found.with(Vec::len).saturating_sub(most.get()).min(PAGE));
    let end = NodeRef::<html::Div>::new();
    load_more_when_near(end, move || most.update(|most| *most += PAGE));
    view! {
        <ul class=if faces { "rows tall faces" } else { "rows tall" }>
            <For each=shown key=|id| *id let:id>{row.run(id)}</For>
        </ul>
        <Show when=move || left.get() != 0>
            <div class="show-more" node_ref=end>
                <button class="button" type="button" on:click=move |_| most.update(|most| *most += PAGE)>
                    {move || t.show_more(left.get())}
                </button>
            </div>
        </Show>
    }
}

/// Rows to come.
#[component]
pub fn RowsToCome() -> impl IntoView {
    let row = |_| view! { <li class="row"><span class="bone"></span><span class="bone"></span><span class="bone"></span></li> };
    view! {
        <p class="visually-hidden" role="status">{texts().shell().loading()}</p>
        <ul class="rows skeleton" aria-hidden="true">{(0..6).map(row).collect_view()}</ul>
    }
}

/// Runs this when the element comes near the visible part of the page. The button in it does the same by
/// hand, for browsers and people who do not scroll.
fn load_more_when_near(element: NodeRef<html::Div>, more: impl Fn() + Copy + 'static) {
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let near = entries.iter().any(|entry| {
                entry
                    .dyn_into::<web_sys::IntersectionObserverEntry>()
                    .is_ok_and(|entry| entry.is_intersecting())
            });
            if near {
                more();
            }
        });
        let options = web_sys::IntersectionObserverInit::new();
        options.set_root_margin("600px");
        let observer =
            web_sys::IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options);
        let Ok(observer) = observer else { return };
        observer.observe(&element);
        let kept = StoredValue::new_local((observer, seen));
        on_cleanup(move || {
            kept.with_value(|(observer, _)| observer.disconnect());
        });
    });
}
