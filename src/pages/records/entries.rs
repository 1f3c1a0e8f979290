//! The records that a record speaks of, while they are chosen.

use crate::{
    browser,
    components::{FormState, Icon, Pick, RecordPicker, error_line, input_id},
    locales::texts,
    state::{State, state},
};
use groundswell_model::{Field, FieldError, Kind, Problem, Ref, record::Rows};
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Entry {
    number: usize,
    pick: Pick,
}

/// The entries of a field.
#[derive(Clone, Copy)]
pub struct Entries {
    entries: RwSignal<Vec<Entry>>,
    next: StoredValue<usize>,
}

impl Entries {
    /// Entries that begin with these records.
    pub fn new(state: State, records: impl Iterator<Item = Ref>) -> Self {
        let entries = Self { entries: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        records.for_each(|record| entries.add(state, Some(record)));
        entries
    }

    /// Entries as a draft has them: of each its record, if one was chosen, and what was typed.
    pub fn resumed(state: State, rows: Rows) -> Self {
        let entries = Self::new(state, std::iter::empty());
        for row in rows {
            let [record, typed] = row.as_slice() else { continue };
            let pick = Pick::resumed(state, record.parse().ok(), typed);
            entries.push(pick);
        }
        entries
    }

    /// The entries for a draft.
    pub fn rows(self) -> Rows {
        self.entries.get_untracked().into_iter().map(|entry| entry.pick.row().into()).collect()
    }

    /// The records. What was typed and is none of them is an error at its place.
    pub fn read(self, field: Field, errors: &mut Vec<FieldError>) -> Vec<Ref> {
        let mut records = Vec::new();
        for (place, entry) in self.entries.get_untracked().into_iter().enumerate() {
            records.extend(entry.pick.record.get_untracked());
            if entry.pick.is_unknown() {
                errors.push(FieldError { field, entry: Some(place), problem: Problem::NotOneOfThem });
            }
        }
        records
    }

    fn add(self, state: State, record: Option<Ref>) {
        self.push(Pick::new(state, record));
    }

    fn push(self, pick: Pick) {
        let number = self.next.get_value();
        self.next.set_value(number + 1);
        self.entries.update(|entries| entries.push(Entry { number, pick }));
    }
}

/// The inputs of the entries of a field.
#[component]
pub fn EntryFields(
    /// The form they are part of.
    form: FormState,
    /// The entries.
    entries: Entries,
    /// The kinds to choose from.
    kinds: &'static [Kind],
    /// The field.
    field: Field,
    /// What the field is called.
    label: &'static str,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let hint = StoredValue::new(format!("{}-hint", input_id(field, None)));
    let add = move |_| {
        form.touch();
        let place = entries.entries.with_untracked(Vec::len);
        entries.add(state, None);
        browser::after_paint(move || browser::focus(&input_id(field, Some(place))));
    };
    let (id, error) = (input_id(field, None), form.error_of(field, None));
    let shown_error = error_line(error, format!("{id}-error"));
    let numbered = move || entries.entries.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <div class="field" role="group" aria-label=label id=id tabindex="-1">
            <p class="label">{label}" "<span class="optional">{t.records().optional()}</span></p>
            <p class="hint" id=hint.get_value()>{t.people().place_hint()}</p>
            <ul class="repeat" data-single="">
                <For each=numbered key=|(place, entry)| (*place, entry.number) let:((place, entry))>
                    {
                        let remove = move |_| {
                            form.touch();
                            form.errors.update(Vec::clear);
                            entries.entries.update(|all| all.retain(|other| other.number != entry.number));
                        };
                        let remove_label = move || {
                            let typed = entry.pick.typed.get();
                            t.records().remove_entry(if typed.is_empty() { label } else { &typed })
                        };
                        view! {
                            <li>
                                <RecordPicker form pick=entry.pick kinds field place label hint=hint.get_value()/>
                                <button class="button quiet danger icon-only" type="button" aria-label=remove_label on:click=remove><Icon name="delete"/></button>
                            </li>
                        }
                    }
                </For>
            </ul>
            <button class="button" type="button" on:click=add aria-label=format!("{}: {label}", t.records().add_entry())>
                <Icon name="add"/>{t.records().add_entry()}
            </button>
            {shown_error}
        </div>
    }
}
