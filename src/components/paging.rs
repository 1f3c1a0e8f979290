use crate::{
    locales::texts,
    state::{Entries, Phase, State},
};
use gloo_timers::callback::Timeout;
use groundswell_model::{Id, message::EngineError};
use leptos::{html, prelude::*};
use std::sync::Arc;
use wasm_bindgen::{JsCast, prelude::Closure};

/// So many rows are put into the page at a time.
pub const PAGE: usize = 50;

/// So many rows are there at once when somebody looks for something else: those that are seen first. The others
/// follow after a pause.
const FIRST: usize = 16;

/// Somebody who types no key for so long, in milliseconds, looks at what was found.
const PAUSE: u32 = 250;

/// The rows of a list: the first of them, and more as somebody scrolls on.
#[component]
pub fn Rows(
    /// How many records were found.
    #[prop(into)]
    total: Signal<usize>,
    /// The first of them, at most so many, in order.
    first: Callback<usize, Vec<Id>>,
    /// What they were found by: when that changes, the list starts at its top again.
    #[prop(into)]
    asked: Signal<String>,
    /// Whether the rows are of people.
    #[prop(optional)]
    faces: bool,
    /// One row, as an element of a list. It looks its record up itself, so that a change of one record builds
    /// one row anew.
    row: Callback<Id, AnyView>,
) -> impl IntoView {
    let t = texts().groups();
    // How many rows were asked for, and in which search.
    let wanted = RwSignal::new((String::new(), FIRST));
    let most = Memo::new(move |_| {
        asked.with(|asked| wanted.with(|(of, most)| if of == asked { *most } else { FIRST }))
    });
    let more = move || wanted.set((asked.get_untracked(), after(most.get_untracked())));
    let shown = Memo::new(move |_| first.run(most.get()));
    let left = Memo::new(move |_| {
        let most = most.get();
        total.get().min(after(most)).saturating_sub(most)
    });
    // A list of some length is there whole, for those who search within the page; but not between two keys.
    let rest = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        asked.track();
        let rows = most.get() == FIRST && left.get() != 0;
        rest.set_value(rows.then(|| Timeout::new(PAUSE, more)));
    });
    let end = NodeRef::<html::Div>::new();
    load_more_when_near(end, more);
    view! {
        <ul class=if faces { "rows tall faces" } else { "rows tall" }>
            <For each=move || shown.get() key=|id| *id let:id>{row.run(id)}</For>
        </ul>
        <Show when=move || left.get() != 0>
            <div class="show-more" node_ref=end>
                <button class="button" type="button" on:click=move |_| more()>
                    {move || t.show_more(left.get())}
                </button>
            </div>
        </Show>
    }
}

/// How many rows there are to be after these.
const fn after(most: usize) -> usize {
    (most / PAGE + 1) * PAGE
}

/// What stands in the place of a list.
#[derive(Clone, PartialEq)]
pub enum ListState {
    /// Nothing could be read.
    Failure(EngineError),
    /// It is being read.
    ToCome,
    /// There is nothing yet.
    NoneYet,
    /// There is something, but nothing of what is looked for.
    NoneFound,
    /// Rows. They stay where they are as long as there are any: they are not rebuilt for another number.
    Rows,
}

impl ListState {
    /// As [`Self::of`], of a list that is to come until its section is here.
    pub fn once<K, V>(section: Arc<Entries<K, V>>, state: State, counts: Memo<(usize, usize)>) -> Memo<Self>
    where
        K: Send + Sync + 'static,
        V: Send + Sync + 'static,
    {
        let standing = Self::of(state, counts);
        Memo::new(move |_| {
            let standing = standing.get();
            let is_none = matches!(standing, Self::NoneYet | Self::NoneFound);
            if is_none && !section.are_here() { Self::ToCome } else { standing }
        })
    }

    /// What stands in the place of a list of so many records, of which so many are found.
    pub fn of(state: State, counts: Memo<(usize, usize)>) -> Memo<Self> {
        Memo::new(move |_| match (state.phase.get(), counts.get()) {
            (Phase::Failed(error), (0, _)) => Self::Failure(error),
            // What was stored may be from before everything came.
            (Phase::Starting | Phase::Shown, (0, _)) => Self::ToCome,
            (_, (0, _)) => Self::NoneYet,
            (_, (_, 0)) => Self::NoneFound,
            _ => Self::Rows,
        })
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

/// Whether somebody goes through the rows by keyboard. Then no more of them come by themselves: there would be no end to
/// the list.
fn is_walked() -> bool {
    matches!(document().query_selector(".rows :focus-visible"), Ok(Some(_)))
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
            if near && !is_walked() {
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
