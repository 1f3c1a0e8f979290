use super::{Art, Icon};
use crate::{locales::texts, state::state};
use leptos::prelude::*;

/// Says, where the buttons that change something would be, that this device may read only. Of an invitation a
/// banner says more.
#[component]
pub fn ReadOnly() -> impl IntoView {
    let state = state();
    move || {
        state.invitation().is_none().then(|| {
            view! { <p class="meta read-only"><Icon name="lock"/>{texts().shell().read_only()}</p> }
        })
    }
}

/// Stands in place of a form that this device may not use.
#[component]
pub fn ReadOnlyPage() -> impl IntoView {
    let t = texts();
    let state = state();
    crate::pages::title(t.shell().read_only());
    let name = move || state.projection.with(|projection| projection.network.name.clone());
    let invited = Memo::new(move |_| state.invitation().is_some());
    view! {
        <div class="page">
            <div class="empty">
                <Art name="none-found"/>
                {move || if invited.get() {
                    view! {
                        <h1>{t.sharing().join_first()}</h1>
                        <p>{t.shell().invited()}</p>
                        <div class="buttons"><a class="button primary" href="/join">{t.shell().invited_answer()}</a></div>
                    }.into_any()
                } else {
                    view! {
                        <h1>{t.shell().read_only()}</h1>
                        <p>{t.sharing().read_only()}</p>
                        <p>{move || t.sharing().read_only_why(&name())}</p>
                        <div class="buttons"><a class="button" href="/groups"><Icon name="groups"/>{t.shell().to_groups()}</a></div>
                    }.into_any()
                }}
            </div>
        </div>
    }
}
