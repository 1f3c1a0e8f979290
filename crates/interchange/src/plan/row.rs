//! The rows of a file, and those of one group together.

use super::{draft::Draft, memory::Said};
use groundswell_model::{
    Id, Problem,
    import::{Change, Remark, RemarkKind, Sameness},
};

/// A row, read and given its place.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) draft: Draft,
    pub(super) remarks: Vec<Remark>,
    pub(super) refused: bool,
    /// What it is recognised by when it comes again.
    pub(super) identity: String,
    /// Whether it is known from the last time which group it is.
    pub(super) is_known: bool,
    /// Whether somebody said that it is a group of its own.
    pub(super) is_apart: bool,
    /// Whether it is taken only if somebody says so.
    pub(super) is_question: bool,
    pub(super) cluster: Option<usize>,
    /// For a row after the first of its cluster: why, and what it adds.
    pub(super) duplicate: Option<(Vec<Sameness>, Vec<Change>)>,
}

/// The rows of one group.
#[derive(Debug, Default)]
pub(super) struct Cluster {
    /// Places of its rows, in the order of the file.
    pub(super) rows: Vec<usize>,
    /// What its rows say together, where there are several.
    pub(super) merged: Option<Box<Draft>>,
    /// The place of the directory's group that it is.
    pub(super) base: Option<usize>,
    pub(super) because: Vec<Sameness>,
    /// What its rows said when they last came in.
    pub(super) last: Option<Box<Said>>,
    /// The group's id, there or to be.
    pub(super) id: Id,
    /// What all its rows together change.
    pub(super) changes: Vec<Change>,
    pub(super) people: Vec<NewPerson>,
}

/// Somebody who is to answer for a group.
#[derive(Debug)]
pub(super) struct NewPerson {
    pub(super) name: String,
    /// The id of a new person.
    pub(super) id: Id,
    /// The place of a person of the directory who has another role in the group.
    pub(super) known: Option<usize>,
}

impl Row {
    /// Whether it may be the group that it is put to, or another.
    pub(super) fn is_perhaps(&self) -> bool {
        self.remarks.iter().any(|remark| remark.kind == RemarkKind::Perhaps)
    }

    /// Says something of the whole row.
    pub(super) fn say(&mut self, kind: RemarkKind) {
        if self.remarks.iter().all(|remark| remark.kind != kind) {
            self.remarks.push(Remark { column: 0, kind, entered: String::new(), kept: String::new() });
        }
    }

    /// Leaves the row to a person, and says why.
    pub(super) fn ask(&mut self, kind: RemarkKind) {
        self.is_question = true;
        self.say(kind);
    }

    pub(super) fn refuse(&mut self, column: usize, problem: Problem) {
        self.refused = true;
        self.cluster = None;
        self.duplicate = None;
        self.remarks.push(Remark {
            column,
            kind: RemarkKind::Problem(problem),
            entered: String::new(),
            kept: String::new(),
        });
    }
}

impl Cluster {
    /// Whether somebody said that it is a group of its own.
    pub(super) fn is_apart(&self, rows: &[Row]) -> bool {
        self.rows.first().and_then(|first| rows.get(*first)).is_some_and(|row| row.is_apart)
    }

    pub(super) fn of(row: usize) -> Self {
        Self { rows: vec![row], ..Self::default() }
    }

    /// What all its rows say together, but those that may be another group's.
    pub(super) fn draft<'a>(&'a self, rows: &'a [Row]) -> Option<&'a Draft> {
        match &self.merged {
            Some(merged) => Some(merged),
            None => self.rows.first().and_then(|row| rows.get(*row)).map(|row| &row.draft),
        }
    }

    /// What these rows of it say together that they did not say before; `None` if there are none.
    pub(super) fn news_of(&self, all: &[Row], rows: &[usize]) -> Option<Draft> {
        let draft = self.draft_of(all, rows)?;
        Some(self.last.as_ref().map_or_else(|| draft.clone(), |last| last.news(&draft)))
    }

    /// What these rows of it say together; `None` if there are none.
    pub(super) fn draft_of(&self, all: &[Row], rows: &[usize]) -> Option<Draft> {
        let is_question = |row: &usize| all.get(*row).is_some_and(|row| row.is_question);
        if rows.len() == self.rows.len() && !rows.iter().any(is_question) {
            return self.draft(all).filter(|_| !rows.is_empty()).cloned();
        }
        let mut drafts = rows.iter().filter_map(|row| all.get(*row)).map(|row| &row.draft);
        let mut draft = drafts.next()?.clone();
        for later in drafts {
            let mut merged = draft.clone();
            if merged.merge(later).is_ok() {
                draft = merged;
            }
        }
        Some(draft)
    }
}
