//! What comes of a spreadsheet when the defaults are accepted.

use groundswell_interchange::{Commit, Existing, Plan, Planner, Table, export};
use groundswell_model::{
    Audience, Command, ContactKind, Group, Id, Language, Record,
    import::{ImportPreview, OpenedTable, Outcome, PreviewRow, RemarkKind},
};
use std::{fs, sync::Arc};

/// A spreadsheet imported.
pub struct Seen {
    /// How the last of its files was understood.
    pub opened: OpenedTable,
    /// What was to come of it.
    pub preview: ImportPreview,
    /// The directory after it.
    pub directory: Existing,
}

impl Seen {
    /// Imports the files one after the other into an empty directory.
    pub fn import(files: &[&str]) -> Self {
        let (first, later) = files.split_first().unwrap();
        let mut seen = Self::into(Existing::default(), first);
        for file in later {
            seen = Self::into(seen.directory, file);
        }
        seen
    }

    /// Imports a file; what was imported once says nothing new the second time, nor after an export.
    pub fn into(existing: Existing, file: &str) -> Self {
        let bytes = fs::read(super::spreadsheets().join(file)).unwrap();
        let (opened, plan) = plan(file, &bytes, &existing, 7);
        let preview = plan.preview();
        let directory = carried_out(&existing, &by_default(&plan));
        let again = self::plan(file, &bytes, &directory, 8).1;
        let commit = by_default(&again);
        assert_eq!(commit.commands, [], "{file}: the second time");
        let Existing { groups, regions, people, .. } = &directory;
        for language in [Language::English, Language::Spanish] {
            let out = export::groups(groups, regions, people, language);
            let back = self::plan("out.csv", &out, &directory, 9).1;
            assert_eq!(by_default(&back).commands, [], "{file}: what was exported");
            for row in back.preview().rows {
                assert!(matches!(row.outcome, Outcome::Same { .. }), "{row:?}");
            }
        }
        Self { opened, preview, directory }
    }

    /// The names of the directory's groups.
    pub fn names(&self) -> Vec<&str> {
        self.directory.groups.iter().map(|group| group.name.as_str()).collect()
    }

    /// The only group of this name.
    #[track_caller]
    pub fn group(&self, name: &str) -> &Group {
        let mut found = self.directory.groups.iter().filter(|group| group.name == name);
        let group = found.next().unwrap_or_else(|| panic!("no {name} in {:?}", self.names()));
        assert!(found.next().is_none(), "{name} is there twice");
        group
    }

    /// Town and state of a group.
    #[track_caller]
    pub fn place(&self, name: &str) -> (&str, &str) {
        let place = &self.group(name).place;
        (&place.town, &place.state)
    }

    /// A group's ways of one kind.
    #[track_caller]
    pub fn ways(&self, name: &str, kind: ContactKind) -> Vec<&str> {
        let ways = self.group(name).contacts.iter().filter(|way| way.kind == kind);
        ways.map(|way| way.value.as_str()).collect()
    }

    /// A group's phone numbers.
    #[track_caller]
    pub fn phones(&self, name: &str) -> Vec<&str> {
        self.ways(name, ContactKind::Phone)
    }

    /// A group's e-mail addresses.
    #[track_caller]
    pub fn emails(&self, name: &str) -> Vec<&str> {
        self.ways(name, ContactKind::Email)
    }

    /// The headings of the columns that are not taken.
    pub fn left_out(&self) -> Vec<&str> {
        self.preview.left_out.iter().map(|column| column.heading.as_str()).collect()
    }

    /// The people of the directory.
    pub fn people(&self) -> Vec<&str> {
        self.directory.people.iter().map(|person| person.name.as_str()).collect()
    }

    /// Whatever everybody can read of the directory's groups.
    pub fn public(&self) -> String {
        let mut all = String::new();
        for group in &self.directory.groups {
            let Group { name, place, meets, about, founded, topics, .. } = group;
            all.push_str(&format!("{name} {place:?} {meets} {about} {founded} {topics:?}\n"));
            for way in group.contacts.iter().filter(|way| way.audience == Audience::Public) {
                all.push_str(&format!("{way:?}\n"));
            }
        }
        all
    }

    /// The preview's row of this line.
    #[track_caller]
    pub fn row(&self, line: usize) -> &PreviewRow {
        let mut rows = self.preview.rows.iter().filter(|row| row.line == line);
        rows.next().unwrap_or_else(|| panic!("no row {line}"))
    }

    /// Whether the preview says this of that line.
    #[track_caller]
    pub fn says(&self, line: usize, kind: RemarkKind) -> bool {
        self.row(line).remarks.iter().any(|remark| remark.kind == kind)
    }

    /// Whether each row is a new group, taken.
    pub fn is_all_new(&self) -> bool {
        self.preview.rows.iter().all(|row| row.outcome == Outcome::New && row.take)
    }
}

fn plan(file: &str, bytes: &[u8], existing: &Existing, salt: u8) -> (OpenedTable, Plan) {
    let table = Table::read(file, bytes).unwrap();
    let opened = table.opened();
    let planner =
        Planner::new(Arc::new(table), &opened.guess, existing.clone(), ids(existing, salt)).unwrap();
    (opened, planner.finish())
}

/// What happens when nobody changes anything in the preview.
fn by_default(plan: &Plan) -> Commit {
    let rows = plan.preview().rows;
    let left: Vec<usize> = rows.iter().enumerate().filter(|(_, row)| !row.take).map(|(at, _)| at).collect();
    plan.commit(&left)
}

fn ids(existing: &Existing, salt: u8) -> Box<dyn FnMut() -> Id> {
    let mut next = (existing.groups.len() as u64) << 32;
    Box::new(move || {
        next += 1;
        let mut bytes = [salt; 12];
        bytes[..8].copy_from_slice(&next.to_be_bytes());
        Id::from_bytes(bytes)
    })
}

fn carried_out(existing: &Existing, commit: &Commit) -> Existing {
    let mut existing = existing.clone();
    for command in &commit.commands {
        let Command::Save { after, .. } = command else { panic!("an import only saves") };
        assert_eq!(after.problems(), []);
        match (**after).clone() {
            Record::Group(group) => match existing.groups.iter_mut().find(|other| other.id == group.id) {
                Some(other) => *other = group,
                None => existing.groups.push(group),
            },
            Record::Region(region) => existing.regions.push(region),
            Record::Person(person) => {
                existing.people.retain(|other| other.id != person.id);
                existing.people.push(person);
            }
            other => panic!("{other:?}"),
        }
    }
    existing
}
