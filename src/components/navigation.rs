use super::Icon;
use crate::locales::texts;
use groundswell_model::Kind;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A room: its address, its drawing, its name.
type Room = (&'static str, &'static str, &'static str);

/// The address of the page that leads to the rooms for which a phone's bar has no place.
const MORE: &str = "/more";

/// The rooms of a phone's bar, but for the last, which leads to all others.
fn first_rooms() -> [Room; 4] {
    let t = texts().shell();
    [
        ("/groups", "groups", t.groups()),
        ("/awgs", "awg", t.awgs()),
        ("/people", "people", t.people()),
        ("/regions", "region", t.regions()),
    ]
}

/// All other rooms.
pub fn more_rooms() -> Vec<Room> {
    let t = texts();
    let listed = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Awg).filter_map(|kind| {
        let title = kind.list_title()?;
        Some((kind.address(), kind.icon(), t.label(title)))
    });
    let last = [
        ("/share", "share", t.shell().share()),
        ("/print", "print", t.groups().print()),
        ("/settings", "settings", t.shell().settings()),
    ];
    listed.chain(last).collect()
}

/// The way to the rooms: at the bottom on phones, at the side where there is room.
#[component]
pub fn Navigation() -> impl IntoView {
    let t = texts().shell();
    let path = use_location().pathname;
    let is_at = move |address: &str| path.with(|path| path.starts_with(address));
    let room = move |(address, icon, name): Room, class: Option<&'static str>| {
        let end = (address == "/share").then_some("");
        let here = move || {
            let within = address == MORE && more_rooms().iter().any(|(address, ..)| is_at(address));
            (is_at(address) || within).then_some("page")
        };
        view! {
            <li data-end=end class=class>
                <a href=address aria-current=here><Icon name=icon/><span>{name}</span></a>
            </li>
        }
    };
    view! {
        <nav class="nav" aria-label=t.main_navigation()>
            <ul>
                {first_rooms().map(|it| room(it, None)).collect_view()}
                {more_rooms().into_iter().map(|it| room(it, Some("wide-only"))).collect_view()}
                {room((MORE, "more", t.more()), Some("narrow-only"))}
            </ul>
        </nav>
    }
}
