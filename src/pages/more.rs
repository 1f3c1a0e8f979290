//! The rooms for which a phone's bar has no place.

use crate::{
    components::{Icon, more_rooms},
    locales::texts,
    pages::home::title,
};
use leptos::prelude::*;

/// The ways to all other rooms.
#[component]
pub fn MorePage() -> impl IntoView {
    let t = texts();
    title(t.shell().more());
    let rooms = more_rooms().into_iter().chain([
        ("/network", "info", t.settings().network()),
        ("/import", "import", t.start().import()),
        ("/changes", "history", t.history().changes()),
        ("/deleted", "delete", t.settings().deleted()),
    ]);
    let room = |(address, icon, name)| {
        view! { <li><a class="more-room" href=address><Icon name=icon/><span>{name}</span><Icon name="forward"/></a></li> }
    };
    view! {
        <div class="page">
            <div class="page-head"><h1>{t.shell().more()}</h1></div>
            <ul class="more-rooms">{rooms.map(room).collect_view()}</ul>
        </div>
    }
}
