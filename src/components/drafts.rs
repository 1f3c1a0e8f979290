//! Where somebody left what they typed, and the way back to it.

use super::Icon;
use crate::{locales::texts, state::state};
use groundswell_model::record::Draft;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

/// That a draft of the form at this address lies on this device.
#[component]
pub fn DraftHere(
    /// The form's address.
    form: String,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let address = form.clone();
    let when = Memo::new(move |_| state.draft_at(&address).map(|kept| kept.draft.at));
    move || {
        when.get().filter(|_| state.may_edit()).map(|at| {
            view! {
                <div class="notice print-none" data-kind="info">
                    <Icon name="edit"/>
                    <div>
                        <p>{t.drafts().unsaved(&t.format().moment(at))}</p>
                        <div class="buttons"><a class="button" href=form.clone()>{t.drafts().resume()}</a></div>
                    </div>
                </div>
            }
        })
    }
}

/// That drafts lie on this device: what the latest is of, and the way to it; not where that is said or done anyway.
#[component]
pub fn DraftsBanner() -> impl IntoView {
    let state = state();
    let t = texts();
    let path = use_location().pathname;
    // Meanwhile another tab may have saved, or kept, what is told of here.
    let seen = window_event_listener(leptos::ev::visibilitychange, move |_| {
        if !document().hidden() {
            spawn_local(async move { drop(state.read_drafts().await) });
        }
    });
    on_cleanup(move || seen.remove());
    let latest = Memo::new(move |_| {
        let drafts = state.drafts().filter(|_| state.may_edit())?;
        let draft = &drafts.first()?.draft;
        let address = draft.address();
        let is_here = path.with(|path| {
            let is_form = path.ends_with("/edit") || path.ends_with("/new");
            is_form || address.strip_suffix("/edit") == Some(path)
        });
        let (what, more) = (name(draft), t.format().number(drafts.len() - 1));
        let said = if drafts.len() == 1 {
            t.drafts().unsaved_one(&what)
        } else {
            t.drafts().unsaved_more(&what, &more)
        };
        (!is_here).then_some((said, address))
    });
    move || {
        latest.get().map(|(said, address)| {
            view! {
                <div class="banner" data-kind="draft">
                    <Icon name="edit"/>
                    <p>{said}</p>
                    <a class="button" href=address>{t.drafts().resume()}</a>
                </div>
            }
        })
    }
}

fn name(draft: &Draft) -> String {
    let began = draft.before.as_ref().map(|before| before.name()).unwrap_or_default();
    let name = if began.is_empty() { draft.typed.name() } else { began };
    let kind = texts().label(draft.typed.kind().declaration().called);
    if name.trim().is_empty() { kind.to_owned() } else { name.to_owned() }
}
