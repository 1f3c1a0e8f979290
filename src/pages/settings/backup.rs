use super::is_ready;
use crate::{
    browser,
    components::{Icon, ask},
    locales::texts,
    pages::start::RestoreDialog,
    state::{State, state, unexpected},
};
use groundswell_model::{
    Id, Timestamp,
    message::{Access, Answer, EngineError, ExportFormat, ExportedFile, Request, Wrapping},
};
use leptos::{html, prelude::*, task::spawn_local};

/// After so long without a backup somebody is reminded: 30 days, in milliseconds.
const REMIND: i64 = 30 * 24 * 60 * 60 * 1000;

/// Makes a backup and takes one in.
#[component]
pub fn Backup() -> impl IntoView {
    let state = state();
    let t = texts();
    let restoring = NodeRef::<html::Dialog>::new();
    let current = state.current;
    // What was made just now is known before it is read again.
    let made = RwSignal::new(0_u32);
    let last = Memo::new(move |_| {
        made.track();
        current.get().and_then(last_backup)
    });
    let sample = Memo::new(move |_| {
        let current = current.get();
        state
            .directories
            .with(|entries| entries.iter().any(|entry| Some(entry.id) == current && entry.sample))
    });
    let shared = Memo::new(move |_| state.entry().is_some_and(|entry| entry.shared));
    let edits = Memo::new(move |_| state.access() == Access::Edit);
    let late = move || !sample.get() && last.get().is_none_or(|at| browser::now().0 - at.0 > REMIND);
    let export = Export::new(state);
    let ready = is_ready(state);
    let make = move |_| {
        let Some(directory) = current.get_untracked() else { return };
        export.start(
            ExportFormat::Backup(Wrapping::Zip),
            Callback::new(move |()| {
                browser::set_setting(&key(directory), Some(&browser::now().0.to_string()));
                made.update(|made| *made += 1);
            }),
        );
    };
    view! {
        <p>{move || if shared.get() { t.settings().backup_why_shared() } else { t.settings().backup_why() }}</p>
        <Show when=move || current.get().is_some()>
            {move || if late() {
                let said = match last.get() {
                    Some(at) => t.settings().backup_long_ago(&t.format().day(at)),
                    None => t.settings().backup_never().to_owned(),
                };
                view! { <div class="notice" data-kind="warn"><Icon name="backup"/><p>{said}</p></div> }.into_any()
            } else {
                last.get().map(|at| view! {
                    <p class="meta"><Icon name="check-circle"/>{t.settings().backup_last(&t.format().moment(at))}</p>
                }).into_any()
            }}
            <p class="hint">{move || if edits.get() { t.settings().backup_edits() } else { t.settings().backup_reads() }}</p>
        </Show>
        <Making export/>
        <div class="buttons">
            <Show when=move || current.get().is_some()>
                <button class="button primary" type="button" disabled=move || export.busy.get() || !ready.get()
                    aria-busy=move || export.busy.get().then_some("true") on:click=make>
                    <Icon name="backup"/>{t.shell().failed_backup()}
                </button>
            </Show>
            <button class="button" type="button" aria-haspopup="dialog" on:click=move |_| ask(restoring)>
                <Icon name="restore"/>{t.start().restore()}
            </button>
        </div>
        <RestoreDialog dialog=restoring/>
    }
}

/// How far a file is that takes long.
#[component]
fn Making(export: Export) -> impl IntoView {
    let state = state();
    let t = texts().settings();
    let percent = Memo::new(move |_| {
        let progress = state.progress.get().filter(|_| export.busy.get())?;
        Some(progress.done.saturating_mul(100).checked_div(progress.total).unwrap_or_default().min(100))
    });
    view! {
        <Show when=move || percent.get().is_some()>
            <div class="progress">
                <p role="status">{move || t.backup_making(percent.get().unwrap_or_default())}</p>
                <progress max="100" value=move || percent.get().unwrap_or_default().to_string() aria-label=t.backup()></progress>
            </div>
        </Show>
    }
}

/// A file asked of the engine, on its way to the person's downloads.
#[derive(Clone, Copy)]
pub struct Export {
    state: State,
    /// Whether one is being made.
    pub busy: RwSignal<bool>,
}

impl Export {
    /// None under way.
    pub fn new(state: State) -> Self {
        Self { state, busy: RwSignal::new(false) }
    }

    /// Makes a file and hands it over; `then` runs once the browser has it.
    pub fn start(self, format: ExportFormat, then: Callback<()>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let Self { state, busy } = self;
        let t = texts().settings();
        spawn_local(async move {
            let made = match state.call_standing(Request::Export(format)).await {
                Ok(Answer::File(file)) => hand_over(&file).map(|()| file.name),
                Ok(_) => Err(unexpected()),
                Err(error) => Err(error),
            };
            match made {
                Ok(name) => {
                    state.toasts.success(t.downloaded(&name), None);
                    then.try_run(());
                }
                Err(error) => state.toasts.fail(error),
            }
            // Somebody may have gone elsewhere meanwhile.
            busy.try_set(false);
        });
    }
}

fn hand_over(file: &ExportedFile) -> Result<(), EngineError> {
    browser::download(&file.name, &file.media_type, &file.bytes)
        .map_err(|error| EngineError::Storage(error.as_string().unwrap_or_default()))
}

/// The setting that holds when a directory was last put into a file on this device.
fn key(directory: Id) -> String {
    format!("backup.{directory}")
}

fn last_backup(directory: Id) -> Option<Timestamp> {
    browser::setting(&key(directory))?.parse().ok().map(Timestamp)
}
