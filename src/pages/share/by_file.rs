use crate::{
    browser,
    components::{Icon, ask},
    locales::texts,
    pages::start::RestoreDialog,
    state::{State, state, unexpected},
};
use groundswell_model::{
    Id, Timestamp,
    message::{Access, Answer, EngineError, ExportFormat, ExportedFile, Request, Since, Wrapping},
};
use leptos::{html, prelude::*, task::spawn_local};

/// So far back the changes of a month go: 30 days, in milliseconds.
const MONTH: i64 = 30 * 24 * 60 * 60 * 1000;

/// What a file that was made takes the focus by.
const MADE: &str = "file-made";

/// What is to be in a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    New,
    Month,
    Whole,
}

/// The directory, or what changed in it, as a file from device to device.
#[component]
pub fn ByFile() -> impl IntoView {
    let state = state();
    let t = texts();
    let words = t.sharing();
    let taking = NodeRef::<html::Dialog>::new();
    // What was given out of hand just now is known before it is read again.
    let given = RwSignal::new(0_u32);
    let last = Memo::new(move |_| {
        given.track();
        state.current.get().and_then(Last::read)
    });
    let edits = Memo::new(move |_| state.access() == Access::Edit);
    let members = Memo::new(move |_| state.access() > Access::Public);
    let chosen = RwSignal::new(if last.with_untracked(Option::is_some) { What::New } else { What::Month });
    let making = Making::new(state);
    let choice = move |what: What, said: String, hint: &'static str| {
        view! {
            <label class="choice">
                <input type="radio" name="file-what" prop:checked=move || chosen.get() == what
                    on:change=move |_| { chosen.set(what); making.made.set(None); }/>
                <span class="choice-text"><strong>{said}</strong><small>{hint}</small></span>
            </label>
        }
    };
    let make = move |_| {
        let now = browser::now();
        let format = match (chosen.get_untracked(), last.get_untracked()) {
            (What::Whole, _) => ExportFormat::Backup(wrapping()),
            (What::New, Some(last)) => ExportFormat::Changes(Since::State(last.state), wrapping()),
            (What::New, None) | (What::Month, _) => {
                ExportFormat::Changes(Since::Time(Timestamp(now.0 - MONTH)), wrapping())
            }
        };
        making.start(format);
    };
    view! {
        <section class="panel by-file print-none" aria-labelledby="by-file">
            <h2 id="by-file"><Icon name="export"/>{words.by_file()}</h2>
            <p>{words.by_file_why()}</p>
            <fieldset class="choices">
                <legend>{words.file_what()}</legend>
                {move || last.get().map(|last| choice(What::New, words.file_new(&t.format().moment(last.at)), words.file_new_hint()))}
                {choice(What::Month, words.file_month().to_owned(), words.file_month_hint())}
                {move || {
                    let hint = if edits.get() { words.file_whole_hint() } else { words.file_whole_reads() };
                    choice(What::Whole, words.file_whole().to_owned(), hint)
                }}
            </fieldset>
            <Show when=move || members.get()><p class="hint">{words.file_private()}</p></Show>
            {move || making.error.get().map(|error| view! {
                <div class="notice" data-kind="error" role="alert"><Icon name="error"/><p>{t.records().error(&error)}</p></div>
            })}
            {move || making.made.get().map(|file| view! { <Made file given/> })}
            <div class="buttons">
                <button class="button primary" type="button" disabled=move || making.busy.get()
                    aria-busy=move || making.busy.get().then_some("true") on:click=make>
                    <Icon name="export"/>{words.file_make()}
                </button>
                <button class="button" type="button" aria-haspopup="dialog" on:click=move |_| ask(taking)>
                    <Icon name="import"/>{t.start().take_in()}
                </button>
            </div>
            <RestoreDialog dialog=taking handed=true/>
        </section>
    }
}

/// A file that is ready: browsers show the sheet for passing it on, and their downloads, to a press only.
#[component]
fn Made(file: ExportedFile, given: RwSignal<u32>) -> impl IntoView {
    let state = state();
    let t = texts();
    let words = t.sharing();
    let said = words.file_made(&file.name, &t.format().bytes(file.bytes.len() as u64));
    let can_pass_on = browser::can_pass_on(&file.name, &file.media_type);
    let file = StoredValue::new(file);
    // What was not given out of hand is new next time too.
    let note = move || {
        if let Some(directory) = state.current.get_untracked() {
            file.with_value(|file| Last { at: browser::now(), state: file.state.clone() }.write(directory));
            // Somebody may have gone elsewhere meanwhile.
            let _ = given.try_update(|given| *given += 1);
        }
    };
    let pass_on = move |_| {
        spawn_local(async move {
            let ExportedFile { name, media_type, bytes, .. } = file.get_value();
            if browser::pass_on(&name, &media_type, &bytes).await {
                note();
                state.toasts.success(words.file_passed().to_owned(), None);
            }
        });
    };
    let save = move |_| {
        let ExportedFile { name, media_type, bytes, .. } = file.get_value();
        match browser::download(&name, &media_type, &bytes) {
            Ok(()) => {
                note();
                state.toasts.success(t.settings().downloaded(&name), None);
            }
            Err(thrown) => state.toasts.fail(EngineError::Storage(thrown.as_string().unwrap_or_default())),
        }
    };
    view! {
        <div class="notice" data-kind="success" role="status" id=MADE tabindex="-1">
            <Icon name="check-circle"/>
            <div>
                <p>{said}</p>
                <div class="buttons">
                    {can_pass_on.then(|| view! {
                        <button class="button" type="button" on:click=pass_on><Icon name="share"/>{words.send()}</button>
                    })}
                    <button class="button" type="button" on:click=save><Icon name="export"/>{words.file_save()}</button>
                </div>
            </div>
        </div>
    }
}

/// A file asked of the engine.
#[derive(Clone, Copy)]
struct Making {
    state: State,
    busy: RwSignal<bool>,
    made: RwSignal<Option<ExportedFile>>,
    error: RwSignal<Option<EngineError>>,
}

impl Making {
    fn new(state: State) -> Self {
        Self { state, busy: RwSignal::new(false), made: RwSignal::new(None), error: RwSignal::new(None) }
    }

    fn start(self, format: ExportFormat) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.made.set(None);
        self.error.set(None);
        spawn_local(async move {
            let made = self.state.call_standing(Request::Export(format)).await;
            // Somebody may have gone elsewhere meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match made {
                Ok(Answer::File(file)) => {
                    self.made.set(Some(file));
                    browser::after_paint(|| browser::focus(MADE));
                }
                Ok(_) => self.error.set(Some(unexpected())),
                Err(why) => self.error.set(Some(why)),
            }
        });
    }
}

/// As what the file travels: Chromium passes on no archives, but texts.
fn wrapping() -> Wrapping {
    let text =
        browser::can_pass_on("a.txt", "text/plain") && !browser::can_pass_on("a.zip", "application/zip");
    if text { Wrapping::Text } else { Wrapping::Zip }
}

/// The last file that this device gave out of hand.
#[derive(Clone, PartialEq)]
struct Last {
    at: Timestamp,
    /// The state that is in it.
    state: Vec<u8>,
}

impl Last {
    fn key(directory: Id) -> String {
        format!("file.{directory}")
    }

    fn read(directory: Id) -> Option<Self> {
        let kept = browser::setting(&Self::key(directory))?;
        let (at, state) = kept.split_once(' ')?;
        Some(Self { at: Timestamp(at.parse().ok()?), state: hex::decode(state).ok()? })
    }

    fn write(&self, directory: Id) {
        let state = hex::encode(&self.state);
        browser::set_setting(&Self::key(directory), Some(&format!("{} {state}", self.at.0)));
    }
}
