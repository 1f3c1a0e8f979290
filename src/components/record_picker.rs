//! A text field that offers records as somebody types: WAI-ARIA's combobox with a list that is chosen from by
//! hand. A browser's own list would hold ten thousand groups, two of which may have the same name.

mod offers;

use super::{FormState, Icon, described_by, error_line, input_id, place_name};
use crate::{
    locales::texts,
    state::{State, state},
};
use groundswell_model::{Field, Kind, Ref};
use leptos::prelude::*;
use offers::Offer;

/// A record while it is chosen.
#[derive(Clone, Copy)]
pub struct Pick {
    /// The record that was chosen.
    pub record: RwSignal<Option<Ref>>,
    /// What was typed to find it.
    pub typed: RwSignal<String>,
}

impl Pick {
    /// A choice that begins with this record.
    pub fn new(state: State, record: Option<Ref>) -> Self {
        let name = record.map(|record| {
            let name = untrack(|| place_name(state, record));
            name.unwrap_or_else(|| texts().people().gone_place().to_owned())
        });
        Self { record: RwSignal::new(record), typed: RwSignal::new(name.unwrap_or_default()) }
    }

    /// A choice as a draft has it. A record that is gone stays chosen under what was typed.
    pub fn resumed(state: State, record: Option<Ref>, typed: &str) -> Self {
        let name = record.and_then(|record| untrack(|| place_name(state, record)));
        Self { record: RwSignal::new(record), typed: RwSignal::new(name.unwrap_or_else(|| typed.to_owned())) }
    }

    /// The choice for a draft: its record, if there is one, and what was typed.
    pub fn row(self) -> [String; 2] {
        let record = self.record.get_untracked().map(|record| record.to_string());
        [record.unwrap_or_default(), self.typed.get_untracked()]
    }

    /// Whether something was typed that is no record.
    pub fn is_unknown(self) -> bool {
        self.record.get_untracked().is_none() && self.typed.with_untracked(|typed| !typed.trim().is_empty())
    }

    fn choose(self, offer: Offer) {
        self.typed.set(offer.name);
        self.record.set(Some(offer.record));
    }
}

/// Where a record is chosen.
#[component]
pub fn RecordPicker(
    /// The form it is part of.
    form: FormState,
    /// The choice.
    pick: Pick,
    /// The kinds to choose from.
    kinds: &'static [Kind],
    /// The field it is an entry of.
    field: Field,
    /// Its place among the entries of that field.
    place: usize,
    /// What it is called.
    label: &'static str,
    /// The id of its hint.
    #[prop(into)]
    hint: String,
) -> impl IntoView {
    let state = state();
    let t = texts().people();
    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let offered = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        pick.typed.with(|typed| offers::find(state, kinds, typed))
    });
    let close = move || {
        open.set(false);
        active.set(None);
    };
    let choose = move |offer: Offer| {
        form.touch();
        pick.choose(offer);
        close();
    };
    let type_words = move |event| {
        pick.typed.set(event_target_value(&event));
        open.set(true);
        active.set(None);
        let only =
            offered.with_untracked(|found| pick.typed.with_untracked(|typed| offers::only(found, typed)));
        pick.record.set(only.map(|offer| offer.record));
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
                let offer = active
                    .get_untracked()
                    .and_then(|at| offered.with_untracked(|offers| offers.get(at).cloned()));
                if let Some(offer) = offer {
                    event.prevent_default();
                    choose(offer);
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
        // Somebody who typed until one was left meant that one.
        if pick.is_unknown()
            && let [only] = offered.get_untracked().as_slice()
        {
            pick.choose(only.clone());
        }
        close();
    };
    let id = input_id(field, Some(place));
    let error = form.error_of(field, Some(place));
    let (error_id, list_id) = (format!("{id}-error"), format!("{id}-list"));
    let described = described_by(error, &error_id, Some(hint));
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
    let heard = move || match (open.get(), pick.record.get()) {
        (false, Some(_)) => pick.typed.with(|typed| t.place_chosen(typed)),
        (false, None) => String::new(),
        (true, _) => offered.with(|offers| t.places_found(offers.len())),
    };
    let controls = list_id.clone();
    view! {
        <div class="field" data-invalid=move || invalid().then_some("")>
            <label for=id.clone()>{label}</label>
            <div class="combo">
                <input id=id type="text" role="combobox" autocomplete="off" spellcheck="false" aria-autocomplete="list"
                    aria-expanded=move || open.get().to_string() aria-controls=controls aria-activedescendant=pointed
                    aria-invalid=move || invalid().then_some("true") aria-describedby=described
                    prop:value=pick.typed on:input=type_words on:keydown=press on:blur=leave
                    on:click=move |_| open.set(true)/>
                <Show when=move || open.get()>
                    <Offered pick label offered active list_id=list_id.clone() option_id=Callback::new(option_id.clone())
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
    pick: Pick,
    label: &'static str,
    offered: Memo<Vec<Offer>>,
    active: RwSignal<Option<usize>>,
    list_id: String,
    option_id: Callback<usize, String>,
    on_choose: Callback<Offer>,
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
        <ul class="combo-list" id=list_id role="listbox" aria-label=label>
            {move || offered.get().into_iter().enumerate().map(|(at, offer)| {
                let Offer { record, name, note } = offer.clone();
                let selected = move || if active.get() == Some(at) || (active.get().is_none() && pick.record.get() == Some(record)) {
                    "true"
                } else {
                    "false"
                };
                // The field keeps the focus while somebody points at an offer.
                view! {
                    <li id=option_id.run(at) role="option" aria-selected=selected
                        on:pointerdown=|event| event.prevent_default() on:click=move |_| on_choose.run(offer.clone())>
                        <Icon name=record.kind.icon()/>
                        <span>{name}{(!note.is_empty()).then(|| view! { <small>{note}</small> })}</span>
                    </li>
                }
            }).collect_view()}
        </ul>
        <Show when=move || offered.with(Vec::is_empty)><p class="combo-list hint">{t.no_place()}</p></Show>
    }
}
