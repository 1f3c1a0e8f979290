use super::{row::PreviewItem, sort::Sort, wizard::Wizard};
use crate::{
    browser,
    components::{Icon, Select},
    locales::{Texts, texts},
};
use groundswell_model::{
    Kind,
    import::{ImportPreview, PreviewRow, Remark, RemarkKind},
};
use leptos::prelude::*;

/// So many rows are in the page at a time.
const PAGE: usize = 50;
/// The line that says which rows are shown; it takes the focus with each page.
const WHERE: &str = "preview-where";

/// Shows what would come of the import, row by row, and what of it is taken.
#[component]
pub fn Check(wizard: Wizard) -> impl IntoView {
    let t = texts();
    let Some(preview) = wizard.preview.get_untracked() else { return ().into_any() };
    let counts =
        Sort::ALL.map(|sort| (sort, preview.rows.iter().filter(|row| Sort::of(row) == sort).count()));
    let refused = counts.iter().find(|(sort, _)| *sort == Sort::Refused).map_or(0, |(_, count)| *count);
    let kind = preview.kind;
    let tally = move || {
        let counts = tallied(wizard).into_iter().filter(|(_, count)| *count > 0);
        let count = |(sort, count): (Sort, usize)| {
            view! { <li><strong>{t.format().number(count)}</strong>{sort.counted(t, count, kind)}</li> }
        };
        counts.map(count).collect_view()
    };
    let chosen = Memo::new(move |_| {
        wizard.preview.with(|preview| {
            let Some(preview) = preview else { return 0 };
            wizard.taken.with(|taken| {
                preview
                    .rows
                    .iter()
                    .zip(taken)
                    .filter(|(row, taken)| **taken && Sort::is_choice_of(row))
                    .count()
            })
        })
    });
    let title = preview.kind.and_then(Kind::list_title);
    let back = if title.is_some() {
        view! {
            <button class="button" type="button" disabled=move || wizard.busy.get() on:click=move |_| wizard.cancel()>
                {t.import().other_file()}
            </button>
            <button class="button quiet" type="button" disabled=move || wizard.busy.get() on:click=move |_| wizard.back_to_columns()>
                {t.import().as_groups()}
            </button>
        }
        .into_any()
    } else {
        view! {
            <button class="button" type="button" disabled=move || wizard.busy.get() on:click=move |_| wizard.back_to_columns()>
                <Icon name="back"/>{t.shell().back()}
            </button>
        }
        .into_any()
    };
    view! {
        {title.map(|title| view! { <p>{t.import().recognised_as(t.label(title))}</p> })}
        <ul class="tally" aria-label=t.import().tally()>{tally}</ul>
        {also(t, &preview, &wizard.columns_left()).map(|also| view! { <p>{also}</p> })}
        {(refused > 0).then(|| view! {
            <div class="notice" data-kind="warn">
                <Icon name="warning"/>
                <div><strong>{t.import().tally_refused_notice(refused)}</strong><p>{t.import().refused_what_to_do()}</p></div>
            </div>
        })}
        <Rows wizard counts=counts.to_vec()/>
        <div class="actions">
            <button class="button primary" type="button" disabled=move || wizard.busy.get() || chosen.get() == 0
                on:click=move |_| wizard.commit()>
                <Icon name="import"/>{move || t.import().commit(chosen.get())}
            </button>
            {back}
        </div>
    }
    .into_any()
}

/// How many rows there are of each sort as they are taken now; those that are not, count as not imported.
fn tallied(wizard: Wizard) -> [(Sort, usize); Sort::ALL.len()] {
    let sort_of = |(row, taken): (&PreviewRow, &bool)| match Sort::of(row) {
        sort if *taken || !sort.is_choice() => sort,
        _ => Sort::Refused,
    };
    let sorts: Vec<Sort> = wizard.preview.with(|preview| {
        let rows = preview.iter().flat_map(|preview| &preview.rows);
        wizard.taken.with(|taken| rows.zip(taken).map(sort_of).collect())
    });
    Sort::ALL.map(|sort| (sort, sorts.iter().filter(|other| **other == sort).count()))
}

/// What would be made besides the rows' own records, and what is not taken.
fn also(t: Texts, preview: &ImportPreview, columns_left: &[String]) -> Option<String> {
    let mut said = Vec::new();
    if !preview.new_regions.is_empty() {
        said.push(t.import().new_regions(&t.format().list(&preview.new_regions)));
    }
    if preview.new_people > 0 {
        said.push(t.import().new_people(preview.new_people));
    }
    if !columns_left.is_empty() {
        said.push(t.import().left_out(&t.format().list(columns_left)));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// Which rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    All,
    /// Those of which something is to be said.
    Noted,
    Of(Sort),
}

/// The key of [`Filter::Noted`] among the choices.
const NOTED: &str = "noted";

impl Filter {
    const fn key(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Noted => NOTED,
            Self::Of(sort) => sort.key(),
        }
    }

    fn of_key(key: &str) -> Self {
        if key == NOTED {
            return Self::Noted;
        }
        Sort::ALL.into_iter().find(|sort| sort.key() == key).map_or(Self::All, Self::Of)
    }
}

/// What needs nobody's attention.
const PLAIN: u8 = 2;

/// How much a row needs somebody's attention: first what is not taken unless somebody does something, then what is taken
/// in another way than it is written.
fn attention(row: &PreviewRow) -> u8 {
    let is_remark = |remark: &Remark| !matches!(remark.kind, RemarkKind::Uniform | RemarkKind::Repeats);
    match (row.take, row.remarks.iter().any(is_remark)) {
        (false, _) => 0,
        (true, true) => 1,
        (true, false) => PLAIN,
    }
}

/// The rows, a page of them at a time.
#[component]
fn Rows(wizard: Wizard, counts: Vec<(Sort, usize)>) -> impl IntoView {
    let t = texts();
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    let mut options = vec![(String::new(), t.import().all_rows(all))];
    options.extend(counts.iter().filter(|(_, count)| *count > 0).map(|(sort, count)| {
        (sort.key().to_owned(), format!("{} ({})", sort.name(t), t.format().number(*count)))
    }));
    let noted = wizard.preview.with_untracked(|preview| {
        preview.iter().flat_map(|preview| &preview.rows).filter(|row| attention(row) < PLAIN).count()
    });
    if noted > 0 {
        options.insert(
            1,
            (NOTED.to_owned(), format!("{} ({})", t.import().with_remarks(), t.format().number(noted))),
        );
    }
    let filter = RwSignal::new(Filter::All);
    let page = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        wizard.preview.with(|preview| {
            let rows = preview.iter().flat_map(|preview| preview.rows.iter().enumerate());
            let mut found: Vec<_> = rows
                .filter(|(_, row)| match filter.get() {
                    Filter::All => true,
                    Filter::Noted => attention(row) < PLAIN,
                    Filter::Of(sort) => Sort::of(row) == sort,
                })
                .map(|(place, row)| (attention(row), place))
                .collect();
            found.sort_unstable();
            found.into_iter().map(|(_, place)| place).collect::<Vec<_>>()
        })
    });
    let choose = Callback::new(move |key: String| {
        page.set(0);
        filter.set(Filter::of_key(&key));
    });
    let turn = move |to: usize| {
        page.set(to);
        browser::after_paint(|| browser::focus(WHERE));
    };
    let last = Memo::new(move |_| found.with(Vec::len).saturating_sub(1) / PAGE);
    let shown = move || {
        found.with(|found| found.iter().copied().skip(page.get() * PAGE).take(PAGE).collect::<Vec<_>>())
    };
    let place = move || {
        let count = found.with(Vec::len);
        let from = page.get() * PAGE;
        let number = |number: usize| t.format().number(number);
        t.import().rows_of(&number((from + 1).min(count)), &number((from + PAGE).min(count)), &number(count))
    };
    let take_all = move |take: bool| {
        let places = found.get_untracked();
        wizard.preview.with_untracked(|preview| {
            wizard.taken.update(|taken| {
                for place in places {
                    let is_choice =
                        preview.iter().filter_map(|it| it.rows.get(place)).any(Sort::is_choice_of);
                    if let (true, Some(it)) = (is_choice, taken.get_mut(place)) {
                        *it = take;
                    }
                }
            });
        });
    };
    let offers_choice = move || match filter.get() {
        Filter::All | Filter::Noted => true,
        Filter::Of(sort) => sort.is_choice(),
    };
    view! {
        <div class="field">
            <label for="preview-filter">{t.import().show()}</label>
            <Select id="preview-filter" options=Signal::stored(options) on_choose=choose
                value=Signal::derive(move || filter.get().key().to_owned())/>
        </div>
        {(noted > 0).then(|| view! { <p class="hint">{t.import().remarks_first()}</p> })}
        <p class="result" id=WHERE tabindex="-1" role="status">{place}</p>
        <Show when=offers_choice>
            <div class="buttons">
                <button class="button" type="button" on:click=move |_| take_all(true)>{t.import().take_all()}</button>
                <button class="button" type="button" on:click=move |_| take_all(false)>{t.import().leave_all()}</button>
            </div>
        </Show>
        <ol class="preview">
            <For each=shown key=|place| *place let:place>
                <PreviewItem wizard place/>
            </For>
        </ol>
        <Show when=move || last.get() != 0>
            <nav class="buttons" aria-label=t.import().pages()>
                <button class="button" type="button" disabled=move || page.get() == 0
                    on:click=move |_| turn(page.get_untracked().saturating_sub(1))>
                    <Icon name="back"/>{t.import().previous()}
                </button>
                <button class="button" type="button" disabled=move || { page.get() >= last.get() }
                    on:click=move |_| turn(page.get_untracked() + 1)>
                    {t.import().next()}<Icon name="forward"/>
                </button>
            </nav>
        </Show>
    }
}
