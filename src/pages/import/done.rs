use super::{sort::Sort, wizard::Wizard};
use crate::{components::Icon, locales::texts};
use groundswell_model::Kind;
use leptos::prelude::*;

/// What came of the import.
#[component]
pub fn Done(wizard: Wizard) -> impl IntoView {
    let t = texts();
    let kind = wizard.kind.get_untracked();
    let listed = kind.unwrap_or(Kind::Group);
    let to_list = listed.list_title().map_or(t.shell().to_groups(), |title| t.label(title));
    let figures = move || {
        let (done, _) = wizard.imported.get()?;
        let figure = |count: usize, words: String| {
            (count > 0).then(|| view! { <li><strong>{t.format().number(count)}</strong>{words}</li> })
        };
        Some(view! {
            <ul class="tally" aria-label=t.import().tally()>
                <li><strong>{t.format().number(done.created)}</strong>{Sort::New.counted(t, done.created, kind)}</li>
                {figure(done.changed, Sort::Changed.counted(t, done.changed, kind))}
                {figure(done.merged, t.import().tally_merged(done.merged))}
                {figure(done.unchanged, t.import().tally_same(done.unchanged))}
                {figure(done.refused, t.import().tally_refused(done.refused))}
            </ul>
        })
    };
    view! {
        {figures}
        <p>{t.import().done_why()}</p>
        <div class="buttons">
            <a class="button primary" href=listed.address()><Icon name=listed.icon()/>{to_list}</a>
            {move || wizard.imported.get().and_then(|(_, undo)| undo).map(|undo| view! {
                <button class="button" type="button" on:click=move |_| wizard.undo(undo)><Icon name="undo"/>{t.import().undo()}</button>
            })}
            <button class="button quiet" type="button" on:click=move |_| wizard.again()>{t.import().another()}</button>
        </div>
    }
}
