//! Taking back the end of a conflict: it is there again, as it was.

use crate::convergence::{arb_history, choices, happen};
use crate::replica::{
    DIRECTORY, Replica, assert_same, assert_told, author, create, everything, group, id, meet, replicas,
    save, two_with,
};
use crate::undo::{contents, public_people};
use groundswell_directory::{Directory, Part, Undo};
use groundswell_model::{
    Audience, Command, Conflict, ContactKind, ContactWay, Field, Id, Kind, Person, Record,
    command::CommandError,
};
use proptest::prelude::*;

fn conflicts(replica: &Replica) -> Vec<Conflict> {
    replica.view(Kind::Group, id(1)).conflicts
}

fn chooses(replica: &mut Replica, kind: Kind, conflict: &Conflict, which: usize) -> Undo {
    let Conflict { field, contact, values } = conflict;
    let keep = values[which].key.clone();
    let choice = Command::Resolve { kind, id: id(1), field: *field, contact: *contact, keep };
    replica.must(&choice).undo.unwrap()
}

fn takes_back(replica: &mut Replica, undo: &Undo) -> Undo {
    replica.undo(undo).unwrap().undo.unwrap()
}

/// Two devices that say differently when a group meets.
fn two_at_odds() -> (Replica, Replica) {
    let (mut one, mut two) = two_with(group(1, "Racine"));
    one.edit(id(1), |group| group.meets = "Mondays".to_owned());
    two.edit(id(1), |group| group.meets = "Tuesdays".to_owned());
    meet(&mut one, &mut two);
    (one, two)
}

#[test]
fn either_choice_can_be_taken_back_and_made_again_and_again() {
    for which in [0, 1] {
        let (mut one, mut two) = two_at_odds();
        let before = contents(&one);
        let conflict = conflicts(&one).remove(0);
        let chosen = &conflict.values[which].value;
        let mut undo = chooses(&mut one, Kind::Group, &conflict, which);
        for _ in 0..3 {
            let redo = takes_back(&mut one, &undo);
            two.receive(&one.chunks);
            for replica in [&one, &two] {
                assert_eq!(contents(replica), before);
                assert!(replica.projection.groups.get(id(1)).unwrap().disputed);
            }
            undo = takes_back(&mut one, &redo);
            two.receive(&one.chunks);
            for replica in [&one, &two] {
                assert_eq!(conflicts(replica), []);
                assert_eq!(replica.group(id(1)).meets, *chosen);
                assert!(!replica.projection.groups.get(id(1)).unwrap().disputed);
            }
        }
    }
}

#[test]
fn a_conflict_that_is_open_again_is_ended_by_either_choice_and_by_an_edit() {
    for which in [0, 1, 2] {
        let (mut one, mut two) = two_at_odds();
        let conflict = conflicts(&one).remove(0);
        let undo = chooses(&mut one, Kind::Group, &conflict, 1);
        takes_back(&mut one, &undo);
        two.receive(&one.chunks);
        let expected = match conflict.values.get(which) {
            Some(value) => {
                chooses(&mut two, Kind::Group, &conflict, which);
                value.value.clone()
            }
            None => {
                two.edit(id(1), |group| group.meets = "Fridays".to_owned());
                "Fridays".to_owned()
            }
        };
        meet(&mut one, &mut two);
        for replica in [&one, &two] {
            assert_eq!(replica.group(id(1)).meets, expected);
            assert_eq!(conflicts(replica), []);
        }
        // And that in turn is taken back.
        let last = two.undos.last().unwrap().clone();
        takes_back(&mut two, &last);
        one.receive(&two.chunks);
        for replica in [&one, &two] {
            assert_eq!(conflicts(replica), std::slice::from_ref(&conflict));
        }
    }
}

#[test]
fn an_edit_that_ended_a_conflict_opens_it_again_when_it_is_taken_back() {
    let (mut one, _) = two_at_odds();
    let before = contents(&one);
    let edit = one.edit(id(1), |group| group.meets = "Fridays".to_owned());
    assert_eq!(conflicts(&one), []);
    takes_back(&mut one, &edit.undo.unwrap());
    assert_eq!(contents(&one), before);
}

#[test]
fn what_is_written_elsewhere_meanwhile_joins_the_conflict() {
    let (mut one, mut two) = two_at_odds();
    let conflict = conflicts(&one).remove(0);
    let undo = chooses(&mut one, Kind::Group, &conflict, 1);
    meet(&mut one, &mut two);
    takes_back(&mut one, &undo);
    two.edit(id(1), |group| group.meets = "Fridays".to_owned());
    meet(&mut one, &mut two);
    for replica in [&one, &two] {
        let [three] = conflicts(replica).try_into().unwrap();
        let mut values: Vec<_> = three.values.iter().map(|value| value.value.as_str()).collect();
        values.sort_unstable();
        assert_eq!(values, ["Fridays", "Mondays", "Tuesdays"]);
    }
    // All three come back once more.
    let before = contents(&two);
    let all = conflicts(&two).remove(0);
    let undo = chooses(&mut two, Kind::Group, &all, 2);
    assert_eq!(conflicts(&two), []);
    takes_back(&mut two, &undo);
    assert_eq!(contents(&two), before);
}

#[test]
fn what_was_settled_anew_since_stays_so() {
    let (mut one, mut two) = two_at_odds();
    let conflict = conflicts(&one).remove(0);
    let undo = chooses(&mut one, Kind::Group, &conflict, 1);
    meet(&mut one, &mut two);
    two.edit(id(1), |group| group.meets = "Fridays".to_owned());
    meet(&mut one, &mut two);
    assert_eq!(one.undo(&undo).unwrap_err(), CommandError::ChangedSince);
    assert_eq!(conflicts(&one), []);
}

#[test]
fn two_who_choose_otherwise_and_take_it_back_at_once_have_the_same_conflict() {
    let (mut one, mut two) = two_at_odds();
    let conflict = conflicts(&one).remove(0);
    let (first, second) =
        (chooses(&mut one, Kind::Group, &conflict, 0), chooses(&mut two, Kind::Group, &conflict, 1));
    takes_back(&mut one, &first);
    takes_back(&mut two, &second);
    meet(&mut one, &mut two);
    assert_same(&one.directory, &two.directory);
    for replica in [&one, &two] {
        assert_eq!(conflicts(replica), std::slice::from_ref(&conflict));
    }
    chooses(&mut one, Kind::Group, &conflict, 1);
    two.receive(&one.chunks);
    assert_eq!(conflicts(&two), []);
}

#[test]
fn deleted_or_kept_is_open_again_too() {
    for which in [0, 1] {
        let (mut one, mut two) = two_with(group(1, "Racine"));
        one.must(&Command::Delete { kind: Kind::Group, id: id(1) });
        two.edit(id(1), |group| group.notes = "Ring twice.".to_owned());
        meet(&mut one, &mut two);
        let before = contents(&one);
        let conflict = conflicts(&one).remove(0);
        assert_eq!(conflict.field, Field::Deleted);
        let mut undo = chooses(&mut one, Kind::Group, &conflict, which);
        let mut settled = contents(&one);
        for _ in 0..3 {
            let redo = takes_back(&mut one, &undo);
            two.receive(&one.chunks);
            assert_eq!(contents(&one), before);
            assert_eq!(contents(&two), before);
            undo = takes_back(&mut one, &redo);
            settled.retain(|view| view.deleted.is_none());
            assert_eq!(contents(&one), settled);
        }
        takes_back(&mut one, &undo);
        for (which, there) in [(0, 1), (1, 0)] {
            let undo = chooses(&mut one, Kind::Group, &conflict, which);
            assert_eq!(one.directory.records(Kind::Group).len(), there);
            assert!(one.view(Kind::Group, id(1)).conflicts.is_empty());
            takes_back(&mut one, &undo);
        }
        one.edit(id(1), |group| group.about = "A group.".to_owned());
        two.receive(&one.chunks);
        assert_eq!(conflicts(&two), []);
    }
}

/// Whatever changes a record says that it is kept. Who takes that back leaves it in doubt as it was.
#[test]
fn an_edit_that_said_by_the_way_that_a_record_is_kept_is_taken_back_with_that() {
    let (mut one, mut two) = two_with(group(1, "Racine"));
    one.must(&Command::Delete { kind: Kind::Group, id: id(1) });
    two.edit(id(1), |group| group.notes = "Ring twice.".to_owned());
    meet(&mut one, &mut two);
    let before = contents(&one);
    let mut undo = one.edit(id(1), |group| group.meets = "Mondays".to_owned()).undo.unwrap();
    let settled = contents(&one);
    assert_eq!(conflicts(&one), []);
    for _ in 0..3 {
        let redo = takes_back(&mut one, &undo);
        two.receive(&one.chunks);
        assert_eq!(contents(&one), before);
        assert_eq!(contents(&two), before);
        undo = takes_back(&mut one, &redo);
        assert_eq!(contents(&one), settled);
    }
}

#[test]
fn what_a_choice_made_public_of_a_person_is_not_public_while_the_conflict_is_open_again() {
    let mut all = replicas(2);
    let (mut two, mut one) = (all.pop().unwrap(), all.pop().unwrap());
    let way = |audience, value: &str| ContactWay {
        id: id(3),
        kind: ContactKind::Email,
        value: value.to_owned(),
        audience,
        ..ContactWay::default()
    };
    let person = |way| Person {
        id: id(1),
        name: "Rosa".to_owned(),
        public: true,
        contacts: vec![way],
        ..Person::default()
    };
    let start = Record::Person(person(way(Audience::Members, "rosa@example.org")));
    one.must(&create(start.clone()));
    meet(&mut one, &mut two);
    let published = Record::Person(person(way(Audience::Public, "rosa@example.org")));
    let edited = Record::Person(person(way(Audience::Members, "secret@example.org")));
    one.must(&save(start.clone(), published.clone()));
    two.must(&save(start, edited));
    two.must(&save(two.view(Kind::Person, id(1)).record, published));
    meet(&mut one, &mut two);
    let (before, card) = (contents(&one), public_people(&one));
    for conflict in one.view(Kind::Person, id(1)).conflicts {
        for which in 0..conflict.values.len() {
            let undo = chooses(&mut one, Kind::Person, &conflict, which);
            takes_back(&mut one, &undo);
            assert_eq!(contents(&one), before);
            let now = public_people(&one);
            if now != card {
                // Less than before, never more.
                assert!(!now.to_string().contains("secret") || card.to_string().contains("secret"));
            }
        }
    }
}

#[test]
fn a_reference_to_nowhere_opens_nothing() {
    use automerge::{AutoCommit, ReadDoc, transaction::Transactable};
    let (mut one, mut two) = two_at_odds();
    let mut doc = AutoCommit::load(&one.directory.save(Part::Public)).unwrap();
    let groups = doc.get(automerge::ROOT, "groups").unwrap().unwrap().1;
    let group = doc.get(&groups, id(1).to_string()).unwrap().unwrap().1;
    for mark in ["", "x", " ", &"0".repeat(64), &["0".repeat(64), "1".repeat(64)].join(" ")] {
        doc.put(&group, "meets", format!("Fridays {mark}")).unwrap();
        doc.put(&group, "reopened/meets", mark).unwrap();
        one.receive(&[(Part::Public, doc.save())]);
        assert_eq!(conflicts(&one), []);
        assert_eq!(one.group(id(1)).meets, format!("Fridays {mark}"));
    }
    // It may stand beside another value, or without one.
    doc.put(&group, "reopened/name", 3).unwrap();
    doc.put(&group, "reopened/nothing", true).unwrap();
    doc.put(&group, "reopened/", "reopened/").unwrap();
    one.receive(&[(Part::Public, doc.save())]);
    meet(&mut one, &mut two);
    assert_eq!(conflicts(&two), []);
    two.edit(id(1), |group| group.meets = "Mondays".to_owned());
}

/// Chooses among the conflicts there are and takes it back; whether there were any.
fn wavers(replica: &mut Replica, which: prop::sample::Index) -> bool {
    let choices = choices(replica);
    if choices.is_empty() {
        return false;
    }
    let undo = replica.must(which.get(&choices)).undo.unwrap();
    replica.undo(&undo).unwrap();
    true
}

fn every_conflict(replica: &Replica) -> Vec<((Kind, Id), Vec<Conflict>)> {
    let views = everything(&replica.directory).into_iter();
    views.map(|view| ((view.record.kind(), view.record.id()), view.conflicts)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_choice_that_is_taken_back_leaves_all_as_it_was(
        (_, history) in arb_history(),
        which in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
    ) {
        let mut replicas = replicas(3);
        for (at, event) in &history {
            happen(&mut replicas, *at, event);
        }
        let all: Vec<_> = replicas.iter().flat_map(|replica| replica.chunks.iter().cloned()).collect();
        replicas[0].receive(&all);
        let before = (contents(&replicas[0]), every_conflict(&replicas[0]));
        for which in which {
            let choices = choices(&replicas[0]);
            if choices.is_empty() {
                break;
            }
            let choice = which.get(&choices);
            let undo = replicas[0].must(choice).undo.unwrap();
            let settled = (contents(&replicas[0]), every_conflict(&replicas[0]));
            prop_assert_ne!(&settled.1, &before.1);
            let redo = replicas[0].undo(&undo).unwrap().undo.unwrap();
            prop_assert_eq!(&(contents(&replicas[0]), every_conflict(&replicas[0])), &before);
            let undo = replicas[0].undo(&redo).unwrap().undo.unwrap();
            prop_assert_eq!(&(contents(&replicas[0]), every_conflict(&replicas[0])), &settled);
            replicas[0].undo(&undo).unwrap();
            prop_assert_eq!(&(contents(&replicas[0]), every_conflict(&replicas[0])), &before);
            assert_told(&replicas[0]);
        }
        // As others hear of it, and as it is stored.
        let chunks = replicas[0].chunks.clone();
        replicas[1].receive(&chunks);
        prop_assert_eq!(&(contents(&replicas[1]), every_conflict(&replicas[1])), &before);
        assert_told(&replicas[1]);
        let (opened, _) = Directory::open(DIRECTORY, author(9), &chunks).unwrap();
        assert_same(&replicas[0].directory, &opened);
    }

    #[test]
    fn all_who_waver_at_once_end_alike_and_with_no_value_lost(
        (_, history) in arb_history(),
        which in prop::collection::vec((0..3_usize, any::<prop::sample::Index>()), 1..12),
        order in any::<prop::sample::Index>(),
    ) {
        let mut replicas = replicas(3);
        for (at, event) in &history {
            happen(&mut replicas, *at, event);
        }
        let all: Vec<_> = replicas.iter().flat_map(|replica| replica.chunks.iter().cloned()).collect();
        replicas.iter_mut().for_each(|replica| replica.receive(&all));
        let before = every_conflict(&replicas[0]);
        let mut any = false;
        for (at, which) in which {
            any |= wavers(&mut replicas[at], which);
        }
        let mut all: Vec<_> = replicas.iter().flat_map(|replica| replica.chunks.iter().cloned()).collect();
        let middle = order.index(all.len());
        all.rotate_left(middle);
        replicas[0].receive(&all);
        all.reverse();
        replicas[1].receive(&all);
        assert_same(&replicas[0].directory, &replicas[1].directory);
        assert_told(&replicas[0]);
        assert_told(&replicas[1]);
        let values = |conflicts: Vec<((Kind, Id), Vec<Conflict>)>| {
            let mut values = Vec::new();
            for (record, conflicts) in conflicts {
                for conflict in conflicts {
                    let (field, contact) = (conflict.field, conflict.contact);
                    values.extend(conflict.values.into_iter().map(|it| (record, field, contact, it.value)));
                }
            }
            values.sort_by_key(|it| format!("{it:?}"));
            values
        };
        prop_assert!(any || before.iter().all(|(_, conflicts)| conflicts.is_empty()));
        prop_assert_eq!(values(every_conflict(&replicas[0])), values(before));
    }
}
