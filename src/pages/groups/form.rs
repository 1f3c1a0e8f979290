use crate::{
    browser,
    components::{
        ContactFields, ContactForm, Form, FormState, Icon, Select, TextArea, TextField, current_id, input_id,
    },
    locales::texts,
    pages::{home::title, record::Record as RecordPage},
    state::state,
};
use groundswell_model::{Field, FieldError, Group, Id, Kind, Problem, Record, Status, meets};
use leptos::prelude::*;

/// The form of a group that is not there yet.
#[component]
pub fn NewGroup() -> impl IntoView {
    let state = state();
    let time_zone = state.projection.with_untracked(|projection| projection.network.time_zone.clone());
    let group = Group { id: browser::new_id(), time_zone, ..Group::default() };
    view! { <a class="back" href="/groups"><Icon name="back"/>{texts().groups().groups()}</a><GroupForm before=None group/> }
}

/// The form of a group.
#[component]
pub fn EditGroup() -> impl IntoView {
    view! {
        <RecordPage kind=Kind::Group id=current_id() list="/groups" list_name=texts().groups().groups() once=true
            show=|view| match &view.record {
                Record::Group(group) => view! { <GroupForm before=Some(group.clone()) group=group.clone()/> }.into_any(),
                _ => ().into_any(),
            }/>
    }
}

#[component]
fn GroupForm(before: Option<Group>, group: Group) -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let new = before.is_none();
    let heading = if new { t.groups().new_group().to_owned() } else { t.groups().edit_group(&group.name) };
    title(&heading);
    let id = group.id;
    let contacts = ContactForm::new(&group.contacts);
    let draft = StoredValue::new(group.clone());
    let position = StoredValue::new((degrees(group.place.latitude), degrees(group.place.longitude)));
    let topics = StoredValue::new(group.topics.iter().cloned().collect::<Vec<_>>().join(", "));
    let leave = if new { "/groups".to_owned() } else { format!("/groups/{id}") };
    let before = StoredValue::new(before);
    let save = Callback::new(move |()| {
        let mut after = draft.get_value();
        let mut errors = Vec::new();
        after.name = tidy(&after.name);
        after.topics = topics.with_value(|topics| listed(topics));
        position.with_value(|(latitude, longitude)| {
            after.place.latitude = read_degrees(latitude, Field::Latitude, &mut errors);
            after.place.longitude = read_degrees(longitude, Field::Longitude, &mut errors);
        });
        match contacts.contacts() {
            Ok(contacts) => after.contacts = contacts,
            Err(found) => errors.extend(found),
        }
        let after = Record::Group(after);
        if !errors.is_empty() {
            errors.extend(after.problems().into_iter().filter(|problem| problem.field != Field::Contacts));
            form.refuse(errors);
            return;
        }
        form.save(before.get_value().map(Record::Group), after, format!("/groups/{id}"));
    });
    let set = move |change: fn(&mut Group, String)| {
        Callback::new(move |value: String| draft.update_value(|group| change(group, value)))
    };
    let meets_words = RwSignal::new(group.meets.clone());
    let place = group.place.clone();
    view! {
        <h1>{heading}</h1>
        <Form form on_save=save leave>
            <fieldset class="group">
                <legend>{t.groups().basics()}</legend>
                <TextField form field=Field::Name required=true value=group.name.clone() on_input=set(|group, value| group.name = value)/>
                <StatusField status=group.status on_choose=Callback::new(move |status| draft.update_value(|group| group.status = status))/>
                <TextField form field=Field::Topics hint=t.groups().topics_hint() value=topics.get_value()
                    on_input=Callback::new(move |value| topics.set_value(value))/>
                <TextField form field=Field::Founded hint=t.groups().founded_hint() value=group.founded.clone()
                    on_input=set(|group, value| group.founded = value)/>
            </fieldset>
            <fieldset class="group">
                <legend>{t.groups().when_and_where()}</legend>
                <TextField form field=Field::Meets hint=t.groups().meets_hint() value=group.meets.clone()
                    on_input=Callback::new(move |value: String| {
                        meets_words.set(value.clone());
                        draft.update_value(|group| group.meets = value);
                    })/>
                <p class="hint" role="status">{move || understood(&meets_words.get())}</p>
                <div class="fields">
                    <TextField form field=Field::Town value=place.town on_input=set(|group, value| group.place.town = tidy(&value))/>
                    <TextField form field=Field::State value=place.state on_input=set(|group, value| group.place.state = tidy(&value))/>
                    <TextField form field=Field::County value=place.county on_input=set(|group, value| group.place.county = tidy(&value))/>
                    <RegionField region=group.region on_choose=Callback::new(move |region| draft.update_value(|group| group.region = region))/>
                </div>
                <TextField form field=Field::TimeZone hint=t.groups().time_zone_hint() value=group.time_zone.clone() list="time-zones"
                    on_input=set(|group, value| group.time_zone = value.trim().to_owned())/>
                <TimeZones/>
                <details>
                    <summary>{t.groups().exact_place()}</summary>
                    <div class="fields">
                        <TextField form field=Field::Latitude inputmode="decimal" value=position.with_value(|it| it.0.clone())
                            on_input=Callback::new(move |value| position.update_value(|it| it.0 = value))/>
                        <TextField form field=Field::Longitude inputmode="decimal" value=position.with_value(|it| it.1.clone())
                            on_input=Callback::new(move |value| position.update_value(|it| it.1 = value))/>
                        <TextField form field=Field::CountyFips inputmode="numeric" value=place.county_fips
                            on_input=set(|group, value| group.place.county_fips = value.trim().to_owned())/>
                    </div>
                </details>
            </fieldset>
            <ContactFields form contacts/>
            <fieldset class="group">
                <legend>{t.groups().words()}</legend>
                <TextArea form field=Field::About hint=t.groups().about_hint() value=group.about.clone()
                    on_input=set(|group, value| group.about = value)/>
                <TextArea form field=Field::Notes hint=t.groups().notes_hint() value=group.notes.clone()
                    on_input=set(|group, value| group.notes = value)/>
            </fieldset>
        </Form>
    }
}

/// What the meeting time is understood as, while it is typed.
pub fn understood(words: &str) -> String {
    let t = texts();
    match meets::parse(words) {
        Some(schedule) => t.groups().understood(&t.records().schedule(&schedule)),
        None if words.trim().is_empty() => String::new(),
        None => t.groups().not_understood().to_owned(),
    }
}

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
    /// A region that can not be chosen: the one that is edited.
    #[prop(optional_no_strip)]
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
            let all = projection.regions.values().filter(|region| Some(region.id) != but);
            all.map(|region| (region.id.to_string(), region.name.clone())).collect::<Vec<_>>()
        });
        regions.sort_by(|one, other| one.1.cmp(&other.1));
        regions.insert(0, (String::new(), t.groups().no_region().to_owned()));
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

/// The time zones that the browser knows, for inputs that name this list.
#[component]
pub fn TimeZones() -> impl IntoView {
    let zones = known_zones();
    view! { <datalist id="time-zones">{zones.into_iter().map(|zone| view! { <option value=zone></option> }).collect_view()}</datalist> }
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

/// What stands between commas, semicolons and line breaks.
pub fn listed(text: &str) -> std::collections::BTreeSet<String> {
    text.split([',', ';', '\n']).map(tidy).filter(|item| !item.is_empty()).collect()
}

fn degrees(degrees: Option<f64>) -> String {
    degrees.map(|degrees| degrees.to_string()).unwrap_or_default()
}

fn read_degrees(text: &str, field: Field, errors: &mut Vec<FieldError>) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    if text.is_empty() {
        return None;
    }
    let degrees = text.parse::<f64>().ok().filter(|degrees| degrees.is_finite());
    if degrees.is_none() {
        errors.push(FieldError { field, entry: None, problem: Problem::NotDegrees });
    }
    degrees
}
