use crate::{
    browser,
    components::{
        Back, Form, FormState, RegionField, Select, TextField, WordsFields, current_id, input_id, tidy,
    },
    locales::texts,
    pages::{home::title, record::Record as RecordPage},
};
use groundswell_model::{Field, Kind, Level, Record, Region};
use leptos::prelude::*;

/// The form of a region that is not there yet.
#[component]
pub fn NewRegion() -> impl IntoView {
    let region = Region { id: browser::new_id(), ..Region::default() };
    view! { <Back list="/regions" name=texts().groups().regions()/><RegionForm before=None region/> }
}

/// The form of a region.
#[component]
pub fn EditRegion() -> impl IntoView {
    view! {
        <RecordPage kind=Kind::Region id=current_id() list="/regions" list_name=texts().groups().regions() once=true
            show=|view| {
                let Record::Region(region) = &view.record else { return ().into_any() };
                view! { <RegionForm before=Some(region.clone()) region=region.clone()/> }.into_any()
            }/>
    }
}

#[component]
fn RegionForm(before: Option<Region>, region: Region) -> impl IntoView {
    let t = texts();
    let form = FormState::new(Kind::Region);
    let new = before.is_none();
    let heading = if new { t.groups().new_region().to_owned() } else { t.groups().edit_group(&region.name) };
    title(&heading);
    let page = format!("/regions/{}", region.id);
    let leave = if new { "/regions".to_owned() } else { page.clone() };
    let draft = StoredValue::new(region.clone());
    let before = StoredValue::new(before);
    let save = Callback::new(move |()| {
        let mut after = draft.get_value();
        after.name = tidy(&after.name);
        form.save(before.get_value().map(Record::Region), Record::Region(after), Vec::new(), page.clone());
    });
    let set = move |change: fn(&mut Region, String)| {
        Callback::new(move |value: String| draft.update_value(|region| change(region, value)))
    };
    view! {
        <h1>{heading}</h1>
        <Form form on_save=save leave>
            <fieldset class="group">
                <legend>{t.groups().region_basics()}</legend>
                <TextField form field=Field::Name required=true value=region.name.clone() on_input=set(|region, value| region.name = value)/>
                <div class="fields">
                    <LevelField level=region.level on_choose=Callback::new(move |level| draft.update_value(|region| region.level = level))/>
                    <RegionField region=region.parent but=region.id label=t.groups().lies_in() none=t.groups().top_level()
                        on_choose=Callback::new(move |parent| draft.update_value(|region| region.parent = parent))/>
                </div>
            </fieldset>
            <WordsFields form about=region.about.clone() on_about=set(|region, value| region.about = value)
                notes=region.notes.clone() on_notes=set(|region, value| region.notes = value)/>
        </Form>
    }
}

/// A choice of a region's size.
#[component]
fn LevelField(level: Level, on_choose: Callback<Level>) -> impl IntoView {
    let t = texts().records();
    let chosen = RwSignal::new(level);
    let id = input_id(Field::Level, None);
    let options = Level::ALL.map(|level| (level.key().to_owned(), t.level_name(level).to_owned())).to_vec();
    view! {
        <div class="field">
            <label for=id.clone()>{t.field(Kind::Region, Field::Level)}</label>
            <Select id options=Signal::stored(options) value=Signal::derive(move || chosen.get().key().to_owned())
                on_choose=Callback::new(move |key: String| {
                    let level = Level::from_key(&key).unwrap_or_default();
                    chosen.set(level);
                    on_choose.run(level);
                })/>
        </div>
    }
}
