use super::{ERROR, HEADING, meaning, sheets::Workbook, sort::Sort};
use crate::{
    browser,
    components::ChosenFile,
    locales::{Texts, texts},
    pages::start::ask_to_keep,
    state::{State, state, unexpected},
};
use groundswell_model::{
    Kind,
    command::CommandError,
    import::{Column, HeadingRow, ImportDone, ImportPreview, OpenedTable, Outcome, ReadAs, TableError},
    message::{Answer, EngineError, Packed, Progress, Request},
    workbook::Sheet,
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

/// The id of a row of the preview.
pub fn row_id(place: usize) -> String {
    format!("preview-row-{place}")
}

/// Why something did not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WizardError {
    /// In words.
    pub said: String,
    /// Whether somebody wanted it so.
    pub is_cancelled: bool,
}

/// What came of an import.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// In numbers.
    pub done: ImportDone,
    /// The number that undoes it, until it is undone.
    pub undo: Option<u32>,
    /// Whether it was undone.
    pub is_undone: bool,
    /// Whether the device knows the next time what the file said.
    pub is_remembered: bool,
    /// Columns that were not taken, as people know them.
    pub columns: Vec<String>,
    /// Rows that were not taken: their numbers and names.
    pub rows: Vec<(usize, String)>,
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
    /// How somebody said that the file is to be read.
    pub read_as: RwSignal<ReadAs>,
    /// What came of it.
    pub imported: RwSignal<Option<Imported>>,
    /// Why the last step did not go on.
    pub error: RwSignal<Option<WizardError>>,
    /// The workbook that was chosen.
    pub workbook: Workbook,
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
            read_as: RwSignal::new(ReadAs::default()),
            imported: RwSignal::new(None),
            error: RwSignal::new(None),
            workbook: Workbook::new(),
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
        self.read_as.set(ReadAs::default());
        if Workbook::may_be(&file) { self.workbook.open(self, file) } else { self.open_text(file) }
    }

    /// Takes in a sheet of a workbook, or contacts.
    pub fn open_sheet(self, file: String, sheet: Sheet) {
        // Groups out of an address book are as those of any table.
        let contacts = sheet.contacts.filter(|kind| *kind == Kind::Person);
        self.ask(Request::OpenSheet { file, text: sheet.text, contacts }, HEADING);
    }

    /// Takes in a file that is a table in text form, or of which the engine says what it is.
    pub fn open_text(self, file: ChosenFile) {
        self.ask(Request::OpenTable { file: file.name, bytes: file.bytes }, HEADING);
    }

    /// Reads the file in this encoding; the focus stays where it is chosen.
    pub fn read_in(self, encoding: String, focus: &'static str) {
        self.read_as.update(|read_as| read_as.encoding = Some(encoding));
        self.read_again(focus);
    }

    /// Takes the headings from there; the focus stays where that is chosen.
    pub fn read_below(self, headings: HeadingRow, focus: &'static str) {
        self.read_as.update(|read_as| read_as.headings = Some(headings));
        self.read_again(focus);
    }

    fn read_again(self, focus: &'static str) {
        self.ask(Request::ReadTable(Packed::of(&self.read_as.get_untracked())), focus);
    }

    /// Finds out what would come of the columns as they are.
    pub fn compare(self) {
        self.compare_again(Vec::new(), HEADING);
    }

    /// Takes a row for a group of its own, or again for what it looks like.
    pub fn tell_apart(self, place: usize, is_apart: bool) {
        let mut apart = self.apart();
        apart.retain(|other| *other != place);
        if is_apart {
            apart.push(place);
        }
        self.compare_again(apart, row_id(place));
    }

    /// Rows that somebody said are groups of their own.
    fn apart(self) -> Vec<usize> {
        self.preview.with_untracked(|preview| {
            let rows = preview.iter().flat_map(|preview| preview.rows.iter().enumerate());
            rows.filter(|(_, row)| row.apart).map(|(place, _)| place).collect()
        })
    }

    fn compare_again(self, apart: Vec<usize>, focus: impl Into<String>) {
        let columns = Packed::of(&self.columns.get_untracked());
        self.ask(Request::PreviewImport { columns, apart }, focus);
    }

    /// Carries out what was looked at.
    pub fn commit(self) {
        let leave_out = self.taken.with_untracked(|taken| {
            taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(place, _)| place).collect()
        });
        self.ask(Request::CommitImport { leave_out }, HEADING);
    }

    /// Gives up what is under way. What the engine is at is answered as cancelled.
    pub fn cancel(self) {
        if self.workbook.stop() {
            return;
        }
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
        self.go(Step::File, HEADING.to_owned());
    }

    /// Goes back to the columns; the table is still with the engine.
    pub fn back_to_columns(self) {
        self.preview.set(None);
        self.error.set(None);
        self.go(Step::Columns, HEADING.to_owned());
    }

    /// Undoes the whole import.
    pub fn undo(self, number: u32) {
        let put = move |undo, is_undone| {
            // The page may have been left meanwhile.
            self.imported.try_update(|imported| {
                if let Some(imported) = imported {
                    imported.undo = undo;
                    imported.is_undone = is_undone;
                }
            });
        };
        put(None, false);
        browser::after_paint(|| browser::focus(HEADING));
        spawn_local(async move {
            match self.state.call(Request::Undo(number)).await {
                Ok(_) => put(None, true),
                Err(error) => {
                    put(Some(number), false);
                    self.state.toasts.fail(error);
                }
            }
        });
    }

    /// Asks the engine; the focus is there once what it answers is shown.
    fn ask(self, request: Request, focus: impl Into<String>) {
        let focus = focus.into();
        let is_read_again = matches!(request, Request::ReadTable(_));
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
                    Ok(table) => self.opened(table, focus),
                    Err(error) => self.fail(error),
                },
                Ok(Answer::Preview(preview)) => match preview.unpack() {
                    Ok(preview) => self.previewed(preview, focus),
                    Err(error) => self.fail(error),
                },
                Ok(Answer::Imported { done, undo, remembered }) => self.done(done, undo, remembered),
                Err(EngineError::Command(CommandError::Overtaken | CommandError::DeletedSince)) => {
                    self.overtaken();
                }
                Ok(_) => self.fail(unexpected()),
                Err(error) if is_read_again => self.stay(&error),
                Err(error) => self.fail(error),
            }
        });
    }

    fn opened(self, table: OpenedTable, focus: String) {
        self.columns.set(table.guess.clone());
        let is_own = table.kind.is_some();
        self.table.set(Some(Arc::new(table)));
        // What the columns of such a table mean follows from a declaration.
        if is_own {
            self.ask(Request::PreviewRecords, focus);
        } else {
            self.go(Step::Columns, focus);
        }
    }

    /// Shows a preview. What somebody chose of a row in the one before, stays.
    fn previewed(self, preview: ImportPreview, focus: String) {
        self.kind.set(preview.kind);
        let before = self.preview.get_untracked();
        let chosen = self.taken.get_untracked();
        let chosen = |place: usize| {
            let row = before.as_ref()?.rows.get(place)?;
            chosen.get(place).copied().filter(|taken| *taken != row.take)
        };
        let taken = preview.rows.iter().enumerate().map(|(place, row)| {
            if Sort::is_choice_of(row) { chosen(place).unwrap_or(row.take) } else { row.take }
        });
        self.taken.set(taken.collect());
        self.preview.set(Some(Arc::new(preview)));
        self.go(Step::Check, focus);
    }

    fn done(self, done: ImportDone, undo: Option<u32>, is_remembered: bool) {
        let columns = self.columns_left();
        let rows = self.rows_left();
        self.forget();
        self.imported.set(Some(Imported { done, undo, is_undone: false, is_remembered, columns, rows }));
        ask_to_keep();
        self.go(Step::Done, HEADING.to_owned());
    }

    /// What the columns are called that are not taken.
    pub fn columns_left(self) -> Vec<String> {
        self.preview.with_untracked(|preview| {
            let left = preview.iter().flat_map(|preview| &preview.left_out);
            left.map(|left| meaning::heading(self.texts, left.place, &left.heading)).collect()
        })
    }

    /// The rows that are not taken, but for those that say nothing new.
    fn rows_left(self) -> Vec<(usize, String)> {
        let taken = self.taken.get_untracked();
        self.preview.with_untracked(|preview| {
            let rows = preview.iter().flat_map(|preview| &preview.rows);
            let left =
                rows.zip(taken).filter(|(row, taken)| !taken && !matches!(row.outcome, Outcome::Same { .. }));
            left.map(|(row, _)| (row.line, row.name.clone())).collect()
        })
    }

    /// Records changed since the preview was made: a new one is made.
    fn overtaken(self) {
        let said = self.texts.import().changed_meanwhile().to_owned();
        if self.kind.get_untracked().is_some() {
            self.ask(Request::PreviewRecords, ERROR);
        } else {
            self.compare_again(self.apart(), ERROR);
        }
        self.error.set(Some(WizardError { said, is_cancelled: true }));
    }

    /// The engine holds nothing of it any more.
    fn forget(self) {
        self.held.set_value(false);
        self.table.set(None);
        self.preview.set(None);
        self.taken.set(Vec::new());
    }

    /// The file could not be read as somebody said: the table is as it was.
    fn stay(self, error: &EngineError) {
        let said = self.texts.records().error(error);
        self.error.set(Some(WizardError { said, is_cancelled: *error == EngineError::Cancelled }));
        self.table.with_untracked(|table| {
            if let Some(table) = table {
                let headings = table.headings_at.map_or(HeadingRow::Missing, HeadingRow::At);
                let encoding = Some(table.encoding.clone());
                self.read_as.set(ReadAs { encoding, headings: Some(headings) });
            }
        });
        self.go(Step::Columns, ERROR.to_owned());
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

    fn go(self, step: Step, focus: String) {
        self.step.set(step);
        browser::after_paint(move || browser::focus(&focus));
    }
}
