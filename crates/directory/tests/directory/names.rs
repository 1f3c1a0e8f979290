//! Changes written in the name of others: somebody who holds an edit link opens the directory as if they were another
//! device, and writes the next change of it. Nobody is cut off by that, and nothing that anybody wrote is lost.

use crate::convergence::{arb_history, happen};
use crate::replica::{
    DIRECTORY, Replica, assert_same, assert_told, author, create, everything, group, id, opened, replicas,
};
use groundswell_directory::{Directory, Part};
use groundswell_model::{Group, Kind, Record, RecordView};
use groundswell_testkit::automerge_bytes::RawChange;
use proptest::prelude::*;
use std::collections::BTreeSet;

type Chunks = Vec<(Part, Vec<u8>)>;

/// What a replica has beyond what it had.
fn since(replica: &Replica, before: usize) -> Chunks {
    replica.chunks[before..].to_vec()
}

fn orders(count: usize) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for next in 0..count {
        all = all
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                (0..=order.len()).map(move |at| {
                    let mut order = order.clone();
                    order.insert(at, next);
                    order
                })
            })
            .collect();
    }
    all
}

/// The honest device 2, and what it wrote and a false device 2 wrote, with what others wrote on top of each.
struct Scene {
    before: Chunks,
    honest: Replica,
    own: Chunks,
    own_built_on: Chunks,
    other: Chunks,
    other_built_on: Chunks,
}

/// The honest one has written so many changes that it has not sent.
fn scene(unsent: u8, salt: u8) -> Scene {
    let mut all = replicas(2);
    let mut honest = all.remove(1);
    honest.must(&create(Record::Group(Group { notes: "By ear".into(), ..group(1, "Racine") })));
    let before = honest.chunks.clone();
    let mut hostile = opened(2, &before);
    for number in 0..unsent {
        honest.edit(id(1), |it| it.notes.push_str(&format!(" and by heart {number}")));
        honest.must(&create(Record::Group(group(20 + number, "of the honest"))));
        honest.edit(id(20 + number), |it| it.meets = format!("Mondays {number}"));
    }
    hostile.must(&create(Record::Group(group(60, &format!("of the hostile {salt}")))));
    hostile.edit(id(1), |it| it.notes.push_str(" with malice"));
    let (own, other) = (since(&honest, before.len()), since(&hostile, before.len()));
    let built_on = |chunks: &[(Part, Vec<u8>)], device: u8| {
        let mut third = opened(device, &before);
        third.receive(chunks);
        let had = third.chunks.len();
        third.edit(id(1), |it| it.notes.push_str(" says another"));
        third.must(&create(Record::Group(group(device, "of another"))));
        since(&third, had)
    };
    let (own_built_on, other_built_on) = (built_on(&own, 71), built_on(&other, 72));
    Scene { before, honest, own, own_built_on, other, other_built_on }
}

fn groups(directory: &Directory) -> BTreeSet<u8> {
    directory.records(Kind::Group).iter().map(|group| group.id().as_bytes()[0]).collect()
}

fn notes(directory: &Directory) -> String {
    match directory.read(Kind::Group, id(1)).unwrap().record {
        Record::Group(group) => group.notes,
        other => panic!("{other:?}"),
    }
}

#[test]
fn whatever_order_they_come_in_everybody_holds_what_everybody_wrote() {
    for unsent in [1, 3] {
        for salt in 0..2 {
            let Scene { before, mut honest, own, own_built_on, other, other_built_on } = scene(unsent, salt);
            let sets = [&own, &own_built_on, &other, &other_built_on];
            let mut first: Option<Directory> = None;
            for order in orders(4) {
                let mut replica = opened(9, &before);
                for at in order {
                    replica.receive(sets[at]);
                }
                assert_told(&replica);
                assert_eq!(replica.directory.pending_dependencies(), 0);
                match &first {
                    None => first = Some(replica.directory),
                    Some(first) => assert_same(first, &replica.directory),
                }
            }
            let first = first.unwrap();
            let there = groups(&first);
            for number in (0..unsent).map(|number| 20 + number).chain([1, 60, 71, 72]) {
                assert!(there.contains(&number), "{number} of {there:?}");
            }
            let text = notes(&first);
            assert_eq!(text.matches("by heart").count(), usize::from(unsent), "{text}");
            assert_eq!(text.matches("malice").count(), 1, "{text}");
            assert_eq!(text.matches("says another").count(), 2, "{text}");
            // The one in whose name the other wrote.
            honest.receive(&[other.clone(), other_built_on, own_built_on].concat());
            assert_same(&first, &honest.directory);
            assert_told(&honest);
            // And whoever hears all of it at once.
            let (newcomer, quarantined) = Directory::open(DIRECTORY, author(7), &honest.chunks).unwrap();
            assert_eq!(quarantined, []);
            assert_same(&first, &newcomer);
        }
    }
}

/// What somebody does who writes under a name that others write under too.
#[derive(Clone, Debug)]
enum Deed {
    Writes,
    /// Hears some of what another has.
    Hears(usize, Vec<prop::sample::Index>),
    /// Begins again from what is stored.
    Restarts,
    /// Begins again from saved documents.
    Saves,
    /// Goes on under another name, as a device does that finds its own taken.
    Renames(u8),
}

fn arb_deed() -> impl Strategy<Value = (usize, Deed)> {
    let hears = (0..PEERS, prop::collection::vec(any::<prop::sample::Index>(), 1..8));
    let deed = prop_oneof![
        6 => Just(Deed::Writes),
        5 => hears.prop_map(|(from, some)| Deed::Hears(from, some)),
        1 => Just(Deed::Restarts),
        1 => Just(Deed::Saves),
        1 => (100..104_u8).prop_map(Deed::Renames),
    ];
    (0..PEERS, deed)
}

const PEERS: usize = 5;

fn happens(peers: &mut [Replica], at: usize, number: u8, deed: &Deed) {
    match deed {
        Deed::Writes => {
            let text = format!(" {at}-{number}");
            peers[at].edit(id(1), |it| {
                it.notes.push_str(&text);
                it.meets.clone_from(&text);
            });
        }
        Deed::Hears(from, some) => {
            let all = peers[*from].chunks.clone();
            let some: Vec<_> = some.iter().map(|which| which.get(&all).clone()).collect();
            peers[at].receive(&some);
        }
        Deed::Restarts => peers[at] = opened([2, 2, 2, 3, 3][at], &peers[at].chunks),
        Deed::Saves => {
            let saved = Part::ALL.map(|part| (part, peers[at].directory.save(part)));
            let mut again = opened([2, 2, 2, 3, 3][at], &saved);
            again.chunks.clone_from(&peers[at].chunks);
            peers[at] = again;
        }
        Deed::Renames(to) => peers[at].directory.set_author(author(*to)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 40, ..ProptestConfig::default() })]

    /// Three who write as one device and two as another, whatever each has of the others.
    #[test]
    fn however_many_write_in_one_name_all_come_to_the_same(
        deeds in prop::collection::vec(arb_deed(), 1..24),
    ) {
        let mut first = replicas(1);
        first[0].must(&create(Record::Group(Group { notes: "Notes.".into(), ..group(1, "Racine") })));
        let start = first[0].chunks.clone();
        let mut peers: Vec<Replica> = [2, 2, 2, 3, 3].iter().map(|number| opened(*number, &start)).collect();
        // Not in it: who writes on top of a stand-in that has to give way later (SECURITY.md).
        let mut deeds = deeds;
        deeds.sort_by_key(|(_, deed)| matches!(deed, Deed::Hears(..)));
        for (number, (at, deed)) in deeds.iter().enumerate() {
            happens(&mut peers, *at, number as u8, deed);
        }
        // Everybody hears of everybody, until nobody has anything new to tell.
        for _ in 0..6 {
            for at in 0..PEERS {
                for from in 0..PEERS {
                    let all = peers[from].chunks.clone();
                    peers[at].receive(&all);
                }
            }
        }
        for (number, (at, _)) in deeds.iter().enumerate().filter(|(_, (_, deed))| matches!(deed, Deed::Writes)) {
            let text = notes(&peers[0].directory);
            prop_assert!(text.contains(&format!(" {at}-{number}")), "{at}-{number} in {text}");
        }
        let mut newcomer = opened(9, &start);
        newcomer.receive(&peers[0].chunks.clone());
        for peer in peers.iter().chain([&newcomer]) {
            prop_assert_eq!(peer.directory.pending_dependencies(), 0);
            assert_told(peer);
            assert_same(&peers[0].directory, &peer.directory);
        }
    }
}

/// What there is to be seen, but for a group and for how the document calls the values of conflicts.
fn seen(directory: &Directory, but: u8) -> Vec<RecordView> {
    let mut all = everything(directory);
    all.retain(|view| view.record.id() != id(but));
    all.iter_mut()
        .flat_map(|view| &mut view.conflicts)
        .flat_map(|it| &mut it.values)
        .for_each(|it| it.key.clear());
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]

    /// Whatever somebody wrote and had not sent reads as before once another took its name; and goes on being undone.
    #[test]
    fn what_is_displaced_reads_as_before(
        (_, events) in arb_history(),
        at in any::<prop::sample::Index>(),
    ) {
        let mut all = replicas(3);
        let (early, late) = events.split_at(at.index(events.len()));
        early.iter().for_each(|(at, event)| happen(&mut all, *at, event));
        let before = all[0].chunks.clone();
        late.iter().for_each(|(at, event)| happen(&mut all, *at, event));
        let expected = seen(&all[0].directory, 250);
        for salt in 0..3 {
            let mut hostile = opened(1, &before);
            hostile.must(&create(Record::Group(group(250, &format!("{salt}")))));
            let mut one = opened(1, &all[0].chunks);
            one.receive(&since(&hostile, before.len()));
            prop_assert_eq!(&seen(&one.directory, 250), &expected);
            assert_told(&one);
            // All of it is as anybody would write it, and saved as it is.
            let saved = Part::ALL.map(|part| (part, one.directory.save(part)));
            let (again, quarantined) = Directory::open_checked(DIRECTORY, author(7), &saved).unwrap();
            prop_assert_eq!(quarantined, []);
            assert_same(&one.directory, &again);
            let mut other = opened(9, &before);
            other.receive(&since(&hostile, before.len()));
            other.receive(&all[0].chunks.clone());
            assert_same(&one.directory, &other.directory);
        }
    }
}

#[test]
fn what_is_displaced_can_be_undone_and_done_again() {
    for salt in 0..6 {
        let (mut one, mut two) = crate::replica::two_with(group(1, "Racine"));
        let before = one.chunks.clone();
        let edit = one.edit(id(1), |it| it.meets = "Mondays".to_owned());
        two.edit(id(1), |it| it.meets = "Tuesdays".to_owned());
        one.receive(&two.chunks.clone());
        let at_odds = seen(&one.directory, 250);
        let conflict = one.view(Kind::Group, id(1)).conflicts.remove(0);
        let keep = conflict.values[1].key.clone();
        let resolve = groundswell_model::Command::Resolve {
            kind: Kind::Group,
            id: id(1),
            field: conflict.field,
            contact: conflict.contact,
            keep,
        };
        let resolved = one.must(&resolve).undo.unwrap();
        one.undo(&resolved).unwrap();
        let mut hostile = opened(1, &before);
        hostile.must(&create(Record::Group(group(250, &format!("{salt}")))));
        one.receive(&since(&hostile, before.len()));
        let meets = |one: &Replica| one.view(Kind::Group, id(1)).conflicts.len();
        assert_eq!(meets(&one), 1, "what was open again is open still");
        assert_eq!(at_odds.len(), seen(&one.directory, 250).len());
        // Under another name from now on, as the engine does it.
        if one.directory.is_impersonated() {
            one.directory.set_author(author(90));
            assert!(!one.directory.is_impersonated());
        }
        let redo = one.undos.last().unwrap().clone();
        one.undo(&redo).unwrap();
        assert_eq!(meets(&one), 0);
        two.receive(&one.chunks.clone());
        assert_same(&one.directory, &two.directory);
        assert!(one.undo(&edit.undo.unwrap()).is_err(), "it does not stand any more");
    }
}

/// The same operations by another author.
fn renamed(bytes: &[u8], name: Vec<u8>) -> Vec<u8> {
    let change = automerge::Change::try_from(bytes).unwrap();
    let mut raw = RawChange::read(change.raw_bytes()).unwrap();
    raw.actors[0] = name;
    raw.number = 1;
    raw.write()
}

#[test]
fn who_writes_under_the_name_of_a_stand_in_changes_nothing() {
    for salt in 0..6 {
        let mut all = replicas(2);
        let mut honest = all.remove(1);
        honest.must(&create(Record::Group(group(1, "Racine"))));
        let before = honest.chunks.clone();
        honest.must(&create(Record::Group(group(20, "of the honest"))));
        let own = since(&honest, before.len());
        let mut hostile = opened(2, &before);
        hostile.must(&create(Record::Group(group(60, &format!("of the hostile {salt}")))));
        let other = since(&hostile, before.len());
        let mut forged = opened(2, &before);
        forged.must(&create(Record::Group(group(61, "of the hostile too"))));
        let named = |of: &Chunks| -> Chunks {
            let pairs = since(&forged, before.len()).into_iter().zip(of);
            pairs
                .map(|((part, bytes), (_, of))| {
                    let of = automerge::Change::try_from(&of[..]).unwrap();
                    let name = [of.actor_id().to_bytes(), &[0], &of.hash().0[..15]].concat();
                    (part, renamed(&bytes, name))
                })
                .collect()
        };
        let (of_own, of_other) = (named(&own), named(&other));
        let sets = [&own, &other, &of_own, &of_other];
        let mut first: Option<Directory> = None;
        for order in orders(4) {
            let mut replica = opened(9, &before);
            order.into_iter().for_each(|at| replica.receive(sets[at]));
            assert_eq!(groups(&replica.directory), BTreeSet::from([1, 20, 60, 61]));
            match &first {
                None => first = Some(replica.directory),
                Some(first) => assert_same(first, &replica.directory),
            }
        }
    }
}

/// What keeps others from being settled together with it: a change whose operations do not follow what it builds on.
fn spoilt(bytes: &[u8]) -> Vec<u8> {
    let change = automerge::Change::try_from(bytes).unwrap();
    let mut raw = RawChange::read(change.raw_bytes()).unwrap();
    raw.first += 7;
    raw.write()
}

#[test]
fn a_crowd_of_rivals_comes_to_the_same_however_it_comes() {
    let mut all = replicas(2);
    let mut honest = all.remove(1);
    honest.must(&create(Record::Group(group(1, "Racine"))));
    let before = honest.chunks.clone();
    for number in 0..12 {
        honest.edit(id(1), |it| it.meets = format!("Mondays {number}"));
    }
    let own = since(&honest, before.len());
    let mut crowd: Chunks = Vec::new();
    for salt in 0..16_u8 {
        let mut hostile = opened(2, &before);
        for number in 0..=salt % 4 {
            hostile.must(&create(Record::Group(group(60 + salt * 4 + number, "of the hostile"))));
        }
        crowd.extend(since(&hostile, before.len()));
    }
    let spoilt: Chunks = crowd.iter().take(2).map(|(part, bytes)| (*part, spoilt(bytes))).collect();

    let mut at_once = opened(9, &before);
    at_once.receive(&[own.clone(), crowd.clone()].concat());
    assert_told(&at_once);
    let expected = groups(&at_once.directory);
    assert_eq!(expected.len(), 1 + 16 + 12 + 8 + 4, "all of it is there");

    let mut one_by_one = opened(9, &before);
    for chunk in crowd.iter().rev().chain(&own) {
        one_by_one.receive(std::slice::from_ref(chunk));
    }
    assert_same(&at_once.directory, &one_by_one.directory);

    let mut with_a_spoilt_one = opened(9, &before);
    let (_, quarantined, _) = with_a_spoilt_one.directory.merge(&[spoilt, crowd.clone()].concat()).unwrap();
    assert_eq!(quarantined.len(), 2, "{quarantined:?}");
    with_a_spoilt_one.receive(&own);
    assert_same(&at_once.directory, &with_a_spoilt_one.directory);

    honest.receive(&crowd);
    assert_same(&at_once.directory, &honest.directory);
    let saved = Part::ALL.map(|part| (part, honest.directory.save(part)));
    let (again, quarantined) = Directory::open_checked(DIRECTORY, author(7), &saved).unwrap();
    assert_eq!(quarantined, []);
    assert_same(&at_once.directory, &again);
}
