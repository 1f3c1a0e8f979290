use crate::locales::Texts;
use groundswell_model::{
    Kind,
    import::{Outcome, PreviewRow},
};

/// What an import does with a row, without its particulars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A new record.
    New,
    /// A record that changes.
    Changed,
    /// Merged into an earlier row.
    Duplicate,
    /// Nothing new.
    Same,
    /// Not taken.
    Refused,
}

impl Sort {
    /// Every sort, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::New, Self::Changed, Self::Duplicate, Self::Same, Self::Refused];

    /// What becomes of this row.
    pub const fn of(row: &PreviewRow) -> Self {
        match row.outcome {
            Outcome::New => Self::New,
            Outcome::Changed { .. } => Self::Changed,
            Outcome::DuplicateOf { .. } => Self::Duplicate,
            Outcome::Same { .. } => Self::Same,
            Outcome::Refused => Self::Refused,
        }
    }

    /// Its name in styles and choices.
    pub const fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Duplicate => "duplicate",
            Self::Same => "same",
            Self::Refused => "error",
        }
    }

    /// Its drawing.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::New => "add",
            Self::Changed => "edit",
            Self::Duplicate => "groups",
            Self::Same => "check",
            Self::Refused => "error",
        }
    }

    /// Its name for people.
    pub const fn name(self, t: Texts) -> &'static str {
        match self {
            Self::New => t.import().fresh(),
            Self::Changed => t.import().changed(),
            Self::Duplicate => t.import().duplicate(),
            Self::Same => t.import().same(),
            Self::Refused => t.import().refused(),
        }
    }

    /// Whether there is something to take or leave among such rows.
    pub const fn is_choice(self) -> bool {
        matches!(self, Self::New | Self::Changed | Self::Duplicate)
    }

    /// Whether taking this row would do anything: a repetition that adds nothing is no choice.
    pub const fn is_choice_of(row: &PreviewRow) -> bool {
        match &row.outcome {
            Outcome::New | Outcome::Changed { .. } => true,
            Outcome::DuplicateOf { changes, .. } => !changes.is_empty(),
            Outcome::Same { .. } | Outcome::Refused => false,
        }
    }

    /// What so many of such rows are, below their number: of this kind, or of groups.
    pub fn counted(self, t: Texts, count: usize, kind: Option<Kind>) -> String {
        match self {
            Self::New if kind.is_some() => t.import().tally_new_row(count),
            Self::New => t.import().tally_new(count),
            Self::Changed if kind.is_some() => t.import().tally_changed_row(count),
            Self::Changed => t.import().tally_changed(count),
            Self::Duplicate => t.import().tally_duplicate(count),
            Self::Same => t.import().tally_same(count),
            Self::Refused => t.import().tally_refused(count),
        }
    }
}
