use crate::{
    browser,
    components::{
        Back, ContactFields, ContactForm, Form, FormState, MeetsField, RegionField, StatusField, TextField,
        TimeZoneField, WordsFields, current_id, tidy,
    },
    locales::texts,
    pages::{home::title, record::Record as RecordPage},
    state::state,
};
use groundswell_model::{Field, FieldError, Group, Kind, Problem, Record};
use leptos::prelude::*;

/// The form of a group that is not there yet.
#[component]
pub fn NewGroup() -> impl IntoView {
    let state = state();
    let time_zone = state.projection.with_untracked(|projection| projection.network.time_zone.clone());
    let group = Group { id: browser::new_id(), time_zone, ..Group::default() };
    view! { <Back list="/groups" name=texts().groups().groups()/><GroupForm before=None group/> }
}

/// The form of a group.
#[component]
pub fn EditGroup() -> impl IntoView {
    view! {
        <RecordPage kind=Kind::Group id=current_id() list="/groups" list_name=texts().groups().groups() once=true
            show=|view| {
                let Record::Group(group) = &view.record else { return ().into_any() };
                view! { <GroupForm before=Some(group.clone()) group=group.clone()/> }.into_any()
            }/>
    }
}

#[component]
fn GroupForm(before: Option<Group>, group: Group) -> impl IntoView {
    let t = texts();
    let form = FormState::new(Kind::Group);
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
        form.save(
            before.get_value().map(Record::Group),
            Record::Group(after),
            errors,
            format!("/groups/{id}"),
        );
    });
    let set = move |change: fn(&mut Group, String)| {
        Callback::new(move |value: String| draft.update_value(|group| change(group, value)))
    };
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
                <MeetsField form value=group.meets.clone() on_input=set(|group, value| group.meets = value)/>
                <div class="fields">
                    <TextField form field=Field::Town value=place.town on_input=set(|group, value| group.place.town = tidy(&value))/>
                    <TextField form field=Field::State value=place.state on_input=set(|group, value| group.place.state = tidy(&value))/>
                    <TextField form field=Field::County value=place.county on_input=set(|group, value| group.place.county = tidy(&value))/>
                    <RegionField region=group.region on_choose=Callback::new(move |region| draft.update_value(|group| group.region = region))/>
                </div>
                <TimeZoneField form value=group.time_zone.clone() on_input=set(|group, value| group.time_zone = value)/>
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
            <WordsFields form about=group.about.clone() on_about=set(|group, value| group.about = value)
                notes=group.notes.clone() on_notes=set(|group, value| group.notes = value)/>
        </Form>
    }
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
