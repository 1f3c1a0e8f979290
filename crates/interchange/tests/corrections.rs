//! What a spreadsheet says of who may see a value, and what a later one corrects of an earlier one.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use groundswell_interchange::{Existing, Plan, Planner, Table};
use groundswell_model::{
    Audience, Command, Group, Id, Record, Timestamp,
    import::{Outcome, RemarkKind},
};
use std::sync::Arc;

fn ids(salt: u8) -> Box<dyn FnMut() -> Id> {
    let mut next = 0_u64;
    Box::new(move || {
        next += 1;
        let mut bytes = [salt; 12];
        bytes[..8].copy_from_slice(&next.to_be_bytes());
        Id::from_bytes(bytes)
    })
}

fn plan(text: &str, existing: &Existing, salt: u8) -> Plan {
    let table = Table::read("list.csv", text.as_bytes()).unwrap();
    let columns = table.opened().guess;
    Planner::new(Arc::new(table), &columns, existing.clone(), ids(salt)).unwrap().finish()
}

/// The directory after the files, one after the other, with the defaults accepted.
fn imported(files: &[&str]) -> Existing {
    let mut existing = Existing::default();
    for (salt, text) in (1..).zip(files) {
        let plan = plan(text, &existing, salt);
        let rows = plan.preview().rows;
        let left: Vec<usize> = (0..).zip(&rows).filter(|(_, row)| !row.take).map(|(at, _)| at).collect();
        for command in plan.commit(&left).commands {
            let Command::Save { before, after } = command else { panic!("an import only saves") };
            if let Record::Group(group) = &*after {
                existing.groups.retain(|other| other.id != group.id);
                let mut group = group.clone();
                // As the directory stamps what it writes.
                group.meta.updated.at = Timestamp(i64::from(salt));
                if before.is_none() {
                    group.meta.created = group.meta.updated;
                }
                existing.groups.push(group);
            } else if let Record::Region(region) = &*after {
                existing.regions.push(region.clone());
            } else if let Record::Person(person) = &*after {
                existing.people.retain(|other| other.id != person.id);
                existing.people.push(person.clone());
            }
        }
    }
    existing
}

fn group(files: &[&str]) -> Group {
    let mut groups = imported(files).groups;
    assert_eq!(groups.len(), 1);
    groups.remove(0)
}

#[test]
fn a_mark_beside_a_value_says_who_may_see_it() {
    use Audience::{Members, Public};
    for (cell, audiences) in [
        ("https://x.org", &[Public][..]),
        ("https://x.org (Facebook)", &[Public]),
        ("https://x.org (members only)", &[Members]),
        ("https://x.org (members)", &[Members]),
        ("https://x.org - do not share", &[Members]),
        ("https://x.org (ask first)", &[Members]),
        ("https://x.org (no publicar)", &[Members]),
        ("https://x.org (solo integrantes)", &[Members]),
        ("https://x.org; private", &[Members]),
        ("https://x.org; https://y.org (members only)", &[Public, Members]),
    ] {
        let group = group(&[&format!("Group,Town,Website\nNeighbors,Racine,{cell}\n")]);
        let seen: Vec<Audience> = group.contacts.iter().map(|way| way.audience).collect();
        assert_eq!(seen, audiences, "{cell}");
    }
    let group = group(&["Group,Town,Phone (public)\nNeighbors,Racine,608-555-0100 (do not publish)\n"]);
    assert_eq!(group.contacts[0].audience, Members);
}

#[test]
fn no_cell_takes_longer_than_its_length() {
    const LENGTH: usize = 1 << 20;
    for (piece, heading) in [
        ("&", "Notes"),
        ("a ", "E-mail"),
        ("1 ", "Phone"),
        ("a/", "Phone"),
        ("x.org ", "Website"),
        (", \"a", "Phone"),
        ("\"\"a,", "Phone"),
    ] {
        let text = format!("Group,{heading}\nNeighbors,{}\n", piece.repeat(LENGTH / piece.len()));
        let table = Table::read("list.csv", text.as_bytes()).unwrap();
        let columns = table.opened().guess;
        let mut planner = Planner::new(Arc::new(table), &columns, Existing::default(), ids(1)).unwrap();
        let progress = planner.step(500);
        assert_eq!(progress.done, progress.total, "{piece}");
        assert_eq!(planner.finish().preview().rows.len(), 1, "{piece}");
    }
    let many = |of: &dyn Fn(usize) -> String| (0..40_000).map(of).collect::<Vec<_>>().join(";");
    for (heading, cell) in [
        ("E-mail", many(&|at| format!("a{at}@example.org"))),
        ("Issues", many(&|at| format!("issue {at}"))),
        ("Contact person", many(&|at| format!("Rosa {at}"))),
    ] {
        let plan = plan(&format!("Group,{heading}\nNeighbors,{cell}\n"), &Existing::default(), 1);
        assert_eq!(plan.preview().rows.len(), 1, "{heading}");
    }
}

#[test]
fn a_corrected_contact_way_keeps_what_the_file_leaves_open() {
    let first = "Group,Town,Phone (public)\nNeighbors,Racine,608-555-0100 (office)\n";
    let corrected = |heading: &str, cell: &str| {
        let way =
            group(&[first, &format!("Group,Town,{heading}\nNeighbors,Racine,{cell}\n")]).contacts.remove(0);
        (way.value, way.label, way.audience)
    };
    let (office, value) = ("office".to_owned(), "+16085550199".to_owned());
    assert_eq!(corrected("Phone", "608-555-0199"), (value.clone(), office.clone(), Audience::Public));
    assert_eq!(
        corrected("Phone", "608-555-0199 (cell)"),
        (value.clone(), "cell".to_owned(), Audience::Public)
    );
    assert_eq!(corrected("Phone (members only)", "608-555-0199"), (value.clone(), office, Audience::Members));
    let (_, _, audience) = corrected("Phone", "608-555-0199 (do not publish)");
    assert_eq!(audience, Audience::Members);
}

#[test]
fn a_meeting_time_that_is_left_out_is_taken_back() {
    let of = |times: &str| format!("Group,Town,Meets\nNeighbors,Racine,{times}\n");
    let meets = |first: &str, second: &str| group(&[&of(first), &of(second)]).meets;
    assert_eq!(meets("Mondays at 7; Fridays at 6", "Mondays at 7"), "Mondays at 7");
    assert_eq!(meets("Mondays at 7", "Mondays at 7; Fridays at 6"), "Mondays at 7; Fridays at 6");
}

#[test]
fn a_name_that_looks_like_nothing_is_a_name() {
    for name in ["Na", "Nan", "Nil", "Null"] {
        let people =
            imported(&[&format!("Group,Town,First name,Last name\nNeighbors,Racine,Li,{name}\n")]).people;
        assert_eq!(people[0].name, format!("Li {name}"));
    }
    let people = imported(&["Group,Town,First name,Last name\nNeighbors,Racine,Li,-\n"]).people;
    assert_eq!(people[0].name, "Li");
}

#[test]
fn what_an_import_changed_is_no_edit_and_what_a_person_changed_is_one() {
    let of = |meets: &str| {
        format!(
            "Group,Town,Meets\nNeighbors,Racine,{meets}\nFriends,Kenosha,{meets}\nGardeners,Madison,{meets}\n"
        )
    };
    let mut existing = imported(&[&of("Mondays"), &of("Tuesdays"), &of("Fridays")]);
    assert!(existing.groups.iter().all(|group| group.meets == "Fridays"));

    let edited = &mut existing.groups[0];
    edited.meets = "Sundays".to_owned();
    edited.meta.updated.at = Timestamp(50);
    let edited = edited.id;
    for row in plan(&of("Saturdays"), &existing, 9).preview().rows {
        let is_edited = matches!(row.outcome, Outcome::Changed { id, .. } if id == edited);
        assert_eq!(row.take, !is_edited, "{row:?}");
        let asks = row.remarks.iter().any(|remark| remark.kind == RemarkKind::EditedHere);
        assert_eq!(asks, is_edited, "{row:?}");
    }
}

#[test]
fn whoever_only_a_row_in_question_names_is_not_taken_the_second_time() {
    let file = "Group,Where,County,Region,Contact person,E-mail,Phone,Web site,Issues,Since,Notes,FIPS\n\
        Neighbors of Racine,\"Kenosha, WI\",Kenosha Co.,Southeast,Rosa Lee,a@example.org,608-555-0100,library,Climate,2011,We meet.,17031\n\
        Neighbors of Racine,,Racine County,Southeast,Rosa Lee; Carl Ruiz,a@example.org,608-555-0100,library,,2011,,17031\n";
    let existing = imported(&[file]);
    assert!(!plan(file, &Existing::default(), 5).preview().rows[1].take);
    assert_eq!(imported(&[file, file]).people, existing.people);
}
