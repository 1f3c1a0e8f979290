//! A spreadsheet that was taken in.

use groundswell_interchange::{Plan, Table, records::RecordPlan};
use std::sync::Arc;

/// The import under way.
pub(crate) struct Import {
    pub(super) table: Arc<Table>,
    pub(super) plan: Option<Planned>,
}

/// What would be done.
pub(super) enum Planned {
    /// To groups.
    Groups(Plan),
    /// To records of the table's kind.
    Records(RecordPlan),
}
