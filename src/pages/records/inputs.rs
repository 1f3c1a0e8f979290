//! An input for each type of field.

use super::{
    entries::{Entries, EntryFields},
    roles::{RoleFields, RoleForm},
};
use crate::{
    browser,
    components::{
        ContactFields, ContactForm, FormState, Icon, MeetsField, RegionField, Select, TextArea, TextField,
        TimeZoneField, described_by, error_line, input_id, tidy,
    },
    locales::texts,
    state::state,
};
use groundswell_model::{
    Date, Field, FieldError, Label, Problem, Record, fold, query,
    record::{Access, FieldSpec, Rows, Text},
};
use leptos::{html, prelude::*};
use std::{collections::BTreeMap, rc::Rc};

/// What reads an input when the form is saved.
type Read = Rc<dyn Fn(&mut Record, &mut Vec<FieldError>)>;

/// What tells the inputs of a field for a draft.
type Tell = (&'static str, Rc<dyn Fn() -> Rows>);

/// The inputs of a form, and the record as they have it.
#[derive(Clone, Copy)]
pub struct Inputs {
    pub form: FormState,
    draft: StoredValue<Record>,
    /// Of inputs whose value is more than one text: read only at the end.
    reads: StoredValue<Vec<Read>, LocalStorage>,
    tells: StoredValue<Vec<Tell>, LocalStorage>,
    /// What such inputs begin with, where that is a draft.
    rows: StoredValue<BTreeMap<String, Rows>>,
}

impl Inputs {
    /// Inputs that begin with this record, and with these rows of a draft.
    pub fn new(form: FormState, record: Record, rows: BTreeMap<String, Rows>) -> Self {
        Self {
            form,
            draft: StoredValue::new(record),
            reads: StoredValue::new_local(Vec::new()),
            tells: StoredValue::new_local(Vec::new()),
            rows: StoredValue::new(rows),
        }
    }

    /// The inputs as they are, for a draft.
    pub fn typed(self) -> (Record, BTreeMap<String, Rows>) {
        let rows = self
            .tells
            .with_value(|tells| tells.iter().map(|(key, tell)| ((*key).to_owned(), tell())).collect());
        (self.draft.get_value(), rows)
    }

    /// The record as the inputs have it, and what could not be read.
    pub fn read(self) -> (Record, Vec<FieldError>) {
        let mut record = self.draft.get_value();
        let mut errors = Vec::new();
        for spec in record.kind().declaration().fields() {
            if let Access::Line(text) | Access::TimeZone(text) | Access::CountyCode(text) = spec.value {
                let line = tidy((text.get)(&record));
                (text.set)(&mut record, line);
            }
        }
        self.reads.with_value(|reads| reads.iter().for_each(|read| read(&mut record, &mut errors)));
        (record, errors)
    }

    fn on_text(self, text: Text) -> Callback<String> {
        Callback::new(move |value: String| self.draft.update_value(|record| (text.set)(record, value)))
    }

    fn rows(self, spec: &FieldSpec) -> Option<Rows> {
        self.rows.with_value(|rows| rows.get(spec.key).cloned())
    }

    /// What was typed into the one input of a field that is read only at the end.
    fn text_of(self, spec: &FieldSpec, value: String) -> String {
        self.rows(spec).and_then(|rows| rows.into_iter().flatten().next()).unwrap_or(value)
    }

    fn tells(self, spec: &'static FieldSpec, tell: impl Fn() -> Rows + 'static) {
        self.tells.update_value(|tells| tells.push((spec.key, Rc::new(tell))));
    }

    fn at_end(self, read: impl Fn(&mut Record, &mut Vec<FieldError>) + 'static) {
        self.reads.update_value(|reads| reads.push(Rc::new(read)));
    }
}

/// The input of a field.
pub fn field_input(inputs: Inputs, record: &Record, spec: &'static FieldSpec) -> AnyView {
    let t = texts();
    let form = inputs.form;
    let field = spec.field;
    let hint = hint_of(spec).unwrap_or_default();
    match spec.value {
        Access::Line(text) if field == Field::Meets => {
            let value = (text.get)(record).to_owned();
            view! { <MeetsField form hint value on_input=inputs.on_text(text)/> }.into_any()
        }
        Access::Line(text) => {
            let value = (text.get)(record).to_owned();
            let list = if field == Field::Topic { "topics" } else { "" };
            let choices = (field == Field::Topic).then(|| view! { <Topics/> });
            let required = spec.options.required;
            let on_input = inputs.on_text(text);
            view! { <TextField form field hint required value list on_input/>{choices} }.into_any()
        }
        Access::TimeZone(text) => {
            let value = (text.get)(record).to_owned();
            let before = value.clone();
            inputs.at_end(move |record, errors| {
                // What was there before may be of a browser that knows more of them.
                let zone = (text.get)(record);
                if zone.contains('/') && zone != before && !browser::is_time_zone(zone) {
                    errors.push(FieldError { field, entry: None, problem: Problem::UnknownTimeZone });
                }
            });
            view! { <TimeZoneField form hint value on_input=inputs.on_text(text)/> }.into_any()
        }
        Access::CountyCode(text) => {
            let value = (text.get)(record).to_owned();
            view! { <TextField form field hint value inputmode="numeric" on_input=inputs.on_text(text)/> }
                .into_any()
        }
        Access::Date(text) => {
            view! { <DateInput inputs spec text value=(text.get)(record).to_owned() hint/> }.into_any()
        }
        Access::Day(text) => {
            view! { <DayInput inputs spec text value=(text.get)(record).to_owned()/> }.into_any()
        }
        Access::Long(_, text) => {
            let value = (text.get)(record).to_owned();
            view! { <TextArea form field hint value on_input=inputs.on_text(text)/> }.into_any()
        }
        Access::Choice { keys, label, get, set } => {
            view! { <ChoiceInput inputs spec keys label set key=get(record)/> }.into_any()
        }
        Access::Flag { get, set } => view! { <FlagInput inputs spec set value=get(record)/> }.into_any(),
        Access::Reference { get, set } => {
            let choose = Callback::new(move |id| inputs.draft.update_value(|record| set(record, id)));
            view! { <RegionField form region=get(record) but=record.id() on_choose=choose/> }.into_any()
        }
        Access::Degrees { get, set, .. } => {
            let degrees = get(record).map(|degrees| degrees.to_string()).unwrap_or_default();
            let typed = StoredValue::new(inputs.text_of(spec, degrees));
            inputs.tells(spec, move || vec![vec![typed.get_value()]]);
            inputs.at_end(move |record, errors| {
                // As people write them in either language.
                let typed = typed.get_value().trim().replace(',', ".");
                let degrees = typed.parse::<f64>().ok().filter(|degrees| degrees.is_finite());
                if degrees.is_none() && !typed.is_empty() {
                    errors.push(FieldError { field, entry: None, problem: Problem::NotDegrees });
                }
                set(record, degrees);
            });
            let on_input = Callback::new(move |value| typed.set_value(value));
            view! { <TextField form field hint value=typed.get_value() inputmode="decimal" on_input/> }
                .into_any()
        }
        Access::Set(members) => {
            let typed = StoredValue::new(inputs.text_of(spec, (members.get)(record).join("\n")));
            inputs.tells(spec, move || vec![vec![typed.get_value()]]);
            inputs.at_end(move |record, _| {
                let before: Vec<String> =
                    (members.get)(record).into_iter().map(std::borrow::Cow::into_owned).collect();
                (members.clear)(record);
                typed.with_value(|typed| {
                    let entries = typed.lines().flat_map(|line| entries_of(field, line, &before));
                    each_once(entries).iter().for_each(|it| (members.insert)(record, it));
                });
            });
            let on_input = Callback::new(move |value| typed.set_value(value));
            view! { <TextArea form field hint rows=3 value=typed.get_value() on_input/> }.into_any()
        }
        Access::Refs(kinds, members) => {
            let entries = match inputs.rows(spec) {
                Some(rows) => Entries::resumed(state(), rows),
                None => Entries::new(state(), (members.get)(record).iter().filter_map(|it| it.parse().ok())),
            };
            inputs.tells(spec, move || entries.rows());
            inputs.at_end(move |record, errors| {
                (members.clear)(record);
                entries.read(field, errors).iter().for_each(|of| (members.insert)(record, &of.to_string()));
            });
            view! { <EntryFields form entries kinds field label=t.label(spec.label)/> }.into_any()
        }
        Access::Contacts { get, set } => {
            let contacts = ContactForm::new(get(record), inputs.rows(spec));
            inputs.tells(spec, move || contacts.rows());
            inputs.at_end(move |record, errors| match contacts.contacts() {
                Ok(contacts) => set(record, contacts),
                Err(found) => errors.extend(found),
            });
            view! { <ContactFields form contacts/> }.into_any()
        }
        Access::Roles(members) => {
            let roles = match inputs.rows(spec) {
                Some(rows) => RoleForm::resumed(state(), rows),
                None => {
                    let roles = (members.get)(record).iter().filter_map(|role| role.parse().ok()).collect();
                    RoleForm::new(state(), &roles)
                }
            };
            inputs.tells(spec, move || roles.rows());
            inputs.at_end(move |record, errors| match roles.roles() {
                Ok(roles) => {
                    (members.clear)(record);
                    roles.iter().for_each(|role| (members.insert)(record, &role.to_string()));
                }
                Err(found) => errors.extend(found),
            });
            view! { <RoleFields form roles/> }.into_any()
        }
    }
}

/// What to know before a field is filled in: what its declaration says, or else what is true of all such fields.
fn hint_of(spec: &FieldSpec) -> Option<String> {
    let t = texts();
    let hint = match (spec.options.hint, spec.field) {
        (Some(hint), _) => t.label(hint),
        (None, Field::Meets) => t.groups().meets_hint(),
        (None, Field::TimeZone) => t.groups().time_zone_hint(),
        (None, Field::About) => t.groups().about_hint(),
        (None, _) if spec.options.members => t.groups().notes_hint(),
        (None, _) => return None,
    };
    Some(hint.to_owned())
}

/// What a line of a set names. Issues are also written one after the other; but one that had a comma keeps it.
fn entries_of(field: Field, line: &str, before: &[String]) -> impl Iterator<Item = String> {
    let is_one = field != Field::Topics || before.contains(&tidy(line));
    line.split(move |char| !is_one && matches!(char, ',' | ';')).map(tidy).filter(|it| !it.is_empty())
}

/// Spellings of one thing are one entry, in the first of them.
fn each_once(entries: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    entries.filter(|entry| seen.insert(fold::fold(entry))).collect()
}

/// The issues that groups work on, for inputs that name this list.
#[component]
fn Topics() -> impl IntoView {
    let topics = state().projection.with_untracked(|projection| query::choices(&projection.groups).topics);
    view! {
        <datalist id="topics">
            {topics.into_iter().map(|(topic, _)| view! { <option value=topic></option> }).collect_view()}
        </datalist>
    }
}

/// A date as people write it, and what it is understood as while they type.
#[component]
fn DateInput(
    inputs: Inputs,
    spec: &'static FieldSpec,
    text: Text,
    value: String,
    hint: String,
) -> impl IntoView {
    let t = texts();
    let shown = value.parse::<Date>().map_or(value, |date| t.format().date(date));
    let shown = inputs.text_of(spec, shown);
    let typed = RwSignal::new(shown.clone());
    let field = spec.field;
    inputs.tells(spec, move || vec![vec![typed.get_untracked()]]);
    inputs.at_end(move |record, errors| {
        let typed = typed.get_untracked();
        let date = Date::read(&typed);
        if date.is_none() && !typed.trim().is_empty() {
            errors.push(FieldError { field, entry: None, problem: Problem::NotADate });
        }
        (text.set)(record, date.map(|date| date.to_string()).unwrap_or_default());
    });
    let understood = move || {
        let date = typed.with(|typed| Date::read(typed)).map(|date| t.format().date(date));
        date.map(|date| t.records().date_understood(&date)).unwrap_or_default()
    };
    view! {
        <TextField form=inputs.form field hint value=shown on_input=Callback::new(move |value| typed.set(value))/>
        <p class="hint" role="status">{understood}</p>
    }
}

/// A day, by the browser's own calendar.
#[component]
fn DayInput(inputs: Inputs, spec: &'static FieldSpec, text: Text, value: String) -> impl IntoView {
    let t = texts();
    let id = input_id(spec.field, None);
    let error = inputs.form.error_of(spec.field, None);
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    let hint = spec.options.hint.map(|hint| t.label(hint));
    let described = described_by(error, &error_id, hint.is_some().then_some(hint_id.clone()));
    let invalid = move || error.with(Option::is_some);
    let shown_error = error_line(error, error_id);
    let on_input = inputs.on_text(text);
    let input = NodeRef::<html::Input>::new();
    let field = spec.field;
    // What is half typed, or no day, the browser gives as nothing.
    inputs.at_end(move |_, errors| {
        if input.get_untracked().is_some_and(|input| input.validity().bad_input()) {
            errors.push(FieldError { field, entry: None, problem: Problem::NotADate });
        }
    });
    view! {
        <div class="field" data-invalid=move || invalid().then_some("")>
            <label for=id.clone()>{t.label(spec.label)}" "<span class="optional">{t.records().optional()}</span></label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <input id=id type="date" node_ref=input value=value aria-invalid=move || invalid().then_some("true")
                aria-describedby=described on:input=move |event| on_input.run(event_target_value(&event))/>
            {shown_error}
        </div>
    }
}

#[component]
fn ChoiceInput(
    inputs: Inputs,
    spec: &'static FieldSpec,
    keys: fn() -> Vec<&'static str>,
    label: fn(&str) -> Option<Label>,
    set: fn(&mut Record, &str),
    key: &'static str,
) -> impl IntoView {
    let t = texts();
    let id = input_id(spec.field, None);
    let chosen = RwSignal::new(key.to_owned());
    let named = |key: &str| label(key).map(|label| t.label(label).to_owned()).unwrap_or_default();
    let options: Vec<_> = keys().into_iter().map(|key| (key.to_owned(), named(key))).collect();
    let choose = Callback::new(move |key: String| {
        inputs.draft.update_value(|record| set(record, &key));
        chosen.set(key);
    });
    view! {
        <div class="field">
            <label for=id.clone()>{t.label(spec.label)}</label>
            <Select id options=Signal::stored(options) value=chosen on_choose=choose/>
        </div>
    }
}

/// Yes or no; a warning where something is taken back from everybody.
#[component]
fn FlagInput(
    inputs: Inputs,
    spec: &'static FieldSpec,
    set: fn(&mut Record, bool),
    value: bool,
) -> impl IntoView {
    let t = texts();
    let id = input_id(spec.field, None);
    let why_id = format!("{id}-why");
    let checked = RwSignal::new(value);
    let (described, label_for) = (spec.options.hint.map(|_| why_id.clone()), id.clone());
    let hint = spec.options.hint.map(|hint| view! { <p class="hint" id=why_id>{t.label(hint)}</p> });
    let withdrawn = spec.field == Field::Public && value;
    view! {
        <div>
            <label class="check" for=label_for>
                <input type="checkbox" id=id aria-describedby=described checked=value
                    on:change=move |event| {
                        let now = event_target_checked(&event);
                        checked.set(now);
                        inputs.draft.update_value(|record| set(record, now));
                    }/>
                <span>{t.label(spec.label)}</span>
            </label>
            {hint}
        </div>
        <Show when=move || withdrawn && !checked.get()>
            <div class="notice" data-kind="warn" role="status"><Icon name="warning"/><p>{t.records().withdrawn()}</p></div>
        </Show>
    }
}
