//! A field as a cell, and a cell as a field.

use super::{Names, REFERENCE, list};
use crate::{export::headings, plan, text};
use groundswell_model::{
    Date, Language, Problem, Record, Ref,
    record::{Access, FieldSpec},
};
use std::borrow::Cow;

/// What a record has in this field; of contact ways nothing, which have columns of their own.
pub(crate) fn write(spec: &FieldSpec, record: &Record, names: &Names, language: Language) -> String {
    match spec.value {
        Access::Line(text)
        | Access::Date(text)
        | Access::Day(text)
        | Access::TimeZone(text)
        | Access::CountyCode(text)
        | Access::Long(_, text) => (text.get)(record).to_owned(),
        Access::Choice { label, get, .. } => {
            let key = get(record);
            label(key).map_or(key, |label| language.of(label)).to_owned()
        }
        Access::Degrees { get, .. } => get(record).map(|degrees| degrees.to_string()).unwrap_or_default(),
        Access::Reference { get, .. } => {
            get(record).map(|id| names.write(Ref::new(REFERENCE, id), &[REFERENCE])).unwrap_or_default()
        }
        Access::Flag { get, .. } => headings::yes_or_no(get(record), language).to_owned(),
        Access::Set(members) | Access::Roles(members) => {
            list::join((members.get)(record).iter().map(Cow::as_ref))
        }
        Access::Refs(kinds, members) => {
            let of = (members.get)(record);
            let of = of.iter().filter_map(|of| of.parse::<Ref>().ok()).map(|of| names.write(of, kinds));
            of.collect::<Vec<_>>().join("; ")
        }
        Access::Contacts { .. } => String::new(),
    }
}

/// Gives a record what a cell says. What the validation of records finds is left to it.
///
/// # Errors
/// What of the cell can not be a value of this field. The record has lost nothing then.
pub(super) fn read(spec: &FieldSpec, cell: &str, record: &mut Record, names: &Names) -> Result<(), Problem> {
    match spec.value {
        Access::Line(text) | Access::TimeZone(text) | Access::CountyCode(text) => {
            (text.set)(record, text::line(cell));
        }
        Access::Date(text) | Access::Day(text) => {
            let cell = text::line(cell);
            let date = Date::read(&cell).map(|date| date.to_string());
            (text.set)(record, date.unwrap_or(cell));
        }
        Access::Long(_, text) => (text.set)(record, unbroken(cell)),
        Access::Choice { keys, label, set, .. } => {
            let said = text::key(cell);
            let means = |key: &str| {
                said == text::key(key)
                    || label(key)
                        .is_some_and(|label| said == text::key(label.0) || said == text::key(label.1))
            };
            match keys().into_iter().find(|key| means(key)) {
                Some(key) => set(record, key),
                // A choice without "nothing" among its keys is not taken back by an empty cell.
                None if said.is_empty() => {}
                None => return Err(Problem::NotOneOfThem),
            }
        }
        Access::Degrees { set, .. } => {
            let cell = cell.trim();
            let degrees = if cell.is_empty() {
                None
            } else {
                let number = cell.replace(',', ".").parse::<f64>().map_err(|_| Problem::NotDegrees)?;
                Some(number).filter(|number| number.is_finite()).ok_or(Problem::NotDegrees).map(Some)?
            };
            set(record, degrees);
        }
        Access::Reference { set, .. } => {
            let cell = cell.trim();
            let of = if cell.is_empty() {
                None
            } else {
                Some(names.read(cell, &[REFERENCE]).ok_or(Problem::NotOneOfThem)?)
            };
            set(record, of.map(|of| of.id));
        }
        Access::Flag { set, .. } => set(record, flag(cell).ok_or(Problem::NotOneOfThem)?),
        Access::Set(members) => {
            (members.clear)(record);
            list::part(cell).iter().for_each(|member| (members.insert)(record, member));
        }
        Access::Refs(kinds, members) => {
            let of = names.read_all(cell, kinds).ok_or(Problem::NotOneOfThem)?;
            (members.clear)(record);
            of.iter().for_each(|of| (members.insert)(record, &of.to_string()));
        }
        Access::Roles(members) => {
            let said = list::part(cell);
            let mut taken = record.clone();
            (members.clear)(&mut taken);
            said.iter().for_each(|role| (members.insert)(&mut taken, role));
            if !said.iter().all(|role| (members.get)(&taken).iter().any(|is| is.as_ref() == role)) {
                return Err(Problem::NotOneOfThem);
            }
            *record = taken;
        }
        Access::Contacts { .. } => {}
    }
    Ok(())
}

/// Whether two records have the same in this field, but for the white space that programs and people change.
pub(super) fn is_same(spec: &FieldSpec, one: &Record, other: &Record) -> bool {
    match spec.value {
        Access::Line(text)
        | Access::Date(text)
        | Access::Day(text)
        | Access::TimeZone(text)
        | Access::CountyCode(text) => text::line((text.get)(one)) == text::line((text.get)(other)),
        Access::Long(_, text) => unbroken((text.get)(one)) == unbroken((text.get)(other)),
        Access::Contacts { get, .. } => get(one) == get(other),
        Access::Choice { .. }
        | Access::Degrees { .. }
        | Access::Reference { .. }
        | Access::Flag { .. }
        | Access::Set(_)
        | Access::Refs(..)
        | Access::Roles(_) => spec.values(one) == spec.values(other),
    }
}

/// Whether two records say the same in this field: as [`is_same`], of contact ways whatever their ids are.
pub(super) fn says_same(spec: &FieldSpec, one: &Record, other: &Record) -> bool {
    let Access::Contacts { get, .. } = spec.value else { return is_same(spec, one, other) };
    let said = |record| {
        let mut said: Vec<_> =
            get(record).iter().map(|way| (way.kind, way.audience, plan::write_way(way))).collect();
        said.sort();
        said
    };
    said(one) == said(other)
}

/// A text with the line breaks that documents have.
fn unbroken(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Yes or no, in English or Spanish words or as spreadsheet programs write it; no where nothing is said.
fn flag(cell: &str) -> Option<bool> {
    match text::key(cell).as_str() {
        "yes" | "y" | "true" | "x" | "1" | "si" | "s" | "verdadero" => Some(true),
        "" | "no" | "n" | "false" | "0" | "falso" => Some(false),
        _ => None,
    }
}
