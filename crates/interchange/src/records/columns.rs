//! Whose spreadsheet a table is, and what each of its columns holds.

use crate::{Table, export::headings, text};
use groundswell_model::{
    Audience, ContactKind, Field, Kind, Label, Part,
    import::LeftOutColumn,
    record::{Access, FieldSpec},
};
use std::cmp::Reverse;

/// What a column holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Column {
    /// A field.
    Field(&'static FieldSpec),
    /// A way to reach somebody, and who may see it.
    Contact(ContactKind, Audience),
    /// The record's id.
    Id,
}

/// What a spreadsheet of one kind of record holds.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) kind: Kind,
    /// The columns that are taken, each with its place in the file.
    pub(crate) columns: Vec<(usize, Column)>,
    /// The others that have a heading.
    pub(crate) left_out: Vec<LeftOutColumn>,
}

impl Sheet {
    /// What the table holds, if its rows are contacts, or it has a column of ids, one of names and most others of one
    /// kind's own.
    pub(crate) fn of(table: &Table) -> Option<Self> {
        if let Some(kind) = table.contacts() {
            return Some(Self::of_kind(kind, table.headings()));
        }
        let kinds = Kind::ALL.into_iter().filter(|kind| kind.list_title().is_some());
        let (_, sheet) = kinds
            .filter_map(|kind| {
                let sheet = Self::of_kind(kind, table.headings());
                let found = sheet.fields().count();
                let all = kind.declaration().fields().filter(|spec| !is_contacts(spec)).count();
                let has_id = sheet.columns.iter().any(|(_, column)| matches!(column, Column::Id));
                let has_name = sheet.fields().any(|spec| spec.field == Field::Name);
                (has_id && has_name && 2 * found > all).then_some(((found, Reverse(all)), sheet))
            })
            .max_by_key(|(sureness, _)| *sureness)?;
        Some(sheet)
    }

    fn of_kind(kind: Kind, headings: &[String]) -> Self {
        let mut sheet = Self { kind, columns: Vec::new(), left_out: Vec::new() };
        for (at, heading) in headings.iter().enumerate() {
            match column(kind, heading).filter(|column| !sheet.has(column)) {
                Some(column) => sheet.columns.push((at, column)),
                None if heading.is_empty() => {}
                None => sheet.left_out.push(LeftOutColumn { place: at, heading: text::excerpt(heading) }),
            }
        }
        sheet
    }

    fn fields(&self) -> impl Iterator<Item = &'static FieldSpec> {
        self.columns.iter().filter_map(|(_, column)| match column {
            Column::Field(spec) => Some(*spec),
            Column::Contact(..) | Column::Id => None,
        })
    }

    /// Whether it has this column and can have only one.
    fn has(&self, column: &Column) -> bool {
        match column {
            Column::Field(spec) => self.fields().any(|other| other.field == spec.field),
            Column::Contact(..) => false,
            Column::Id => self.columns.iter().any(|(_, other)| matches!(other, Column::Id)),
        }
    }

    /// The place of the column that holds this field; of contact ways the first.
    pub(crate) fn place(&self, field: Field) -> Option<usize> {
        let holds = |column: &Column| match column {
            Column::Field(spec) => spec.field == field,
            Column::Contact(..) => field == Field::Contacts,
            Column::Id => false,
        };
        self.columns.iter().find(|(_, column)| holds(column)).map(|(at, _)| *at)
    }

    /// Whether it has a column of these contact ways.
    pub(crate) fn holds(&self, kind: ContactKind, audience: Audience) -> bool {
        self.columns.iter().any(|(_, column)| match column {
            Column::Contact(of, by) => (*of, *by) == (kind, audience),
            Column::Field(_) | Column::Id => false,
        })
    }
}

/// What a column of this heading holds in a spreadsheet of this kind.
fn column(kind: Kind, heading: &str) -> Option<Column> {
    let (name, audience) = headings::unmarked(heading);
    let name = text::key(name);
    let is = |label: Label| name == text::key(label.0) || name == text::key(label.1);
    let declaration = kind.declaration();
    if let Some(spec) = declaration.fields().find(|spec| !is_contacts(spec) && is(spec.label)) {
        let is_public = declaration.home == Part::Public && !spec.options.members;
        // What is marked as for members only does not come into a field that everybody may read.
        let would_publish = is_public && audience == Some(Audience::Members);
        return (!would_publish).then_some(Column::Field(spec));
    }
    if declaration.fields().any(is_contacts) {
        let first = name.rsplit_once(' ').filter(|(_, number)| number.parse::<u16>().is_ok());
        let name = first.map_or(name.as_str(), |(name, _)| name);
        let kind = ContactKind::ALL.into_iter().find(|kind| headings::contact(*kind).is(name));
        if let Some(kind) = kind {
            return Some(Column::Contact(kind, audience.unwrap_or(Audience::Members)));
        }
    }
    headings::ID.is(&name).then_some(Column::Id)
}

fn is_contacts(spec: &FieldSpec) -> bool {
    matches!(spec.value, Access::Contacts { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn sheet(headings: &[&str]) -> Option<Sheet> {
        Sheet::of(&Table::read("a.csv", headings.join(",").as_bytes()).unwrap())
    }

    fn own() -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(|kind| kind.list_title().is_some())
    }

    #[test]
    fn no_two_fields_of_a_kind_are_called_alike() {
        for kind in own() {
            let mut fields = BTreeMap::new();
            for spec in kind.declaration().fields() {
                for label in [spec.label.0, spec.label.1] {
                    let other = fields.insert(text::key(label), spec.field);
                    assert!(other.is_none_or(|other| other == spec.field), "{kind:?}: {label}");
                    let is_taken = headings::ID.is(&text::key(label));
                    assert!(!is_taken, "{kind:?}: {label}");
                }
            }
        }
    }

    #[test]
    fn a_volunteers_spreadsheet_of_groups_is_nobody_elses() {
        assert!(sheet(&["Name", "Town", "Status", "Meets", "Notes", "Phone"]).is_none(), "no ids");
        assert!(sheet(&["Group", "Status", "Town", "Issues", "Since", "About", "Notes", "Id"]).is_none());
        assert!(sheet(&["Name", "Roles", "E-mail", "Notes", "Shown to everybody", "Id"]).is_none());
    }

    #[test]
    fn what_is_marked_as_for_members_does_not_come_into_a_public_field() {
        let headings =
            ["What was done", "Where", "When", "In figures", "Who took part", "Notes for members", "Id"];
        let all = sheet(&headings).unwrap();
        assert!(all.place(Field::People).is_some() && all.left_out.is_empty());
        let marked = headings.map(|heading| match heading {
            "Who took part" => "Who took part (members only)",
            heading => heading,
        });
        let marked = sheet(&marked).unwrap();
        assert_eq!(marked.place(Field::People), None);
        assert_eq!(left_out(&marked), ["Who took part (members only)"]);
    }

    fn left_out(sheet: &Sheet) -> Vec<&str> {
        sheet.left_out.iter().map(|column| column.heading.as_str()).collect()
    }

    #[test]
    fn a_column_that_stands_twice_is_taken_once() {
        let found = sheet(&[
            "Title",
            "Where",
            "Title",
            "Issues",
            "What happened",
            "What worked",
            "What did not work",
            "What it cost",
            "Color",
            "Id",
        ])
        .unwrap();
        assert_eq!(found.kind, Kind::Story);
        assert_eq!(found.place(Field::Name), Some(0));
        assert_eq!(left_out(&found), ["Title", "Color"]);
    }
}
