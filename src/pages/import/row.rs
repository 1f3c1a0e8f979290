use super::{
    meaning,
    sort::Sort,
    wizard::{Wizard, row_id},
};
use crate::{
    components::Icon,
    locales::{Texts, texts},
};
use groundswell_model::{
    Field, Kind, Status,
    import::{Change, Outcome, PreviewRow, Remark, RemarkKind, Sameness},
};
use leptos::prelude::*;

/// One row of the preview: what becomes of it, why, and whether it is taken.
#[component]
pub fn PreviewItem(wizard: Wizard, place: usize) -> impl IntoView {
    let t = texts();
    let row = wizard.preview.with_untracked(|preview| {
        preview.as_ref().and_then(|it| Some((it.rows.get(place)?.clone(), it.kind.unwrap_or(Kind::Group))))
    });
    let Some((row, kind)) = row else { return ().into_any() };
    let sort = Sort::of(&row);
    let name = if row.name.is_empty() { t.import().no_name().to_owned() } else { row.name.clone() };
    let title = if row.town.is_empty() { name.clone() } else { format!("{name}, {}", row.town) };
    let remarks: Vec<_> = row.remarks.iter().map(|remark| view_remark(t, wizard, remark)).collect();
    view! {
        <li data-kind=sort.key()>
            <div class="preview-head">
                <span class="badge" data-kind=sort.key()><Icon name=sort.icon()/>{sort.name(t)}</span>
                <h3 id=row_id(place) tabindex="-1" dir="auto">{title}</h3>
                <p class="row-of">{t.import().line(row.line)}</p>
            </div>
            {why(t, &row).map(|why| view! { <p>{why}</p> })}
            {diff(t, kind, &row)}
            {(!remarks.is_empty()).then(|| view! { <ul class="stack" aria-label=t.import().remarks()>{remarks}</ul> })}
            {(Sort::is_choice_of(&row) || may_be_another(kind, &row)).then(|| view! {
                <div class="buttons">
                    {Sort::is_choice_of(&row).then(|| view! { <Take wizard place sort name=name.clone()/> })}
                    {may_be_another(kind, &row).then(|| view! { <Another wizard place name is_apart=row.apart/> })}
                </div>
            })}
        </li>
    }
    .into_any()
}

#[component]
fn Take(wizard: Wizard, place: usize, sort: Sort, name: String) -> impl IntoView {
    let t = texts().import();
    let taken = move || wizard.taken.with(|taken| taken.get(place).copied().unwrap_or_default());
    let choose = move |event| {
        let take = event_target_checked(&event);
        wizard.taken.update(|taken| {
            if let Some(it) = taken.get_mut(place) {
                *it = take;
            }
        });
    };
    let words = if sort == Sort::Duplicate { t.take_merge() } else { t.take() };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=taken on:change=choose/>
            <span>{words}<span class="visually-hidden">{format!(": {name}")}</span></span>
        </label>
    }
}

/// Whether somebody can say that the row is another group than it looks like, or did.
fn may_be_another(kind: Kind, row: &PreviewRow) -> bool {
    kind == Kind::Group
        && match &row.outcome {
            Outcome::Changed { .. } | Outcome::DuplicateOf { .. } | Outcome::Same { .. } => true,
            Outcome::New => row.apart,
            Outcome::Refused => false,
        }
}

#[component]
fn Another(wizard: Wizard, place: usize, name: String, is_apart: bool) -> impl IntoView {
    let t = texts().import();
    let words = if is_apart { t.same_after_all() } else { t.another_group() };
    view! {
        <button class="button quiet" type="button" disabled=move || wizard.busy.get()
            on:click=move |_| wizard.tell_apart(place, !is_apart)>
            <Icon name=if is_apart { "undo" } else { "add" }/>{words}<span class="visually-hidden">{format!(": {name}")}</span>
        </button>
    }
}

/// Why a row is what it is.
fn why(t: Texts, row: &PreviewRow) -> Option<String> {
    match &row.outcome {
        Outcome::New if row.apart => Some(t.import().is_another().to_owned()),
        Outcome::New | Outcome::Refused => None,
        Outcome::Same { .. } => Some(t.import().same_why().to_owned()),
        Outcome::Changed { because, .. } => Some(t.import().recognised(&sameness(t, because))),
        Outcome::DuplicateOf { line, because, changes } => {
            let mut why = t.import().duplicate_of(&t.import().line(*line), &sameness(t, because));
            why.push(' ');
            why.push_str(if changes.is_empty() { t.import().adds_nothing() } else { t.import().adds() });
            Some(why)
        }
    }
}

/// What made a group recognisable, as one phrase.
fn sameness(t: Texts, because: &[Sameness]) -> String {
    let words: Vec<_> = because
        .iter()
        .map(|same| match same {
            Sameness::Id => t.import().same_id(),
            Sameness::Name => t.import().same_name(),
            Sameness::Place => t.import().same_place(),
            Sameness::Contact => t.import().same_contact(),
            Sameness::Before => t.import().same_before(),
        })
        .map(str::to_owned)
        .collect();
    t.format().list(&words)
}

/// What is there beside what the row says, field by field.
fn diff(t: Texts, kind: Kind, row: &PreviewRow) -> Option<AnyView> {
    let (changes, is_merge) = match &row.outcome {
        Outcome::Changed { changes, .. } => (changes, false),
        Outcome::DuplicateOf { changes, .. } => (changes, true),
        Outcome::New | Outcome::Same { .. } | Outcome::Refused => return None,
    };
    if changes.is_empty() {
        return None;
    }
    let changes: Vec<_> = changes.iter().map(|change| view_change(t, kind, change, is_merge)).collect();
    Some(view! { <dl class="diff">{changes}</dl> }.into_any())
}

fn view_change(t: Texts, kind: Kind, change: &Change, is_merge: bool) -> AnyView {
    let before = shown(t, change.field, &change.before);
    let after = shown(t, change.field, &change.after);
    // Between two rows neither value is struck out: where both say something, the earlier one may stay.
    let before = (!before.is_empty()).then(|| {
        let value = if is_merge {
            view! { <span>{before}</span> }.into_any()
        } else {
            view! { <del>{before}</del> }.into_any()
        };
        let reads = if is_merge { t.import().earlier_row() } else { t.import().now() };
        view! { <span class="visually-hidden">{format!("{reads}: ")}</span>{value}<Icon name="forward"/> }
    });
    let reads = if is_merge { t.import().this_row() } else { t.import().then() };
    view! {
        <div>
            <dt>{t.records().field(kind, change.field)}</dt>
            <dd>{before}<span class="visually-hidden">{format!("{reads}: ")}</span><ins>{after}</ins></dd>
        </div>
    }
    .into_any()
}

/// A value as people read it.
fn shown(t: Texts, field: Field, value: &str) -> String {
    match Status::from_key(value) {
        Some(status) if field == Field::Status => t.records().status_name(status).to_owned(),
        _ => value.to_owned(),
    }
}

fn view_remark(t: Texts, wizard: Wizard, remark: &Remark) -> AnyView {
    let column = wizard.table.with_untracked(|table| {
        let heading = table.as_ref().and_then(|table| table.headings.get(remark.column));
        meaning::heading(t, remark.column, heading.map_or("", String::as_str))
    });
    let entered = remark.entered.as_str();
    let refused = |problem: &str| {
        let said = if entered.is_empty() {
            format!("{column}: {problem}")
        } else {
            t.import().problem_with(&column, entered, problem)
        };
        view! { <li class="error"><Icon name="error"/><span>{said}</span></li> }.into_any()
    };
    let noted = |icon: &'static str, said: String| {
        view! { <li class="meta"><Icon name=icon/><span>{said}</span></li> }.into_any()
    };
    match remark.kind {
        RemarkKind::Uniform => noted("info", t.import().made_uniform(&column, entered, &remark.kept)),
        RemarkKind::KeptInNotes => noted("notes", t.import().kept_in_notes(&column, entered)),
        RemarkKind::Cut => noted("warning", t.import().cut(&column)),
        RemarkKind::OpenQuote => noted("warning", t.import().open_quote().to_owned()),
        RemarkKind::HeadingsAgain => noted("warning", t.import().headings_again().to_owned()),
        RemarkKind::NoRecord => noted("warning", t.import().no_record().to_owned()),
        RemarkKind::Namesake(line) => {
            let other = line.map_or_else(|| t.import().one_here().to_owned(), |line| t.import().line(line));
            noted("warning", t.import().namesake(&other))
        }
        RemarkKind::Perhaps => noted("warning", t.import().perhaps().to_owned()),
        RemarkKind::DeletedHere => noted("warning", t.import().deleted_here().to_owned()),
        RemarkKind::LeftOutBefore => noted("warning", t.import().left_out_before().to_owned()),
        RemarkKind::Repeats => noted("info", t.import().repeats().to_owned()),
        RemarkKind::EditedHere => noted("warning", t.import().edited_here().to_owned()),
        RemarkKind::Problem(problem) => refused(&t.records().problem(problem)),
        RemarkKind::NotAnId => refused(t.import().not_an_id()),
        RemarkKind::WasDeleted => refused(t.import().was_deleted()),
        RemarkKind::Repeated => refused(t.import().repeated()),
    }
}
