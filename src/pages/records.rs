//! What is drawn from the declarations of kinds: record and form of every kind, and the lists of most.

mod entries;
mod form;
mod glimpse;
mod inputs;
mod list;
mod news;
mod page;
mod roles;
mod row;

pub use form::{EditRecord, NewRecord};
pub use glimpse::glimpse;
pub use list::{ChooseRecord, RecordsPage};
pub use page::RecordPage;

use crate::{components::current_id, locales::texts, pages::home::NotFound};
use groundswell_model::{Id, Kind};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The pages of a kind.
#[derive(Clone, Copy, Debug)]
struct Room {
    kind: Kind,
    /// The address of its list.
    list: &'static str,
    /// What that is called.
    title: &'static str,
    /// Over the form of a new record.
    new: &'static str,
    /// Beside the list, while none is looked at.
    choose: &'static str,
}

impl Room {
    fn of(kind: Kind) -> Self {
        let t = texts();
        let list = kind.declaration().address;
        // The lists of the first kinds have words of their own.
        let (title, new, choose) = if let Some(words) = kind.declaration().list {
            (t.label(words.title), t.label(words.new), t.label(words.choose))
        } else if kind == Kind::Group {
            (t.groups().groups(), t.groups().new_group(), t.groups().choose_one())
        } else if kind == Kind::Person {
            (t.people().title(), t.people().new_person(), t.people().choose_one())
        } else {
            (t.groups().regions(), t.groups().new_region(), t.groups().choose_region())
        };
        // The network is in no list: the regions are what it is made of.
        let list = if kind == Kind::Network { Kind::Region.address() } else { list };
        Self { kind, list, title, new, choose }
    }

    /// The record that the address names.
    fn id(self) -> Memo<Option<Id>> {
        if self.kind == Kind::Network { Memo::new(|_| Some(Id::NETWORK)) } else { current_id() }
    }
}

/// A page of this kind, or of the one whose room the address names, drawn anew in another room.
fn in_room(kind: Option<Kind>, page: fn(Room) -> AnyView) -> AnyView {
    if let Some(kind) = kind {
        return page(Room::of(kind));
    }
    let params = use_params_map();
    let named = Memo::new(move |_| {
        let kind = params.with(|params| params.get("room")).and_then(|map| Kind::of_map(&map));
        // The network is one record, with an address of its own.
        kind.filter(|kind| *kind != Kind::Network)
    });
    (move || match named.get() {
        Some(kind) => page(Room::of(kind)),
        None => view! { <NotFound/> }.into_any(),
    })
    .into_any()
}
