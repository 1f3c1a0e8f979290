//! Any history, told in any order, gives the same directory everywhere.

use crate::replica::{
    DIRECTORY, Replica, assert_same, assert_told, author, create, everything, group, replicas, save,
};
use groundswell_directory::{Directory, Part};
use groundswell_model::{Command, Delta, Id, Kind, Record, Region};
use groundswell_testkit::{Ids, arb_command, arb_edit, arb_ids, arb_record};
use proptest::prelude::*;

/// What happens on one device.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// Any command.
    Run(Command),
    /// An edit of a record as it is there.
    Edit { wish: Record, fields: u32 },
    /// An edit that began from what another device shows.
    Stale { from: usize, wish: Record, fields: u32 },
    /// An edit of some, as one action.
    Batch(Vec<(Record, u32)>),
    /// One of its own actions is taken back.
    Undo(prop::sample::Index),
    /// A conflict is ended.
    Resolve(prop::sample::Index),
    /// It hears some of what another has, in some order, some of it twice.
    Hear { from: usize, some: Vec<prop::sample::Index> },
    /// It hears all of what another has, as saved documents.
    Load { from: usize },
}

fn arb_wish(ids: &Ids) -> BoxedStrategy<Record> {
    let Ids { regions, groups, .. } = ids.clone();
    prop::sample::select(ids.all())
        .prop_flat_map(move |(kind, id)| arb_record(kind, id, regions.clone(), groups.clone()))
        .boxed()
}

fn arb_event(ids: &Ids) -> impl Strategy<Value = Event> + use<> {
    let index = any::<prop::sample::Index>;
    let wish = arb_wish(ids);
    prop_oneof![
        3 => arb_command(ids).prop_map(Event::Run),
        6 => (wish.clone(), any::<u32>()).prop_map(|(wish, fields)| Event::Edit { wish, fields }),
        2 => (0..3_usize, wish.clone(), any::<u32>())
            .prop_map(|(from, wish, fields)| Event::Stale { from, wish, fields }),
        1 => prop::collection::vec((wish, any::<u32>()), 1..4).prop_map(Event::Batch),
        2 => index().prop_map(Event::Undo),
        2 => index().prop_map(Event::Resolve),
        3 => (0..3_usize, prop::collection::vec(index(), 0..12))
            .prop_map(|(from, some)| Event::Hear { from, some }),
        1 => (0..3_usize).prop_map(|from| Event::Load { from }),
    ]
}

pub(crate) fn arb_history() -> impl Strategy<Value = (Ids, Vec<(usize, Event)>)> {
    arb_ids().prop_flat_map(|ids| {
        let event = (0..3_usize, arb_event(&ids));
        (Just(ids), prop::collection::vec(event, 1..40))
    })
}

fn edit(before: Option<Record>, wish: &Record, fields: u32) -> Command {
    match before {
        Some(before) => {
            let after = arb_edit(&before, wish, fields);
            save(before, after)
        }
        None => create(wish.clone()),
    }
}

fn seen(replica: &Replica, kind: Kind, id: Id) -> Option<Record> {
    replica.directory.read(kind, id).map(|view| view.record)
}

pub(crate) fn happen(replicas: &mut [Replica], at: usize, event: &Event) {
    match event {
        Event::Run(command) => drop(replicas[at].run(command)),
        Event::Edit { wish, fields } => {
            let before = seen(&replicas[at], wish.kind(), wish.id());
            drop(replicas[at].run(&edit(before, wish, *fields)));
        }
        Event::Stale { from, wish, fields } => {
            let before = seen(&replicas[*from], wish.kind(), wish.id());
            if before.is_some() {
                drop(replicas[at].run(&edit(before, wish, *fields)));
            }
        }
        Event::Batch(edits) => {
            let command = |(wish, fields): &(Record, u32)| {
                edit(seen(&replicas[at], wish.kind(), wish.id()), wish, *fields)
            };
            let commands = edits.iter().map(command).collect();
            drop(replicas[at].run(&Command::Batch(commands)));
        }
        Event::Undo(which) => {
            if !replicas[at].undos.is_empty() {
                let undo = which.get(&replicas[at].undos).clone();
                drop(replicas[at].undo(&undo));
            }
        }
        Event::Resolve(which) => resolve(&mut replicas[at], *which),
        Event::Hear { from, some } => {
            let all = replicas[*from].chunks.clone();
            let some: Vec<_> = some.iter().map(|which| which.get(&all).clone()).collect();
            replicas[at].receive(&some);
        }
        Event::Load { from } => {
            let saved = Part::ALL.map(|part| (part, replicas[*from].directory.save(part)));
            replicas[at].receive(&saved);
        }
    }
}

/// Every way to end one of the conflicts there are.
pub(crate) fn choices(replica: &Replica) -> Vec<Command> {
    let mut choices = Vec::new();
    for view in everything(&replica.directory) {
        for conflict in view.conflicts {
            for value in conflict.values {
                choices.push(Command::Resolve {
                    kind: view.record.kind(),
                    id: view.record.id(),
                    field: conflict.field,
                    contact: conflict.contact,
                    keep: value.key,
                });
            }
        }
    }
    choices
}

fn resolve(replica: &mut Replica, which: prop::sample::Index) {
    let choices = choices(replica);
    if !choices.is_empty() {
        // What a record says is in conflict can be settled, unless the region would lie within itself: a
        // circle is settled as any other conflict, and shown broken.
        replica.run(which.get(&choices)).unwrap();
    }
}

#[test]
fn what_changed_since_a_state_that_is_not_known_is_not_told() {
    let mut replicas = replicas(2);
    let before = replicas[0].directory.heads();
    assert_eq!(replicas[0].directory.changed_since(&before), Some(Delta::default()));
    let group = group(1, "Stanley Neighbors");
    replicas[0].must(&create(Record::Group(group.clone())));
    let told = replicas[0].directory.changed_since(&before).unwrap();
    assert_eq!(told.changed.iter().map(|view| view.record.id()).collect::<Vec<_>>(), [group.id]);
    let ahead = replicas[0].directory.heads();
    assert_eq!(replicas[1].directory.changed_since(&ahead), None, "of a change that is not here");
    for damaged in [&[][..], &ahead[..ahead.len() - 1], &[255; 8], &[&ahead[..], &[0]].concat()] {
        assert_eq!(replicas[0].directory.changed_since(damaged), None);
    }
    let region = Region { id: group.id, name: "West".to_owned(), ..Region::default() };
    replicas[0].must(&create(Record::Region(region)));
    assert_eq!(replicas[0].directory.changed_since(&ahead), None, "groups are found by their region");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn all_histories_converge((_, history) in arb_history(), order in any::<prop::sample::Index>()) {
        let mut replicas = replicas(3);
        for (at, event) in &history {
            happen(&mut replicas, *at, event);
            assert_told(&replicas[*at]);
        }
        let all: Vec<(Part, Vec<u8>)> =
            replicas.iter().flat_map(|replica| replica.chunks.iter().cloned()).collect();
        for replica in &mut replicas {
            replica.receive(&all);
            assert_told(replica);
            prop_assert_eq!(replica.directory.pending_dependencies(), 0);
        }
        assert_same(&replicas[0].directory, &replicas[1].directory);
        assert_same(&replicas[0].directory, &replicas[2].directory);

        // Stored chunks in another order, one by one; and saved documents: the same directory.
        let mut turned = all.clone();
        turned.rotate_left(order.index(all.len()));
        turned.reverse();
        let (opened, quarantined) = Directory::open(DIRECTORY, author(9), &turned).unwrap();
        prop_assert_eq!(quarantined, []);
        assert_same(&replicas[0].directory, &opened);
        let saved = Part::ALL.map(|part| (part, replicas[1].directory.save(part)));
        let (opened, quarantined) = Directory::open(DIRECTORY, author(9), &saved).unwrap();
        prop_assert_eq!(quarantined, []);
        assert_same(&replicas[0].directory, &opened);
    }

    #[test]
    fn a_stored_projection_is_brought_up_to_now((_, history) in arb_history(), keep in any::<u64>()) {
        let mut replicas = replicas(3);
        let fresh = |replica: &Replica| replica.directory.projection();
        let mut stored: Vec<_> = replicas.iter().map(fresh).collect();
        for (turn, (at, event)) in history.iter().enumerate() {
            happen(&mut replicas, *at, event);
            let replica = &mut replicas[*at];
            match replica.directory.changed_since(&stored[*at].heads) {
                Some(delta) => {
                    replica.projection = stored[*at].clone();
                    replica.projection.apply(&delta);
                    assert_told(replica);
                    for card in fresh(replica).groups.iter() {
                        let told = replica.projection.groups.get(card.id);
                        prop_assert_eq!(told.map(|told| told.sort_key()), Some(card.sort_key()));
                    }
                }
                None => replica.projection = fresh(replica),
            }
            if keep >> (turn % 64) & 1 == 1 {
                stored[*at] = fresh(replica);
            }
        }
    }

    #[test]
    fn a_saved_record_reads_back(
        record in arb_ids().prop_flat_map(|ids| arb_wish(&ids))
    ) {
        let mut replica = replicas(1).remove(0);
        let command = match &record {
            Record::Network(_) => edit(seen(&replica, Kind::Network, Id::NETWORK), &record, u32::MAX),
            _ => create(record.clone()),
        };
        replica.run(&command).unwrap();
        let view = replica.view(record.kind(), record.id());
        let mut read = view.record;
        prop_assert!(view.conflicts.is_empty() && view.deleted.is_none());
        read.meta_mut().created = record.meta().created;
        read.meta_mut().updated = record.meta().updated;
        if record.kind() == Kind::Network {
            // The edit of the test takes the source only.
            read.meta_mut().external = record.meta().external.clone();
        }
        prop_assert_eq!(read, record);
    }
}
