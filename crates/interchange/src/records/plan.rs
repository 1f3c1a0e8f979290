//! What an import of such a spreadsheet would do, row by row, before anybody agrees to it.

use super::{Column, Names, Sheet, cell, contacts, row};
use crate::{Commit, Table, table, text};
use groundswell_model::{
    Command, Field, Id, Kind, Language, Record,
    import::{ImportPreview, LeftOutColumn, Outcome, PreviewRow, Remark, RemarkKind, Sameness},
    message::{Progress, Stage},
};
use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::Arc,
};

/// What the directory has, as far as such an import compares with it.
#[derive(Clone, Debug, Default)]
pub struct KnownRecords {
    /// Its records of the table's kind.
    pub records: Vec<Record>,
    /// Ids of those that were deleted.
    pub deleted: Vec<Id>,
    /// Its records of the kinds in [`referenced`](super::referenced).
    pub names: Names,
}

/// Makes a [`RecordPlan`] in steps.
pub struct RecordPlanner {
    table: Arc<Table>,
    sheet: Sheet,
    known: KnownRecords,
    by_id: HashMap<Id, usize>,
    by_name: HashMap<String, Vec<usize>>,
    deleted: HashSet<Id>,
    /// The ids of the rows so far.
    seen: HashSet<Id>,
    language: Language,
    new_id: Box<dyn FnMut() -> Id>,
    rows: Vec<Row>,
}

/// What an import would do, and the commands that do it.
#[derive(Debug)]
pub struct RecordPlan {
    kind: Kind,
    left_out: Vec<LeftOutColumn>,
    rows: Vec<Row>,
}

/// A row, and what comes of it.
#[derive(Debug)]
struct Row {
    line: usize,
    name: String,
    outcome: Outcome,
    remarks: Vec<Remark>,
    save: Option<Command>,
}

impl RecordPlanner {
    /// Begins a plan for a table of [`Table::kind`]; nothing for any other. `new_id` gives a random id at each call;
    /// the language is that of the preview.
    #[must_use]
    pub fn new(
        table: Arc<Table>,
        known: KnownRecords,
        language: Language,
        new_id: Box<dyn FnMut() -> Id>,
    ) -> Option<Self> {
        let sheet = Sheet::of(&table)?;
        let mut by_name = HashMap::<String, Vec<usize>>::new();
        for (at, record) in known.records.iter().enumerate() {
            by_name.entry(text::key(record.name())).or_default().push(at);
        }
        Some(Self {
            by_id: known.records.iter().enumerate().map(|(at, record)| (record.id(), at)).collect(),
            by_name,
            deleted: known.deleted.iter().copied().collect(),
            seen: HashSet::new(),
            rows: Vec::with_capacity(table.len()),
            table,
            sheet,
            known,
            language,
            new_id,
        })
    }

    /// Looks at no more than so many rows more. All is done when `done` equals `total`.
    pub fn step(&mut self, rows: usize) -> Progress {
        let table = Arc::clone(&self.table);
        for _ in 0..rows {
            let Some(row) = table.row(self.rows.len()) else { break };
            let planned = self.row(row);
            self.rows.push(planned);
        }
        Progress { stage: Stage::Comparing, done: self.rows.len(), total: table.len() }
    }

    /// The plan, once all rows were looked at.
    #[must_use]
    pub fn finish(mut self) -> RecordPlan {
        while self.rows.len() < self.table.len() {
            self.step(usize::MAX);
        }
        RecordPlan { kind: self.sheet.kind, left_out: self.sheet.left_out, rows: self.rows }
    }

    fn row(&mut self, row: &table::row::Row) -> Row {
        let name = self.sheet.place(Field::Name).map(|at| text::unguard(row.cell(at))).unwrap_or_default();
        let mut planned = Row {
            line: row.line,
            name: text::excerpt(&text::line(name)),
            outcome: Outcome::Refused,
            remarks: Vec::new(),
            save: None,
        };
        let id = match self.id(row) {
            Ok(id) => id,
            Err(remark) => {
                planned.remarks.push(remark);
                return planned;
            }
        };
        if self.table.contacts().is_some() {
            return self.contact(row, planned);
        }
        let at = id.and_then(|id| self.by_id.get(&id)).copied();
        let before = match at.and_then(|at| self.known.records.get(at)) {
            Some(known) => known.clone(),
            None => self.empty(id),
        };
        let known = at.and_then(|at| self.known.records.get(at));
        let reading = row::read(&self.sheet, row, &before, &self.known.names, &mut self.new_id);
        planned.remarks = reading.remarks;
        if id.is_none()
            && planned.remarks.is_empty()
            && let Some(same) = self.same(&reading.after)
        {
            planned.outcome = Outcome::Same { id: same };
            return planned;
        }
        if known.is_none() && reading.changed.is_empty() {
            // Nothing but an id: what has to be given is missing.
            planned.remarks.extend(reading.after.problems().iter().map(|error| {
                let at = self.sheet.place(error.field).unwrap_or_default();
                row::remark(at, RemarkKind::Problem(error.problem), "")
            }));
        }
        if !planned.remarks.is_empty() {
            return planned;
        }
        planned.outcome = match known {
            None => Outcome::New,
            Some(_) if reading.changed.is_empty() => Outcome::Same { id: before.id() },
            Some(_) => Outcome::Changed {
                id: before.id(),
                changes: reading
                    .changed
                    .iter()
                    .map(|spec| row::change(spec, &before, &reading.after, &self.known.names, self.language))
                    .collect(),
                because: vec![Sameness::Id],
            },
        };
        if !reading.changed.is_empty() {
            let before = known.map(|_| Box::new(before));
            planned.save = Some(Command::Save { before, after: Box::new(reading.after) });
        }
        planned
    }

    fn empty(&mut self, id: Option<Id>) -> Record {
        let mut empty = (self.sheet.kind.declaration().empty)(id.unwrap_or_else(&mut self.new_id));
        self.table.file().clone_into(&mut empty.meta_mut().source);
        empty
    }

    /// A contact: added or, where the directory knows somebody of this name who is reached in one of the same ways, what
    /// is missing there. An address book takes nothing away, and what can not be taken of a card leaves the rest of it.
    fn contact(&mut self, row: &table::row::Row, mut planned: Row) -> Row {
        let empty = self.empty(None);
        let reading = row::read(&self.sheet, row, &empty, &self.known.names, &mut self.new_id);
        planned.remarks = reading.remarks;
        let problems = reading.after.problems();
        if !problems.is_empty() {
            return planned;
        }
        let known = self.by_name.get(&text::key(reading.after.name())).into_iter().flatten();
        let mut known = known.filter_map(|at| self.known.records.get(*at));
        let Some(known) = known.find(|known| contacts::may_be_the_same(known, &reading.after)) else {
            planned.outcome = Outcome::New;
            planned.save = Some(Command::Save { before: None, after: Box::new(reading.after) });
            return planned;
        };
        let after = contacts::added(known, &empty, &reading.after);
        let fields = self.sheet.kind.declaration().fields();
        let changes: Vec<_> = fields
            .filter(|spec| !cell::is_same(spec, known, &after))
            .map(|spec| row::change(spec, known, &after, &self.known.names, self.language))
            .collect();
        if changes.is_empty() {
            planned.outcome = Outcome::Same { id: known.id() };
        } else {
            let because = vec![Sameness::Name, Sameness::Contact];
            planned.outcome = Outcome::Changed { id: known.id(), changes, because };
            let before = Some(Box::new(known.clone()));
            planned.save = Some(Command::Save { before, after: Box::new(after) });
        }
        planned
    }

    /// The id that a row gives, if it gives one.
    fn id(&mut self, row: &table::row::Row) -> Result<Option<Id>, Remark> {
        let is_id = |column: &Column| matches!(column, Column::Id);
        let at = self.sheet.columns.iter().find(|(_, column)| is_id(column)).map(|(at, _)| *at);
        let Some(at) = at else { return Ok(None) };
        let said = row.cell(at).trim();
        if said.is_empty() {
            return Ok(None);
        }
        let refused = |kind| Err(row::remark(at, kind, said));
        match said.parse::<Id>() {
            Ok(id) if id == Id::NETWORK => refused(RemarkKind::NotAnId),
            Ok(id) if self.deleted.contains(&id) => refused(RemarkKind::WasDeleted),
            Ok(id) if !self.seen.insert(id) => refused(RemarkKind::Repeated),
            Ok(id) => Ok(Some(id)),
            Err(_) => refused(RemarkKind::NotAnId),
        }
    }

    /// A record of the directory that says the same in every field: a row without an id that comes a second time.
    fn same(&self, record: &Record) -> Option<Id> {
        let named = self.by_name.get(&text::key(record.name()))?;
        let others = named.iter().filter_map(|at| self.known.records.get(*at));
        let fields = || self.sheet.kind.declaration().fields();
        let mut same = others.filter(|other| fields().all(|spec| cell::says_same(spec, record, other)));
        same.next().map(Record::id)
    }
}

impl RecordPlan {
    /// What would happen, row by row.
    #[must_use]
    pub fn preview(&self) -> ImportPreview {
        let row = |row: &Row| PreviewRow {
            line: row.line,
            name: row.name.clone(),
            town: String::new(),
            take: row.outcome != Outcome::Refused,
            outcome: row.outcome.clone(),
            remarks: row.remarks.clone(),
            apart: false,
        };
        ImportPreview {
            kind: Some(self.kind),
            rows: self.rows.iter().map(row).collect(),
            left_out: self.left_out.clone(),
            ..ImportPreview::default()
        }
    }

    /// The commands that carry the plan out, without the rows at these places of the preview.
    #[must_use]
    pub fn commit(&self, leave_out: &[usize]) -> Commit {
        let leave_out: HashSet<usize> = leave_out.iter().copied().collect();
        let mut commit = Commit::default();
        for (at, row) in self.rows.iter().enumerate() {
            if leave_out.contains(&at) {
                commit.done.refused += 1;
                continue;
            }
            match row.outcome {
                Outcome::New => commit.done.created += 1,
                Outcome::Changed { .. } => commit.done.changed += 1,
                Outcome::Same { .. } => commit.done.unchanged += 1,
                Outcome::DuplicateOf { .. } => commit.done.merged += 1,
                Outcome::Refused => commit.done.refused += 1,
            }
            commit.commands.extend(row.save.clone());
        }
        commit
    }
}

/// Without what gives ids.
impl fmt::Debug for RecordPlanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordPlanner")
            .field("kind", &self.sheet.kind)
            .field("rows", &self.table.len())
            .field("done", &self.rows.len())
            .finish_non_exhaustive()
    }
}
