//! What neighbours send: whole documents and changes of one part, with claims of what they hold.

use crate::replica::{DIRECTORY, Replica, author, create, encoded, everything, group, id, replicas};
use groundswell_directory::{Directory, MAX_DELTA_RECORDS, Merged, News, Part};
use groundswell_model::{Command, Group, Id, Record, message::Since};

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
        assert_eq!(taken.document.as_deref(), Some(bytes.as_slice()), "to be stored as it is");
        assert_eq!((taken.names, taken.lacking), (heads, vec![NOBODY]));
        merged.merge(&[(part, bytes)]).unwrap();
    }
    assert_eq!(everything(&whole), everything(&one.directory));
    assert_eq!(encoded(&whole.projections()), encoded(&merged.projections()));
    assert_eq!(whole.heads(), one.directory.heads());
    let edited = whole.apply(&create(Record::Group(group(9, "Kenosha"))), one.now()).unwrap();
    assert!(!edited.chunks.is_empty(), "it can be written to");
}

#[test]
fn of_much_that_is_new_only_the_number_is_told() {
    for (count, much) in [(MAX_DELTA_RECORDS, false), (MAX_DELTA_RECORDS + 1, true)] {
        let [mut one, mut other] = <[Replica; 2]>::try_from(replicas(2)).unwrap();
        let before = other.directory.projections();
        let records = (0..count).map(|number| {
            let mut id = [5; 12];
            id[..2].copy_from_slice(&(number as u16).to_le_bytes());
            let about = "Letters that lie in a record.".into();
            create(Record::Group(Group { id: Id::from_bytes(id), about, ..group(1, "Racine") }))
        });
        let made = one.must(&Command::Batch(records.collect()));
        let chunks: Vec<_> = made.chunks.iter().map(|it| (it.part, it.bytes.clone())).collect();
        let (news, ..) = other.directory.merge(&chunks).unwrap();
        assert_eq!(news.count(), count);
        match news {
            News::Few(delta) => {
                assert!(!much);
                let mut brought = before;
                brought.apply(&delta);
                brought.first.groups.sort();
                assert_eq!(encoded(&brought), encoded(&one.directory.projections()));
            }
            News::Much(_) => assert!(much),
        }
    }
}

#[test]
fn a_document_for_a_part_that_has_something_brings_what_is_new() {
    let [mut one, mut other] = <[Replica; 2]>::try_from(replicas(2)).unwrap();
    one.must(&create(Record::Group(group(1, "Racine"))));
    other.must(&create(Record::Group(group(2, "Kenosha"))));
    let bytes = one.directory.save(Part::Public);
    let Merged { news, quarantined, new, document, .. } =
        other.directory.merge_items(Part::Public, vec![bytes.clone()], &[]).unwrap();
    let News::Few(delta) = news else { panic!("{news:?}") };
    assert_eq!((document, quarantined), (None, vec![]));
    assert_eq!(new.len(), 1);
    assert_eq!(delta.changed.iter().map(|view| view.record.id()).collect::<Vec<_>>(), [id(1)]);
    let again = other.directory.merge_items(Part::Public, vec![bytes], &[]).unwrap();
    assert!(again.new.is_empty() && again.news == News::default(), "once is enough");
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
    assert_eq!(merged.quarantined.iter().map(|quarantined| quarantined.index).collect::<Vec<_>>(), [0]);
    assert_eq!(merged.names.len(), 1);
}

#[test]
fn the_changes_since_a_state_bring_whoever_has_that_state_up_to_now() {
    let mut one = with_groups();
    let mut other = newcomer();
    for part in Part::ALL {
        let _ = other.merge(&[(part, one.directory.save(part))]).unwrap();
    }
    let before = Since::State(one.directory.heads());
    assert_eq!(one.directory.changes_since(&before), [], "nothing is new");
    for number in 4..6 {
        one.must(&create(Record::Group(Group { notes: "Later".into(), ..group(number, "Racine") })));
    }
    let changes = one.directory.changes_since(&before);
    let (_, quarantined, new) = other.merge(&changes).unwrap();
    assert_eq!(quarantined, []);
    assert!(!new.is_empty());
    assert_eq!(everything(&other), everything(&one.directory));
    assert_eq!(other.pending_dependencies(), 0);
    // From nothing, or from a state that is not known, it is everything.
    for since in
        [Since::State(Vec::new()), Since::State([&1_u32.to_le_bytes()[..], &NOBODY, &[0; 4]].concat())]
    {
        let mut anew = newcomer();
        let _ = anew.merge(&one.directory.changes_since(&since)).unwrap();
        assert_eq!(everything(&anew), everything(&one.directory));
    }
}

#[test]
fn changes_whose_ground_is_not_there_wait_and_are_counted() {
    let mut one = with_groups();
    let before = Since::State(one.directory.heads());
    one.must(&create(Record::Group(group(4, "Racine"))));
    let mut other = newcomer();
    let public = one.directory.changes_since(&Since::State(Vec::new())).remove(0);
    // What the directory began with, and the last change.
    let begun = first_of(&public);
    let _ = other.merge(&[begun]).unwrap();
    let mut last = one.directory.changes_since(&before);
    last.retain(|(part, _)| *part == Part::Public);
    let _ = other.merge(&last).unwrap();
    assert!(other.pending_dependencies() > 0);
    let _ = other.merge(&[public]).unwrap();
    assert_eq!(other.pending_dependencies(), 0);
    assert!(other.read(groundswell_model::Kind::Group, id(4)).is_some());
}

/// The first of changes that stand one after the other (Automerge's format: eight bytes, the type, the length as
/// LEB128, the contents).
fn first_of((part, changes): &(Part, Vec<u8>)) -> (Part, Vec<u8>) {
    let (mut length, mut at) = (0, 9);
    for shift in (0..).step_by(7) {
        length |= usize::from(changes[at] & 0x7f) << shift;
        at += 1;
        if changes[at - 1] & 0x80 == 0 {
            break;
        }
    }
    (*part, changes[..at + length].to_vec())
}

#[test]
fn changes_since_a_moment_are_those_made_since() {
    let mut one = with_groups();
    let moment = one.now();
    one.must(&create(Record::Group(group(4, "Racine"))));
    let later = one.directory.changes_since(&Since::Time(moment));
    let all = one.directory.changes_since(&Since::Time(groundswell_model::Timestamp(0)));
    assert_eq!(all, one.directory.changes_since(&Since::State(Vec::new())));
    assert!(later[0].1.len() < all[0].1.len() && all[0].1.ends_with(&later[0].1));
}

#[test]
fn changes_of_a_device_whose_clock_is_behind_are_not_left_out() {
    let [mut behind, mut here] = <[Replica; 2]>::try_from(replicas(2)).unwrap();
    here.must(&create(Record::Group(group(4, "Racine"))));
    let (moment, before) = (here.now(), Since::State(here.directory.heads()));
    behind.receive(&here.chunks);
    let made = behind.now();
    behind.must(&create(Record::Group(group(5, "Kenosha"))));
    assert!(made < moment, "its clock is behind");
    here.receive(&behind.chunks);
    here.must(&create(Record::Group(group(6, "Beloit"))));
    let since = here.directory.changes_since(&Since::Time(moment));
    assert_eq!(since, here.directory.changes_since(&before), "both changes, and none from before");
}
