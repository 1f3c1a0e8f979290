//! The frames of the pages of the network itself, which is in no list.

use super::records::{EditRecord, RecordPage};
use crate::locales::texts;
use groundswell_model::Kind;
use leptos::prelude::*;

/// The network.
#[component]
pub fn NetworkPage() -> impl IntoView {
    view! {
        <div class="panes" data-wide="" data-show="detail">
            <section class="pane pane-detail" aria-label=texts().label(Kind::Network.declaration().called)>
                <RecordPage kind=Some(Kind::Network)/>
            </section>
        </div>
    }
}

/// The network's form.
#[component]
pub fn EditNetwork() -> impl IntoView {
    view! { <div class="page"><EditRecord kind=Some(Kind::Network)/></div> }
}
