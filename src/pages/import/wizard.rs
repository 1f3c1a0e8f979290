use super::{HEADING, meaning};
use crate::{
    browser,
    components::ChosenFile,
    locales::{Texts, texts},
    pages::start::ask_to_keep,
    state::{State, state, unexpected},
};
use groundswell_model::{
    Kind,
    import::{Column, ImportDone, ImportPreview, OpenedTable, TableError},
    message::{Answer, EngineError, Packed, Progress, Request},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A file is chosen.
    File,
    /// Its columns are given their meaning.
    Columns,
    /// What would come of it is looked at.
    Check,
    /// It is done.
    Done,
}

/// Why something did not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WizardError {
    /// In words.
    pub said: String,
    /// Whether somebody wanted it so.
    pub is_cancelled: bool,
}

/// An import under way. The engine holds the table and the plan; here is what is shown of them.
#[derive(Clone, Copy)]
pub struct Wizard {
    state: State,
    texts: Texts,
    /// How far it has come.
    pub step: RwSignal<Step>,
    /// The table as it was understood.
    pub table: RwSignal<Option<Arc<OpenedTable>>>,
    /// What each column means.
    pub columns: RwSignal<Vec<Column>>,
    /// What would come of it.
    pub preview: RwSignal<Option<Arc<ImportPreview>>>,
    /// The kind of record that the rows of the preview are; nothing of groups.
    pub kind: RwSignal<Option<Kind>>,
    /// For each row of the preview, whether it is taken.
    pub taken: RwSignal<Vec<bool>>,
    /// What came of it, and the number that undoes it.
    pub imported: RwSignal<Option<(ImportDone, Option<u32>)>>,
    /// Why the last step did not go on.
    pub error: RwSignal<Option<WizardError>>,
    /// Whether the engine is at work.
    pub busy: RwSignal<bool>,
    /// What the last work told of itself at its end; it says nothing of the next.
    stale: StoredValue<Option<Progress>>,
    /// Whether the engine holds anything of this import.
    held: StoredValue<bool>,
}

impl Wizard {
    /// An import at its beginning. Leaving the page gives it up.
    pub fn new() -> Self {
        let state = state();
        let wizard = Self {
            state,
            texts: texts(),
            step: RwSignal::new(Step::File),
            table: RwSignal::new(None),
            columns: RwSignal::new(Vec::new()),
            preview: RwSignal::new(None),
            kind: RwSignal::new(None),
            taken: RwSignal::new(Vec::new()),
            imported: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            stale: StoredValue::new(None),
            held: StoredValue::new(false),
        };
        on_cleanup(move || {
            if wizard.held.try_get_value() == Some(true) {
                spawn_local(async move {
                    // Nobody is left to be told, and an engine that stopped holds nothing either.
                    let _ = state.call(Request::CancelImport).await;
                });
            }
        });
        wizard
    }

    /// How the engine gets on with what it does for this import.
    pub fn progress(self) -> Option<Progress> {
        self.state.progress.get().filter(|progress| self.stale.get_value() != Some(*progress))
    }

    /// Takes in a file.
    pub fn open(self, file: ChosenFile) {
        self.ask(Request::OpenTable { file: file.name, bytes: file.bytes });
    }

    /// Finds out what would come of the columns as they are.
    pub fn compare(self) {
        self.ask(Request::PreviewImport { columns: Packed::of(&self.columns.get_untracked()) });
    }

    /// Carries out what was looked at.
    pub fn commit(self) {
        let leave_out = self.taken.with_untracked(|taken| {
            taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(place, _)| place).collect()
        });
        self.ask(Request::CommitImport { leave_out });
    }

    /// Gives up what is under way. What the engine is at is answered as cancelled.
    pub fn cancel(self) {
        let idle = !self.busy.get_untracked();
        let Self { state, .. } = self;
        spawn_local(async move {
            let cancelled = state.call(Request::CancelImport).await;
            if idle && self.busy.try_get_untracked().is_some() {
                self.fail(cancelled.err().unwrap_or(EngineError::Cancelled));
            }
        });
    }

    /// Begins another one.
    pub fn again(self) {
        self.imported.set(None);
        self.forget();
        self.go(Step::File);
    }

    /// Goes back to the columns; the table is still with the engine.
    pub fn back_to_columns(self) {
        self.preview.set(None);
        self.error.set(None);
        self.go(Step::Columns);
    }

    /// Undoes the whole import.
    pub fn undo(self, number: u32) {
        self.imported.update(|imported| {
            if let Some((_, undo)) = imported {
                *undo = None;
            }
        });
        self.state.undo(number);
        browser::after_paint(|| browser::focus(HEADING));
    }

    fn ask(self, request: Request) {
        if self.busy.get_untracked() {
            return;
        }
        self.stale.set_value(self.state.progress.get_untracked());
        self.busy.set(true);
        self.error.set(None);
        self.held.set_value(true);
        spawn_local(async move {
            let answer = self.state.call(request).await;
            // The page may have been left meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(Answer::Table(table)) => match table.unpack() {
                    Ok(table) => self.opened(table),
                    Err(error) => self.fail(error),
                },
                Ok(Answer::Preview(preview)) => match preview.unpack() {
                    Ok(preview) => self.previewed(preview),
                    Err(error) => self.fail(error),
                },
                Ok(Answer::Imported { done, undo }) => {
                    self.forget();
                    self.imported.set(Some((done, undo)));
                    let (t, count) = (self.texts.import(), done.created + done.changed);
                    let is_own = self.kind.get_untracked().is_some();
                    let said = if is_own { t.imported_rows(count) } else { t.imported(count) };
                    self.state.toasts.success(said, undo);
                    ask_to_keep();
                    self.go(Step::Done);
                }
                Ok(_) => self.fail(unexpected()),
                Err(error) => self.fail(error),
            }
        });
    }

    fn opened(self, table: OpenedTable) {
        self.columns.set(table.guess.clone());
        let is_own = table.kind.is_some();
        self.table.set(Some(Arc::new(table)));
        // What the columns of such a table mean follows from a declaration.
        if is_own {
            self.ask(Request::PreviewRecords);
        } else {
            self.go(Step::Columns);
        }
    }

    fn previewed(self, preview: ImportPreview) {
        self.kind.set(preview.kind);
        self.taken.set(preview.rows.iter().map(|row| row.take).collect());
        self.preview.set(Some(Arc::new(preview)));
        self.go(Step::Check);
    }

    /// The engine holds nothing of it any more.
    fn forget(self) {
        self.held.set_value(false);
        self.table.set(None);
        self.preview.set(None);
        self.taken.set(Vec::new());
    }

    fn fail(self, error: EngineError) {
        let t = self.texts;
        let mut said = t.records().error(&error);
        if let EngineError::Table(TableError::Twice(column)) = &error {
            said.push_str(&format!(" ({})", meaning::name(t, *column)));
        }
        self.error.set(Some(WizardError { said, is_cancelled: error == EngineError::Cancelled }));
        // What is wrong with the columns is mended there, and a full storage is tried again from here. After
        // anything else the engine no longer holds the table.
        let goes_on = matches!(
            error,
            EngineError::Table(TableError::NoName | TableError::Twice(_))
                | EngineError::StorageFull
                | EngineError::StorageSlow
                | EngineError::Storage(_)
        );
        if !goes_on {
            self.forget();
            self.step.set(Step::File);
        }
    }

    fn go(self, step: Step) {
        self.step.set(step);
        browser::after_paint(|| browser::focus(HEADING));
    }
}
