//! A spreadsheet on its way in: a file, what its columns mean, what would come of it, and what came of it.

mod check;
mod columns;
mod done;
mod file;
mod meaning;
mod progress;
mod reading;
mod row;
mod sheets;
mod sort;
mod wizard;
mod workbook;

use crate::{
    browser,
    components::{Art, Icon},
    locales::texts,
    pages::home::title,
    state::{Phase, state},
};
use check::Check;
use columns::Columns;
use done::Done;
use file::ChooseTable;
use leptos::prelude::*;
use progress::ProgressBar;
use wizard::{Step, Wizard};

/// The heading of the step, which takes the focus with each step.
const HEADING: &str = "import-step";
/// What went wrong, which takes the focus too.
const ERROR: &str = "import-trouble";

/// The import.
#[component]
pub fn ImportPage() -> impl IntoView {
    let state = state();
    let t = texts().import();
    title(t.title());
    let none = Memo::new(move |_| {
        state.phase.with(|phase| *phase == Phase::NoDirectory)
            || (state.current.get().is_none() && state.phase.with(|phase| matches!(phase, Phase::Failed(_))))
    });
    view! {
        <div class="page">
            <div class="page-head"><div><h1>{t.title()}</h1><p>{t.intro()}</p></div></div>
            {move || if none.get() { view! { <NoDirectory/> }.into_any() } else { view! { <Steps/> }.into_any() }}
        </div>
    }
}

#[component]
fn NoDirectory() -> impl IntoView {
    let t = texts().import();
    view! {
        <div class="empty">
            <Art name="field"/>
            <h2>{t.no_directory()}</h2>
            <p>{t.no_directory_why()}</p>
            <div class="buttons"><a class="button primary" href="/"><Icon name="add"/>{t.to_start()}</a></div>
        </div>
    }
}

#[component]
fn Steps() -> impl IntoView {
    let t = texts().import();
    let wizard = Wizard::new();
    let step = wizard.step;
    let is_undone = move || wizard.imported.with(|imported| imported.as_ref().is_some_and(|it| it.is_undone));
    let item = move |this: Step, name: &'static str| {
        view! {
            <li aria-current=move || (step.get() == this).then_some("step") data-done=move || (this < step.get()).then_some("")>
                {name}
                {move || (this < step.get()).then(|| view! { <span class="visually-hidden">{format!(" ({})", t.step_done())}</span> })}
            </li>
        }
    };
    view! {
        <ol class="steps" aria-label=t.steps()>
            {item(Step::File, t.step_file())}
            {item(Step::Columns, t.step_columns())}
            {item(Step::Check, t.step_check())}
            {item(Step::Done, t.step_finished())}
        </ol>
        <h2 id=HEADING tabindex="-1">{move || match step.get() {
            Step::File => t.file_heading(),
            Step::Columns => t.columns_heading(),
            Step::Check => t.check_heading(),
            Step::Done if is_undone() => t.undone_heading(),
            Step::Done => t.done_heading(),
        }}</h2>
        <ErrorNotice wizard/>
        <ProgressBar wizard/>
        {move || match step.get() {
            Step::File => view! { <ChooseTable wizard/> }.into_any(),
            Step::Columns => view! { <Columns wizard/> }.into_any(),
            Step::Check => view! { <Check wizard/> }.into_any(),
            Step::Done => view! { <Done wizard/> }.into_any(),
        }}
    }
}

/// What went wrong, and what to do.
#[component]
fn ErrorNotice(wizard: Wizard) -> impl IntoView {
    move || {
        wizard.error.get().map(|error| {
            browser::after_paint(|| browser::focus(ERROR));
            let kind = if error.is_cancelled { "info" } else { "error" };
            view! {
                <div class="notice" data-kind=kind id=ERROR tabindex="-1" role="alert">
                    <Icon name=if error.is_cancelled { "info" } else { "error" }/>
                    <p>{error.said}</p>
                </div>
            }
        })
    }
}
