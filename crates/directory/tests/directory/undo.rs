//! Taking actions back.

use crate::replica::{Replica, create, everything, group, id, meet, replicas, two_with};
use groundswell_directory::Undo;
use groundswell_model::{
    Audience, Command, ContactKind, ContactWay, DeviceId, Group, Id, Kind, Person, Record, RecordView,
    command::CommandError,
};
use groundswell_testkit::{arb_edit, arb_ids, arb_record};
use proptest::prelude::*;

/// What people see, without the dates that every action writes.
pub(crate) fn contents(replica: &Replica) -> Vec<RecordView> {
    let mut views = everything(&replica.directory);
    for view in &mut views {
        view.record.meta_mut().updated = Default::default();
    }
    views.retain(|view| view.deleted.is_none());
    views
}

fn last(replica: &Replica) -> Undo {
    replica.undos.last().unwrap().clone()
}

#[test]
fn an_edit_is_taken_back_and_done_again() {
    let (mut one, _) = two_with(Group { notes: "Old.".to_owned(), ..group(1, "Racine") });
    let before = contents(&one);
    one.edit(id(1), |group| {
        group.name = "Racine Assembly".to_owned();
        group.notes = "Old. New.".to_owned();
        group.topics.insert("Education".to_owned());
        group.contacts.push(ContactWay {
            id: id(3),
            kind: ContactKind::Email,
            value: "a@example.org".to_owned(),
            audience: Audience::Public,
            ..ContactWay::default()
        });
    });
    let after = contents(&one);
    let undo = last(&one);
    let redo = one.undo(&undo).unwrap().undo.unwrap();
    assert_eq!(contents(&one), before);
    assert_eq!(one.undo(&undo).unwrap_err(), CommandError::ChangedSince);
    one.undo(&redo).unwrap();
    assert_eq!(contents(&one), after);
}

#[test]
fn creating_and_deleting_are_taken_back() {
    let (mut one, _) = two_with(group(1, "Racine"));
    let before = contents(&one);
    one.must(&Command::Delete { kind: Kind::Group, id: id(1) });
    let redo = one.undo(&last(&one)).unwrap().undo.unwrap();
    assert_eq!(contents(&one), before);
    one.undo(&redo).unwrap();
    assert_eq!(contents(&one).len(), before.len() - 1);
    one.undo(&last(&one)).unwrap();

    one.must(&create(Record::Group(group(2, "Kenosha"))));
    let with = contents(&one);
    let redo = one.undo(&last(&one)).unwrap().undo.unwrap();
    assert_eq!(contents(&one), before);
    one.undo(&redo).unwrap();
    assert_eq!(contents(&one), with);
}

#[test]
fn what_others_wrote_since_stays() {
    let (mut one, mut two) = two_with(Group { notes: "Old.".to_owned(), ..group(1, "Racine") });
    one.edit(id(1), |group| {
        group.name = "Racine Assembly".to_owned();
        group.meets = "Mondays".to_owned();
        group.notes = "Old. Mine.".to_owned();
    });
    let undo = last(&one);
    meet(&mut one, &mut two);
    two.edit(id(1), |group| {
        group.meets = "Tuesdays".to_owned();
        group.notes = "Old. Mine. Yours.".to_owned();
    });
    meet(&mut one, &mut two);
    one.undo(&undo).unwrap();
    let group = one.group(id(1));
    assert_eq!(group.name, "Racine");
    assert_eq!(group.meets, "Tuesdays");
    assert_eq!(group.notes, "Old. Yours.");
}

#[test]
fn the_same_value_written_since_by_another_stays() {
    let (mut one, mut two) = two_with(group(1, "Racine"));
    one.edit(id(1), |group| group.name = "Racine Assembly".to_owned());
    let undo = last(&one);
    meet(&mut one, &mut two);
    two.edit(id(1), |group| group.name = "Other".to_owned());
    two.edit(id(1), |group| group.name = "Racine Assembly".to_owned());
    meet(&mut one, &mut two);
    assert_eq!(one.undo(&undo).unwrap_err(), CommandError::ChangedSince);
    assert_eq!(one.group(id(1)).name, "Racine Assembly");
}

#[test]
fn a_record_that_somebody_edited_is_not_uncreated() {
    let edits: [fn(&mut Group); 2] =
        [|group| group.name = "Other".to_owned(), |group| group.notes = "Mine.".to_owned()];
    for edit in edits {
        let mut all = replicas(2);
        let (mut two, mut one) = (all.pop().unwrap(), all.pop().unwrap());
        one.must(&create(Record::Group(group(1, "Racine"))));
        let undo = last(&one);
        meet(&mut one, &mut two);
        two.edit(id(1), edit);
        meet(&mut one, &mut two);
        assert_eq!(one.undo(&undo).unwrap_err(), CommandError::ChangedSince);
        assert_eq!(one.directory.records(Kind::Group).len(), 1);
    }
}

#[test]
fn a_deletion_that_somebody_answered_is_not_taken_back_twice() {
    let (mut one, mut two) = two_with(group(1, "Racine"));
    one.must(&Command::Delete { kind: Kind::Group, id: id(1) });
    let undo = last(&one);
    meet(&mut one, &mut two);
    two.must(&Command::Restore { kind: Kind::Group, id: id(1) });
    two.must(&Command::Delete { kind: Kind::Group, id: id(1) });
    meet(&mut one, &mut two);
    assert_eq!(one.undo(&undo).unwrap_err(), CommandError::ChangedSince);
    assert!(one.directory.records(Kind::Group).is_empty());
}

#[test]
fn taking_back_an_edit_does_not_bring_back_what_was_deleted_since() {
    let (mut one, _) = two_with(group(1, "Racine"));
    one.edit(id(1), |group| group.name = "Racine Assembly".to_owned());
    let undo = last(&one);
    one.must(&Command::Delete { kind: Kind::Group, id: id(1) });
    assert_eq!(one.undo(&undo).unwrap_err(), CommandError::ChangedSince);
}

#[test]
fn all_of_a_batch_is_taken_back_at_once() {
    let (mut one, _) = two_with(group(1, "Racine"));
    let before = contents(&one);
    let person = Person { id: id(7), name: "Rosa".to_owned(), public: true, ..Person::default() };
    let device = DeviceId([1; 8]);
    one.must(&Command::Batch(vec![
        create(Record::Group(group(2, "Kenosha"))),
        create(Record::Person(person)),
        Command::Delete { kind: Kind::Group, id: id(1) },
        Command::NameDevice { device, name: "Rosa's phone".to_owned() },
    ]));
    assert_eq!(one.projections.devices[&device], "Rosa's phone");
    one.undo(&last(&one)).unwrap();
    assert_eq!(contents(&one), before);
    assert!(one.directory.projections().devices.is_empty());
}

#[test]
fn an_error_in_a_batch_leaves_nothing_of_it() {
    let (mut one, _) = two_with(group(1, "Racine"));
    let (before, heads) = (everything(&one.directory), one.directory.heads());
    let batch = Command::Batch(vec![
        create(Record::Group(group(2, "Kenosha"))),
        Command::Delete { kind: Kind::Group, id: id(1) },
        create(Record::Group(group(2, "Kenosha again"))),
    ]);
    assert_eq!(one.run(&batch).unwrap_err(), CommandError::AlreadyThere);
    assert_eq!(everything(&one.directory), before);
    assert_eq!(one.directory.heads(), heads);
    one.edit(id(1), |group| group.name = "Goes on".to_owned());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn undo_right_after_an_action_restores_what_was_seen_and_redo_does_it_again(
        (first, second, fields) in (arb_ids(), 1..5_usize).prop_flat_map(|(ids, kind)| {
            let (kind, id) = ids.all().into_iter().find(|(it, _)| *it == Kind::ALL[kind]).unwrap();
            let record = move || arb_record(kind, id, vec![], vec![]);
            (record(), record(), any::<u32>())
        })
    ) {
        let mut one = replicas(1).remove(0);
        let id: Id = first.id();
        one.must(&create(first.clone()));
        let before_record = one.view(first.kind(), id).record;
        let before = (contents(&one), public_people(&one));
        let after = arb_edit(&before_record, &second, fields);
        one.must(&crate::replica::save(before_record, after));
        let after = (contents(&one), public_people(&one));
        if one.undos.len() == 2 {
            let redo = one.undo(&last(&one)).unwrap().undo.unwrap();
            prop_assert_eq!((contents(&one), public_people(&one)), before);
            one.undo(&redo).unwrap();
            prop_assert_eq!((contents(&one), public_people(&one)), after);
        } else {
            prop_assert_eq!(before, after);
        }
    }
}

/// What strangers see of people, without dates.
pub(crate) fn public_people(replica: &Replica) -> serde_json::Value {
    let mut people = replica.directory.to_json()["public"]["people"].clone();
    for person in people.as_object_mut().unwrap().values_mut() {
        person.as_object_mut().unwrap().retain(|key, _| !key.starts_with("updated"));
    }
    people.as_object_mut().unwrap().retain(|_, person| !person.as_object().unwrap().is_empty());
    people
}
