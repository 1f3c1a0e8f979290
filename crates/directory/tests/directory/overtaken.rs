//! A form that was open while others changed its record.

use crate::replica::{Replica, create, group, id, meet, replicas, save, two_with};
use groundswell_model::{
    Audience, Command, ContactKind, ContactWay, Field, Group, Kind, Record, Region,
    command::CommandError,
    record::{Keep, decide, overtaken},
};
use groundswell_testkit::arb_record;
use proptest::prelude::*;

fn phone(number: u8, value: &str) -> ContactWay {
    ContactWay {
        id: id(number),
        kind: ContactKind::Phone,
        value: value.to_owned(),
        audience: Audience::Public,
        ..ContactWay::default()
    }
}

fn racine() -> Group {
    Group { meets: "Mondays".to_owned(), contacts: vec![phone(3, "+16085550100")], ..group(1, "Racine") }
}

type Edit = fn(&mut Group);

/// Every way in which two people can write the same value, with what each makes of it.
const CLASHES: [(Field, Edit, Edit); 5] = [
    (Field::Meets, |it| it.meets = "Tuesdays".to_owned(), |it| it.meets = "Wednesdays".to_owned()),
    (Field::Meets, |it| it.meets = String::new(), |it| it.meets = "Wednesdays".to_owned()),
    (Field::Founded, |it| it.founded = "2011".to_owned(), |it| it.founded = "2012".to_owned()),
    (
        Field::Contacts,
        |it| it.contacts = vec![phone(3, "+16085550111")],
        |it| it.contacts = vec![phone(3, "+16085550122")],
    ),
    (Field::Contacts, |it| it.contacts = Vec::new(), |it| it.contacts = vec![phone(3, "+16085550122")]),
];

#[test]
fn nothing_is_overwritten_that_its_editor_has_not_seen() {
    for (field, theirs, yours) in CLASHES {
        for (theirs, yours) in [(theirs, yours), (yours, theirs)] {
            let (mut one, mut two) = two_with(racine());
            let open = two.group(id(1));
            one.edit(id(1), |group| {
                theirs(group);
                group.notes = "Ring twice.".to_owned();
            });
            two.receive(&one.chunks);
            let seen = two.group(id(1));
            let mut typed = Group { time_zone: "America/Chicago".to_owned(), ..open.clone() };
            yours(&mut typed);
            let (mut before, mut after) = (Record::Group(open), Record::Group(typed.clone()));
            assert_eq!(two.run(&save(before.clone(), after.clone())).unwrap_err(), CommandError::Overtaken);
            assert_eq!(two.group(id(1)), seen, "a refused edit changes nothing");
            let now = Record::Group(seen.clone());
            let found = overtaken(&before, &after, &now);
            assert_eq!(found.iter().map(|it| it.field).collect::<Vec<_>>(), [field]);

            // Seen, and written all the same.
            let (mut kept_before, mut kept_after) = (before.clone(), after.clone());
            decide(&mut kept_before, &mut kept_after, &now, Keep::Yours);
            let mut other = crate::replica::opened(3, &two.chunks);
            other.must(&save(kept_before, kept_after));
            let mut expected = seen.clone();
            yours(&mut expected);
            let saved = other.group(id(1));
            assert_eq!((&saved.meets, &saved.founded), (&expected.meets, &expected.founded));
            assert_eq!(saved.contacts, expected.contacts);
            assert_eq!((saved.notes.as_str(), saved.time_zone.as_str()), ("Ring twice.", "America/Chicago"));

            // Seen, and left as others wrote it; the rest of the edit is saved.
            decide(&mut before, &mut after, &now, Keep::Theirs);
            two.must(&save(before, after));
            let saved = two.group(id(1));
            assert_eq!((&saved.meets, &saved.founded), (&seen.meets, &seen.founded));
            assert_eq!(saved.contacts, seen.contacts);
            assert_eq!((saved.notes.as_str(), saved.time_zone.as_str()), ("Ring twice.", "America/Chicago"));
        }
    }
}

#[test]
fn edits_of_other_fields_and_the_same_edit_twice_ask_nothing() {
    let (mut one, mut two) = two_with(racine());
    let open = two.group(id(1));
    one.edit(id(1), |group| {
        group.meets = "Tuesdays".to_owned();
        group.topics.insert("Education".to_owned());
        group.about = "Neighbors. All are welcome.".to_owned();
    });
    two.receive(&one.chunks);
    let after = Group {
        meets: "Tuesdays".to_owned(),
        founded: "2011".to_owned(),
        topics: ["Housing".to_owned()].into(),
        about: "Neighbors in the hills.".to_owned(),
        ..open.clone()
    };
    two.must(&save(Record::Group(open), Record::Group(after)));
    let saved = two.group(id(1));
    assert_eq!((saved.meets.as_str(), saved.founded.as_str()), ("Tuesdays", "2011"));
    assert_eq!(saved.topics.len(), 2);
}

#[test]
fn a_form_does_not_bring_back_in_silence_what_was_deleted_meanwhile() {
    let (mut one, mut two) = two_with(racine());
    let open = two.group(id(1));
    one.must(&Command::Delete { kind: Kind::Group, id: id(1) });
    two.receive(&one.chunks);
    let after = Record::Group(Group { notes: "Still here.".to_owned(), ..open.clone() });
    let command = save(Record::Group(open), after);
    assert_eq!(two.run(&command).unwrap_err(), CommandError::DeletedSince);
    assert!(two.view(Kind::Group, id(1)).deleted.is_some());
    // Who has seen that brings it back together with the edit.
    let restore = Command::Restore { kind: Kind::Group, id: id(1) };
    two.must(&Command::Batch(vec![restore, command]));
    meet(&mut one, &mut two);
    assert_eq!(one.view(Kind::Group, id(1)).deleted, None);
    assert_eq!(one.view(Kind::Group, id(1)).conflicts, []);
    assert_eq!(one.group(id(1)).notes, "Still here.");
}

/// Two regions that were put within each other at once are shown with the circle broken, and who looks at them so can
/// end it.
#[test]
fn a_circle_of_regions_can_be_ended_by_who_sees_it_broken() {
    let region =
        |number: u8| Region { id: id(number), name: format!("Region {number}"), ..Region::default() };
    let mut all = replicas(2);
    let (mut two, mut one) = (all.pop().unwrap(), all.pop().unwrap());
    for number in 1..=3 {
        one.must(&create(Record::Region(region(number))));
    }
    meet(&mut one, &mut two);
    let into = |replica: &mut Replica, number: u8, parent: u8| {
        let before = replica.view(Kind::Region, id(number)).record;
        let mut after = before.clone();
        if let Record::Region(region) = &mut after {
            region.parent = Some(id(parent));
        }
        replica.must(&save(before, after));
    };
    into(&mut one, 1, 2);
    into(&mut two, 2, 1);
    meet(&mut one, &mut two);
    let shown = |replica: &Replica| {
        [1, 2].map(|number| match replica.view(Kind::Region, id(number)).record {
            Record::Region(region) => region.parent,
            other => panic!("not a region: {other:?}"),
        })
    };
    assert_eq!(shown(&one), [None, Some(id(1))]);
    into(&mut one, 1, 3);
    assert_eq!(shown(&one), [Some(id(3)), Some(id(1))]);
}

fn three_of_a_kind() -> impl Strategy<Value = [Record; 3]> {
    prop::sample::select(&Kind::ALL[..]).prop_flat_map(|kind| {
        let of = if kind == Kind::Network { groundswell_model::Id::NETWORK } else { id(1) };
        let one = || arb_record(kind, of, vec![id(7)], vec![id(8)]);
        [one(), one(), one()]
    })
}

proptest! {
    /// Whatever was decided, what was asked is settled, and nothing else is touched.
    #[test]
    fn whoever_has_decided_is_not_asked_again([before, after, now] in three_of_a_kind()) {
        for keep in [Keep::Theirs, Keep::Yours] {
            let (mut decided_before, mut decided) = (before.clone(), after.clone());
            decide(&mut decided_before, &mut decided, &now, keep);
            prop_assert_eq!(overtaken(&decided_before, &decided, &now), []);
            if keep == Keep::Yours {
                prop_assert_eq!(&decided, &after);
            }
            if overtaken(&before, &after, &now).is_empty() {
                prop_assert_eq!((&decided_before, &decided), (&before, &after));
            }
        }
    }
}
