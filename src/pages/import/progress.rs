use super::wizard::Wizard;
use crate::{components::Icon, locales::texts};
use groundswell_model::message::{Progress, Stage};
use leptos::prelude::*;

/// How the engine gets on, and the way to stop it. A screen reader hears of each stage and each quarter.
#[component]
pub fn ProgressBar(wizard: Wizard) -> impl IntoView {
    let t = texts().import();
    let progress = Memo::new(move |_| wizard.busy.get().then(|| wizard.progress()).flatten());
    let words = move || progress.get().map_or_else(|| t.working().to_owned(), |it| said(it, percent(it)));
    let heard = Memo::new(move |_| {
        progress
            .get()
            .map_or((String::new(), wizard.busy.get()), |it| (said(it, percent(it) / 25 * 25), true))
    });
    view! {
        <p class="visually-hidden" role="status">{move || {
            let (said, busy) = heard.get();
            if said.is_empty() && busy { t.working().to_owned() } else { said }
        }}</p>
        <Show when=move || wizard.busy.get()>
            <div class="progress" role="group" aria-label=t.under_way()>
                <p>{words}</p>
                {move || {
                    let (done, total) = progress.get().map_or((None, 100), |it| (Some(percent(it)), 100));
                    view! {
                        <progress max=total.to_string() value=done.map(|done| done.to_string()) aria-label=t.under_way()></progress>
                    }
                }}
                <button class="button" type="button" on:click=move |_| wizard.cancel()><Icon name="close"/>{t.cancel()}</button>
            </div>
        </Show>
    }
}

fn percent(progress: Progress) -> usize {
    progress.done.saturating_mul(100).checked_div(progress.total).unwrap_or_default().min(100)
}

fn said(progress: Progress, percent: usize) -> String {
    let t = texts().import();
    let stage = match progress.stage {
        Stage::Reading => t.reading(),
        Stage::Comparing => t.comparing(),
        Stage::Writing => t.writing(),
        Stage::Saving | Stage::BackingUp => t.saving(),
    };
    t.stage_at(stage, percent)
}
