//! Joining a directory that a neighbour shares: the link, what it says of itself, a look around, and the answer.

mod around;
mod bring;
mod camera;
mod found;
mod scan;

use crate::{
    components::Icon,
    locales::texts,
    pages::home::title,
    state::{Phase, State, state},
};
use around::Around;
use bring::Bring;
use found::Found;
use groundswell_model::message::{EngineError, Fragment, Invitation};
use leptos::{prelude::*, task::spawn_local};

/// The heading of what was found, which takes the focus.
const FOUND: &str = "join-found";
/// The field for the link.
const INPUT: &str = "join-link";

/// The page.
#[component]
pub fn JoinPage() -> impl IntoView {
    let state = state();
    let t = texts().sharing();
    title(t.join());
    let joining = Joining::new();
    let around = Memo::new(move |_| state.invitation());
    let found =
        Memo::new(move |_| joining.found.with(|found| found.as_ref().map(|found| found.invitation.clone())));
    // A link that was opened needs no field to paste it into.
    let coming = Memo::new(move |_| state.link.with(Option::is_some) || joining.opened.get());
    view! {
        <div class="page">
            <div class="page-head"><div><h1>{t.join()}</h1><p>{t.join_why()}</p></div></div>
            {move || match (state.phase.get(), found.get(), around.get()) {
                (Phase::Failed(error), ..) if state.device.get().is_none() => view! { <NoEngine error/> }.into_any(),
                _ if coming.get() => view! { <p class="hint" role="status">{t.looking()}</p> }.into_any(),
                (_, Some(invitation), _) => view! { <Found joining invitation/> }.into_any(),
                (_, None, Some(directory)) => view! { <Around directory/> }.into_any(),
                (_, None, None) => view! { <Bring joining/> }.into_any(),
            }}
        </div>
    }
}

/// The engine did not start: nothing can be joined before it does.
#[component]
fn NoEngine(error: EngineError) -> impl IntoView {
    let state = state();
    let t = texts();
    view! {
        <div class="notice" data-kind="error" role="alert">
            <Icon name="error"/>
            <div>
                <p>{t.records().error(&error)}</p>
                <div class="buttons"><button class="button" type="button" on:click=move |_| state.retry()>{t.shell().retry()}</button></div>
            </div>
        </div>
    }
}

/// A link and what it says of itself.
#[derive(Clone)]
struct Looked {
    link: Fragment,
    invitation: Invitation,
}

/// A link on its way in.
#[derive(Clone, Copy)]
struct Joining {
    state: State,
    /// What was found.
    found: RwSignal<Option<Looked>>,
    /// Why nothing was.
    error: RwSignal<Option<EngineError>>,
    busy: RwSignal<bool>,
    /// The link was opened, not pasted or scanned.
    opened: RwSignal<bool>,
}

impl Joining {
    /// Looks at the link that was opened, if one was, once the engine is there.
    fn new() -> Self {
        let state = state();
        let joining = Self {
            state,
            found: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            opened: RwSignal::new(false),
        };
        Effect::new(move |_| {
            let standing = state.phase.with(|phase| !matches!(phase, Phase::Starting | Phase::Shown));
            let free = !joining.busy.get() && state.device.with(Option::is_some);
            if standing && free && state.link.with(Option::is_some) {
                let link = state.link.try_update(Option::take).flatten();
                if let Some(link) = link {
                    joining.opened.set(true);
                    joining.look(link);
                }
            }
        });
        joining
    }

    /// Looks at what somebody opened, pasted or scanned.
    fn look(self, link: Fragment) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let looked = self.state.look_at(link.clone()).await;
            // Somebody may have gone elsewhere meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            self.opened.set(false);
            let focus = match looked {
                Ok(invitation) => {
                    self.found.set(Some(Looked { link, invitation }));
                    FOUND
                }
                Err(why) => {
                    self.error.set(Some(why));
                    INPUT
                }
            };
            crate::browser::after_paint(move || crate::browser::focus(focus));
        });
    }

    /// Forgets what was found.
    fn forget(self) {
        self.found.set(None);
        self.error.set(None);
        crate::browser::after_paint(|| crate::browser::focus(INPUT));
    }
}
