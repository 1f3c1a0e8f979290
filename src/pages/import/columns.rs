use super::{meaning, reading::Reading, wizard::Wizard};
use crate::{
    components::{Icon, Select},
    locales::{Texts, texts},
};
use groundswell_model::{
    Audience, Field,
    import::{Column, OpenedTable},
};
use leptos::prelude::*;

/// Says what each column means.
#[component]
pub fn Columns(wizard: Wizard) -> impl IntoView {
    let t = texts();
    let Some(table) = wizard.table.get_untracked() else { return ().into_any() };
    let meanings = meaning::all();
    let options: Vec<_> = meanings
        .iter()
        .enumerate()
        .map(|(place, column)| (place.to_string(), meaning::name(t, *column)))
        .collect();
    let (meanings, options) = (StoredValue::new(meanings), StoredValue::new(options));
    let no_name =
        Memo::new(move |_| wizard.columns.with(|columns| !columns.contains(&Column::Field(Field::Name))));
    let row = |place: usize| {
        let heading = meaning::heading(t, place, table.headings.get(place).map_or("", String::as_str));
        let samples = table.samples.get(place).cloned().unwrap_or_default();
        view! { <Row wizard place heading samples meanings options/> }
    };
    let is_unclaimed = |place: &usize| {
        table.guess.get(*place) == Some(&Column::Ignore)
            && table.samples.get(*place).is_some_and(|samples| !samples.is_empty())
    };
    let (unclaimed, claimed): (Vec<usize>, Vec<usize>) = (0..table.headings.len()).partition(is_unclaimed);
    let notice = (!unclaimed.is_empty()).then(|| {
        view! {
            <div class="notice" data-kind="warn">
                <Icon name="warning"/>
                <div><strong>{t.import().unclaimed(unclaimed.len())}</strong><p>{t.import().unclaimed_why()}</p></div>
            </div>
        }
    });
    let part = |title: Option<&'static str>, places: Vec<usize>| {
        let rows: Vec<_> = places.into_iter().map(row).collect();
        let title =
            title.map(|title| view! { <tr class="part"><th scope="rowgroup" colspan="3">{title}</th></tr> });
        (!rows.is_empty()).then(|| view! { <tbody>{title}{rows}</tbody> })
    };
    let parted = !unclaimed.is_empty();
    let rest = part(parted.then_some(t.import().claimed()), claimed);
    let first = part(None, unclaimed);
    let remembered = (table.remembered > 0).then(|| view! { <p>{t.import().remembered()}</p> });
    let compare = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        wizard.compare();
    };
    view! {
        <p>{understood(t, &table)}</p>
        <Reading wizard/>
        {remembered}
        {notice}
        <form class="stack" novalidate on:submit=compare>
            <table class="mapping">
                <caption>{t.import().columns_hint()}</caption>
                <thead><tr>
                    <th scope="col">{t.import().in_the_file()}</th>
                    <th scope="col">{t.import().for_example()}</th>
                    <th scope="col">{t.import().means()}</th>
                </tr></thead>
                {first}{rest}
            </table>
            <div role="status">
                <Show when=move || no_name.get()>
                    <div class="notice" data-kind="warn"><Icon name="warning"/><p>{t.records().table_no_name()}</p></div>
                </Show>
            </div>
            <div class="actions">
                <button class="button primary" type="submit" disabled=move || wizard.busy.get()>
                    <Icon name="forward"/>{t.import().check()}
                </button>
                <button class="button quiet" type="button" disabled=move || wizard.busy.get() on:click=move |_| wizard.cancel()>
                    {t.import().other_file()}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// How the file was understood.
fn understood(t: Texts, table: &OpenedTable) -> String {
    let delimiter = match table.delimiter {
        ',' => t.import().comma().to_owned(),
        ';' => t.import().semicolon().to_owned(),
        '\t' => t.import().tab().to_owned(),
        '|' => t.import().bar().to_owned(),
        other => format!("\u{201c}{other}\u{201d}"),
    };
    let rows = t.import().rows(table.rows);
    let mut said = if table.encoding.is_empty() {
        t.import().understood_sheet(&table.file, &rows)
    } else {
        t.import().understood(&table.file, &rows, &table.encoding, &delimiter)
    };
    if table.empty_rows > 0 {
        said.push(' ');
        said.push_str(&t.import().empty_rows(table.empty_rows));
    }
    said
}

/// One column: its heading, what stands in it, what it means and, for a way to reach a group, who sees it.
#[component]
fn Row(
    wizard: Wizard,
    place: usize,
    heading: String,
    samples: Vec<String>,
    meanings: StoredValue<Vec<Column>>,
    options: StoredValue<Vec<(String, String)>>,
) -> impl IntoView {
    let t = texts();
    let column = Memo::new(move |_| {
        wizard.columns.with(|columns| columns.get(place).copied().unwrap_or(Column::Ignore))
    });
    let put = move |meaning: Column| {
        wizard.columns.update(|columns| {
            if let Some(column) = columns.get_mut(place) {
                *column = meaning;
            }
        });
    };
    let value = Signal::derive(move || {
        let column = column.get();
        meanings
            .with_value(|all| all.iter().position(|one| meaning::is_same(*one, column)))
            .map(|place| place.to_string())
            .unwrap_or_default()
    });
    let choose = Callback::new(move |key: String| {
        let chosen = key.parse::<usize>().ok().and_then(|at| meanings.with_value(|all| all.get(at).copied()));
        match (chosen, column.get_untracked()) {
            (Some(Column::Contact(kind, _)), Column::Contact(_, audience)) => {
                put(Column::Contact(kind, audience))
            }
            (Some(chosen), _) => put(chosen),
            (None, _) => {}
        }
    });
    let audiences = [Audience::Public, Audience::Members];
    let audience = Memo::new(move |_| match column.get() {
        Column::Contact(_, audience) => Some(audience),
        Column::Ignore
        | Column::Field(_)
        | Column::Where
        | Column::RegionName
        | Column::ContactPerson
        | Column::GivenName
        | Column::FamilyName
        | Column::Id => None,
    });
    let choose_audience = Callback::new(move |key: String| {
        let chosen = audiences.into_iter().find(|audience| audience_key(*audience) == key);
        if let (Some(audience), Column::Contact(kind, _)) = (chosen, column.get_untracked()) {
            put(Column::Contact(kind, audience));
        }
    });
    let example = if samples.is_empty() { t.import().no_values().to_owned() } else { samples.join(" · ") };
    let (id, audience_id) = (format!("column-{place}"), format!("column-{place}-audience"));
    let audience_label = StoredValue::new(t.import().who_sees(&heading));
    let label = t.import().meaning_of(&heading);
    view! {
        <tr data-ignored=move || (column.get() == Column::Ignore).then_some("")>
            <th scope="row">{heading}</th>
            <td data-label=t.import().for_example()><span class="example">{example}</span></td>
            <td data-label=t.import().means()>
                <div class="stack">
                    <div>
                        <label class="visually-hidden" for=id.clone()>{label}</label>
                        <Select id options=Signal::derive(move || options.get_value()) value on_choose=choose/>
                    </div>
                    <Show when=move || audience.with(Option::is_some)>
                        <div>
                            <label class="visually-hidden" for=audience_id.clone()>{audience_label.get_value()}</label>
                            <Select id=audience_id.clone()
                                options=Signal::stored(audiences.map(|it| (audience_key(it).to_owned(), t.records().audience(it).to_owned())).to_vec())
                                value=Signal::derive(move || audience.get().map(audience_key).unwrap_or_default().to_owned())
                                on_choose=choose_audience/>
                        </div>
                    </Show>
                </div>
            </td>
        </tr>
    }
}

const fn audience_key(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "public",
        Audience::Members => "members",
    }
}
