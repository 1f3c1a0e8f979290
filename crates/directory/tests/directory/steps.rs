//! Long actions, in steps.

use crate::replica::{
    DIRECTORY, Replica, assert_same, assert_told, author, create, everything, group, id, meet, replicas,
};
use groundswell_directory::Directory;
use groundswell_model::{Command, Kind, Record, command::CommandError};

fn import(replica: &mut Replica, numbers: std::ops::Range<u8>) {
    let now = replica.now();
    replica.directory.begin(now);
    for number in numbers {
        let command = create(Record::Group(group(number, &format!("Group {number}"))));
        replica.directory.step(&command).unwrap();
    }
}

fn finish(replica: &mut Replica) {
    let applied = replica.directory.finish().unwrap();
    replica.keep(&applied);
}

#[test]
fn nothing_is_seen_before_the_end_and_all_of_it_after() {
    let mut one = replicas(1).remove(0);
    let before = (everything(&one.directory), one.directory.heads());
    import(&mut one, 1..50);
    assert_eq!((everything(&one.directory), one.directory.heads()), before);
    finish(&mut one);
    assert_eq!(one.directory.records(Kind::Group).len(), 49);
    assert_told(&one);
    let maps = one.chunks.iter().filter(|(_, bytes)| {
        let change = automerge::Change::try_from(bytes.as_slice()).unwrap();
        change.message().is_some_and(|message| message.starts_with("map "))
    });
    let others = one.chunks.len() - maps.count();
    assert_eq!(others, 2 + 1 + 2, "the form, the network, and one change in each part");
    let (opened, _) = Directory::open(DIRECTORY, author(3), &one.chunks).unwrap();
    assert_same(&one.directory, &opened);
    let undo = one.undos.last().unwrap().clone();
    one.undo(&undo).unwrap();
    assert_eq!(one.directory.records(Kind::Group), []);
}

#[test]
fn what_is_given_up_leaves_nothing() {
    let mut one = replicas(1).remove(0);
    let before = (everything(&one.directory), one.directory.heads());
    import(&mut one, 1..50);
    one.directory.roll_back();
    assert_eq!((everything(&one.directory), one.directory.heads()), before);
    assert_eq!(one.directory.finish().unwrap_err(), CommandError::NotFound);
    import(&mut one, 1..3);
    finish(&mut one);
    assert_eq!(one.directory.records(Kind::Group).len(), 2);
}

#[test]
fn the_directory_goes_on_meanwhile() {
    let mut all = replicas(2);
    let (mut two, mut one) = (all.pop().unwrap(), all.pop().unwrap());
    one.must(&create(Record::Group(group(100, "Before"))));
    meet(&mut one, &mut two);
    import(&mut one, 1..20);
    two.edit(id(100), |group| group.name = "Told meanwhile".to_owned());
    one.receive(&two.chunks);
    one.edit(id(100), |group| group.meets = "Mondays".to_owned());
    one.must(&create(Record::Group(group(101, "Meanwhile"))));
    finish(&mut one);
    assert_told(&one);
    assert_eq!(one.directory.records(Kind::Group).len(), 21);
    assert_eq!(one.group(id(100)).name, "Told meanwhile");
    meet(&mut one, &mut two);
    assert_same(&one.directory, &two.directory);
    // And once more, under the same name.
    import(&mut one, 30..40);
    one.edit(id(100), |group| group.meets = "Tuesdays".to_owned());
    finish(&mut one);
    meet(&mut one, &mut two);
    assert_same(&one.directory, &two.directory);
}

#[test]
fn a_step_that_fails_whole_can_be_left_out() {
    let mut one = replicas(1).remove(0);
    import(&mut one, 1..3);
    let twice = create(Record::Group(group(1, "Twice")));
    assert_eq!(one.directory.step(&twice).unwrap_err(), CommandError::AlreadyThere);
    finish(&mut one);
    assert_eq!(one.directory.records(Kind::Group).len(), 2);
}

#[test]
fn a_step_that_fails_halfway_takes_all_with_it() {
    let mut one = replicas(1).remove(0);
    let before = (everything(&one.directory), one.directory.heads());
    import(&mut one, 1..3);
    let half = Command::Batch(vec![
        create(Record::Group(group(8, "Half"))),
        create(Record::Group(group(1, "Twice"))),
    ]);
    assert_eq!(one.directory.step(&half).unwrap_err(), CommandError::AlreadyThere);
    assert_eq!(one.directory.finish().unwrap_err(), CommandError::AlreadyThere);
    assert_eq!((everything(&one.directory), one.directory.heads()), before);
}
