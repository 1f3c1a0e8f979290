//! Fields that several kinds of record have.

use super::{FormState, Select, TextField, error_line, input_id};
use crate::{locales::texts, state::state};
use groundswell_model::{Field, Id, Kind, meets, query};
use leptos::prelude::*;

/// A choice of region.
#[component]
pub fn RegionField(
    /// The form it is part of.
    form: FormState,
    /// The region at the start.
    region: Option<Id>,
    /// The record: a region can be chosen neither for itself nor for those around it.
    but: Id,
    /// Hears of a choice.
    on_choose: Callback<Option<Id>>,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let chosen = RwSignal::new(region);
    let id = input_id(Field::Region, None);
    let none = if form.kind == Kind::Region { t.groups().top_level() } else { t.groups().no_region() };
    let options = Signal::derive(move || {
        let mut regions = state.projection.with(|projection| {
            let barred = query::within(projection, but);
            let all = projection.regions.values().filter(|region| !barred.contains(&region.id));
            all.map(|region| (region.id.to_string(), region.name.clone())).collect::<Vec<_>>()
        });
        regions.sort_by(|one, other| one.1.cmp(&other.1));
        regions.insert(0, (String::new(), none.to_owned()));
        regions
    });
    let error = form.error_of(Field::Region, None);
    let error_id = format!("{id}-error");
    view! {
        <div class="field" data-invalid=move || error.with(Option::is_some).then_some("")>
            <label for=id.clone()>{t.records().field(form.kind, Field::Region)}</label>
            <Select id options described_by=error_id.clone() value=Signal::derive(move || chosen.get().map(|id| id.to_string()).unwrap_or_default())
                on_choose=Callback::new(move |id: String| {
                    let region = id.parse().ok();
                    chosen.set(region);
                    on_choose.run(region);
                })/>
            {error_line(error, error_id)}
        </div>
    }
}

/// When something meets, and what its words are understood as while they are typed.
#[component]
pub fn MeetsField(
    /// The form it is part of.
    form: FormState,
    /// What to know before typing.
    hint: String,
    /// The words at the start.
    value: String,
    /// Hears of every change.
    on_input: Callback<String>,
) -> impl IntoView {
    let words = RwSignal::new(value.clone());
    let typed = Callback::new(move |value: String| {
        words.set(value.clone());
        on_input.run(value);
    });
    view! {
        <TextField form field=Field::Meets hint value on_input=typed/>
        <p class="hint" role="status">{move || words.with(|words| understood(words))}</p>
    }
}

/// What the meeting time is understood as, while it is typed.
fn understood(words: &str) -> String {
    let t = texts();
    match meets::parse(words) {
        Some(schedule) => t.groups().understood(&t.records().schedule(&schedule)),
        None if words.trim().is_empty() => String::new(),
        None => t.groups().not_understood().to_owned(),
    }
}

/// A choice of time zone.
#[component]
pub fn TimeZoneField(
    /// The form it is part of.
    form: FormState,
    /// What to know before typing.
    hint: String,
    /// The zone at the start.
    value: String,
    /// Hears of every change.
    on_input: Callback<String>,
) -> impl IntoView {
    let on_input = Callback::new(move |value: String| on_input.run(value.trim().to_owned()));
    // Hundreds, for a field that few come to.
    let zones = RwSignal::new(Vec::new());
    let offer = move |_| {
        if zones.with_untracked(Vec::is_empty) {
            zones.set(known_zones());
        }
    };
    let options =
        move || zones.get().into_iter().map(|zone| view! { <option value=zone></option> }).collect_view();
    view! {
        <TextField form field=Field::TimeZone hint value list="time-zones" on_input
            on:focusin=offer/>
        <datalist id="time-zones">{options}</datalist>
    }
}

/// `Intl.supportedValuesOf("timeZone")`; none where a browser does not have it, and then they are typed.
fn known_zones() -> Vec<String> {
    let intl = js_sys::Reflect::get(&js_sys::global(), &"Intl".into());
    let zones = intl
        .and_then(|intl| js_sys::Reflect::get(&intl, &"supportedValuesOf".into()))
        .and_then(wasm_bindgen::JsCast::dyn_into::<js_sys::Function>)
        .and_then(|list| list.call1(&wasm_bindgen::JsValue::UNDEFINED, &"timeZone".into()));
    zones
        .map(|zones| js_sys::Array::from(&zones).iter().filter_map(|zone| zone.as_string()).collect())
        .unwrap_or_default()
}

/// One space between words, none at the ends.
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
