//! Deleting, bringing back, and editing at the same time.

use crate::replica::{create, group, id, meet, replicas, two_with};
use groundswell_model::{Command, Field, Group, Id, Kind, Person, Record, command::CommandError};

fn delete(number: u8) -> Command {
    Command::Delete { kind: Kind::Group, id: id(number) }
}

#[test]
fn what_is_deleted_leaves_the_lists_and_can_be_restored() {
    let (mut one, mut two) = two_with(group(1, "Racine"));
    let applied = one.must(&delete(1));
    assert_eq!(applied.delta.gone, [(Kind::Group, id(1))]);
    two.receive(&one.chunks);
    for replica in [&one, &two] {
        assert_eq!(replica.directory.records(Kind::Group), []);
        assert!(replica.projection.groups.is_empty());
        let [entry] = replica.directory.deleted().try_into().unwrap();
        assert_eq!((entry.id, entry.name.as_str(), entry.stamp.by.0), (id(1), "Racine", [1; 8]));
        assert_eq!(replica.view(Kind::Group, id(1)).deleted, Some(entry.stamp));
    }
    assert_eq!(one.run(&delete(1)).unwrap_err(), CommandError::NotFound);
    two.must(&Command::Restore { kind: Kind::Group, id: id(1) });
    meet(&mut one, &mut two);
    assert_eq!(one.directory.records(Kind::Group).len(), 1);
    assert_eq!(one.view(Kind::Group, id(1)).conflicts, []);
    assert_eq!(one.projection.groups.len(), 1);
}

/// Every way to edit a group stands against a deletion at the same time.
#[test]
fn an_edit_stands_against_a_deletion_elsewhere() {
    let edits: [fn(&mut Group); 4] = [
        |group| group.name = "Racine Assembly".to_owned(),
        |group| group.notes = "Ring twice.".to_owned(),
        |group| group.about = "A group.".to_owned(),
        |group| group.topics.extend(["Education".to_owned()]),
    ];
    for (number, edit) in edits.into_iter().enumerate() {
        // With and without an edit before, of which the deletion knows.
        for earlier in [false, true] {
            let (mut one, mut two) = two_with(group(1, "Racine"));
            if earlier {
                one.edit(id(1), |group| {
                    group.meets = "Mondays".to_owned();
                    group.notes = "Earlier. ".to_owned();
                });
                meet(&mut one, &mut two);
            }
            one.must(&delete(1));
            two.edit(id(1), edit);
            meet(&mut one, &mut two);
            for replica in [&one, &two] {
                let view = replica.view(Kind::Group, id(1));
                assert_eq!(view.deleted, None, "edit {number}, earlier {earlier}");
                let [conflict] = view.conflicts.try_into().unwrap();
                assert_eq!(conflict.field, Field::Deleted);
                let values: Vec<_> = conflict.values.iter().map(|value| value.value.as_str()).collect();
                assert_eq!(values, ["kept", "deleted"]);
                assert_eq!(conflict.values[0].stamp.by.0, [2; 8]);
                assert_eq!(conflict.values[1].stamp.by.0, [1; 8]);
                assert_eq!(replica.projection.groups.len(), 1);
                let mut expect = Group::default();
                edit(&mut expect);
                assert!(replica.group(id(1)).about.contains(&expect.about));
                assert!(replica.group(id(1)).notes.contains(&expect.notes));
            }
        }
    }
}

#[test]
fn either_end_of_such_a_conflict_can_be_chosen() {
    for (which, there) in [(0, 1), (1, 0)] {
        let (mut one, mut two) = two_with(group(1, "Racine"));
        one.must(&delete(1));
        two.edit(id(1), |group| group.notes = "Ring twice.".to_owned());
        meet(&mut one, &mut two);
        let conflict = one.view(Kind::Group, id(1)).conflicts.remove(0);
        let keep = conflict.values[which].key.clone();
        let field = Field::Deleted;
        one.must(&Command::Resolve { kind: Kind::Group, id: id(1), field, contact: None, keep });
        meet(&mut one, &mut two);
        for replica in [&one, &two] {
            assert_eq!(replica.view(Kind::Group, id(1)).conflicts, []);
            assert_eq!(replica.directory.records(Kind::Group).len(), there);
            assert_eq!(replica.projection.groups.len(), there);
        }
    }
}

#[test]
fn a_deletion_after_an_edit_is_no_conflict() {
    let (mut one, mut two) = two_with(group(1, "Racine"));
    one.edit(id(1), |group| group.notes = "Ring twice.".to_owned());
    meet(&mut one, &mut two);
    two.must(&delete(1));
    meet(&mut one, &mut two);
    assert_eq!(one.view(Kind::Group, id(1)).conflicts, []);
    assert!(one.view(Kind::Group, id(1)).deleted.is_some());
}

#[test]
fn two_deletions_at_once_are_one() {
    let (mut one, mut two) = two_with(group(1, "Racine"));
    one.must(&delete(1));
    two.must(&delete(1));
    meet(&mut one, &mut two);
    assert_eq!(one.view(Kind::Group, id(1)).conflicts, []);
    assert!(one.directory.records(Kind::Group).is_empty());
}

#[test]
fn a_person_who_is_deleted_leaves_their_public_card_too() {
    let mut one = replicas(1).remove(0);
    let person = Person { id: id(1), name: "Rosa".to_owned(), public: true, ..Person::default() };
    one.must(&create(Record::Person(person)));
    let shown = |one: &crate::replica::Replica| one.directory.to_json()["public"]["people"].to_string();
    assert!(shown(&one).contains("Rosa"));
    one.must(&Command::Delete { kind: Kind::Person, id: id(1) });
    assert!(!shown(&one).contains("Rosa"));
    one.must(&Command::Restore { kind: Kind::Person, id: id(1) });
    assert!(shown(&one).contains("Rosa"));
}

#[test]
fn the_network_cannot_be_deleted() {
    let mut one = replicas(1).remove(0);
    let command = Command::Delete { kind: Kind::Network, id: Id::NETWORK };
    assert_eq!(one.run(&command).unwrap_err(), CommandError::NotDeletable);
}
