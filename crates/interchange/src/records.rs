//! Spreadsheets of the kinds whose list is drawn from their declaration: one column for each field, under its label.
//! What such a file says is read back by the same declaration, whatever the order of its columns and rows.

mod cell;
mod columns;
mod contacts;
mod list;
mod names;
mod plan;
mod row;

pub(crate) use cell::write as write_cell;
pub(crate) use columns::{Column, Sheet};
pub use names::Names;
pub use plan::{KnownRecords, RecordPlan, RecordPlanner};

use groundswell_model::{Kind, record::Access};
use std::collections::BTreeSet;

/// The kinds of record that fields of this kind name.
#[must_use]
pub fn referenced(kind: Kind) -> BTreeSet<Kind> {
    let mut kinds = BTreeSet::new();
    for spec in kind.declaration().fields() {
        match spec.value {
            Access::Refs(of, _) => kinds.extend(of),
            Access::Reference { .. } => {
                kinds.insert(REFERENCE);
            }
            Access::Line(_)
            | Access::Date(_)
            | Access::Day(_)
            | Access::TimeZone(_)
            | Access::CountyCode(_)
            | Access::Long(..)
            | Access::Choice { .. }
            | Access::Degrees { .. }
            | Access::Flag { .. }
            | Access::Set(_)
            | Access::Roles(_)
            | Access::Contacts { .. } => {}
        }
    }
    kinds
}

/// What a field refers to that gives an id alone.
const REFERENCE: Kind = Kind::Region;
