use super::{LINKS, Sharing};
use crate::{components::Icon, locales::texts};
use groundswell_model::message::Access;
use leptos::prelude::*;

/// Whom a link is for. Nothing is chosen at first: no secret is in sight before somebody says which.
#[component]
pub fn Ways(sharing: Sharing) -> impl IntoView {
    let t = texts().sharing();
    let offered = Memo::new(move |_| {
        sharing.links.with(|links| {
            let links = links.as_ref().map(|links| links.links.as_slice()).unwrap_or_default();
            links.iter().map(|(access, _)| *access).collect::<Vec<_>>()
        })
    });
    let choice = move |access: Access| {
        view! {
            <label class="choice">
                <input type="radio" name="share-access" prop:checked=move || sharing.chosen.get() == Some(access)
                    on:change=move |_| sharing.chosen.set(Some(access))/>
                <span class="choice-text"><strong>{t.meant_for(access)}</strong><small>{t.gives(access)}</small></span>
            </label>
        }
    };
    view! {
        {move || sharing.renewed.get().then(|| view! {
            <div class="notice" data-kind="success" role="status"><Icon name="check-circle"/><p>{t.new_links_made()}</p></div>
        })}
        <fieldset class="choices">
            <legend><h2 id=LINKS tabindex="-1">{t.whom()}</h2></legend>
            {move || offered.get().into_iter().map(choice).collect_view()}
        </fieldset>
    }
}
