//! What neighbours send: whole documents and changes of one part, with claims of what they hold.

use crate::replica::{DIRECTORY, Replica, author, create, everything, group, id, replicas};
use groundswell_directory::{Directory, Merged, Part};
use groundswell_model::{Group, Record};

const NOBODY: [u8; 32] = [7; 32];

fn with_groups() -> Replica {
    let mut one = replicas(1).remove(0);
    for number in 1..4 {
        one.must(&create(Record::Group(Group { notes: "By ear".into(), ..group(number, "Racine") })));
    }
    one
}

fn newcomer() -> Directory {
    Directory::open(DIRECTORY, author(8), &[]).unwrap().0
}

fn names(replica: &Replica, part: Part) -> Vec<[u8; 32]> {
    replica.directory.heads_of(part)
}

#[test]
fn the_first_document_of_a_part_is_taken_whole_and_is_what_merging_it_would_give() {
    let mut one = with_groups();
    let mut whole = newcomer();
    let mut merged = newcomer();
    for part in Part::ALL {
        let bytes = one.directory.save(part);
        let heads = names(&one, part);
        let taken = whole.merge_items(part, vec![bytes.clone()], &[heads[0], NOBODY]).unwrap();
        assert_eq!(taken.whole.as_deref(), Some(bytes.as_slice()), "to be stored as it is");
        assert_eq!((taken.names, taken.lacking), (heads, vec![NOBODY]));
        merged.merge(&[(part, bytes)]).unwrap();
    }
    assert_eq!(everything(&whole), everything(&one.directory));
    assert_eq!(whole.projection().encode(), merged.projection().encode());
    assert_eq!(whole.heads(), one.directory.heads());
    let edited = whole.apply(&create(Record::Group(group(9, "Kenosha"))), one.now()).unwrap();
    assert!(!edited.chunks.is_empty(), "it can be written to");
}

#[test]
fn a_document_for_a_part_that_has_something_brings_what_is_new() {
    let [mut one, mut other] = <[Replica; 2]>::try_from(replicas(2)).unwrap();
    one.must(&create(Record::Group(group(1, "Racine"))));
    other.must(&create(Record::Group(group(2, "Kenosha"))));
    let bytes = one.directory.save(Part::Public);
    let Merged { delta, set_aside, new, whole, .. } =
        other.directory.merge_items(Part::Public, vec![bytes.clone()], &[]).unwrap();
    assert_eq!((whole, set_aside), (None, vec![]));
    assert_eq!(new.len(), 1);
    assert_eq!(delta.changed.iter().map(|view| view.record.id()).collect::<Vec<_>>(), [id(1)]);
    let again = other.directory.merge_items(Part::Public, vec![bytes], &[]).unwrap();
    assert!(again.new.is_empty() && again.delta.is_empty(), "once is enough");
}

#[test]
fn changes_hold_their_own_names_and_no_others() {
    let mut one = replicas(1).remove(0);
    let applied = one.must(&create(Record::Group(group(1, "Racine"))));
    let changes: Vec<_> = applied.chunks.iter().filter(|chunk| chunk.part == Part::Public).collect();
    let own = changes[0].hash;
    let claims = [own, NOBODY];
    let items = vec![changes[0].bytes.clone()];
    let merged = newcomer().merge_items(Part::Public, items, &claims).unwrap();
    assert_eq!((merged.names, merged.lacking), (vec![own], vec![NOBODY]));
    assert_eq!(merged.new.len(), 1, "it waits for what it builds on, and is stored all the same");
}

#[test]
fn what_is_missing_and_what_is_lacking_is_told_by_part() {
    let mut one = with_groups();
    let last = one.must(&create(Record::Group(group(5, "Kenosha"))));
    let public: Vec<_> = last.chunks.iter().filter(|chunk| chunk.part == Part::Public).collect();
    let mut other = newcomer();
    other.merge_items(Part::Public, vec![public[0].bytes.clone()], &[]).unwrap();
    assert!(other.missing_of(Part::Public) > 0);
    assert_eq!(other.missing_of(Part::Members), 0);
    let heads = names(&one, Part::Public);
    assert_eq!(other.lacking(Part::Public, &heads), heads);
    assert_eq!(one.directory.lacking(Part::Public, &heads), Vec::<[u8; 32]>::new());
}

#[test]
fn items_that_can_not_be_read_are_named_and_the_others_taken() {
    let mut one = replicas(1).remove(0);
    let applied = one.must(&create(Record::Group(group(1, "Racine"))));
    let good = applied.chunks.iter().find(|chunk| chunk.part == Part::Public).unwrap().bytes.clone();
    let mut other = replicas(1).remove(0);
    let merged = other.directory.merge_items(Part::Public, vec![b"nonsense".to_vec(), good], &[]).unwrap();
    assert_eq!(merged.set_aside.iter().map(|aside| aside.index).collect::<Vec<_>>(), [0]);
    assert_eq!(merged.names.len(), 1);
}
