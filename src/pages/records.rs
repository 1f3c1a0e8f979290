//! Kinds of record whose pages are drawn from their declarations: list, record and form.

mod entries;
mod form;
mod inputs;
mod list;
mod news;
mod page;
mod row;

pub use form::{EditRecord, NewRecord};
pub use list::{ChooseRecord, RecordsPage};
pub use news::News;
pub use page::RecordPage;

use crate::pages::home::NotFound;
use groundswell_model::{Kind, RecordCard, record::ListWords};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The kind whose room the address names.
fn room() -> Memo<Option<Kind>> {
    let params = use_params_map();
    Memo::new(move |_| {
        let kind = params.with(|params| params.get("room")).and_then(|map| Kind::of_map(&map));
        kind.filter(|kind| RecordCard::is_for(*kind))
    })
}

/// A page of the room that the address names, drawn anew in another room.
fn in_room(page: fn(Kind, ListWords) -> AnyView) -> impl IntoView {
    let room = room();
    move || match room.get().and_then(|kind| Some((kind, kind.declaration().list?))) {
        Some((kind, words)) => page(kind, words),
        None => view! { <NotFound/> }.into_any(),
    }
}
