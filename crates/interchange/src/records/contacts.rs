//! Contact ways out of their columns, beside those that a record has.

use super::{Column, Sheet};
use crate::{plan, table::row::Row, text};
use groundswell_model::{
    Audience, ContactKind, ContactWay, Id, Problem,
    contact::uniform,
    import::{Remark, RemarkKind},
};

/// A cell with something in it: its column, what that holds, and what it says.
struct Cell<'a> {
    at: usize,
    kind: ContactKind,
    audience: Audience,
    said: &'a str,
}

/// The contact ways that a row leaves a record: those in its cells, as the record has them wherever it does, and
/// those for which the sheet has no column.
pub(super) fn read(
    sheet: &Sheet,
    row: &Row,
    before: &[ContactWay],
    new_id: &mut dyn FnMut() -> Id,
    remarks: &mut Vec<Remark>,
) -> Vec<ContactWay> {
    let (mut known, mut ways): (Vec<ContactWay>, Vec<ContactWay>) =
        before.iter().cloned().partition(|way| sheet.holds(way.kind, way.audience));
    let mut others = Vec::new();
    for (at, column) in &sheet.columns {
        let Column::Contact(kind, audience) = *column else { continue };
        let said = text::unguard(row.cell(*at).trim());
        if said.is_empty() {
            continue;
        }
        let cell = Cell { at: *at, kind, audience, said };
        match take(&mut known, &cell, |way| text::line(&plan::write_way(way)) == text::line(said)) {
            Some(way) => ways.push(way),
            None => others.push(cell),
        }
    }
    for cell in others {
        let said = text::paragraphs(cell.said);
        let found = plan::read_ways(cell.kind, cell.audience, &said, new_id);
        if !found.whole || found.ways.is_empty() {
            let problem = uniform(cell.kind, &said).err().unwrap_or(Problem::NotOneOfThem);
            remarks.push(Remark {
                column: cell.at,
                kind: RemarkKind::Problem(problem),
                entered: text::excerpt(cell.said),
                kept: String::new(),
            });
        }
        for mut way in found.ways {
            if let Some(is) = take(&mut known, &cell, |is| plan::same_way(is, &way)) {
                way.id = is.id;
                if is.value == way.value {
                    way.entered = is.entered;
                }
            }
            ways.push(way);
        }
    }
    ways.sort_by_key(|way| (way.kind, way.id));
    ways
}

/// The first of these that is meant, of the cell's kind and audience.
fn take(
    known: &mut Vec<ContactWay>,
    cell: &Cell<'_>,
    is_meant: impl Fn(&ContactWay) -> bool,
) -> Option<ContactWay> {
    let is = |way: &ContactWay| way.kind == cell.kind && way.audience == cell.audience && is_meant(way);
    known.iter().position(is).map(|at| known.remove(at))
}
