//! One row as a record: what it makes of the one that is there, or of an empty one.

use super::{Column, Names, Sheet, cell, contacts};
use crate::{export::headings, plan, table, text};
use groundswell_model::{
    Field, Id, Language, Record,
    import::{Change, Remark, RemarkKind},
    record::{Access, FieldSpec},
};

/// What a row makes of a record.
pub(super) struct Reading {
    pub(super) after: Record,
    /// The fields in which that is another than before.
    pub(super) changed: Vec<&'static FieldSpec>,
    /// What can not be taken.
    pub(super) remarks: Vec<Remark>,
}

/// Reads a row over what is there. Fields that have no column, and those that say the same, stay as they are.
pub(super) fn read(
    sheet: &Sheet,
    row: &table::row::Row,
    before: &Record,
    names: &Names,
    new_id: &mut dyn FnMut() -> Id,
) -> Reading {
    let mut after = before.clone();
    let mut remarks = Vec::new();
    for (at, column) in &sheet.columns {
        let Column::Field(spec) = column else { continue };
        let said = text::unguard(row.cell(*at));
        if let Err(problem) = cell::read(spec, said, &mut after, names) {
            remarks.push(remark(*at, RemarkKind::Problem(problem), said));
        }
    }
    for spec in sheet.kind.declaration().fields() {
        if let Access::Contacts { get, set } = spec.value {
            set(&mut after, contacts::read(sheet, row, get(before), new_id, &mut remarks));
        }
    }
    let mut changed = Vec::new();
    for spec in sheet.kind.declaration().fields() {
        if cell::is_same(spec, before, &after) {
            spec.copy(before, &mut after);
        } else {
            changed.push(spec);
        }
    }
    if !changed.is_empty() {
        for error in after.problems() {
            let at = sheet.place(error.field).or_else(|| sheet.place(Field::Name)).unwrap_or_default();
            if !remarks.iter().any(|remark| remark.column == at) {
                remarks.push(remark(at, RemarkKind::Problem(error.problem), text::unguard(row.cell(at))));
            }
        }
    }
    Reading { after, changed, remarks }
}

/// Something to say about a cell.
pub(super) fn remark(column: usize, kind: RemarkKind, said: &str) -> Remark {
    Remark { column, kind, entered: text::excerpt(said), kept: String::new() }
}

/// A difference as people read it.
pub(super) fn change(
    spec: &FieldSpec,
    before: &Record,
    after: &Record,
    names: &Names,
    language: Language,
) -> Change {
    let shown = |record: &Record| match spec.value {
        Access::Contacts { get, .. } => {
            let way = |way| {
                let way: &groundswell_model::ContactWay = way;
                let kind = headings::contact(way.kind).in_language(language);
                let kind = headings::marked(kind, way.audience, language);
                format!("{kind}: {}", plan::write_way(way))
            };
            get(record).iter().map(way).collect::<Vec<_>>().join("; ")
        }
        Access::Line(_)
        | Access::Date(_)
        | Access::Day(_)
        | Access::TimeZone(_)
        | Access::CountyCode(_)
        | Access::Long(..)
        | Access::Choice { .. }
        | Access::Degrees { .. }
        | Access::Reference { .. }
        | Access::Flag { .. }
        | Access::Set(_)
        | Access::Refs(..)
        | Access::Roles(_) => cell::write(spec, record, names, language),
    };
    let (before, after) = (shown(before), shown(after));
    let (from_before, from_after) = from_difference(&before, &after);
    Change { field: spec.field, before: text::excerpt(from_before), after: text::excerpt(from_after) }
}

/// Two texts, long ones from shortly before they part: their beginnings say nothing of what differs.
fn from_difference<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    const CONTEXT: usize = 40;
    let alike: usize = one
        .chars()
        .zip(other.chars())
        .take_while(|(one, other)| one == other)
        .map(|(char, _)| char.len_utf8())
        .sum();
    let common = one.get(..alike).unwrap_or_default();
    let start = common.char_indices().rev().nth(CONTEXT).filter(|_| common.chars().count() > 2 * CONTEXT);
    let start = start.map_or(0, |(at, _)| at);
    (one.get(start..).unwrap_or_default(), other.get(start..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_texts_are_shown_from_shortly_before_their_difference() {
        let same = "word ".repeat(100);
        let (one, other) = (format!("{same}one"), format!("{same}other"));
        let (one, other) = from_difference(&one, &other);
        assert!(one.ends_with("one") && other.ends_with("other"));
        assert!(one.len() < 60 && other.len() < 60, "{one}");
        assert_eq!(from_difference("2013-12", "2014-12"), ("2013-12", "2014-12"));
    }

    proptest! {
        #[test]
        fn any_two_texts_have_a_difference_shown(one in "[aé🌻]{0,120}", other in "[aé🌻]{0,120}") {
            let (from_one, from_other) = from_difference(&one, &other);
            prop_assert_eq!(one == other, from_one == from_other);
        }
    }
}
