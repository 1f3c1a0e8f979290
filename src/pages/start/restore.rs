use super::ask_to_keep;
use crate::{
    browser,
    components::{ChosenFile, Dialog, FileDrop, Icon, dismiss},
    locales::texts,
    state::{state, unexpected},
};
use groundswell_model::{
    Id,
    message::{Access, Answer, BackupSummary, EngineError, Request},
};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The heading of what a backup holds.
const FOUND: &str = "backup-found";

/// Takes in a backup: first says what is in it, then merges it with what is here.
#[component]
pub fn RestoreDialog(
    /// The dialog.
    dialog: NodeRef<html::Dialog>,
    /// Whether it is called the taking in of a file that somebody handed over.
    #[prop(optional)]
    handed: bool,
) -> impl IntoView {
    let state = state();
    let t = texts();
    let navigate = use_navigate();
    let found = RwSignal::new(None::<BackupSummary>);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let fail = move |why: &EngineError| {
        found.set(None);
        error.set(Some(t.records().error(why)));
    };
    let look = Callback::new(move |file: ChosenFile| {
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let looked = state.call(Request::OpenBackup { bytes: file.bytes }).await;
            // Somebody may have gone elsewhere meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match looked {
                Ok(Answer::Backup(summary)) => match summary.unpack() {
                    Ok(summary) => {
                        found.set(Some(summary));
                        browser::after_paint(|| browser::focus(FOUND));
                    }
                    Err(why) => fail(&why),
                },
                Ok(_) => fail(&unexpected()),
                Err(why) => fail(&why),
            }
        });
    });
    let restore = Callback::new(move |name: String| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let restored = state.restore().await;
            if busy.try_set(false).is_some() {
                return;
            }
            match restored {
                Ok(()) => {
                    if let Some(summary) = found.get_untracked() {
                        remember_alone(&summary);
                    }
                    found.set(None);
                    dismiss(dialog);
                    ask_to_keep();
                    let goes_on = untrack(|| state.entry().is_some_and(|entry| entry.shared));
                    let said = match (handed, goes_on) {
                        (true, _) => t.start().taken_in(&name),
                        (false, true) => t.start().restored_shared(&name),
                        (false, false) => t.start().restored(&name),
                    };
                    state.toasts.success(said, None);
                    navigate("/groups", NavigateOptions::default());
                }
                Err(why) => fail(&why),
            }
        });
    });
    let other = move |_| {
        found.set(None);
        browser::after_paint(|| browser::focus("backup-file"));
    };
    let (title, choose, button) = if handed {
        (t.start().take_in(), t.start().choose_file(), t.start().take_in_button())
    } else {
        (t.start().restore(), t.start().choose_backup(), t.start().restore_button())
    };
    view! {
        <Dialog dialog id="restore-title" title=Signal::stored(title.to_owned())>
            {move || error.get().map(|error| view! {
                <div class="notice" data-kind="error" role="alert"><Icon name="error"/><p>{error}</p></div>
            })}
            <p class="visually-hidden" role="status">{move || busy.get().then(|| t.start().working())}</p>
            {move || match found.get() {
                None => view! {
                    <p>{t.start().restore_why()}</p>
                    <FileDrop id="backup-file" label=choose hint=t.start().choose_backup_hint() on_file=look/>
                }.into_any(),
                Some(summary) => {
                    let name = summary.name.clone();
                    let directory = summary.directory;
                    let may = Memo::new(move |_| state.directories.with(|entries| {
                        entries.iter().all(|entry| entry.id != directory || entry.access == Access::Edit)
                    }));
                    view! {
                        <Summary summary/>
                        <Show when=move || !may.get()><p class="meta"><Icon name="lock"/>{t.start().restore_read_only()}</p></Show>
                        <div class="buttons">
                            <button class="button primary" type="button" disabled=move || busy.get() || !may.get()
                                aria-busy=move || busy.get().then_some("true") on:click=move |_| restore.run(name.clone())>
                                <Icon name="restore"/>{button}
                            </button>
                            <button class="button quiet" type="button" on:click=other>{t.start().other_backup()}</button>
                        </div>
                    }.into_any()
                }
            }}
        </Dialog>
    }
}

#[component]
fn Summary(summary: BackupSummary) -> impl IntoView {
    let t = texts();
    let counts = t.format().list(&[
        t.groups().all_groups(summary.groups),
        t.groups().all_awgs(summary.awgs),
        t.start().people(summary.people),
    ]);
    let what = match (summary.here, summary.differing) {
        (false, _) => t.start().backup_new().to_owned(),
        (true, 0) => t.start().backup_same().to_owned(),
        (true, differing) => t.start().backup_differs(differing),
    };
    let alone = || if summary.may_be_shared { t.links().backup_unknown() } else { t.links().backup_alone() };
    let unknown = is_alone(&summary).then(alone);
    let reads = !summary.here && summary.access != Access::Edit;
    let links = summary.links.map(|relation| t.links().backup_links(relation)).or(unknown);
    let lacking = summary.changes_lacking.filter(|lacking| *lacking > 0);
    view! {
        <h3 id=FOUND tabindex="-1">{summary.name}</h3>
        {summary.changes_lacking.is_none().then(|| view! { <p>{counts}</p> })}
        <div class="notice" data-kind="info">
            <Icon name="info"/>
            <div><p>{what}</p>{links.map(|links| view! { <p>{links}</p> })}{reads.then(|| view! { <p>{t.start().restore_reads()}</p> })}</div>
        </div>
        {lacking.map(|lacking| view! {
            <div class="notice" data-kind="warn"><Icon name="warning"/><p>{t.start().changes_lacking(lacking)}</p></div>
        })}
    }
}

/// Whether a backup brings a directory here that is not shared then, whoever may have it.
const fn is_alone(summary: &BackupSummary) -> bool {
    summary.links.is_none() && summary.changes_lacking.is_none() && !summary.here
}

/// Keeps that others may have a directory already, for when somebody shares it.
fn remember_alone(summary: &BackupSummary) {
    if is_alone(summary) {
        browser::set_setting(&key(summary.directory), Some("1"));
    }
}

/// Whether a directory came from a backup by which it is not shared, though others may have it.
pub fn may_be_shared_elsewhere(directory: Id) -> bool {
    browser::setting(&key(directory)).is_some()
}

fn key(directory: Id) -> String {
    format!("links-unknown.{directory}")
}
