use super::{
    wizard::{Wizard, WizardError},
    workbook::{self, NotRead, Stop},
};
use crate::{
    browser,
    components::{ChosenFile, Icon},
    locales::texts,
};
use futures::channel::oneshot;
use groundswell_model::{
    Kind,
    workbook::{Sheet, WorkbookError},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// The question which sheet it is, which takes the focus.
const WHICH: &str = "import-sheets";

/// A workbook on its way to the engine: being read, or waiting for somebody to say which of its sheets it is.
#[derive(Clone, Copy)]
pub struct Workbook {
    /// The file's name and its sheets, where there are several to choose from.
    pub sheets: RwSignal<Option<(String, Arc<[Sheet]>)>>,
    stop: StoredValue<Option<Stop>, LocalStorage>,
}

impl Workbook {
    /// None yet.
    pub fn new() -> Self {
        Self { sheets: RwSignal::new(None), stop: StoredValue::new_local(None) }
    }

    /// Whether a file may be one, by its first bytes: a ZIP archive (PKWARE APPNOTE 4.3.7), a compound file (MS-CFB 2.2),
    /// or contacts (RFC 6350 section 6.1.1).
    pub fn may_be(file: &ChosenFile) -> bool {
        const CONTACTS: &[u8] = b"BEGIN:VCARD";
        let text = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes).trim_ascii_start();
        let begin = text.get(..CONTACTS.len());
        [&b"PK\x03\x04"[..], b"\xd0\xcf\x11\xe0"].iter().any(|signature| file.bytes.starts_with(signature))
            || begin.is_some_and(|begin| begin.eq_ignore_ascii_case(CONTACTS))
    }

    /// Reads a file, and goes on with its only sheet or asks which one it is.
    pub fn open(self, wizard: Wizard, file: ChosenFile) {
        if wizard.busy.get_untracked() {
            return;
        }
        let (stop, stopped) = oneshot::channel();
        self.stop.set_value(Some(stop));
        wizard.busy.set(true);
        wizard.error.set(None);
        spawn_local(async move {
            let read = workbook::read(&file.bytes, stopped).await;
            // The page may have been left meanwhile.
            if wizard.busy.try_set(false).is_some() {
                return;
            }
            self.stop.set_value(None);
            match read {
                Ok(sheets) => self.opened(wizard, file.name, sheets),
                // It is another kind of archive, or damaged: the engine knows what to say.
                Err(NotRead::Said(WorkbookError::Damaged(why))) => {
                    web_sys::console::error_1(&why.into());
                    wizard.open_text(file);
                }
                Err(why) => refuse(wizard, &why),
            }
        });
    }

    /// Stops what is being read, and tells whether anything was.
    pub fn stop(self) -> bool {
        self.stop.try_update_value(Option::take).flatten().is_some_and(|stop| stop.send(()).is_ok())
    }

    fn opened(self, wizard: Wizard, file: String, sheets: Vec<Sheet>) {
        match <[Sheet; 1]>::try_from(sheets) {
            Ok([sheet]) => wizard.open_sheet(file, sheet),
            Err(sheets) => {
                self.sheets.set(Some((file, sheets.into())));
                browser::after_paint(|| browser::focus(WHICH));
            }
        }
    }
}

fn refuse(wizard: Wizard, why: &NotRead) {
    let t = texts();
    let said = match why {
        NotRead::NoReader => t.import().no_reader(),
        NotRead::TooMuch | NotRead::Said(WorkbookError::TooLarge) => t.import().workbook_too_much(),
        NotRead::Said(WorkbookError::Locked) => t.import().workbook_locked(),
        NotRead::Said(WorkbookError::Damaged(_)) => t.import().unreadable(),
        NotRead::Said(WorkbookError::Empty) => t.records().table_empty(),
        NotRead::Cancelled => t.records().error_cancelled(),
    };
    let is_cancelled = *why == NotRead::Cancelled;
    wizard.error.set(Some(WizardError { said: said.to_owned(), is_cancelled }));
}

/// What a sheet is called.
fn called(sheet: &Sheet) -> String {
    let t = texts().import();
    match sheet.contacts {
        None => sheet.name.clone(),
        Some(Kind::Group) => t.groups_of_contacts().to_owned(),
        Some(_) => t.people_of_contacts().to_owned(),
    }
}

/// Asks which sheet of a workbook it is; the first is chosen until somebody says otherwise.
#[component]
pub fn ChooseSheet(wizard: Wizard, file: String, sheets: Arc<[Sheet]>) -> impl IntoView {
    let t = texts().import();
    let chosen = RwSignal::new(0);
    let choice = |(place, sheet): (usize, &Sheet)| {
        view! {
            <label class="choice">
                <input type="radio" name="import-sheet" prop:checked=move || chosen.get() == place
                    on:change=move |_| chosen.set(place)/>
                <span class="choice-text"><strong>{called(sheet)}</strong><small>{t.rows(sheet.rows)}</small></span>
            </label>
        }
    };
    let choices = sheets.iter().enumerate().map(choice).collect_view();
    let legend = t.which_sheet(&file);
    let take = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(sheet) = sheets.get(chosen.get_untracked()) {
            let name = t.sheet_of(&called(sheet), &file);
            wizard.workbook.sheets.set(None);
            wizard.open_sheet(name, sheet.clone());
        }
    };
    view! {
        <form class="stack" novalidate on:submit=take>
            <fieldset class="choices">
                <legend><h3 id=WHICH tabindex="-1">{legend}</h3></legend>
                {choices}
            </fieldset>
            <div class="actions">
                <button class="button primary" type="submit"><Icon name="forward"/>{t.use_sheet()}</button>
                <button class="button quiet" type="button" on:click=move |_| wizard.workbook.sheets.set(None)>
                    {t.other_file()}
                </button>
            </div>
        </form>
    }
}
