use super::{End, Icon, Sets, not_saved::NotSaved, sync_status::Neighbours};
use crate::{
    browser,
    locales::texts,
    state::{Phase, state},
};
use groundswell_model::{
    Timestamp,
    message::{Anomalies, Connection, SaveState, SyncState},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Loading,
    Saved,
    Saving,
    Offline,
    Failed,
    /// So many changes are saved here and not sent yet.
    Waiting(u32),
    Syncing,
    Synced(Option<Timestamp>),
    Refused,
    Doubt,
    /// A notice says that the link in use here was replaced.
    Closed,
    /// Of several sets of new links one is to be chosen.
    Rivals,
    /// The relay is there and has nothing.
    Empty,
    /// What was made here may not be sent by the link in use.
    Left,
}

impl Shown {
    /// What is to be said first, where everything is saved.
    fn of_sync(sync: &SyncState) -> Self {
        let Anomalies { relay, unreadable, newer } = sync.anomalies;
        match (sync.connection, &sync.transfer) {
            _ if End::of(sync).is_some() => Self::Closed,
            (Connection::Refused(_), _) => Self::Refused,
            _ if Sets::of(sync).is_some() => Self::Rivals,
            _ if relay || unreadable > 0 || newer > 0 => Self::Doubt,
            (Connection::Live | Connection::Connecting, Some(_)) => Self::Syncing,
            (Connection::Live, None) if sync.waiting > 0 => Self::Syncing,
            (Connection::Live, None) if sync.empty => Self::Empty,
            (Connection::Live, None) if sync.left_behind > 0 => Self::Left,
            (Connection::Live, None) => Self::Synced(sync.synced_at),
            (Connection::Connecting | Connection::Offline, _) if sync.waiting > 0 => {
                Self::Waiting(sync.waiting)
            }
            (Connection::Connecting, None) => Self::Syncing,
            (Connection::Offline, _) => Self::Offline,
        }
    }

    /// Its name for the style sheet, and its drawing.
    const fn look(self) -> (&'static str, &'static str) {
        match self {
            Self::Loading => ("loading", "saving"),
            Self::Saved => ("saved", "saved"),
            Self::Saving | Self::Syncing => ("saving", "saving"),
            Self::Offline => ("offline", "offline"),
            Self::Failed => ("failed", "error"),
            Self::Waiting(_) | Self::Left => ("waiting", "upload"),
            Self::Synced(_) => ("synced", "check-circle"),
            Self::Empty => ("waiting", "clock"),
            Self::Refused | Self::Doubt | Self::Rivals => ("refused", "warning"),
            Self::Closed => ("refused", "lock"),
        }
    }

    /// The word that stands alone on phones, and the rest.
    fn words(self) -> (String, String) {
        let (t, links) = (texts().shell(), texts().links());
        let (word, rest) = match self {
            Self::Loading => (t.status_loading(), t.status_loading_rest()),
            Self::Saved | Self::Synced(None) => (t.status_saved(), t.status_saved_rest()),
            Self::Saving => (t.status_saving(), ""),
            Self::Offline => (t.status_offline(), t.status_offline_rest()),
            Self::Failed => (t.status_failed(), t.status_failed_rest()),
            Self::Syncing => (t.status_syncing(), t.status_syncing_rest()),
            Self::Refused => (t.status_refused(), t.status_refused_rest()),
            Self::Doubt => (t.status_doubt(), ""),
            Self::Closed => (t.status_closed(), ""),
            Self::Rivals => (links.status_rivals(), links.status_rivals_rest()),
            Self::Empty => (links.status_empty(), links.status_empty_rest()),
            Self::Left => (links.status_left(), links.status_left_rest()),
            Self::Waiting(count) => {
                let count = usize::try_from(count).unwrap_or(usize::MAX);
                return (t.status_waiting(count), t.status_waiting_rest().to_owned());
            }
            Self::Synced(Some(at)) => {
                let at = t.status_synced_rest(&texts().format().clock(at));
                return (t.status_synced().to_owned(), at);
            }
        };
        (word.to_owned(), rest.to_owned())
    }

    /// Whether a screen reader says it by itself: what comes and goes with every change is not worth a word.
    const fn is_news(self) -> bool {
        matches!(
            self,
            Self::Offline
                | Self::Failed
                | Self::Refused
                | Self::Doubt
                | Self::Closed
                | Self::Rivals
                | Self::Empty
                | Self::Left
        )
    }
}

/// Whether everything is saved, and how it stands with the neighbours; always in sight. Being offline is normal
/// here, and said as such.
#[component]
pub fn Status() -> impl IntoView {
    let state = state();
    let online = RwSignal::new(browser::is_online());
    let back = window_event_listener(leptos::ev::online, move |_| online.set(true));
    let away = window_event_listener(leptos::ev::offline, move |_| online.set(false));
    on_cleanup(move || {
        back.remove();
        away.remove();
    });
    let shown = Memo::new(move |_| match (state.phase.get(), state.saving.get()) {
        (Phase::Failed(_), _) | (_, Some(SaveState::Failed(_))) => Shown::Failed,
        (_, Some(SaveState::Saving)) => Shown::Saving,
        (Phase::Starting | Phase::Shown, _) => Shown::Loading,
        _ => state.sync.with(|sync| match sync {
            Some(sync) => Shown::of_sync(sync),
            None if !online.get() => Shown::Offline,
            None => Shown::Saved,
        }),
    });
    let failed = Memo::new(move |_| shown.get() == Shown::Failed);
    // The button stays while its words change, or the keyboard would lose it.
    let opens = Memo::new(move |_| failed.get() || state.sync.with(Option::is_some));
    let explained = RwSignal::new(false);
    let escape = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" {
            explained.set(false);
        }
    });
    // It covers what is below it.
    let elsewhere = window_event_listener(leptos::ev::pointerdown, move |event| {
        let target = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|it| it.closest(".status-place").ok().flatten().is_none()) {
            explained.set(false);
        }
    });
    on_cleanup(move || {
        escape.remove();
        elsewhere.remove();
    });
    let path = use_location().pathname;
    Effect::new(move |_| {
        path.track();
        explained.set(false);
    });
    let key = move || shown.get().look().0;
    let inside = move || {
        let (word, rest) = shown.get().words();
        view! { <Icon name=shown.get().look().1/><span>{word}<span class="wide-only">{rest}</span></span> }
    };
    move || {
        if opens.get() {
            view! {
                <button class="status" type="button" data-state=key aria-expanded=move || explained.get().to_string()
                    aria-controls="status-why" on:click=move |_| explained.update(|explained| *explained = !*explained)>
                    {inside}
                    <span class="visually-hidden">{texts().shell().status_more()}</span>
                </button>
                <p class="visually-hidden" role="status">{move || shown.get().is_news().then(|| shown.get().words().0)}</p>
                {move || explained.get().then(|| if failed.get() {
                    view! { <NotSaved/> }.into_any()
                } else {
                    view! { <Neighbours/> }.into_any()
                })}
            }
            .into_any()
        } else {
            view! { <p class="status" role="status" data-state=key>{inside}</p> }.into_any()
        }
    }
}
