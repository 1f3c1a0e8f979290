//! What is typed in a form is kept on the device until it is saved or thrown away: soon after it is typed, and when the
//! form or the page is left in any way.

use super::FormState;
use crate::{
    browser,
    components::Icon,
    locales::texts,
    state::{KeptDraft, State, state},
};
use gloo_timers::callback::Timeout;
use groundswell_model::{Id, record::Draft};
use leptos::{html, prelude::*, task::spawn_local};
use std::rc::Rc;

/// What is typed is kept after so many milliseconds without another key, or when it has not been for as long.
const PAUSE: u32 = 700;

/// How a form is kept.
pub struct Keeping {
    directory: Id,
    /// The drafts of which the next takes the place: the last one, at first the one that the form began with.
    lie: Vec<String>,
    /// Reads what is typed.
    read: Rc<dyn Fn() -> Draft>,
    /// Runs while something is typed that is not kept yet.
    soon: Option<Timeout>,
}

impl FormState {
    /// Keeps what is typed from now on, as `read` tells it; `resumed` is the draft that the form began with. A draft
    /// has another name each time it is kept, so that two tabs never touch what only the other has seen: none is lost,
    /// and whoever opens the form next goes on with the latest.
    pub fn keep(self, state: State, resumed: Option<KeptDraft>, read: impl Fn() -> Draft + 'static) {
        let Some(directory) = state.current.get_untracked() else { return };
        if let Some(resumed) = &resumed {
            self.touch();
            self.resumed.set(Some(resumed.draft.at));
        }
        let lie = resumed.map(|resumed| resumed.name).into_iter().collect();
        let keeping = Keeping { directory, lie, read: Rc::new(read), soon: None };
        self.keeping.set_value(Some(keeping));
        let hidden = browser::listen_to_document("visibilitychange", move || self.keep_now(state));
        let left = window_event_listener(leptos::ev::pagehide, move |_| self.keep_now(state));
        // Only where it could not be kept is closing the page worth a question, in the browser's own words.
        let asked = window_event_listener(leptos::ev::beforeunload, move |event| {
            if self.not_kept.get_untracked() && self.typed.get_untracked() {
                event.prevent_default();
            }
        });
        let listeners = StoredValue::new_local(Some(hidden));
        on_cleanup(move || {
            self.keep_now(state);
            listeners.dispose();
            left.remove();
            asked.remove();
        });
    }

    /// Keeps what is typed in a moment.
    pub(super) fn keep_soon(self) {
        let state = state();
        self.keeping.try_update_value(|keeping| {
            if let Some(keeping) = keeping
                && keeping.soon.is_none()
            {
                // After the timer, which `keep_now` drops.
                let keep = move || spawn_local(async move { self.keep_now(state) });
                keeping.soon = Some(Timeout::new(PAUSE, keep));
            }
        });
    }

    /// Keeps what is typed, if anything is that is not kept yet.
    pub(super) fn keep_now(self, state: State) {
        let draft = self.keeping.try_update_value(|keeping| {
            let keeping = keeping.as_mut()?;
            drop(keeping.soon.take()?);
            let name = browser::new_id().to_string();
            let before = std::mem::replace(&mut keeping.lie, vec![name.clone()]);
            Some((keeping.directory, name, Rc::clone(&keeping.read), before))
        });
        let Some((directory, name, read, before)) = draft.flatten() else { return };
        let draft = read();
        spawn_local(async move {
            let is_kept = state.keep_draft(directory, name, draft, before.clone()).await;
            if !is_kept {
                self.keeping.try_update_value(|keeping| {
                    if let Some(keeping) = keeping {
                        keeping.lie.extend(before);
                    }
                });
            }
            // Somebody may have left the form meanwhile.
            let change = |not_kept: &mut bool| (std::mem::replace(not_kept, !is_kept) == is_kept, ());
            let _ = self.not_kept.try_maybe_update(change);
        });
    }

    /// The directory, and the names of the drafts that hold what was kept until now.
    pub(super) fn lying_drafts(self) -> Option<(Id, Vec<String>)> {
        self.keeping.with_value(|keeping| keeping.as_ref().map(|it| (it.directory, it.lie.clone())))
    }

    /// What is typed is saved, or thrown away: no draft of it stays, and none is kept any more.
    pub(super) fn drop_drafts(self, state: State) {
        if let Some(Some(keeping)) = self.keeping.try_update_value(Option::take) {
            state.drop_drafts(keeping.directory, keeping.lie);
        }
    }
}

/// The line that says that the form began with a draft, or that what is typed can not be kept.
#[component]
pub fn DraftLine(
    /// The form.
    form: FormState,
    /// The question whether to throw it away.
    asking: NodeRef<html::Dialog>,
) -> impl IntoView {
    let t = texts();
    let resumed = move || {
        form.resumed.get().map(|at| {
            view! {
                <div class="notice" data-kind="info" role="status">
                    <Icon name="edit"/>
                    <div>
                        <p>{t.drafts().resumed(&t.format().moment(at))}</p>
                        <div class="buttons">
                            <button class="button" type="button" on:click=move |_| super::ask_to_leave(asking)>
                                <Icon name="delete"/>{t.drafts().discard()}
                            </button>
                        </div>
                    </div>
                </div>
            }
        })
    };
    view! {
        {resumed}
        <Show when=move || form.not_kept.get()>
            <div class="notice" data-kind="warn" role="status"><Icon name="warning"/><p>{t.drafts().not_kept()}</p></div>
        </Show>
    }
}
