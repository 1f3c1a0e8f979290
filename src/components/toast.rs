use super::Icon;
use crate::{
    browser,
    locales::texts,
    state::{self, state},
};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// So long does something said in passing stay, in milliseconds: long enough to read it and reach for undo.
const STAY: u32 = 15_000;

/// What is said in passing, with its undo. It waits while somebody points at it or has the focus in it.
#[component]
pub fn ToastView() -> impl IntoView {
    let state = state();
    let t = texts().shell();
    let timer = StoredValue::new_local(None::<Timeout>);
    let held = RwSignal::new(false);
    Effect::new(move |_| {
        timer.set_value(None);
        if let (Some(toast), false) = (state.toasts.shown.get(), held.get()) {
            timer.set_value(Some(Timeout::new(STAY, move || state.toasts.dismiss(toast.number))));
        }
    });

    let away = move |number| {
        held.set(false);
        state.toasts.dismiss(number);
        browser::keep_focus(String::new());
    };
    view! {
        <div class="toasts" role="status" on:pointerenter=move |_| held.set(true) on:pointerleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true) on:focusout=move |_| held.set(false)>
            {move || {
                state.toasts.shown.get().map(|toast| {
                    let (said, kind) = match &toast.message {
                        state::ToastMessage::Done(said) => (said.clone(), None),
                        state::ToastMessage::Failed(error) => (texts().records().error(error), Some("error")),
                    };
                    let number = toast.number;
                    let back = toast.back.filter(|_| untrack(|| state.may_edit()));
                    view! {
                        <div class="toast" data-kind=kind>
                            <p>{said}</p>
                            {back.map(|back| view! {
                                <button class="toast-undo" type="button"
                                    on:click=move |_| { away(number); state.go_back(back); }>
                                    <Icon name="undo"/>{match back {
                                        state::Back::Undo(_) => t.undo(),
                                        state::Back::Redo(_) => t.redo(),
                                    }}
                                </button>
                            })}
                            <button class="toast-close" type="button" aria-label=t.close()
                                on:click=move |_| away(number)>
                                <Icon name="close"/>
                            </button>
                        </div>
                    }
                })
            }}
        </div>
    }
}
