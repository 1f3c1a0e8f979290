//! Fields that several kinds of record have.

use super::{FormState, Select, TextArea, TextField, input_id};
use crate::{locales::texts, state::state};
use groundswell_model::{Field, Id, Status, meets, query};
use leptos::prelude::*;

/// A choice of status.
#[component]
pub fn StatusField(
    /// The status at the start.
    status: Status,
    /// Hears of a choice.
    on_choose: Callback<Status>,
) -> impl IntoView {
    let t = texts().records();
    let chosen = RwSignal::new(status);
    let id = input_id(Field::Status, None);
    let options =
        Status::ALL.map(|status| (status.key().to_owned(), t.status_name(status).to_owned())).to_vec();
    view! {
        <div class="field">
            <label for=id.clone()>{t.status()}</label>
            <Select id options=Signal::stored(options) value=Signal::derive(move || chosen.get().key().to_owned())
                on_choose=Callback::new(move |key: String| {
                    let status = Status::from_key(&key).unwrap_or_default();
                    chosen.set(status);
                    on_choose.run(status);
                })/>
        </div>
    }
}

/// A choice of region.
#[component]
pub fn RegionField(
    /// The region at the start.
    region: Option<Id>,
    /// Its label, where it is not the field's own name.
    #[prop(optional, into)]
    label: Option<String>,
    /// What it is called to choose none.
    #[prop(default = texts().groups().no_region())]
    none: &'static str,
    /// A region that can not be chosen, nor any within it: the one that is edited.
    #[prop(optional)]
    but: Option<Id>,
    /// Hears of a choice.
    on_choose: Callback<Option<Id>>,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let chosen = RwSignal::new(region);
    let id = input_id(Field::Region, None);
    let options = Signal::derive(move || {
        let mut regions = state.projection.with(|projection| {
            let barred = but.map(|but| query::within(projection, but)).unwrap_or_default();
            let all = projection.regions.values().filter(|region| !barred.contains(&region.id));
            all.map(|region| (region.id.to_string(), region.name.clone())).collect::<Vec<_>>()
        });
        regions.sort_by(|one, other| one.1.cmp(&other.1));
        regions.insert(0, (String::new(), none.to_owned()));
        regions
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label.unwrap_or_else(|| t.records().region().to_owned())}</label>
            <Select id options value=Signal::derive(move || chosen.get().map(|id| id.to_string()).unwrap_or_default())
                on_choose=Callback::new(move |id: String| {
                    let region = id.parse().ok();
                    chosen.set(region);
                    on_choose.run(region);
                })/>
        </div>
    }
}

/// When something meets, and what its words are understood as while they are typed.
#[component]
pub fn MeetsField(
    /// The form it is part of.
    form: FormState,
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
        <TextField form field=Field::Meets hint=texts().groups().meets_hint() value on_input=typed/>
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
        <TextField form field=Field::TimeZone hint=texts().groups().time_zone_hint() value list="time-zones" on_input
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

/// What a record says of itself, and what members tell each other.
#[component]
pub fn WordsFields(
    /// The form they are part of.
    form: FormState,
    /// What it says of itself, at the start.
    about: String,
    /// Hears of every change.
    on_about: Callback<String>,
    /// What members tell each other, at the start.
    notes: String,
    /// Hears of every change.
    on_notes: Callback<String>,
) -> impl IntoView {
    let t = texts().groups();
    view! {
        <fieldset class="group">
            <legend>{t.words()}</legend>
            <TextArea form field=Field::About hint=t.about_hint() value=about on_input=on_about/>
            <TextArea form field=Field::Notes hint=t.notes_hint() value=notes on_input=on_notes/>
        </fieldset>
    }
}

/// One space between words, none at the ends.
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
