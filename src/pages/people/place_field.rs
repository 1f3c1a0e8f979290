//! A text field that offers places as somebody types: WAI-ARIA's combobox with a list that is chosen from by
//! hand. A browser's own list would hold ten thousand groups, two of which may have the same name.

use super::{
    places::{self, Place},
    roles::Draft,
};
use crate::{
    components::{FormState, Icon, described_by, error_line, input_id, place_icon},
    locales::texts,
    state::state,
};
use groundswell_model::Field;
use leptos::prelude::*;

/// The id of the hint that all these fields share.
pub const PLACE_HINT: &str = "place-hint";

/// Where somebody has a role.
#[component]
pub fn PlaceField(
    /// The form it is part of.
    form: FormState,
    /// The role.
    draft: Draft,
    /// Its place among the roles.
    place: usize,
) -> impl IntoView {
    let state = state();
    let t = texts().people();
    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let offered = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        draft.typed.with(|typed| state.projection.with(|projection| places::find(projection, typed)))
    });
    let close = move || {
        open.set(false);
        active.set(None);
    };
    let choose = move |place: Place| {
        form.touch();
        draft.choose(place);
        close();
    };
    let type_words = move |event| {
        draft.typed.set(event_target_value(&event));
        open.set(true);
        active.set(None);
        let only =
            offered.with_untracked(|places| draft.typed.with_untracked(|typed| places::only(places, typed)));
        draft.target.set(only.map(|place| place.target));
    };
    let press = move |event: web_sys::KeyboardEvent| {
        let count = offered.with_untracked(Vec::len);
        let step = |to: Option<usize>| {
            event.prevent_default();
            open.set(true);
            active.set(to);
        };
        match event.key().as_str() {
            "ArrowDown" => step(Some(active.get_untracked().map_or(0, |at| (at + 1) % count.max(1)))),
            "ArrowUp" => {
                let last = count.saturating_sub(1);
                step(Some(active.get_untracked().map_or(last, |at| at.checked_sub(1).unwrap_or(last))));
            }
            "Enter" => {
                let place = active
                    .get_untracked()
                    .and_then(|at| offered.with_untracked(|places| places.get(at).cloned()));
                if let Some(place) = place {
                    event.prevent_default();
                    choose(place);
                }
            }
            "Escape" if open.get_untracked() => {
                event.prevent_default();
                close();
            }
            _ => {}
        }
    };
    let leave = move |_| {
        // Somebody who typed until one place was left meant that one.
        if draft.target.get_untracked().is_none()
            && !draft.typed.with_untracked(|typed| typed.trim().is_empty())
            && let [only] = offered.get_untracked().as_slice()
        {
            draft.choose(only.clone());
        }
        close();
    };
    let id = input_id(Field::Roles, Some(place));
    let error = form.error_of(Field::Roles, Some(place));
    let (error_id, list_id) = (format!("{id}-error"), format!("{id}-list"));
    let described = described_by(error, &error_id, Some(PLACE_HINT.to_owned()));
    let invalid = move || error.with(Option::is_some);
    let shown_error = error_line(error, error_id);
    let option_id = {
        let list_id = list_id.clone();
        move |at: usize| format!("{list_id}-{at}")
    };
    let pointed = {
        let option_id = option_id.clone();
        move || active.get().map(&option_id)
    };
    // What is offered is said, not only shown.
    let heard = move || match (open.get(), draft.target.get()) {
        (false, Some(_)) => draft.typed.with(|typed| t.place_chosen(typed)),
        (false, None) => String::new(),
        (true, _) => offered.with(|places| t.places_found(places.len())),
    };
    let controls = list_id.clone();
    view! {
        <div class="field" data-invalid=move || invalid().then_some("")>
            <label for=id.clone()>{t.place()}</label>
            <div class="combo">
                <input id=id type="text" role="combobox" autocomplete="off" spellcheck="false" aria-autocomplete="list"
                    aria-expanded=move || open.get().to_string() aria-controls=controls aria-activedescendant=pointed
                    aria-invalid=move || invalid().then_some("true") aria-describedby=described
                    prop:value=draft.typed on:input=type_words on:keydown=press on:blur=leave
                    on:click=move |_| open.set(true)/>
                <Show when=move || open.get()>
                    <Offered draft offered active list_id=list_id.clone() option_id=Callback::new(option_id.clone())
                        on_choose=Callback::new(choose)/>
                </Show>
            </div>
            <p class="visually-hidden" role="status">{heard}</p>
            {shown_error}
        </div>
    }
}

#[component]
fn Offered(
    draft: Draft,
    offered: Memo<Vec<Place>>,
    active: RwSignal<Option<usize>>,
    list_id: String,
    option_id: Callback<usize, String>,
    on_choose: Callback<Place>,
) -> impl IntoView {
    let t = texts().people();
    let list = list_id.clone();
    Effect::new(move |_| {
        offered.track();
        let id = active.get().map_or_else(|| list.clone(), |at| option_id.run(at));
        if let Some(element) = document().get_element_by_id(&id) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    view! {
        <ul class="combo-list" id=list_id role="listbox" aria-label=t.place()>
            {move || offered.get().into_iter().enumerate().map(|(at, place)| {
                let Place { target, name, note } = place.clone();
                let selected = move || if active.get() == Some(at) || (active.get().is_none() && draft.target.get() == Some(target)) {
                    "true"
                } else {
                    "false"
                };
                // The field keeps the focus while somebody points at a place.
                view! {
                    <li id=option_id.run(at) role="option" aria-selected=selected
                        on:pointerdown=|event| event.prevent_default() on:click=move |_| on_choose.run(place.clone())>
                        <Icon name=place_icon(target)/>
                        <span>{name}{(!note.is_empty()).then(|| view! { <small>{note}</small> })}</span>
                    </li>
                }
            }).collect_view()}
        </ul>
        <Show when=move || offered.with(Vec::is_empty)><p class="combo-list hint">{t.no_place()}</p></Show>
    }
}
