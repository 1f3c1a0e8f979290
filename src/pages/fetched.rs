//! Pages, and parts of pages, that are not in the program a first visit waits for.
//!
//! A build of the site cuts the program at [`draw`] (`--cfg split_pages`, see `xtask`); any other build has it
//! in one bundle.

use super::{
    deleted::DeletedPage,
    groups::{Chips, Choices, DrawWays, FoundElsewhere, Letters, More, NoneFound, NoneYet, RowWays, Search},
    history::{ChangesPage, HistoryPage},
    import::ImportPage,
    join::JoinPage,
    more::MorePage,
    network::{EditNetwork, NetworkPage},
    paper::PaperPage,
    record::Failure,
    records::{ChooseRecord, EditRecord, NewRecord, RecordPage, RecordsPage},
    settings::SettingsPage,
    share::SharePage,
    start::StartPage,
};
use crate::{
    browser,
    components::{Art, Banners, Icon, ReadOnlyPage, Status, ToastView, keep_place_in_lists},
    locales::texts,
    state::state,
};
use groundswell_model::{Id, Kind, message::EngineError};
use leptos::{prelude::*, wasm_split::SplitLoaderError};

/// A page that is fetched when it is first gone to, or a part of the first page that can come later.
#[derive(Clone)]
pub enum Fetched {
    Start,
    /// The list of the kind whose room the address names.
    Records,
    ChooseRecord,
    /// Of this kind, or of the one whose room the address names.
    NewRecord(Option<Kind>),
    Record(Option<Kind>),
    EditRecord(Option<Kind>),
    Import,
    Deleted,
    History,
    Changes,
    Network,
    EditNetwork,
    Settings,
    Share,
    Join,
    More,
    /// What concerns the whole app.
    Banners,
    /// What is said in passing.
    Toasts,
    /// Whether everything is saved and sent.
    Status,
    /// Something could not be opened.
    Failure(EngineError),
    /// There are no groups.
    NoGroups,
    /// No group is what somebody looks for.
    NoneFound(Search),
    /// What the list of groups can be narrowed down by, while that is open.
    Choices(Search, RwSignal<bool>),
    /// What it is narrowed down by.
    Chips(Search),
    /// What is done most with a group, in its row.
    RowWays(RwSignal<Option<DrawWays>>),
    /// The way to a letter, in a list that may begin anywhere.
    Letters(Search, Callback<usize, Vec<Id>>, RwSignal<usize>),
    /// Lists laid out for paper.
    Paper,
    /// What a search finds that cards do not show, and elsewhere than among groups.
    FoundElsewhere(Search, RwSignal<Option<More>>),
}

impl Fetched {
    /// The page, once its bundle is there; or what to do where it can not be had.
    pub async fn page(self) -> AnyView {
        match draw(self).await {
            Ok(page) => page,
            Err(_) => view! { <NotHere/> }.into_any(),
        }
    }

    /// A part of a page, once its bundle is there; until then nothing.
    pub fn part(self) -> AnyView {
        Suspend::new(async move { draw(self).await.ok() }).into_any()
    }

    /// The page as part of another.
    pub fn page_within(self) -> AnyView {
        Suspend::new(async move { Some(self.page().await) }).into_any()
    }
}

/// Fetches what is not here yet, so that every page opens at once and without a network.
pub async fn fetch_all() {
    // A bundle that can not be fetched now is fetched again when its page is gone to.
    let _ = fetch().await;
}

#[cfg(split_pages)]
#[leptos::wasm_split::wasm_split(pages, wasm_split_path = ::leptos::wasm_split, preload(fetch), fallible)]
fn draw(page: Fetched) -> Result<AnyView, SplitLoaderError> {
    Ok(drawn(page))
}

#[cfg(not(split_pages))]
async fn draw(page: Fetched) -> Result<AnyView, SplitLoaderError> {
    Ok(drawn(page))
}

#[cfg(not(split_pages))]
async fn fetch() -> Result<(), SplitLoaderError> {
    Ok(())
}

fn drawn(page: Fetched) -> AnyView {
    // Before anything is asked of the engine: what comes of it names them.
    state().look_at_names();
    match page {
        Fetched::Start => view! { <StartPage/> }.into_any(),
        Fetched::Records => view! { <RecordsPage/> }.into_any(),
        Fetched::ChooseRecord => view! { <ChooseRecord/> }.into_any(),
        Fetched::NewRecord(kind) => editing(move || view! { <NewRecord kind/> }.into_any()),
        Fetched::Record(kind) => view! { <RecordPage kind/> }.into_any(),
        Fetched::EditRecord(kind) => editing(move || view! { <EditRecord kind/> }.into_any()),
        Fetched::Import => editing(|| view! { <ImportPage/> }.into_any()),
        Fetched::Deleted => view! { <DeletedPage/> }.into_any(),
        Fetched::History => view! { <HistoryPage/> }.into_any(),
        Fetched::Changes => view! { <ChangesPage/> }.into_any(),
        Fetched::Network => view! { <NetworkPage/> }.into_any(),
        Fetched::EditNetwork => editing(|| view! { <EditNetwork/> }.into_any()),
        Fetched::Settings => view! { <SettingsPage/> }.into_any(),
        Fetched::Share => view! { <SharePage/> }.into_any(),
        Fetched::Join => view! { <JoinPage/> }.into_any(),
        Fetched::More => view! { <MorePage/> }.into_any(),
        Fetched::Banners => view! { <Banners/> }.into_any(),
        Fetched::Toasts => {
            keep_place_in_lists();
            view! { <ToastView/> }.into_any()
        }
        Fetched::Status => view! { <Status/> }.into_any(),
        Fetched::Failure(error) => view! { <Failure error/> }.into_any(),
        Fetched::NoGroups => view! { <NoneYet/> }.into_any(),
        Fetched::NoneFound(search) => view! { <NoneFound search/> }.into_any(),
        Fetched::Choices(search, open) => view! { <Choices search open/> }.into_any(),
        Fetched::Letters(search, first, from) => view! { <Letters search first from/> }.into_any(),
        Fetched::Paper => view! { <PaperPage/> }.into_any(),
        Fetched::RowWays(draw) => view! { <RowWays draw/> }.into_any(),
        Fetched::FoundElsewhere(search, more) => view! { <FoundElsewhere search more/> }.into_any(),
        Fetched::Chips(search) => view! { <Chips search/> }.into_any(),
    }
}

/// A page that changes the directory, or, where this device may not, word of that.
fn editing(page: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let state = state();
    let may = Memo::new(move |_| state.may_edit());
    (move || if may.get() { page() } else { view! { <ReadOnlyPage/> }.into_any() }).into_any()
}

/// The bundle could not be fetched: without a network, before all of the app is on this device.
#[component]
fn NotHere() -> impl IntoView {
    let t = texts().shell();
    view! {
        <div class="page">
            <div class="empty" role="alert">
                <Art name="none-found"/>
                <h1>{t.page_not_here()}</h1>
                <p>{t.page_not_here_why()}</p>
                <div class="buttons"><button class="button primary" type="button" on:click=|_| browser::reload()><Icon name="undo"/>{t.retry()}</button></div>
            </div>
        </div>
    }
}
