use super::{
    sort::Sort,
    wizard::{Imported, Wizard},
};
use crate::{
    components::Icon,
    locales::{Texts, texts},
};
use groundswell_model::{Kind, import::ImportDone};
use leptos::prelude::*;

/// What came of the import.
#[component]
pub fn Done(wizard: Wizard) -> impl IntoView {
    let t = texts();
    let kind = wizard.kind.get_untracked();
    let listed = kind.unwrap_or(Kind::Group);
    let to_list = listed.list_title().map_or(t.shell().to_groups(), |title| t.label(title));
    let figures = move |done: &ImportDone| {
        let figure = |count: usize, words: String| {
            (count > 0).then(|| view! { <li><strong>{t.format().number(count)}</strong>{words}</li> })
        };
        view! {
            <ul class="tally" aria-label=t.import().tally()>
                <li><strong>{t.format().number(done.created)}</strong>{Sort::New.counted(t, done.created, kind)}</li>
                {figure(done.changed, Sort::Changed.counted(t, done.changed, kind))}
                {figure(done.merged, t.import().tally_merged(done.merged))}
                {figure(done.unchanged, t.import().tally_same(done.unchanged))}
                {figure(done.refused, t.import().tally_refused(done.refused))}
            </ul>
        }
    };
    let said = move || {
        let imported = wizard.imported.get()?;
        Some(if imported.is_undone {
            view! { <p>{t.import().undone_why()}</p> }.into_any()
        } else {
            view! {
                {figures(&imported.done)}
                {left(t, &imported)}
                {(!imported.is_remembered).then(|| view! { <p>{t.import().not_remembered()}</p> })}
                <p>{t.import().done_why()}</p>
            }
            .into_any()
        })
    };
    view! {
        {said}
        <div class="buttons">
            <a class="button primary" href=listed.address()><Icon name=listed.icon()/>{to_list}</a>
            {move || wizard.imported.with(|imported| imported.as_ref().and_then(|it| it.undo)).map(|undo| view! {
                <button class="button" type="button" disabled=move || wizard.busy.get() on:click=move |_| wizard.undo(undo)>
                    <Icon name="undo"/>{t.import().undo()}
                </button>
            })}
            <button class="button quiet" type="button" on:click=move |_| wizard.again()>{t.import().another()}</button>
        </div>
    }
}

/// So many rows that were not taken are named.
const NAMED: usize = 20;

/// What was not taken.
fn left(t: Texts, imported: &Imported) -> Option<AnyView> {
    let Imported { columns, rows, .. } = imported;
    if columns.is_empty() && rows.is_empty() {
        return None;
    }
    let row = |(number, name): &(usize, String)| {
        view! { <li><strong>{t.import().line(*number)}</strong>" "<span dir="auto">{name.clone()}</span></li> }
    };
    let named: Vec<_> = rows.iter().take(NAMED).map(row).collect();
    let more = rows.len().saturating_sub(NAMED);
    let rows = (!rows.is_empty()).then(|| {
        view! {
            <details class="reading">
                <summary class="button quiet">{t.import().rows_left(rows.len())}<Icon name="chevron-down"/></summary>
                <ul>{named}</ul>
                {(more > 0).then(|| view! { <p>{t.import().and_more(more)}</p> })}
            </details>
        }
    });
    let columns =
        (!columns.is_empty()).then(|| view! { <p>{t.import().columns_left(&t.format().list(columns))}</p> });
    Some(view! { <div class="stack">{columns}{rows}</div> }.into_any())
}
