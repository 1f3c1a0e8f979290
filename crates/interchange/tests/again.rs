//! A spreadsheet that comes in again, after what it said was carried out and, perhaps, changed here.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use groundswell_interchange::{Existing, ImportMemory, Plan, Planner, Table};
use groundswell_model::{
    Audience, Command, ContactKind, ContactWay, Field, Group, Id, Record, Status,
    import::{Column, Outcome, PreviewRow, RemarkKind, Sameness},
};
use std::sync::Arc;

/// A directory and what it remembers of its spreadsheets.
#[derive(Default)]
struct Network {
    existing: Existing,
    memory: ImportMemory,
    imports: u8,
}

impl Network {
    fn plan_apart(&mut self, text: &str, apart: &[usize]) -> Plan {
        self.imports += 1;
        let salt = self.imports;
        let mut next = 0_u64;
        let ids = Box::new(move || {
            next += 1;
            let mut bytes = [salt; 12];
            bytes[..8].copy_from_slice(&next.to_be_bytes());
            Id::from_bytes(bytes)
        });
        let table = Table::read("list.csv", text.as_bytes()).unwrap();
        let mut opened = table.opened();
        self.memory.correct(&mut opened);
        let planner = Planner::new(Arc::new(table), &opened.guess, self.existing.clone(), ids).unwrap();
        planner.remembering(&self.memory).apart(apart).finish()
    }

    fn plan(&mut self, text: &str) -> Plan {
        self.plan_apart(text, &[])
    }

    fn rows(&mut self, text: &str) -> Vec<PreviewRow> {
        self.plan(text).preview().rows
    }

    /// Carries a plan out, but for the rows that nobody takes unless asked and these.
    fn carry_out(&mut self, plan: &Plan, leave_out: &[usize]) {
        let rows = plan.preview().rows;
        let left: Vec<usize> =
            (0..rows.len()).filter(|at| !rows[*at].take || leave_out.contains(at)).collect();
        for command in plan.commit(&left).commands {
            let Command::Save { after, .. } = command else { panic!("an import only saves") };
            match *after {
                Record::Group(group) => {
                    self.existing.groups.retain(|other| other.id != group.id);
                    self.existing.groups.push(group);
                }
                Record::Person(person) => {
                    self.existing.people.retain(|other| other.id != person.id);
                    self.existing.people.push(person);
                }
                Record::Region(region) => self.existing.regions.push(region),
                Record::Network(_)
                | Record::Awg(_)
                | Record::Achievement(_)
                | Record::Story(_)
                | Record::Announcement(_) => {
                    panic!("an import of groups")
                }
            }
        }
        // As it comes back from storage.
        self.memory.put(plan.remembered(&left));
        self.memory = ImportMemory::from_bytes(&self.memory.to_bytes().unwrap()).unwrap();
    }

    fn import(&mut self, text: &str) {
        let plan = self.plan(text);
        self.carry_out(&plan, &[]);
    }

    fn group(&mut self, name: &str) -> &mut Group {
        self.existing.groups.iter_mut().find(|group| group.name == name).unwrap()
    }
}

fn says(row: &PreviewRow, kind: RemarkKind) -> bool {
    row.remarks.iter().any(|remark| remark.kind == kind)
}

fn is_same(row: &PreviewRow) -> bool {
    matches!(row.outcome, Outcome::Same { .. })
}

const FILE: &str = "Group,Town,Meets,Phone,Issues,Notes,Contact person\n\
    Neighbors,Racine,Mondays,608-555-0100,Housing,Use the side door.,Rosa Lee\n\
    Gardeners,Madison,Fridays,608-555-0101,Food,,\n";

#[test]
fn what_the_file_repeats_is_not_offered_whatever_happened_here() {
    let mut network = Network::default();
    network.import(FILE);
    let group = network.group("Neighbors");
    group.meets = "Sundays".into();
    group.notes = "Ring twice.".into();
    group.topics = ["Schools".to_owned()].into();
    group.status = Status::Paused;
    group.place.town = "Kenosha".into();
    group.contacts.clear();
    network.existing.people[0].roles.clear();
    let rows = network.rows(FILE);
    assert!(rows.iter().all(is_same), "{rows:?}");
    assert!(says(&rows[0], RemarkKind::Repeats) && !says(&rows[1], RemarkKind::Repeats));
    assert_eq!(rows[0].name, "Neighbors");
    let commands = network.plan(FILE).commit(&[]).commands;
    assert_eq!(commands, []);
    // What is remembered is what the file said, not only what was new in it.
    network.import(FILE);
    assert!(network.rows(FILE).iter().all(is_same));
}

#[test]
fn a_group_that_was_renamed_here_is_still_the_one_of_its_row() {
    let mut network = Network::default();
    network.import(FILE);
    network.group("Neighbors").name = "Racine Assembly".into();
    network.group("Racine Assembly").contacts.clear();
    let rows = network.rows(&FILE.replace("Mondays", "Tuesdays"));
    let Outcome::Changed { changes, because, .. } = &rows[0].outcome else { panic!("{rows:?}") };
    assert_eq!((changes.len(), changes[0].after.as_str()), (1, "Tuesdays"));
    assert_eq!(because, &[Sameness::Before]);
    assert!(rows[0].take);
}

#[test]
fn what_changed_in_the_file_alone_is_offered_and_what_changed_here_too_is_asked() {
    let mut network = Network::default();
    network.import(FILE);
    let later = FILE.replace("Mondays", "Tuesdays").replace("Fridays", "Saturdays");
    network.group("Neighbors").meets = "Sundays".into();
    network.group("Gardeners").notes = "Bring gloves.".into();
    let rows = network.rows(&later);
    let Outcome::Changed { changes, .. } = &rows[0].outcome else { panic!("{rows:?}") };
    assert_eq!((changes[0].before.as_str(), changes[0].after.as_str()), ("Sundays", "Tuesdays"));
    assert!(!rows[0].take && says(&rows[0], RemarkKind::EditedHere));
    assert!(rows[1].take && !says(&rows[1], RemarkKind::EditedHere));
    network.import(&later);
    assert_eq!(network.group("Neighbors").meets, "Sundays");
    assert_eq!(network.group("Gardeners").meets, "Saturdays");
    assert_eq!(network.group("Gardeners").notes, "Bring gloves.");
    assert!(network.rows(&later).iter().all(is_same), "it was seen, and is not asked twice");
}

#[test]
fn a_corrected_way_takes_the_place_of_the_one_that_the_file_had() {
    let mut network = Network::default();
    network.import(FILE);
    let own =
        ContactWay::entered(Id::from_bytes([9; 12]), ContactKind::Phone, Audience::Members, "608-555-0177");
    network.group("Neighbors").contacts.push(own.unwrap());
    network.import(&FILE.replace("608-555-0100", "608-555-0199"));
    let values: Vec<&str> =
        network.group("Neighbors").contacts.iter().map(|way| way.value.as_str()).collect();
    assert_eq!(values, ["+16085550199", "+16085550177"]);
    network.import(&FILE.replace("608-555-0100", "608-555-0199; 608-555-0142"));
    let values: Vec<&str> =
        network.group("Neighbors").contacts.iter().map(|way| way.value.as_str()).collect();
    assert_eq!(values, ["+16085550199", "+16085550177", "+16085550142"]);
}

#[test]
fn a_corrected_note_takes_the_place_of_the_one_that_the_file_had() {
    let mut network = Network::default();
    network.import(FILE);
    network.group("Neighbors").notes.push_str("\nRing twice.");
    let plan = network.plan(&FILE.replace("side door", "back door"));
    assert!(!plan.preview().rows[0].take, "the notes were changed here too");
    let commit = plan.commit(&[]);
    let Command::Save { after, .. } = &commit.commands[0] else { panic!("{commit:?}") };
    let Record::Group(group) = &**after else { panic!("{after:?}") };
    assert_eq!(group.notes, "Use the back door.\nRing twice.");
}

#[test]
fn what_was_deleted_here_is_said_to_have_been() {
    let mut network = Network::default();
    network.import(FILE);
    let at = network.existing.groups.iter().position(|group| group.name == "Neighbors").unwrap();
    let deleted = network.existing.groups.remove(at);
    network.existing.deleted.push(deleted);
    let rows = network.rows(FILE);
    assert!(!rows[0].take && says(&rows[0], RemarkKind::DeletedHere), "{rows:?}");
    assert!(is_same(&rows[1]));
}

#[test]
fn an_import_that_was_undone_comes_in_again() {
    let mut network = Network::default();
    network.import(FILE);
    network.existing.groups.clear();
    let rows = network.rows(FILE);
    assert!(rows.iter().all(|row| row.outcome == Outcome::New && row.take), "{rows:?}");
}

#[test]
fn what_was_left_out_is_not_taken_the_next_time_unless_somebody_says_so() {
    let mut network = Network::default();
    let plan = network.plan(FILE);
    network.carry_out(&plan, &[1]);
    let rows = network.rows(FILE);
    assert!(is_same(&rows[0]));
    assert!(!rows[1].take && says(&rows[1], RemarkKind::LeftOutBefore), "{rows:?}");
    let plan = network.plan(FILE);
    assert_eq!(plan.commit(&[]).done.created, 1);
}

#[test]
fn another_group_stays_another_one() {
    let mut network = Network::default();
    network.import(FILE);
    let twin = format!("{FILE}Neighbors,Racine,Wednesdays,,,,\n");
    assert!(!matches!(network.rows(&twin)[2].outcome, Outcome::New));
    let plan = network.plan_apart(&twin, &[2]);
    let rows = plan.preview().rows;
    assert!(rows[2].outcome == Outcome::New && rows[2].apart && rows[2].take, "{rows:?}");
    assert!(is_same(&rows[0]));
    network.carry_out(&plan, &[]);
    assert_eq!(network.existing.groups.len(), 3);
    let rows = network.rows(&twin);
    assert!(rows.iter().all(is_same), "{rows:?}");
    let rows = network.rows(&twin.replace("Wednesdays", "Thursdays"));
    assert!(is_same(&rows[0]) && matches!(rows[2].outcome, Outcome::Changed { .. }), "{rows:?}");
}

#[test]
fn a_row_can_be_another_group_than_the_one_here() {
    let mut network = Network::default();
    network.import(FILE);
    let plan = network.plan_apart("Group,Town,Meets\nNeighbors,Racine,Wednesdays\n", &[0]);
    network.carry_out(&plan, &[]);
    let meets: Vec<&str> = network.existing.groups.iter().map(|group| group.meets.as_str()).collect();
    assert_eq!(meets, ["Mondays", "Fridays", "Wednesdays"]);
}

#[test]
fn columns_mean_what_somebody_said_they_mean() {
    let mut network = Network::default();
    let file = "Group,Town,Wann,Farbe\nNeighbors,Racine,Mondays,Red\n";
    let table = Table::read("list.csv", file.as_bytes()).unwrap();
    let columns =
        [Column::Field(Field::Name), Column::Field(Field::Town), Column::Field(Field::Meets), Column::Ignore];
    let ids = Box::new(|| Id::from_bytes([7; 12]));
    let plan = Planner::new(Arc::new(table), &columns, Existing::default(), ids).unwrap().finish();
    network.memory.put(plan.remembered(&[]));
    // Another order, a column more, other capitals.
    let later = "Group name,group,Wann,town,Farbe\nx,Neighbors,Mondays,Racine,Red\n";
    let mut opened = Table::read("other.csv", later.as_bytes()).unwrap().opened();
    network.memory.correct(&mut opened);
    assert_eq!(opened.remembered, 4);
    assert_eq!(opened.guess, [Column::Ignore, columns[0], columns[2], columns[1], Column::Ignore]);
    let mut unknown = Table::read("people.csv", b"Name,Wann,Street,Zip,Sex\nA,B,C,1,F\n").unwrap().opened();
    network.memory.correct(&mut unknown);
    assert_eq!(unknown.remembered, 0);
}
