//! A spreadsheet on its way in: opened, compared, written, or given up at any moment before it is done.

pub(crate) mod opened;

use super::Reply;
use crate::{
    clock,
    engine::{Engine, StorageHandle},
    failure, random,
    stored::records,
    unsaved::{Origin, Unsaved},
    yielder::Yielder,
};
use groundswell_directory::{Applied, Directory};
use groundswell_interchange::{
    Commit, Existing, ImportMemory, Planner, Reader, Sheet, Table,
    records::{KnownRecords, RecordPlanner},
};
use groundswell_model::{
    Command, Group, Id, Kind, Record, Stamp,
    import::{Column, OpenedTable, ReadAs},
    message::{Answer, EngineError, Packed, Progress, Stage},
};
use groundswell_storage::StorageError;
use opened::{Content, Import, Planned, Source};
use std::{collections::HashMap, rc::Rc, sync::Arc};

/// What files said is kept under this name.
const MEMORY: &str = "imports";

/// Steps of work between two looks at the clock.
const STEP: usize = 20;

impl Engine {
    /// Takes in a file as a spreadsheet.
    pub(crate) async fn open_table(&self, file: String, bytes: Vec<u8>) -> Reply {
        self.open_source(Source { file, content: Content::File(bytes) }).await
    }

    /// Takes in a sheet of a workbook as a spreadsheet.
    pub(crate) async fn open_sheet(&self, file: String, text: String, contacts: Option<Kind>) -> Reply {
        self.open_source(Source { file, content: Content::Sheet { text, contacts } }).await
    }

    async fn open_source(&self, source: Source) -> Reply {
        self.import.take();
        let source = Rc::new(source);
        let table = Arc::new(self.read_in_steps(&source, &ReadAs::default()).await?);
        let memory = self.import_memory().await?;
        let opened = Packed::of(&opened(&table, &memory));
        self.import.replace(Some(Import { source, table, memory, plan: None }));
        Ok(Answer::Table(opened))
    }

    /// Reads the file once more, as somebody says that it is written.
    pub(crate) async fn read_table(&self, read_as: &ReadAs) -> Reply {
        let source = self.with_import(|import| Rc::clone(&import.source))?;
        let table = Arc::new(self.read_in_steps(&source, read_as).await?);
        self.with_import(|import| {
            let opened = Packed::of(&opened(&table, &import.memory));
            import.table = table;
            import.plan = None;
            Answer::Table(opened)
        })
    }

    async fn read_in_steps(&self, source: &Source, read_as: &ReadAs) -> Result<Table, EngineError> {
        let mut reader = match &source.content {
            Content::File(bytes) => Reader::open_as(&source.file, bytes, read_as)?,
            Content::Sheet { text, contacts: None } => Reader::of_sheet(&source.file, text.clone(), read_as)?,
            Content::Sheet { text, contacts: Some(kind) } => {
                Reader::of_contacts(&source.file, text.clone(), *kind)?
            }
        };
        let mut yielder = Yielder::new(&self.page);
        loop {
            let progress = reader.step(STEP)?;
            self.go_on(&mut yielder, progress).await?;
            if progress.done == progress.total {
                return Ok(reader.finish()?);
            }
        }
    }

    /// What files said that came into the open directory before. What can not be read any more is as good as forgotten.
    async fn import_memory(&self) -> Result<ImportMemory, EngineError> {
        let (StorageHandle { store, .. }, id) = (self.storage_handle()?, self.with_open(|open| open.id)?);
        match store.kept_for(&id.to_string(), MEMORY).await {
            Ok(kept) => Ok(kept.and_then(|bytes| ImportMemory::from_bytes(&bytes)).unwrap_or_default()),
            Err(StorageError::Corrupt(_)) => Ok(ImportMemory::default()),
            Err(error) => Err(failure::of_storage(error)),
        }
    }

    /// Keeps what a file said. It is no part of the import: what is lost is that the next one knows of it.
    async fn remember(&self, mut memory: ImportMemory, sheet: Sheet) -> Result<(), EngineError> {
        let (StorageHandle { store, .. }, id) = (self.storage_handle()?, self.with_open(|open| open.id)?);
        memory.put(sheet);
        let bytes = memory.to_bytes().map_err(|error| EngineError::Storage(error.to_string()))?;
        store.keep_for(&id.to_string(), MEMORY, &bytes).await.map_err(failure::of_storage)
    }

    /// Compares the table with the directory's groups.
    pub(crate) async fn preview_import(&self, columns: &[Column], apart: &[usize]) -> Reply {
        let table = self.table_to_compare()?;
        let existing = self.with_open(|open| existing(&open.directory))?;
        let planner = Planner::new(table, columns, existing, Box::new(random::some_id))?;
        let mut planner = self.with_import(|import| planner.remembering(&import.memory).apart(apart))?;
        self.plan_in_steps(|| planner.step(STEP)).await?;
        let plan = planner.finish();
        let preview = plan.preview();
        self.with_import(|import| import.plan = Some(Planned::Groups(plan)))?;
        Ok(Answer::Preview(Packed::of(&preview)))
    }

    /// Compares the table with the directory's records of its kind.
    pub(crate) async fn preview_records(&self) -> Reply {
        let table = self.table_to_compare()?;
        let kind = table.kind().ok_or(EngineError::NothingUnderWay)?;
        let known = self.with_open(|open| known_records(&open.directory, kind))?;
        let language = self.language.get();
        let mut planner = RecordPlanner::new(table, known, language, Box::new(random::some_id))
            .ok_or(EngineError::NothingUnderWay)?;
        self.plan_in_steps(|| planner.step(STEP)).await?;
        let plan = planner.finish();
        let preview = plan.preview();
        self.with_import(|import| import.plan = Some(Planned::Records(plan)))?;
        Ok(Answer::Preview(Packed::of(&preview)))
    }

    /// Takes one step after the other, until all is planned or somebody gives it up.
    async fn plan_in_steps(&self, mut step: impl FnMut() -> Progress) -> Result<(), EngineError> {
        let mut yielder = Yielder::new(&self.page);
        loop {
            let progress = step();
            self.go_on(&mut yielder, progress).await?;
            if progress.done == progress.total {
                return Ok(());
            }
        }
    }

    /// The table under way. What was planned with it before is forgotten.
    fn table_to_compare(&self) -> Result<Arc<Table>, EngineError> {
        self.with_import(|import| {
            import.plan = None;
            Arc::clone(&import.table)
        })
    }

    /// Carries the plan out as one action: all of it is committed, or nothing of it stays.
    pub(crate) async fn commit_import(&self, leave_out: &[usize]) -> Reply {
        let commit = self.with_import(|import| match &import.plan {
            Some(Planned::Groups(plan)) => Some(plan.commit(leave_out)),
            Some(Planned::Records(plan)) => Some(plan.commit(leave_out)),
            None => None,
        })?;
        let Commit { commands, done } = commit.ok_or(EngineError::NothingUnderWay)?;
        // What is committed later builds on what is committed before.
        self.flush().await?;
        self.with_open(|open| open.directory.begin(clock::now()))?;
        if let Err(error) = self.write(&commands).await {
            self.with_open(|open| open.directory.roll_back())?;
            return Err(error);
        }
        let Applied { delta, chunks, undo } = self.with_open(|open| open.directory.finish())??;
        if !chunks.is_empty() {
            self.commit_at_once(Unsaved {
                records: records(chunks),
                news: Some(delta.into()),
                reply: None,
                origin: Origin::Here,
            })
            .await?;
        }
        let remembered = match self.import.take() {
            Some(Import { memory, plan: Some(Planned::Groups(plan)), .. }) => {
                self.remember(memory, plan.remembered(leave_out)).await.is_ok()
            }
            Some(Import { plan: Some(Planned::Records(_)) | None, .. }) | None => true,
        };
        Ok(Answer::Imported { done, undo: self.keep_undo(undo), remembered })
    }

    async fn write(&self, commands: &[Command]) -> Result<(), EngineError> {
        let mut yielder = Yielder::new(&self.page);
        let total = commands.len();
        for (done, command) in commands.iter().enumerate() {
            if done % STEP == 0 {
                self.go_on(&mut yielder, Progress { stage: Stage::Writing, done, total }).await?;
            }
            self.with_open(|open| open.directory.step(command))??;
        }
        self.go_on(&mut yielder, Progress { stage: Stage::Writing, done: total, total }).await
    }

    /// Gives up the import under way. What it was doing has stopped by now.
    pub(crate) fn cancel_import(&self) -> Answer {
        self.cancellations.update(|asked| asked.saturating_sub(1));
        self.import.take();
        Answer::Done
    }

    /// Reports progress and lets an import go on.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] once a cancellation was asked for.
    async fn go_on(&self, yielder: &mut Yielder<'_>, progress: Progress) -> Result<(), EngineError> {
        yielder.report(progress).await;
        if self.cancellations.get() == 0 { Ok(()) } else { Err(EngineError::Cancelled) }
    }

    fn with_import<T>(&self, look: impl FnOnce(&mut Import) -> T) -> Result<T, EngineError> {
        self.import.borrow_mut().as_mut().map(look).ok_or(EngineError::NothingUnderWay)
    }
}

/// What is said of a table, as people took such a one before.
fn opened(table: &Table, memory: &ImportMemory) -> OpenedTable {
    let mut opened = table.opened();
    memory.correct(&mut opened);
    opened
}

/// What the directory has, as far as an import compares with it.
pub(crate) fn existing(directory: &Directory) -> Existing {
    Existing {
        groups: super::export::all(directory, Kind::Group),
        regions: super::export::all(directory, Kind::Region),
        people: super::export::all(directory, Kind::Person),
        deleted: deleted_groups(directory),
    }
}

/// What it has, as far as an import of records of this kind compares with it.
fn known_records(directory: &Directory, kind: Kind) -> KnownRecords {
    KnownRecords {
        records: directory.records(kind),
        deleted: deleted(directory, kind),
        names: super::export::names(directory, kind),
    }
}

/// The groups that were deleted, as they were; but for those of an import that was undone.
fn deleted_groups(directory: &Directory) -> Vec<Group> {
    let views = deleted(directory, Kind::Group).into_iter().filter_map(|id| directory.read(Kind::Group, id));
    let groups: Vec<_> = views
        .filter_map(|view| {
            let deleted = view.deleted?;
            if let Record::Group(group) = view.record {
                Some((group.meta.created, deleted, group))
            } else {
                None
            }
        })
        .collect();
    // Several that came in one moment went in one moment: no person makes or deletes more than one at a time.
    let mut together = HashMap::<(Stamp, Stamp), usize>::new();
    for (created, deleted, _) in &groups {
        *together.entry((*created, *deleted)).or_default() += 1;
    }
    let is_alone =
        |(created, deleted, _): &(Stamp, Stamp, Group)| together.get(&(*created, *deleted)) == Some(&1);
    groups.into_iter().filter(is_alone).map(|(_, _, group)| group).collect()
}

/// The ids of the records of a kind that were deleted.
fn deleted(directory: &Directory, kind: Kind) -> Vec<Id> {
    let deleted = directory.deleted().into_iter().filter(|entry| entry.kind == kind);
    deleted.map(|entry| entry.id).collect()
}
