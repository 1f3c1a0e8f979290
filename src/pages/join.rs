//! Joining a directory that a neighbour shares: the link, what it says of itself, a look around, and the answer.

mod around;
mod bring;
mod camera;
mod found;
mod meaning;
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
use groundswell_model::{
    Id,
    message::{EngineError, Fragment, Invitation},
};
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
    let step = Memo::new(move |_| joining.step());
    view! {
        <div class="page">
            <div class="page-head">
                <div><h1>{t.join()}</h1><p>{t.join_why()}</p></div>
                <Show when=move || state.current.get().is_none()>
                    <a class="button quiet" href="/"><Icon name="back"/>{texts().settings().to_start()}</a>
                </Show>
            </div>
            {move || match step.get() {
                Step::NoEngine(error) => view! { <NoEngine error/> }.into_any(),
                Step::Coming => view! { <p class="hint" role="status">{t.looking()}</p> }.into_any(),
                Step::Found(invitation) => view! { <Found joining invitation/> }.into_any(),
                Step::Around(directory) => view! { <Around directory/> }.into_any(),
                Step::Bring => view! { <Bring joining/> }.into_any(),
            }}
        </div>
    }
}

/// How far it is.
#[derive(Clone, PartialEq)]
enum Step {
    /// Nothing can be joined before the engine is there.
    NoEngine(EngineError),
    /// A link was opened and is being looked at.
    Coming,
    /// What a link says of itself.
    Found(Invitation),
    /// An invitation is open, to be answered.
    Around(Id),
    /// A link is wanted.
    Bring,
}

/// Why the engine did not start.
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

    fn step(self) -> Step {
        if let (Phase::Failed(error), None) = (self.state.phase.get(), self.state.device.get()) {
            return Step::NoEngine(error);
        }
        if self.state.link.with(Option::is_some) || self.opened.get() {
            return Step::Coming;
        }
        let found = self.found.with(|found| found.as_ref().map(|found| found.invitation.clone()));
        match (found, self.state.invitation()) {
            (Some(invitation), _) => Step::Found(invitation),
            (None, Some(directory)) => Step::Around(directory),
            (None, None) => Step::Bring,
        }
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
