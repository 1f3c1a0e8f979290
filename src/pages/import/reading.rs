use super::wizard::Wizard;
use crate::{
    components::{Icon, Select},
    locales::{Texts, texts},
};
use groundswell_model::import::{FirstRow, HeadingRow, OpenedTable};
use leptos::prelude::*;

const ENCODING: &str = "import-encoding";
const FIRST_ROWS: &str = "import-first-rows";
/// So many cells of a row are shown.
const CELLS: usize = 12;

/// How the file is read: its first rows as they are, where its headings are, and in which characters it is written. What
/// is said anew is read and shown at once.
#[component]
pub fn Reading(wizard: Wizard) -> impl IntoView {
    let t = texts();
    let Some(table) = wizard.table.get_untracked() else { return ().into_any() };
    let width = table.first.iter().map(|row| row.cells.len()).max().unwrap_or_default().min(CELLS);
    let rows: Vec<_> =
        (0..).zip(&table.first).map(|(at, row)| first_row(t, wizard, &table, at, row, width)).collect();
    let encodings = table.encodings.iter().map(|name| (name.clone(), name.clone())).collect::<Vec<_>>();
    let encoding = table.encoding.clone();
    let no_headings = table.headings_at.is_none();
    // Where nothing was found in the first row, or somebody is at it already, it is looked at.
    let is_open = table.headings_at != Some(0)
        || wizard.read_as.with_untracked(|read_as| *read_as != Default::default());
    view! {
        <details class="reading" open=is_open>
            <summary class="button quiet">{t.import().how_it_is_read()}<Icon name="chevron-down"/></summary>
            <fieldset class="stack">
                <legend id=FIRST_ROWS tabindex="-1">{t.import().first_rows()}</legend>
                <div class="scroll" role="region" aria-label=t.import().first_rows() tabindex="0">
                    <table class="first-rows"><tbody>{rows}</tbody></table>
                </div>
                <label class="check">
                    <input type="radio" name="headings" checked=no_headings disabled=move || wizard.busy.get()
                        on:change=move |_| wizard.read_below(HeadingRow::Missing, FIRST_ROWS)/>
                    <span>{t.import().no_headings()}</span>
                </label>
            </fieldset>
            {(!encodings.is_empty()).then(|| view! {
                <div class="field">
                    <label for=ENCODING>{t.import().encoding()}</label>
                    <Select id=ENCODING options=Signal::stored(encodings) value=Signal::stored(encoding)
                        on_choose=Callback::new(move |name| wizard.read_in(name, ENCODING))/>
                </div>
            })}
        </details>
    }
    .into_any()
}

fn first_row(
    t: Texts,
    wizard: Wizard,
    table: &OpenedTable,
    at: usize,
    row: &FirstRow,
    width: usize,
) -> AnyView {
    let has_headings = table.headings_at == Some(at);
    let cells: Vec<_> = (0..width)
        .map(|at| {
            let cell = row.cells.get(at).cloned().unwrap_or_default();
            view! { <td dir="auto">{cell}</td> }
        })
        .collect();
    let number = t.import().line(row.line);
    view! {
        <tr data-headings=has_headings.then_some("")>
            <th scope="row">
                <label class="check">
                    <input type="radio" name="headings" checked=has_headings aria-label=t.import().headings_in(&number)
                        disabled=move || wizard.busy.get()
                        on:change=move |_| wizard.read_below(HeadingRow::At(at), FIRST_ROWS)/>
                    <span>{number}{has_headings.then(|| view! { <span class="badge">{t.import().is_headings()}</span> })}</span>
                </label>
            </th>
            {cells}
        </tr>
    }
    .into_any()
}
