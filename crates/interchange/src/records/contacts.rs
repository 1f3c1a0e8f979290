//! Contact ways out of their columns, beside those that a record has.

use super::{Column, Sheet, cell};
use crate::{plan, table::row::Row, text};
use groundswell_model::{
    Audience, ContactKind, ContactWay, Id, Problem, Record,
    contact::uniform,
    import::{Remark, RemarkKind},
    record::Access,
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

/// Whether two records of one name may well be of one person: they share a way, or one of them has none.
pub(super) fn may_be_the_same(one: &Record, other: &Record) -> bool {
    let (one, other) = (ways(one), ways(other));
    one.is_empty() || other.is_empty() || one.iter().any(|way| other.iter().any(|it| plan::same_way(way, it)))
}

/// A record with what another one says beyond it: ways that it has not, and fields in which it is as empty as `empty`.
pub(super) fn added(known: &Record, empty: &Record, said: &Record) -> Record {
    let mut after = known.clone();
    for spec in known.kind().declaration().fields() {
        if let Access::Contacts { get, set } = spec.value {
            let mut ways = get(known).to_vec();
            let fresh = get(said).iter().filter(|way| !get(known).iter().any(|it| plan::same_way(way, it)));
            ways.extend(fresh.cloned());
            ways.sort_by_key(|way| (way.kind, way.id));
            if ways.len() > get(known).len() {
                set(&mut after, ways);
            }
        } else if cell::is_same(spec, empty, known) {
            spec.copy(said, &mut after);
        }
    }
    after
}

fn ways(record: &Record) -> &[ContactWay] {
    let mut specs = record.kind().declaration().fields();
    specs
        .find_map(|spec| if let Access::Contacts { get, .. } = spec.value { Some(get(record)) } else { None })
        .unwrap_or_default()
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
