//! The pages, one room each, and where each of them comes from.
//!
//! The list of groups is part of the program that a first visit waits for. All other pages are in bundles of
//! the program of their own, which are fetched when they are first gone to, or before that once nothing else
//! is to be done: see [`fetched`].

mod deleted;
mod fetched;
mod groups;
mod history;
mod home;
mod import;
mod join;
mod more;
mod network;
mod paper;
mod people;
mod record;
mod records;
mod regions;
mod settings;
mod share;
mod start;

pub use fetched::{Fetched, fetch_all};
pub use groups::place_line;
pub use home::{NotFound, title};
pub use settings::Installable;

use groups::{ChooseGroup, GroupsPage};
use home::Home;
use leptos::prelude::*;
use leptos_router::ChooseView;

/// A page of the app, as the routes name it.
#[derive(Clone)]
pub enum Page {
    /// The site's own address.
    Home,
    /// The list of groups.
    Groups,
    /// Beside the list, while no group is looked at.
    ChooseGroup,
    /// A page that is fetched.
    Fetched(Fetched),
}

impl ChooseView for Page {
    async fn choose(self) -> AnyView {
        match self {
            Self::Home => view! { <Home/> }.into_any(),
            Self::Groups => view! { <GroupsPage/> }.into_any(),
            Self::ChooseGroup => view! { <ChooseGroup/> }.into_any(),
            Self::Fetched(page) => page.page().await,
        }
    }

    async fn preload(&self) {}
}
