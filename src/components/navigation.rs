use super::Icon;
use crate::locales::texts;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The way to the rooms: at the bottom on phones, at the side where there is room.
#[component]
pub fn Navigation() -> impl IntoView {
    let t = texts().shell();
    let path = use_location().pathname;
    let rooms = [
        ("/groups", "groups", t.groups()),
        ("/awgs", "awg", t.awgs()),
        ("/people", "people", t.people()),
        ("/regions", "region", t.regions()),
        ("/share", "share", t.share()),
        ("/settings", "settings", t.settings()),
    ];
    view! {
        <nav class="nav" aria-label=t.main_navigation()>
            <ul>
                {rooms
                    .map(|(address, icon, name)| {
                        let here = move || path.with(|path| path.starts_with(address)).then_some("page");
                        let end = (address == "/share").then_some("");
                        // A phone's bar has room for five; there the way to it is in the settings.
                        let class = (address == "/share").then_some("wide-only");
                        view! {
                            <li data-end=end class=class>
                                <a href=address aria-current=here><Icon name=icon/><span>{name}</span></a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </nav>
    }
}
