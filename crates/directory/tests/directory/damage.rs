//! Bytes from outside: cut short, changed, of something else. They are quarantined and harm nothing.

use crate::replica::{
    DIRECTORY, Replica, assert_same, author, create, everything, group, id, meet, opened, replicas,
};
use groundswell_directory::{Directory, News, Part};
use groundswell_model::{Group, Id, Network, Record, Timestamp};
use proptest::prelude::*;

fn with_history() -> Replica {
    let mut one = replicas(1).remove(0);
    let about = "A long enough text that the change is worth deflating. ".repeat(20);
    for number in 1..4 {
        let notes = format!("Notes {number}. {about}");
        one.must(&create(Record::Group(Group { about: about.clone(), notes, ..group(number, "Racine") })));
        one.edit(id(number), |group| group.name = format!("Group {number}"));
    }
    one
}

#[derive(Clone, Debug)]
enum Harm {
    Cut(prop::sample::Index),
    Flip(prop::sample::Index, u8),
    Drop(prop::sample::Index),
    Insert(prop::sample::Index, u8),
    Double,
    Noise(Vec<u8>),
}

fn arb_harm() -> impl Strategy<Value = Harm> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        index().prop_map(Harm::Cut),
        (index(), 1..=255_u8).prop_map(|(at, with)| Harm::Flip(at, with)),
        index().prop_map(Harm::Drop),
        (index(), any::<u8>()).prop_map(|(at, byte)| Harm::Insert(at, byte)),
        Just(Harm::Double),
        prop::collection::vec(any::<u8>(), 0..64).prop_map(Harm::Noise),
    ]
}

fn harm(bytes: &mut Vec<u8>, harm: &Harm) {
    match harm {
        Harm::Cut(at) => bytes.truncate(at.index(bytes.len())),
        Harm::Flip(at, with) => {
            let at = at.index(bytes.len());
            bytes[at] ^= with;
        }
        Harm::Drop(at) => drop(bytes.remove(at.index(bytes.len()))),
        Harm::Insert(at, byte) => bytes.insert(at.index(bytes.len()), *byte),
        Harm::Double => bytes.extend(bytes.clone()),
        Harm::Noise(noise) => bytes.clone_from(noise),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn damaged_chunks_are_quarantined(
        harms in prop::collection::vec((any::<prop::sample::Index>(), arb_harm()), 1..6),
        saved: bool,
        wrong_part: bool,
    ) {
        let mut whole = with_history();
        let mut chunks = if saved {
            Part::ALL.map(|part| (part, whole.directory.save(part))).to_vec()
        } else {
            whole.chunks.clone()
        };
        for (which, with) in &harms {
            let at = which.index(chunks.len());
            harm(&mut chunks[at].1, with);
            if chunks[at].1.is_empty() {
                chunks[at].1.push(0);
            }
        }
        if wrong_part {
            for (part, _) in &mut chunks {
                *part = if *part == Part::Public { Part::Members } else { Part::Public };
            }
        }
        let (mut opened, quarantined) = Directory::open(DIRECTORY, author(5), &chunks).unwrap();
        prop_assert!(quarantined.iter().all(|quarantined| quarantined.index < chunks.len()));
        let mut other = replicas(1).remove(0);
        let (_, merge_quarantined, _) = other.directory.merge(&chunks).unwrap();
        prop_assert!(merge_quarantined.iter().all(|quarantined| quarantined.index < chunks.len()));

        // With everything whole, all is there again, and nothing else.
        opened.merge(&whole.chunks).unwrap();
        assert_same(&opened, &whole.directory);
        // Changes in the wrong part wait for ever.
        prop_assert!(wrong_part || opened.pending_dependencies() == 0);
    }
}

#[test]
fn a_cut_chunk_is_named() {
    let mut whole = with_history();
    let last = whole.chunks.len() - 1;
    whole.chunks[last].1.pop();
    let (opened, quarantined) = Directory::open(DIRECTORY, author(5), &whole.chunks).unwrap();
    assert_eq!(quarantined.iter().map(|quarantined| quarantined.index).collect::<Vec<_>>(), [last]);
    assert!(everything(&opened).len() > 3);
}

#[test]
fn chunks_of_another_directory_or_part_stay_out() {
    let whole = with_history();
    let network = Network { name: "Another".to_owned(), ..Network::default() };
    let (mut other, _) =
        Directory::create(Id::from_bytes([8; 12]), &network, author(6), Timestamp(5)).unwrap();
    let before = (everything(&other), other.heads());
    let (news, quarantined, _) = other.merge(&whole.chunks).unwrap();
    assert_eq!(news, News::default());
    assert_eq!(quarantined.len(), 2, "each part's first change");
    assert_eq!((everything(&other), other.heads()), before);

    let mut saved = other.save(Part::Public);
    let (mut mine, _) = Directory::open(DIRECTORY, author(5), &whole.chunks).unwrap();
    let heads = mine.heads();
    let (_, quarantined, new) = mine.merge(&[(Part::Public, saved.clone())]).unwrap();
    assert_eq!((quarantined.len(), new), (1, vec![]));
    assert_eq!(mine.heads(), heads);
    saved = mine.save(Part::Members);
    let (_, quarantined, _) = mine.merge(&[(Part::Public, saved)]).unwrap();
    assert_eq!(quarantined.len(), 1);
    assert_eq!(mine.heads(), heads);
}

#[test]
fn changes_wait_for_those_they_build_on() {
    let whole = with_history();
    let mut other = replicas(1).remove(0);
    let public: Vec<_> = whole.chunks.iter().filter(|(part, _)| *part == Part::Public).cloned().collect();
    // The form, the network, and then the groups: the first of them comes last.
    let (network, early, late) = (&public[1..2], &public[2..3], &public[3..]);
    let (news, quarantined, new) = other.directory.merge(late).unwrap();
    assert_eq!(news, News::default());
    assert_eq!((quarantined.len(), new.len()), (0, late.len()), "to be stored, for they may be all there is");
    assert_eq!(other.directory.pending_dependencies(), 1);
    // What waits is not lost when the directory is saved as a whole.
    let saved = Part::ALL.map(|part| (part, other.directory.save(part)));
    let (mut again, _) = Directory::open(DIRECTORY, author(5), &saved).unwrap();
    assert_eq!(again.pending_dependencies(), 1);
    for directory in [&mut other.directory, &mut again] {
        directory.merge(network).unwrap();
        let (news, _, new) = directory.merge(early).unwrap();
        assert_eq!(new.len(), 1);
        assert_ne!(news, News::default());
        assert_eq!(directory.pending_dependencies(), 0);
        assert_eq!(directory.records(groundswell_model::Kind::Group).len(), 3);
    }
}

#[test]
fn two_sessions_that_were_given_one_name_lose_nothing() {
    // As after a restored disk image.
    let mut all = replicas(1);
    let start = all[0].chunks.clone();
    let one = &mut all[0];
    one.must(&create(Record::Group(group(1, "Racine"))));
    let mut twin = opened(1, &start);
    twin.must(&create(Record::Group(group(2, "Kenosha"))));
    meet(one, &mut twin);
    for replica in [one, &mut twin] {
        assert_eq!(replica.directory.records(groundswell_model::Kind::Group).len(), 2);
        replica.edit(id(1), |group| group.meets = "Goes on".to_owned());
        replica.edit(id(2), |group| group.meets = "Goes on too".to_owned());
    }
    let one = &mut all[0];
    meet(one, &mut twin);
    assert_same(&one.directory, &twin.directory);
}
