//! A spreadsheet that was taken in.

use groundswell_interchange::{ImportMemory, Plan, Table, records::RecordPlan};
use groundswell_model::Kind;
use std::{rc::Rc, sync::Arc};

/// A file as it was taken in.
pub(crate) struct Source {
    pub(super) file: String,
    pub(super) content: Content,
}

/// What was taken in.
pub(super) enum Content {
    /// The bytes of a table in text form.
    File(Vec<u8>),
    /// The rows of a workbook's sheet, or contacts of a kind.
    Sheet { text: String, contacts: Option<Kind> },
}

/// The import under way.
pub(crate) struct Import {
    /// Kept, as it may have to be read in another way.
    pub(super) source: Rc<Source>,
    pub(super) table: Arc<Table>,
    /// What files said that came in before.
    pub(super) memory: ImportMemory,
    pub(super) plan: Option<Planned>,
}

/// What would be done.
pub(super) enum Planned {
    /// To groups.
    Groups(Plan),
    /// To records of the table's kind.
    Records(RecordPlan),
}
